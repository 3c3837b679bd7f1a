'use strict';

// Apify SDK 0.18, the first host of the class: the same session in its place. Only `createSessionFunction` is new.
//
//   node examples/apify-sdk-legacy.cjs

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Session } = require('crawler-session');
const puppeteer = require('puppeteer-core');
const { executablePath } = require('../demo/chromium');
const { PASSWORD, startSite, USERNAME } = require('./site');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-example-'));
process.env.APIFY_LOCAL_STORAGE_DIR = folder;
// In your project: require('apify').
const Apify = require('apify-018');

async function crawl(site) {
  const paths = ['/login', '/member/orders', '/offers', '/offers', '/offers', '/offers'];
  const requestList = new Apify.RequestList({
    sources: paths.map((where, index) => ({ url: site.url(where), uniqueKey: `${index}` })),
  });
  await requestList.initialize();
  const crawler = new Apify.PuppeteerCrawler({
    requestList,
    maxConcurrency: 1,
    maxRequestRetries: 0,
    useSessionPool: true,
    persistCookiesPerSession: true,
    sessionPoolOptions: {
      maxPoolSize: 1,
      createSessionFunction: (sessionPool) => new Session({ ...sessionPool.sessionOptions, sessionPool }),
    },
    // Any Puppeteer will do.
    launchPuppeteerFunction: async () =>
      puppeteer.launch({ executablePath: await executablePath(), args: ['--no-sandbox'] }),
    handlePageFunction: async ({ page, request, response, session }) => {
      if (request.url.endsWith('/login')) {
        await logIn(page);
        // The crawler stores the cookies of the page before this function: those of the form are stored here.
        session.putPuppeteerCookies(await page.browserContext().cookies());
      }
      if (session.checkStatus(response.status())) console.log(`${session.id} is retired`);
      else console.log(`${session.id}: ${await page.title()}`);
    },
  });
  await crawler.run();
}

async function logIn(page) {
  await page.type('#username', USERNAME);
  await page.type('#password', PASSWORD);
  await Promise.all([page.waitForNavigation(), page.click('button')]);
}

async function main() {
  const site = await startSite();
  try {
    await crawl(site);
  } finally {
    Apify.stopEvents();
    await site.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main();
