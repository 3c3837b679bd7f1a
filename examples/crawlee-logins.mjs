// Crawlee, with logins that are in no cookie: a browser's storage goes into the session and from there into the next browser.
//
//   node examples/crawlee-logins.mjs

import { PlaywrightCrawler, PuppeteerCrawler } from 'crawlee';
import { createSessionFunction } from 'crawler-session/crawlee';
import { chromium } from 'playwright';
import puppeteer from 'puppeteer-core';
import { executablePath } from '../demo/chromium.js';
import { inStorage } from './storage.mjs';
import { startTokenSites } from './token-site.js';

const sites = await startTokenSites();
// The proxy options only because the sites of the example are on this machine.
const launchOptions = {
  executablePath: await executablePath(),
  args: ['--no-sandbox', '--no-proxy-server'],
  proxy: { bypass: '<-loopback>,*' },
};
const urls = [sites.url('database'), sites.url('tab')];

try {
  await inStorage(async (configuration) => {
    await crawl('first run, Puppeteer', new PuppeteerCrawler(optionsWith(puppeteer), configuration()));
    // A new browser of the other library, a restored session.
    await crawl('second run, Playwright', new PlaywrightCrawler(optionsWith(chromium), configuration()));
  });
  await inStorage(async (configuration) => {
    await crawl('first run, Playwright', new PlaywrightCrawler(optionsWith(chromium), configuration()));
    await crawl('second run, Puppeteer', new PuppeteerCrawler(optionsWith(puppeteer), configuration()));
  });
} finally {
  await sites.stop();
}

function optionsWith(launcher) {
  return {
    sessionPoolOptions: { createSessionFunction, maxPoolSize: 1 },
    // Cookies go the same way as all else.
    persistCookiesPerSession: false,
    preNavigationHooks: [({ page, session }) => session.apply(page)],
    postNavigationHooks: [({ page, session }) => session.capture(page)],
    maxConcurrency: 1,
    maxRequestRetries: 0,
    // A context for each page: sessions must not share one.
    launchContext: { launcher, launchOptions, useIncognitoPages: true },
    requestHandler: async ({ page, request, session }) => {
      await page.waitForFunction(() => document.title !== '');
      const before = await page.title();
      if (before === 'Log in first') {
        await page.click('button');
        await page.waitForFunction(() => document.title.startsWith('Welcome'));
        // The hook has captured before that.
        await session.capture(page);
      }
      console.log(`${request.userData.run}: ${before}, then ${await page.title()}`);
    },
  };
}

async function crawl(run, crawler) {
  await crawler.run(urls.map((url) => ({ url, uniqueKey: run + url, userData: { run } })));
}
