/**
 * Sessions for the crawlers of Crawlee 3 and of Apify SDK 0.19 to 2.3.
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

import type { BrowserCookie, BrowserCookieInit, Session as MainSession, SessionOptions, SessionState } from './index';
import type { Cookie, ToughCookieLike } from './types/cookie';

/** What `getState()` of this class returns: the keys that each host's own class takes. */
export type CrawleeSessionState = Omit<SessionState, 'cookies' | 'errorCount' | 'retired'>;

/** The members that differ from the main class. */
type Differing = 'getCookies' | 'setCookies' | 'setCookie' | 'getState' | 'toJSON';

declare const SharedSession: {
  new (options?: SessionOptions): Omit<MainSession, Differing>;
};

/**
 * The session with the shape that hosts call. It is the main class (`instanceof` says so) but for this:
 *
 * - `setCookies` and `getCookies` speak the shape of browsers; hosts hand it to the page as it is
 * - `markGood()` and `markBad()` retire a session that can't be used any more; the event comes once
 * - blocked status codes are those of the pool
 * - `getState()` has the keys that built-in sessions restore, and no other
 */
export class Session extends SharedSession {
  /** Stores cookies as a browser reports them; the same as `putPuppeteerCookies`. */
  setCookies(cookies: ReadonlyArray<BrowserCookieInit | null | undefined>, url?: string | URL | null): void;
  /** The cookies for a URL, or all, ready for `page.setCookie()` and `context.addCookies()`; the same as `getPuppeteerCookies`. */
  getCookies(url?: string | URL): BrowserCookie[];
  /**
   * Stores one cookie as tough-cookie's `setCookieSync` does.
   * @throws CookieError if it is refused.
   */
  setCookie(rawCookie: string | Cookie | ToughCookieLike, url: string | URL): void;
  /** The session as plain JSON data; a retired one has a score that blocks it. */
  getState(): CrawleeSessionState;
  toJSON(): CrawleeSessionState & { maxAgeSecs: number };
  /** Calls `retire()` if the session can't be used any more. `markGood()` and `markBad()` call it. */
  protected _maybeSelfRetire(): void;
}

/**
 * The option `createSessionFunction` of a session pool. It takes the pool's `sessionOptions`, those of the session (a persisted state
 * included) over them, and returns a `Session` of this module; one that was passed to `pool.addSession()` it returns as it is.
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
