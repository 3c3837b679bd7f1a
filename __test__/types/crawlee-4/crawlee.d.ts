// Crawlee 4's interfaces, as its source has them (packages/types/src, packages/basic-crawler/src, packages/browser-crawler/src of
// apify/crawlee, August 2026), as far as they concern sessions: npm has nothing of it yet.

import type { LaunchOptions, Page } from 'puppeteer-core';

export type Awaitable<T> = T | PromiseLike<T>;

export interface ProxyInfo {
  url: string;
  username?: string;
  password: string;
  hostname: string;
  port: number | string;
  ignoreTlsErrors?: boolean;
}

export interface SessionFingerprint {
  browser?: 'chrome' | 'firefox' | 'safari' | 'edge';
  platform?: 'windows' | 'macos' | 'linux' | 'android' | 'ios';
  device?: 'desktop' | 'mobile';
}

export interface SessionCookie {
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

export interface SetCookieOptions {
  loose?: boolean;
  sameSiteContext?: 'strict' | 'lax' | 'none';
  ignoreError?: boolean;
  http?: boolean;
  now?: Date;
}

export interface GetCookiesOptions {
  http?: boolean;
  expire?: boolean;
  allPaths?: boolean;
  sameSiteContext?: 'none' | 'lax' | 'strict';
  sort?: boolean;
}

export interface SerializedCookieJar {
  version: string;
  storeType: string | null;
  rejectPublicSuffixes: boolean;
  cookies: Record<string, unknown>[];
  [key: string]: unknown;
}

export interface CookieJar {
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

export interface ISession {
  readonly id: string;
  cookieJar: CookieJar;
  proxyInfo?: ProxyInfo;
  fingerprint?: SessionFingerprint;
  isUsable(): boolean;
  markGood(): void;
  retire(): void;
  markBad(): void;
}

export interface ISessionPool {
  getSession(sessionId?: string): Promise<ISession | undefined>;
}

export interface Cookie {
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

export interface PageState {
  cookies: Cookie[];
}

export interface NewPageOptions {
  id?: string;
  session?: ISession;
}

export interface IBrowserPool<Page = unknown> {
  newPage(options?: NewPageOptions): Promise<Page>;
  closePage(page: Page, options?: { error?: Error }): Promise<void>;
  extractPageState(page: Page): Promise<PageState>;
  injectPageState(page: Page, state: PageState): Promise<void>;
}

export interface CrawlingContext {
  id: string;
  request: { url: string; sessionId?: string };
  session: ISession;
  proxyInfo?: ProxyInfo;
  registerDeferredCleanup(cleanup: () => Promise<unknown>): void;
}

// biome-ignore lint/complexity/noBannedTypes: as there
export interface BasicCrawlerOptions<Context, ContextExtension = {}> {
  sessionPool?: ISessionPool;
  extendContext?: (context: CrawlingContext) => Awaitable<ContextExtension>;
  requestHandler?: (context: Context & ContextExtension) => Awaitable<void>;
  maxConcurrency?: number;
}

export interface BrowserCrawlerOptions<Page, ContextExtension>
  extends BasicCrawlerOptions<CrawlingContext & { page: Page }, ContextExtension> {
  browserPool?: IBrowserPool<Page>;
}

declare class Crawler {
  run(requests?: (string | { url: string; sessionId?: string })[]): Promise<{ requestsFinished: number }>;
}

// biome-ignore lint/complexity/noBannedTypes: as there
export class HttpCrawler<ContextExtension = {}> extends Crawler {
  constructor(options: BasicCrawlerOptions<CrawlingContext & { body: string | Buffer }, ContextExtension>);
}

// biome-ignore lint/complexity/noBannedTypes: as there
export class PuppeteerCrawler<ContextExtension = {}> extends Crawler {
  constructor(options: BrowserCrawlerOptions<Page, ContextExtension>);
}

export function puppeteerBrowserPool(options?: {
  launchContext?: { launcher?: unknown; launchOptions?: LaunchOptions };
  maxOpenPagesPerBrowser?: number;
}): IBrowserPool<Page> & { destroy(): Promise<void> };
