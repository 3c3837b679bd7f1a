// The hosts' types take the factory without a cast.

import { BasicCrawler, CheerioCrawler, HttpCrawler, PlaywrightCrawler, PuppeteerCrawler, SessionPool } from 'crawlee';
import type { BrowserCookie } from 'crawler-session';
import { Session as MainSession } from 'crawler-session';
import { createSessionFunction, Session } from 'crawler-session/crawlee';

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
export const isMain: boolean = session instanceof MainSession;
export const usable: boolean = session.isUsable();
// @ts-expect-error the state of this class has no such key
session.getState().errorCount;
