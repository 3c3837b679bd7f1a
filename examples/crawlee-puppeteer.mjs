// Crawlee's PuppeteerCrawler: what the browser was given in one page is there in the next one, and in the next run.
//
//   node examples/crawlee-puppeteer.mjs

import { PuppeteerCrawler } from 'crawlee';
import { createSessionFunction } from 'crawler-session/crawlee';
import puppeteer from 'puppeteer-core';
import { executablePath } from '../demo/chromium.js';
import { PASSWORD, startSite, USERNAME } from './site.js';
import { inStorage } from './storage.mjs';

const site = await startSite();
const launchOptions = { executablePath: await executablePath(), args: ['--no-sandbox'] };

try {
  await inStorage(async (configuration) => {
    await crawl('first run', ['/login', '/member/orders'], configuration());
    // A new browser, a restored session.
    await crawl('second run', ['/member/orders', '/offers', '/offers', '/offers', '/offers'], configuration());
  });
} finally {
  await site.stop();
}

async function crawl(run, paths, config) {
  const crawler = new PuppeteerCrawler(
    {
      sessionPoolOptions: { createSessionFunction, maxPoolSize: 1 },
      persistCookiesPerSession: true,
      maxConcurrency: 1,
      maxRequestRetries: 0,
      launchContext: { launcher: puppeteer, launchOptions },
      requestHandler: async ({ page, request, session }) => {
        if (request.url.endsWith('/login')) {
          await logIn(page);
          // Crawlee read the page's cookies before that.
          session.setCookies(await page.browserContext().cookies(), page.url());
        }
        console.log(`${run}, ${session.id}: ${await page.title()}`);
      },
      failedRequestHandler: ({ request, session }) => {
        console.log(
          `${run}, ${session.id}: ${request.url} is blocked, so the session ${session.isUsable() ? 'goes on' : 'is retired'}`,
        );
      },
    },
    config,
  );
  await crawler.run(paths.map((path, index) => ({ url: site.url(path), uniqueKey: run + index })));
}

async function logIn(page) {
  await page.type('#username', USERNAME);
  await page.type('#password', PASSWORD);
  await Promise.all([page.waitForNavigation(), page.click('button')]);
}
