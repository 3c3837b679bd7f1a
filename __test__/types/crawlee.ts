// The hosts' types take the factory without a cast.
// Promises: A11

import { BasicCrawler, CheerioCrawler, HttpCrawler, PlaywrightCrawler, PuppeteerCrawler, SessionPool } from 'crawlee';
import type { BrowserCookie, ResponseLike } from 'crawler-session';
import { Session as MainSession } from 'crawler-session';
import { createSessionFunction, Session, sessionPoolOptions } from 'crawler-session/crawlee';
import type { SessionPool as SharedPool } from 'crawler-session/pool';
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

declare const shared: SharedPool;
export const sharing = [
  new PuppeteerCrawler({ sessionPoolOptions: sessionPoolOptions(shared) }),
  new HttpCrawler({ sessionPoolOptions: { ...sessionPoolOptions(shared), maxPoolSize: 5 } }),
  new SessionPool(sessionPoolOptions(shared)),
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

/** A subclass may replace each method, those of the main class included. */
export class Careful extends Session {
  override retire(): void {
    super.retire();
  }
  override isUsable(): boolean {
    return super.isUsable() && this.usageCount < 10;
  }
  override setCookiesFromResponse(response: ResponseLike): void {
    super.setCookiesFromResponse(response);
  }
  protected override _maybeSelfRetire(): void {}
}

export const careful = new PuppeteerCrawler({
  sessionPoolOptions: {
    // biome-ignore lint/suspicious/noExplicitAny: the host's class has private members
    createSessionFunction: (pool: any, options) =>
      // biome-ignore lint/suspicious/noExplicitAny: see above
      new Careful({ ...pool.sessionOptions, ...options?.sessionOptions, sessionPool: pool }) as any,
  },
  requestHandler: async ({ page, session }) => {
    if (session instanceof Session) session.setCookies(await page.browserContext().cookies(), page.url());
  },
});
