// @ts-check

// Crawlee 4: crawlers by HTTP and with a browser share the accounts of a shop. Each is used by one request at a time, and logged in once.
//
// Crawlee 4 is not on npm yet. Where you have it, as `crawlee`: node examples/crawlee-4.mjs

import dns from 'node:dns';
import { HttpCrawler, PuppeteerCrawler, puppeteerBrowserPool } from 'crawlee';
import { crawlerOptions } from 'crawler-session/crawlee';
import { SessionPool } from 'crawler-session/pool';
import puppeteer from 'puppeteer-core';
import { executablePath } from '../demo/chromium.js';
import { ACCOUNTS, lookup, startSite } from './site.js';
import { visit } from './visit.mjs';

// Only because the shop is on this machine.
Object.assign(dns, { lookup });
const site = await startSite();
// A store in memory is enough for one process; SqliteStore, RedisStore and PostgresStore serve many.
const pool = await SessionPool.open({
  createSessions: false,
  async login(session, { signal }) {
    const { username, password } = session.userData;
    const title = await visit(session, site.url('/login'), signal, new URLSearchParams({ username, password }));
    if (title !== `Welcome, ${username}`) throw new Error(`the shop said "${title}"`);
  },
});
for (const [username, password] of ACCOUNTS) {
  await pool.add({ id: username, userData: { username, password }, maxAgeSecs: Infinity, maxUsageCount: Infinity });
}

const pages = Array.from({ length: 6 }, (_, page) => site.url(`/member/orders?page=${page}`));

const http = new HttpCrawler({
  ...crawlerOptions(pool),
  requestHandler: async ({ body, session }) => {
    console.log(`by HTTP, ${session.id}: ${/<title>(.*)<\/title>/.exec(String(body))?.[1]}`);
  },
});
await http.run(pages);

const launchOptions = { executablePath: await executablePath(), args: ['--no-sandbox'] };
const browserPool = puppeteerBrowserPool({ launchContext: { launcher: puppeteer, launchOptions } });
const browser = new PuppeteerCrawler({
  ...crawlerOptions(pool, { browserPool }),
  requestHandler: async ({ page, session }) => console.log(`in a browser, ${session.id}: ${await page.title()}`),
});
await browser.run(pages);

await browserPool.destroy();
await pool.close();
await site.stop();
