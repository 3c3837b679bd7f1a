'use strict';

const { PlaywrightCrawler } = require('@crawlee/playwright');
const { PuppeteerCrawler } = require('@crawlee/puppeteer');
const playwright = require('playwright');
const puppeteer = require('puppeteer');
const { PASSWORD, USERNAME } = require('../../../examples/site');
const { PATIENCE_MS } = require('../../helpers/patience');
const { PATIENCE_SECS } = require('../../helpers/slow-page');

/** Every host name leads to this machine, none is looked up. */
const ARGS = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--host-resolver-rules=MAP * 127.0.0.1'];

/** Crawlee gives Playwright a proxy of its own, which would look names up. */
const PAST_PROXY = { proxy: { bypass: '<-loopback>,*' } };

/** The pool waits as long as the crawler, and takes no browser away because it has waited long. */
const PATIENT_POOL = {
  operationTimeoutSecs: PATIENCE_SECS,
  retireInactiveBrowserAfterSecs: 10 * PATIENCE_SECS,
  closeInactiveBrowserAfterSecs: 10 * PATIENCE_SECS,
};

/** What is special to a crawler with a browser. `allCookies` gives those of a page's whole context. */
function withBrowser(Crawler, launcher, launchOptions, allCookies) {
  return {
    Crawler,
    optionsOf: ({ browserPoolOptions, ...options } = {}, launchContext) => ({
      launchContext: {
        launcher,
        launchOptions: {
          executablePath: process.env.PUPPETEER_EXECUTABLE_PATH,
          headless: true,
          timeout: PATIENCE_MS,
          args: ARGS,
          ...launchOptions,
        },
        ...launchContext,
      },
      browserPoolOptions: { ...PATIENT_POOL, ...browserPoolOptions },
      ...options,
    }),
    beforeNavigation(gotoOptions, timeoutMs) {
      if (timeoutMs !== undefined) gotoOptions.timeout = timeoutMs;
    },
    async visit({ page, request, response, session }) {
      page.setDefaultTimeout(PATIENCE_MS);
      const { pathname } = new URL(request.url);
      if (pathname === '/login') {
        await logIn(page);
        // Crawlee stores cookies before the handler runs; what comes later is stored by the handler.
        session.setCookies(await allCookies(page), page.url());
      }
      // Cookies that `page.cookies()` doesn't report: of another path, or ignored by the browser. Playwright hides this header.
      if (['/basket', '/odd'].includes(pathname)) session.setCookiesFromResponse(response);
      return { status: response.status(), title: await page.title(), cookies: await allCookies(page) };
    },
  };
}

async function logIn(page) {
  await page.type('#username', USERNAME);
  await page.type('#password', PASSWORD);
  await Promise.all([page.waitForNavigation(), page.click('button[type=submit]')]);
}

module.exports = {
  PuppeteerCrawler: withBrowser(PuppeteerCrawler, puppeteer, { protocolTimeout: PATIENCE_MS }, (page) =>
    page.browserContext().cookies(),
  ),
  PlaywrightCrawler: withBrowser(PlaywrightCrawler, playwright.chromium, PAST_PROXY, (page) =>
    page.context().cookies(),
  ),
};
