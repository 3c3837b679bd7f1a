// The hosts' types take the factory without a cast.

import { BasicCrawler, CheerioCrawler, HttpCrawler, PlaywrightCrawler, PuppeteerCrawler, SessionPool } from 'crawlee';
import type { BrowserCookie } from 'crawler-session';
import { Session as MainSession } from 'crawler-session';
import { createSessionFunction, Session } from 'crawler-session/crawlee';
import type { BrowserContext } from 'playwright';
import type { Page } from 'puppeteer-core';

export const crawlers = [
  new PuppeteerCrawler({ sessionPoolOptions: { createSessionFunction } }),
  new PlaywrightCrawler({ sessionPoolOptions: { createSessionFunction } }),
  new CheerioCrawler({ sessionPoolOptions: { createSessionFunction, maxPoolSize: 1 } }),
  new HttpCrawler({ sessionPoolOptions: { createSessionFunction } }),
  new BasicCrawler({ sessionPoolOptions: { createSessionFunction } }),
  new SessionPool({ createSessionFunction }),
];

const session = new Session({ maxUsageCount: 5 });
export const cookies: BrowserCookie[] = session.getCookies('https://example.com/');
session.setCookies([{ name: 'a', value: 'b' }], 'https://example.com/');
export async function give(page: Page, context: BrowserContext) {
  await page.setCookie(...session.getCookies('https://example.com/'));
  await context.addCookies(session.getCookies());
  session.setCookies(await page.cookies(), page.url());
  session.setCookies(await context.cookies(), page.url());
}
export const isMain: boolean = session instanceof MainSession;
export const usable: boolean = session.isUsable();
// @ts-expect-error the state of this class has no such key
session.getState().errorCount;
