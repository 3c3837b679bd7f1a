// Puppeteer's own types go in and out without a cast.

import { Session } from 'crawler-session';
import type { Browser, BrowserContext, HTTPResponse, Page } from 'puppeteer-core';

export async function pageCookies(page: Page, url: string): Promise<void> {
  const session = new Session();
  const cookies = await page.cookies();
  session.putPuppeteerCookies(cookies, page.url());
  session.setPuppeteerCookies(await page.cookies(url));
  await page.setCookie(...session.getPuppeteerCookies(url));
}

export async function browserCookies(browser: Browser, context: BrowserContext): Promise<void> {
  const session = new Session();
  session.putPuppeteerCookies(await browser.cookies());
  await browser.setCookie(...session.getPuppeteerCookies());
  session.setCookies(await context.cookies());
  await context.setCookie(...session.getPuppeteerCookies());
}

export function response(session: Session, puppeteerResponse: HTTPResponse): boolean {
  session.putResponse(puppeteerResponse);
  return session.checkStatus(puppeteerResponse.status());
}
