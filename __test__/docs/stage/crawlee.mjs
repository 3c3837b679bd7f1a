// For blocks of a crawler's configuration, and of a request handler's inside: a session of ours as Crawlee has it, and the page of a browser.

import { strict as assert } from 'node:assert';
import { Session } from 'crawler-session/crawlee';

const cookies = [{ name: 'sid', value: '1', domain: 'example.com', path: '/' }];

/** @type {import('crawlee').CheerioCrawlerOptions['requestHandler']} */
export const requestHandler = async () => {};
/** @type {Pick<import('puppeteer-core').Page, 'url'> & { browserContext(): { cookies(): Promise<typeof cookies> } }} */
export const page = { url: () => 'https://example.com/', browserContext: () => ({ cookies: async () => cookies }) };
/** @type {import('crawlee').Session | Session} */
export const session = new Session();

/** For blocks of Crawlee 4, which are compiled alone: npm has nothing of it yet. */
/** @type {import('crawler-session/pool').SessionPool} */
export const pool = undefined;
/** @type {typeof import('../../types/crawlee-4/crawlee').HttpCrawler} */
export const HttpCrawler = undefined;
/** @type {typeof import('../../types/crawlee-4/crawlee').PuppeteerCrawler} */
export const PuppeteerCrawler = undefined;
/** @type {typeof import('../../types/crawlee-4/crawlee').puppeteerBrowserPool} */
export const puppeteerBrowserPool = undefined;

export function after(block, used) {
  if (used.includes('session')) assert.equal(session.getCookieString('https://example.com/'), 'sid=1');
  const pool = { sessionOptions: { maxUsageCount: 7 }, emit() {} };
  if (block.withData) assert.equal(block.withData(pool).userData.country, 'NL');
  if (block.withClass) assert.equal(block.withClass(pool).maxUsageCount, 7);
}
