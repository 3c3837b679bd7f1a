import type { BrowserCookieInit, PutBrowserCookiesOptions, ResponseLike, SessionOptions } from '../index';
import type { CookieFilter, DeletableCookie } from './cookie-filter';
import type { CookieJar } from './cookie-jar';
import type {
  ApplyLoginOptions,
  CaptureLoginOptions,
  LoginResult,
  LoginTarget,
  StorageState,
  StorageStateInit,
} from './logins';

/**
 * What the main `Session` and that of `crawler-session/crawlee` have in common. Not exported at run time: extend either of the two.
 */
export declare abstract class SharedSession {
  /** @throws TypeError if an option has the wrong type; nothing is set up then. */
  constructor(options?: SessionOptions);

  /**
   * Grows with each change of the counters, of the cookies and of browsers' storage, so that "has it changed since?" costs one comparison. It is not part of the
   * state, and says nothing of `userData` and `cookies`, which are yours. Reading cookies changes the session when a time of access is
   * recorded, at most once a minute for each cookie.
   */
  readonly revision: number;
  /** The session's id; suitable as a proxy's session name unless you chose your own. */
  readonly id: string;
  /** The session's jar, the same object at every read. */
  readonly cookieJar: CookieJar;
  /** Whether `retire()` has been called. It is permanent: the session stays blocked whatever happens to its score. */
  readonly retired: boolean;
  /** Your own data, the same object at every read. */
  // biome-ignore lint/suspicious/noExplicitAny: the user's own object
  userData: Record<string, any>;
  /** Kept but not used, as in the original. */
  cookies: unknown[];
  /** The score at which the session becomes blocked. */
  maxErrorScore: number;
  /** What `markGood()` subtracts from a positive score. */
  errorScoreDecrement: number;
  /** How often the session has been used. */
  usageCount: number;
  /** The score that blocks the session once it reaches `maxErrorScore`. It may be a negative fraction: 0.25 - 0.5. */
  errorScore: number;
  /** How often `markBad()` has been called. */
  errorCount: number;
  /** How often the session may be used. */
  maxUsageCount: number;
  /** When the session was created; see `expiresAt`. */
  get createdAt(): Date;
  set createdAt(value: Date | string | number);
  /** When the session expires. The date that this returns may be changed in place; one that is assigned is copied. */
  get expiresAt(): Date;
  set expiresAt(value: Date | string | number);

  /** Whether the score has reached `maxErrorScore`, or the session has been retired. */
  isBlocked(): boolean;
  /** Whether `expiresAt` has been reached, according to `Date.now()`. */
  isExpired(): boolean;
  /** Whether the session has been used `maxUsageCount` times. */
  isMaxUsageCountReached(): boolean;
  /** Whether the session can be used: neither blocked nor expired nor used up. */
  isUsable(): boolean;

  /** Call this after a good use: it counts a use, and lowers a positive score by `errorScoreDecrement`. */
  markGood(): void;
  /**
   * Call this after a bad use for which the session may not be to blame, a time-out for instance: it counts a use, and raises the score by
   * 1.
   */
  markBad(): void;
  /**
   * Call this when the site has blocked the session: it raises the score by `maxErrorScore`, blocks the session permanently, and calls
   * `sessionPool.emit('sessionRetired', session)`. If a listener throws, the error reaches the caller; the session stays retired.
   */
  retire(): void;
  /** Retires the session on 401, 403 and 429 (numbers only). Returns whether it did. */
  checkStatus(statusCode: number): boolean;
  /** The later name of `checkStatus`, with additional status codes of your own. */
  retireOnBlockedStatusCodes(statusCode: number, additionalBlockedStatusCodes?: number[]): boolean;

  /**
   * Stores the cookies of a response. Never throws for what a site sent: a refused cookie doesn't affect the others, and is reported to
   * `log.debug`. A response without `set-cookie` changes nothing.
   * @throws TypeError if the response is not an object.
   */
  putResponse(response: ResponseLike): void;
  /** The later name of `putResponse`. */
  setCookiesFromResponse(response: ResponseLike): void;

  /**
   * Stores cookies as a browser reports them, each under its own domain, so that `browser.cookies()` of a whole browser can be stored in
   * one call. A refused cookie doesn't affect the others, and is reported to `log.debug`; `null` is skipped.
   * @param url the URL of cookies without a `domain`; with `replace`, the one for which the browser reported them
   * @throws TypeError if the cookies are not an array or an option has the wrong type; nothing is stored then.
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
   * Removes the cookies that match a filter, one of several filters, or a predicate. Cookies in a browser stay there: give the session's
   * cookies to a fresh one.
   * @returns how many cookies were removed that had not expired
   * @throws TypeError for a filter that asks for nothing, or has an unknown field or a field of the wrong type. Nothing is removed then,
   * nor if the predicate throws.
   */
  deleteCookies(which: CookieFilter | readonly CookieFilter[] | ((cookie: DeletableCookie) => boolean)): number;

  /**
   * The `Cookie` header for a URL, `''` if there are none or the URL is not http(s).
   * @throws TypeError if the URL is invalid.
   */
  getCookieString(url: string | URL): string;

  /**
   * Takes a whole login from a browser: the cookies of its context (what it no longer has goes, as with `replace`), and for each origin of
   * the context's open pages and frames, and each that the session knows already, `localStorage` and IndexedDB; `sessionStorage` of the
   * page, or of every open page for a context. What it reads of a place takes the place of what the session had of it; places that were not
   * reached stay as they are.
   *
   * Nothing of it is visible to the site, and no request is made. With browsers other than Chromium, open pages are read among their own
   * scripts, which could notice.
   * @param target a `Page`, `BrowserContext` or `Browser` (its default context) of Puppeteer, or a `Page` or `BrowserContext` of Playwright
   * @returns the origins that were read, and what could not be taken along
   * @throws LoginError if the browser is gone or there is too much; the session is as it was.
   * @throws TypeError if the target is something else, or an option is wrong.
   */
  capture(target: LoginTarget, options?: CaptureLoginOptions): Promise<LoginResult>;
  /**
   * Gives a browser the whole login: the session's cookies, then the storage of every origin that the session knows, in place of what the
   * context has of it. Call it before the page navigates for the first time, since `sessionStorage` belongs to a tab: a page that has been
   * nowhere yet is given all of it, one that is at a site that of its own origin. The page is blank afterwards and its history is as it was.
   *
   * Each origin is visited in a tab that is closed afterwards, and answered on this machine: no request leaves it.
   * @returns the origins that were written, and what could not be given
   * @throws LoginError if the browser is gone.
   * @throws TypeError if the target is something else, or an option is wrong.
   */
  apply(target: LoginTarget, options?: ApplyLoginOptions): Promise<LoginResult>;
  /** The login in the form of Playwright's `storageState()`, with `sessionStorage` beside `localStorage`. */
  storageState(): StorageState;
  /**
   * Takes a login in the form of Playwright's `storageState()`, as an object or as JSON text: its cookies are added as
   * `putPuppeteerCookies` adds them, and each of its origins takes the place of what the session had of that origin.
   * @param options with `replace`, cookies and origins that are not in it go
   * @throws TypeError if it is none, or an origin in it is not readable; the session is as it was.
   */
  putStorageState(json: string | StorageStateInit, options?: { replace?: boolean | undefined }): void;
}
