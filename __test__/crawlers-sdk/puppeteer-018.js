'use strict';

const { setTimeout: sleep } = require('node:timers/promises');
const { Session } = require('../..');
const { ARGS } = require('../../demo/chromium');
const { PATIENCE_MS } = require('../helpers/patience');
const { PATIENCE_SECS } = require('../helpers/slow-page');
const { loadApify } = require('../helpers/storage');
const { crawl } = require('./crawl');

/** After this time the SDK kills the processes of browsers that it closed, whether they are still there or not. */
const KILL_MS = 5000;

/** Every host name leads to this machine, none is looked up. */
const LAUNCH = {
  executablePath: process.env.PUPPETEER_EXECUTABLE_PATH,
  headless: true,
  args: [...ARGS, '--host-resolver-rules=MAP * 127.0.0.1'],
};

/** The pool waits as long as the crawler, and takes no browser away because it has waited long. */
const PATIENT_POOL = { puppeteerOperationTimeoutSecs: PATIENCE_SECS, killInstanceAfterSecs: 10 * PATIENCE_SECS };

/** The PuppeteerCrawler of the Apify SDK 0.18, with the Puppeteer of its time. */
function openPuppeteer018() {
  const sdk = loadApify();
  const { Apify } = sdk;
  const launched = [];

  async function launch(options) {
    const browser = await Apify.launchPuppeteer(options);
    launched.push({ browser, closed: new Promise((resolve) => browser.on('disconnected', resolve)) });
    return browser;
  }

  return {
    Apify,

    /**
     * Crawls, and returns the browser of each session besides. A page with a blocked status fails; `onPage` is what the handler does
     * after it noted another one. `puppeteerPoolOptions` and `crawlerOptions` go over the usual ones.
     */
    async crawl({ onPage, puppeteerPoolOptions, crawlerOptions, ...job }) {
      const browsers = new Map();
      const result = await crawl({
        ...job,
        sdk,
        make(options, notes) {
          return new Apify.PuppeteerCrawler({
            ...options,
            puppeteerPoolOptions: { ...PATIENT_POOL, ...puppeteerPoolOptions },
            launchPuppeteerFunction: launch,
            launchPuppeteerOptions: LAUNCH,
            handlePageFunction: async ({ request, response, page, session }) => {
              page.setDefaultTimeout(PATIENCE_MS);
              browsers.set(session, page.browser());
              const status = response.status();
              const isBlocked = session.checkStatus(status);
              const title = await page.$eval('h1', (heading) => heading.textContent);
              notes.page(request, status, title, session);
              if (isBlocked) throw new Error(`blocked with ${status}`);
              await onPage?.({ request, page, session, notes, browsers });
            },
            ...crawlerOptions,
          });
        },
      });
      return { ...result, browsers };
    },

    /** Waits until browsers are closed. */
    closed: (browsers) =>
      Promise.all(launched.filter(({ browser }) => browsers.includes(browser)).map(({ closed }) => closed)),

    /** Closes the browsers that a failed crawl has left, and what else there is. */
    async close() {
      await Promise.all(launched.map(({ browser }) => browser.close()));
      Apify.stopEvents();
      sdk.remove();
      // Until the SDK's timers are over: all of them were set before this one.
      await sleep(KILL_MS + 500);
    },
  };
}

/** A session of ours for a pool. */
const newOurs = (pool) => new Session({ ...pool.sessionOptions, sessionPool: pool });

module.exports = { newOurs, openPuppeteer018 };
