import type { BrowserCookieInit, PutBrowserCookiesOptions, ResponseLike, SessionOptions } from '../index';
import type { CookieFilter, DeletableCookie } from './cookie-filter';
import type { CookieJar } from './cookie-jar';

/**
 * What the main `Session` and that of `crawler-session/crawlee` have in common. Not exported at run time: extend one of the two.
 */
export declare abstract class SharedSession {
  /** @throws TypeError if an option is of a wrong type; nothing is set up then. */
  constructor(options?: SessionOptions);

  /** The session's id; fit as session name of a proxy unless you chose another. */
  readonly id: string;
  /** The session's jar, the same object at every read. */
  readonly cookieJar: CookieJar;
  /** Whether `retire()` was called. It is for good: the session stays blocked whatever happens to its score. */
  readonly retired: boolean;
  /** Your own data, the same object at every read. */
  // biome-ignore lint/suspicious/noExplicitAny: the user's own object
  userData: Record<string, any>;
  /** Carried along unused, as the original does. */
  cookies: unknown[];
  /** The score from which the session is blocked. */
  maxErrorScore: number;
  /** What `markGood()` takes off a positive score. */
  errorScoreDecrement: number;
  /** How often the session has been used. */
  usageCount: number;
  /** What decides about blocking. May be a negative fraction: 0.25 - 0.5. */
  errorScore: number;
  /** How often `markBad()` has been called. */
  errorCount: number;
  /** How often the session may be used. */
  maxUsageCount: number;
  /** When the session was created. */
  get createdAt(): Date;
  set createdAt(value: Date | string | number);
  /** When the session expires. */
  get expiresAt(): Date;
  set expiresAt(value: Date | string | number);

  /** Whether the score reached `maxErrorScore`, or the session was retired. */
  isBlocked(): boolean;
  /** Whether `expiresAt` has come, by `Date.now()`. */
  isExpired(): boolean;
  /** Whether the session was used `maxUsageCount` times. */
  isMaxUsageCountReached(): boolean;
  /** Whether the session can be used: neither blocked nor expired nor used up. */
  isUsable(): boolean;

  /** Call it after a good use: one more use, and a positive score goes down by `errorScoreDecrement`. */
  markGood(): void;
  /** Call it after a bad use for which the session may not be to blame, a time-out for instance: one more use, the score goes up by 1. */
  markBad(): void;
  /**
   * Call it when the site has blocked the session: the score goes up by `maxErrorScore`, the session is blocked for good, and
   * `sessionPool.emit('sessionRetired', session)` is called. What a listener throws reaches the caller; the session stays retired.
   */
  retire(): void;
  /** Retires the session on 401, 403 and 429 (numbers only). Returns whether it did. */
  checkStatus(statusCode: number): boolean;
  /** The later name of `checkStatus`, with further status codes of your own. */
  retireOnBlockedStatusCodes(statusCode: number, additionalBlockedStatusCodes?: number[]): boolean;

  /**
   * Stores the cookies of a response. Never throws for what a site sent: a refused cookie costs no other and is reported to
   * `log.debug`. A response without `set-cookie` changes nothing.
   * @throws TypeError if the response is no object.
   */
  putResponse(response: ResponseLike): void;
  /** The later name of `putResponse`. */
  setCookiesFromResponse(response: ResponseLike): void;

  /**
   * Stores cookies as a browser reports them, each under its own domain, so that `browser.cookies()` of a whole browser can be
   * stored in one call. A refused cookie costs no other and is reported to `log.debug`; `null` is skipped.
   * @param url where cookies without a `domain` belong; with `replace`, for which the browser has reported them
   * @throws TypeError if the cookies are no array or an option is of a wrong type; nothing is stored then.
   */
  putPuppeteerCookies(
    puppeteerCookies: ReadonlyArray<BrowserCookieInit | null | undefined>,
    url?: string | URL | null,
    options?: PutBrowserCookiesOptions | null,
  ): void;
  /** The later name of `putPuppeteerCookies`. */
  setPuppeteerCookies(
    puppeteerCookies: ReadonlyArray<BrowserCookieInit | null | undefined>,
    url?: string | URL | null,
    options?: PutBrowserCookiesOptions | null,
  ): void;

  /**
   * Removes the cookies that a filter, one of several filters, or a predicate means. A cookie in a browser stays there: give the session's
   * cookies to a fresh one.
   * @returns how many there were that had not ended
   * @throws TypeError for a filter that asks for nothing, has an unknown field or one of a wrong type; nothing is removed then, nor if the
   * predicate throws.
   */
  deleteCookies(which: CookieFilter | readonly CookieFilter[] | ((cookie: DeletableCookie) => boolean)): number;

  /**
   * The `Cookie` header for a URL, `''` if there are none or the URL is not http(s).
   * @throws TypeError if the URL is invalid.
   */
  getCookieString(url: string | URL): string;
}
