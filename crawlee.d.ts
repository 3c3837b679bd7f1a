/**
 * Sessions for the crawlers of Crawlee 3 and of Apify SDK 0.19 to 2.3; a shared pool for these and for Crawlee 4.
 *
 * @example
 * import { PuppeteerCrawler } from 'crawlee';
 * import { createSessionFunction } from 'crawler-session/crawlee';
 *
 * const crawler = new PuppeteerCrawler({
 *   sessionPoolOptions: { createSessionFunction },
 *   persistCookiesPerSession: true,
 * });
 */

import type {
  BrowserCookie,
  BrowserCookieInit,
  Session as MainSession,
  PutBrowserCookiesOptions,
  SessionOptions,
  SessionState,
} from './index';
import type { Cookie, ToughCookieLike } from './types/cookie';
import type { SharedPool } from './types/shared-pool';
import type { SharedSession } from './types/shared-session';

export * from './types/crawler-options';

/** What `getState()` of this class returns: the keys that each host's own class accepts. Browsers' `storage` is in its `cookieJar`. */
export type CrawleeSessionState = Omit<SessionState, 'cookies' | 'errorCount' | 'retired' | 'storage'>;

/** A cookie ready for Puppeteer's `page.setCookie()` and for Playwright's `context.addCookies()`. */
export type CrawlerCookie = BrowserCookie;

/** Options of a session; those of a pool go in `sessionPoolOptions.sessionOptions`. */
export interface CrawleeSessionOptions extends SessionOptions {
  /**
   * Whether `setCookies()` and `putPuppeteerCookies()`, which Crawlee calls after each page, also remove what the browser no longer has, as
   * their option `replace` does. Off by default, because Crawlee with Puppeteer only reports the cookies of the page's URL: a cookie that
   * the session got elsewhere (from an HTTP request, or another page of the same session at the same time) and that the browser has not
   * been given yet would be removed. Turn it on for sites that log out in the page by deleting cookies. @default false
   */
  replaceBrowserCookies?: boolean | undefined;
}

/**
 * The members that are private in Crawlee's own class are declared in a mapped type: declared in a class, they would leave nothing of the
 * type of `session` after `session instanceof Session` in a request handler.
 */
declare const HostedSession: {
  new (options?: CrawleeSessionOptions): SharedSession & Pick<MainSession, 'maxAgeSecs' | 'sessionPool'>;
};

/**
 * The session in the form that hosts expect. It is the main class (`instanceof` says so), except that:
 *
 * - `setCookies` and `getCookies` use browsers' form of cookies, which hosts pass to the page unchanged
 * - `markGood()` and `markBad()` retire a session that can't be used any more; the event is emitted once
 * - blocked status codes are those of the pool
 * - `getCookieString()` leaves out cookies without a name, on which HTTP crawlers fail
 * - `getState()` only has the keys that built-in sessions restore
 */
export class Session extends HostedSession {
  /** Stores cookies as a browser reports them; the same as `putPuppeteerCookies`. */
  setCookies(
    cookies: ReadonlyArray<BrowserCookieInit | null | undefined>,
    url?: string | URL | null,
    options?: PutBrowserCookiesOptions | null,
  ): void;
  /** The cookies for a URL, or all, ready for `page.setCookie()` and `context.addCookies()`. */
  getCookies(url?: string | URL): CrawlerCookie[];
  /** The same as `getCookies`. */
  getPuppeteerCookies(url?: string | URL): CrawlerCookie[];
  /**
   * Stores one cookie as tough-cookie's `setCookieSync` does.
   * @throws CookieError if it is refused.
   */
  setCookie(rawCookie: string | Cookie | ToughCookieLike, url: string | URL): void;
  /** The session as plain JSON data; a retired one has a score that blocks it. */
  getState(): CrawleeSessionState;
  /**
   * `JSON.stringify(session.getState())`, made in one call of the addon. A subclass that overrides `getState()`, or a property that the
   * state consists of, is asked for it.
   * @throws TypeError if `userData` or `cookies` is something that JSON can't hold, as `JSON.stringify` does.
   */
  getStateText(): string;
  /**
   * `new this({ ...JSON.parse(text), ...options })`, read in one call of the addon. Options that are `undefined` override nothing.
   * @param text what `getStateText()` returned, or the JSON of any state that the constructor accepts
   * @throws TypeError if the text is not JSON, and what the constructor throws for a state that it can't read.
   */
  static fromStateText<T extends new (...args: never[]) => unknown>(
    this: T,
    text: string,
    options?: CrawleeSessionOptions,
  ): InstanceType<T>;
  toJSON(): CrawleeSessionState & { maxAgeSecs: number };
  /** Calls `retire()` if the session can't be used any more. `markGood()` and `markBad()` call it. */
  protected _maybeSelfRetire(): void;
}

/**
 * For the option `createSessionFunction` of a session pool. It applies the session's options (including a persisted state) over the pool's
 * `sessionOptions`, and returns a `Session` of this module. A session that was passed to `pool.addSession()` is returned unchanged, except
 * that the pool becomes its own if it has none.
 *
 * Its result is `any`, because the hosts' own class has private members and no other class is assignable to it.
 */
export function createSessionFunction(
  // biome-ignore lint/suspicious/noExplicitAny: any host's pool
  sessionPool?: any,
  // biome-ignore lint/suspicious/noExplicitAny: any host's options
  options?: { sessionOptions?: any },
  // biome-ignore lint/suspicious/noExplicitAny: see above
): any;

/**
 * For the option `sessionPoolOptions` of a crawler of Crawlee 3 or of Apify SDK 0.19 to 2.3: its sessions are those of a shared pool.
 *
 * - The crawler's pool takes sessions as it needs them, at most `maxPoolSize`, and **keeps them until the crawler has ended**, since it
 *   tells nobody when it has done with one. So leave some for other processes: `{ ...sessionPoolOptions(pool), maxPoolSize: 5 }`.
 * - What the crawler marks, stores and retires holds for all; what was retired elsewhere, or was lost with its lease, is replaced by another.
 *   A browser that has it is closed.
 * - Where the shared pool has nothing free, the crawler goes on with the sessions that it has; without any, its requests wait. Each is told
 *   once to the crawler's log.
 * - The crawler's pool persists nothing itself. `addSession()` of it adds to the shared one.
 *
 * `createSessionFunction` throws what `pool.acquire()` throws, `LOGIN_FAILED` for instance; Crawlee tries four times in a row, then the
 * crawl ends.
 *
 * @example
 * const pool = await SessionPool.open({ store: new SqliteStore('sessions.db') });
 * const crawler = new CheerioCrawler({ sessionPoolOptions: { ...sessionPoolOptions(pool), maxPoolSize: 5 }, requestHandler });
 * await crawler.run();
 * await pool.close();
 * @throws TypeError if `pool` is none
 */
export function sessionPoolOptions(pool: SharedPool): {
  persistStateKey: string;
  // biome-ignore lint/suspicious/noExplicitAny: as with `createSessionFunction`
  createSessionFunction(sessionPool: any, options?: { sessionOptions?: any }): Promise<any>;
};

// Without this, everything that is declared here counts as exported, including `HostedSession`.
// biome-ignore lint/complexity/noUselessEmptyExport: see above
export {};
