// Crawlee 4's interfaces, as its source has them (packages/types/src, packages/basic-crawler/src of apify/crawlee, August 2026), since npm has
// nothing of it yet; ours are assignable to them.
// Promises: A18

import { crawlerOptions } from 'crawler-session/crawlee';
import type { SessionPool } from 'crawler-session/pool';

type Awaitable<T> = T | PromiseLike<T>;

interface ProxyInfo {
  url: string;
  username?: string;
  password: string;
  hostname: string;
  port: number | string;
  ignoreTlsErrors?: boolean;
}

interface SessionFingerprint {
  browser?: 'chrome' | 'firefox' | 'safari' | 'edge';
  platform?: 'windows' | 'macos' | 'linux' | 'android' | 'ios';
  device?: 'desktop' | 'mobile';
}

interface SessionCookie {
  key: string;
  value: string;
  expires: Date | 'Infinity' | null;
  maxAge: number | 'Infinity' | '-Infinity' | null;
  domain: string | null;
  path: string | null;
  secure: boolean;
  httpOnly: boolean;
  extensions: string[] | null;
  creation: Date | 'Infinity' | null;
  creationIndex: number;
  hostOnly: boolean | null;
  pathIsDefault: boolean | null;
  lastAccessed: Date | 'Infinity' | null;
  sameSite: string | undefined;
  toJSON(): Record<string, unknown>;
  clone(): SessionCookie | undefined;
  validate(): boolean;
  setExpires(exp: string | Date): void;
  setMaxAge(age: number): void;
  cookieString(): string;
  toString(): string;
  TTL(now?: number): number;
  expiryTime(now?: Date): number | undefined;
  expiryDate(now?: Date): Date | undefined;
  isPersistent(): boolean;
  canonicalizedDomain(): string | undefined;
  cdomain(): string | undefined;
}

interface SetCookieOptions {
  loose?: boolean;
  sameSiteContext?: 'strict' | 'lax' | 'none';
  ignoreError?: boolean;
  http?: boolean;
  now?: Date;
}

interface GetCookiesOptions {
  http?: boolean;
  expire?: boolean;
  allPaths?: boolean;
  sameSiteContext?: 'none' | 'lax' | 'strict';
  sort?: boolean;
}

interface SerializedCookieJar {
  version: string;
  storeType: string | null;
  rejectPublicSuffixes: boolean;
  cookies: Record<string, unknown>[];
  [key: string]: unknown;
}

interface CookieJar {
  setCookie(
    cookie: string | SessionCookie,
    url: string | URL,
    options?: SetCookieOptions,
  ): Promise<SessionCookie | undefined>;
  getCookies(url: string | URL, options?: GetCookiesOptions): Promise<SessionCookie[]>;
  getCookieString(url: string | URL, options?: GetCookiesOptions): Promise<string>;
  getSetCookieStrings(url: string | URL, options?: GetCookiesOptions): Promise<string[] | undefined>;
  serialize(): Promise<SerializedCookieJar>;
  toJSON(): SerializedCookieJar | undefined;
  clone(): Promise<CookieJar>;
}

interface ISession {
  readonly id: string;
  cookieJar: CookieJar;
  proxyInfo?: ProxyInfo;
  fingerprint?: SessionFingerprint;
  isUsable(): boolean;
  markGood(): void;
  retire(): void;
  markBad(): void;
}

interface ISessionPool {
  getSession(sessionId?: string): Promise<ISession | undefined>;
}

interface Cookie {
  name: string;
  value: string;
  url?: string;
  domain?: string;
  path?: string;
  secure?: boolean;
  httpOnly?: boolean;
  sameSite?: 'Strict' | 'Lax' | 'None';
  expires?: number;
  priority?: 'Low' | 'Medium' | 'High';
  sameParty?: boolean;
  sourceScheme?: 'Unset' | 'NonSecure' | 'Secure';
  sourcePort?: number;
}

interface PageState {
  cookies: Cookie[];
}

interface NewPageOptions {
  id?: string;
  session?: ISession;
}

interface IBrowserPool<Page = unknown> {
  newPage(options?: NewPageOptions): Promise<Page>;
  closePage(page: Page, options?: { error?: Error }): Promise<void>;
  extractPageState(page: Page): Promise<PageState>;
  injectPageState(page: Page, state: PageState): Promise<void>;
}

interface CrawlingContext {
  id: string;
  request: { url: string; sessionId?: string };
  session: ISession;
  proxyInfo?: ProxyInfo;
  registerDeferredCleanup(cleanup: () => Promise<unknown>): void;
}

// biome-ignore lint/complexity/noBannedTypes: as there
interface CrawlerOptions<ContextExtension = {}, Page = unknown> {
  sessionPool?: ISessionPool;
  extendContext?: (context: CrawlingContext) => Awaitable<ContextExtension>;
  browserPool?: IBrowserPool<Page>;
  requestHandler?: (context: CrawlingContext & ContextExtension & { page: Page }) => Awaitable<void>;
}

declare class Crawler<ContextExtension, Page> {
  constructor(options: CrawlerOptions<ContextExtension, Page>);
}

interface Page {
  url(): string;
}
declare const pool: SessionPool;
declare const browserPool: IBrowserPool<Page> & { destroy(): Promise<void> };

export const plain: CrawlerOptions = {
  ...crawlerOptions(pool),
  requestHandler: async ({ session }) => session.markGood(),
};
export const inBrowser: CrawlerOptions<object, Page> = crawlerOptions(pool, { browserPool, timeoutSecs: 20 });

export const crawlers = [
  new Crawler({ ...crawlerOptions(pool) }),
  new Crawler({
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

export async function more(): Promise<string> {
  const session = await crawlerOptions(pool).sessionPool.getSession('alice');
  session.putPuppeteerCookies([], 'https://shop.example/');
  return session.getCookieString('https://shop.example/');
}

// @ts-expect-error no browser pool
crawlerOptions(pool, { browserPool: {} });
// @ts-expect-error no such option
crawlerOptions(pool, { timeout: 1 });
