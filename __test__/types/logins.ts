// Both libraries' own types go into whole logins without a cast, and Playwright takes a storage state.

import { LoginError, type LoginResult, Session } from 'crawler-session';
import { Session as CrawleeSession } from 'crawler-session/crawlee';
import type {
  Browser as PlaywrightBrowser,
  BrowserContext as PlaywrightContext,
  Page as PlaywrightPage,
} from 'playwright';
import type { Browser, BrowserContext, Page } from 'puppeteer-core';

export async function puppeteer(page: Page, context: BrowserContext, browser: Browser): Promise<LoginResult[]> {
  const session = new Session();
  return [
    await session.apply(page),
    await session.capture(page, { origins: ['https://example.com'], maxBytes: 1e6, timeoutMs: 5000 }),
    await session.capture(context, { sessionStorage: false }),
    await session.apply(browser),
    await new CrawleeSession().capture(page),
  ];
}

export async function playwright(page: PlaywrightPage, context: PlaywrightContext): Promise<string[]> {
  const session = new CrawleeSession();
  await session.apply(page);
  await session.apply(context, { indexedDB: false });
  const { origins, problems } = await session.capture(page);
  return [...origins, ...problems.map(({ code, origin }) => `${code} ${origin}`)];
}

export async function storageState(browser: PlaywrightBrowser, context: PlaywrightContext): Promise<void> {
  const session = new Session();
  session.putStorageState(await context.storageState({ indexedDB: true }));
  session.putStorageState('{"cookies":[],"origins":[]}', { replace: true });
  await browser.newContext({ storageState: session.storageState() });
  new Session({ storage: session.getState().storage });
}

export async function notABrowserOfPlaywright(session: Session, browser: PlaywrightBrowser): Promise<void> {
  // @ts-expect-error it has several contexts
  await session.apply(browser);
}

export function errors(error: unknown): boolean {
  return error instanceof LoginError && error.code === 'TARGET_GONE';
}
