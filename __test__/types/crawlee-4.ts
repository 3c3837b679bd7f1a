// What crawlerOptions returns is taken by Crawlee 4 without a cast; its interfaces are written down in ./crawlee-4.
// Promises: A18

import { crawlerOptions } from 'crawler-session/crawlee';
import type { SessionPool } from 'crawler-session/pool';
import type { Page } from 'puppeteer-core';
import {
  type CrawlingContext,
  HttpCrawler,
  type IBrowserPool,
  type ISession,
  type ISessionPool,
  PuppeteerCrawler,
} from './crawlee-4/crawlee';

declare const pool: SessionPool;
declare const browserPool: IBrowserPool<Page> & { destroy(): Promise<void> };

export const sessionPool: ISessionPool = crawlerOptions(pool).sessionPool;
export const around: IBrowserPool<Page> = crawlerOptions(pool, { browserPool, timeoutSecs: 20 }).browserPool;

export const crawlers = [
  new HttpCrawler({ ...crawlerOptions(pool), requestHandler: async ({ session }) => session.markGood() }),
  new PuppeteerCrawler({
    ...crawlerOptions(pool, {
      browserPool,
      extendContext: async (context: CrawlingContext) => ({ shop: context.request.url }),
    }),
    requestHandler: async ({ shop, page }) => {
      const texts: string[] = [shop, page.url()];
      texts.join();
    },
  }),
];

export async function more(): Promise<ISession> {
  const session = await crawlerOptions(pool).sessionPool.getSession('alice');
  session.putPuppeteerCookies([], 'https://shop.example/');
  session.proxyInfo = { url: 'http://proxy.example:8000', hostname: 'proxy.example', port: 8000, password: '' };
  return session;
}

// @ts-expect-error no browser pool
crawlerOptions(pool, { browserPool: {} });
// @ts-expect-error no such option
crawlerOptions(pool, { timeout: 1 });
