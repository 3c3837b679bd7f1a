// Crawlee's PlaywrightCrawler: as with Puppeteer, and the same session could go to either.
//
//   node examples/crawlee-playwright.mjs

import { PlaywrightCrawler } from 'crawlee';
import { createSessionFunction } from 'crawler-session/crawlee';
import { chromium } from 'playwright';
import { executablePath } from '../demo/chromium.js';
import { PASSWORD, startSite, USERNAME } from './site.js';
import { inStorage } from './storage.mjs';

const site = await startSite();
// The proxy options only because the site of the example is on this machine.
const launchOptions = {
  executablePath: await executablePath(),
  args: ['--no-sandbox', '--no-proxy-server'],
  proxy: { bypass: '<-loopback>,*' },
};

try {
  await inStorage(async (configuration) => {
    await crawl('first run', ['/login', '/member/orders'], configuration());
    // A new browser, a restored session.
    await crawl('second run', ['/member/orders'], configuration());
  });
} finally {
  await site.stop();
}

async function crawl(run, paths, config) {
  const crawler = new PlaywrightCrawler(
    {
      sessionPoolOptions: { createSessionFunction, maxPoolSize: 1 },
      persistCookiesPerSession: true,
      maxConcurrency: 1,
      maxRequestRetries: 0,
      launchContext: { launcher: chromium, launchOptions },
      requestHandler: async ({ page, request, session }) => {
        if (request.url.endsWith('/login')) {
          await logIn(page);
          // Crawlee read the page's cookies before that.
          session.setCookies(await page.context().cookies(), page.url());
        }
        console.log(`${run}, ${session.id}: ${await page.title()}`);
      },
    },
    config,
  );
  await crawler.run(paths.map((path, index) => ({ url: site.url(path), uniqueKey: run + index })));
}

async function logIn(page) {
  await page.fill('#username', USERNAME);
  await page.fill('#password', PASSWORD);
  await page.click('button');
  await page.waitForURL('**/member');
}
