/**
 * Sessions and cookies for web crawlers on Node.js: the `Session` class of the Apify SDK, as a native addon.
 *
 * Times are `Date` objects or state their unit; the `expires` of cookies is seconds since the epoch in browsers' form, a date in
 * tough-cookie's. All methods are synchronous unless they return a promise.
 */

import type { Cookie, ToughCookieLike } from './types/cookie';
import type { BrowserCookieJar, CookieJar, SerializedCookieJar } from './types/cookie-jar';
import type { CookieErrorCode } from './types/errors';
import type { OriginStorage } from './types/logins';
import type { SharedSession } from './types/shared-session';

export * from './types/cookie';
export * from './types/cookie-file';
export * from './types/cookie-filter';
export * from './types/cookie-jar';
export * from './types/errors';
export * from './types/logins';
export * from './types/rules';
export * from './types/store';

/** `SameSite` as browsers write it. */
export type SameSite = 'Strict' | 'Lax' | 'None';

/** `Priority` of a cookie (Chromium only). */
export type CookiePriority = 'Low' | 'Medium' | 'High';

/** Partition key of a cookie (CHIPS) as `browser.cookies()` reports it. */
export interface CookiePartitionKey {
  /** The top-level site, for instance `https://example.com`. */
  sourceOrigin: string;
  /** Whether there was a cross-site frame between the top-level site and the cookie's. Default `false`. */
  hasCrossSiteAncestor?: boolean | undefined;
}

/** The same in the form of the DevTools protocol, browser extensions and Puppeteer before version 23. */
export interface ProtocolPartitionKey {
  /** The top-level site, for instance `https://example.com`. */
  topLevelSite: string;
  /** Whether there was a cross-site frame between the top-level site and the cookie's. Default `false`. */
  hasCrossSiteAncestor?: boolean | undefined;
}

/**
 * A cookie as Puppeteer's `page.cookies()`, `browser.cookies()` and Playwright's `context.cookies()` report it, as an extension
 * (EditThisCookie, Cookie-Editor: `chrome.cookies`) or Selenium exports it, or as you would pass it to `page.setCookie()`. Other fields
 * (`size`, `session`, `storeId`, `id`, `sourceScheme`, …) are ignored. A cookie with a field of the wrong type is refused, except for
 * `secure` and `httpOnly`, which are set if they are truthy.
 */
export interface BrowserCookieInit {
  name: string;
  value: string;
  /** With a leading dot a domain cookie, without one a host-only cookie, as in browsers. Case-insensitive; Unicode is allowed. */
  domain?: string | null | undefined;
  /** Set by extensions; it overrides the dot of `domain`: `true` is a host-only cookie, `false` a domain cookie. Default: by the dot. */
  hostOnly?: boolean | null | undefined;
  /** Default: the default path of the URL that the cookie is filed under. */
  path?: string | null | undefined;
  /** Names the host of a cookie without `domain`. */
  url?: string | null | undefined;
  /**
   * **Seconds** since the epoch, with fractions; not a `Date` and not text. If it is absent, zero, negative (browsers report -1), `NaN` or
   * infinite, it is a session cookie. Times beyond what a `Date` can hold are clamped.
   */
  expires?: number | null | undefined;
  /** What extensions call `expires`; read if that is absent. */
  expirationDate?: number | null | undefined;
  /** What Selenium calls `expires`; read if the other two are absent. */
  expiry?: number | null | undefined;
  httpOnly?: boolean | undefined;
  secure?: boolean | undefined;
  /**
   * Case-insensitive. `no_restriction` is extensions' word for `None`; `Default` and `unspecified` are the same as absent, and so is `None`
   * on a cookie that is not Secure, as Playwright's Firefox reports it if a site didn't set it. A cookie with an unknown value is refused.
   */
  sameSite?:
    | SameSite
    | 'Default'
    | Lowercase<SameSite | 'Default'>
    | 'no_restriction'
    | 'unspecified'
    | null
    | undefined;
  /** Case-insensitive; a cookie with an unknown value is refused. */
  priority?: CookiePriority | Lowercase<CookiePriority> | null | undefined;
  /** Each library's form is accepted: a string (`page.cookies()`, Playwright) or an object (`browser.cookies()`, the DevTools protocol). */
  partitionKey?: string | CookiePartitionKey | ProtocolPartitionKey | null | undefined;
  /** Playwright's equivalent of Puppeteer's `hasCrossSiteAncestor`, next to a `partitionKey` that is a string. */
  _crHasCrossSiteAncestor?: boolean | undefined;
  /**
   * On a cookie without `partitionKey`, it refuses the cookie, whether it is true or, as Chromium reports for a credentialless frame,
   * false: the partition is that of one frame, and without it the cookie would be a first-party one. (Playwright doesn't report this.)
   */
  partitionKeyOpaque?: boolean | undefined;
}

/**
 * A cookie ready for `page.setCookie()`, `browser.setCookie()` and Playwright's `context.addCookies()`. Each accepts the whole list: what
 * either library would refuse is left out or converted to a form that both accept.
 *
 * Give cookies to a page before it navigates, or use `browser.setCookie()`: on a page that is already loaded over https, Puppeteer
 * passes the page's URL along and Chromium then makes every cookie `Secure`.
 */
export interface BrowserCookie {
  name: string;
  value: string;
  /** With a leading dot unless the cookie is host-only. */
  domain: string;
  path: string;
  /** **Seconds** since the epoch, at most the end of the year 9999, as Playwright requires; -1 for a session cookie. */
  expires: number;
  httpOnly: boolean;
  secure: boolean;
  /** Absent if the site did not set it, or set `None` without `Secure`, which Chromium does not keep. */
  sameSite?: SameSite;
  priority?: CookiePriority;
  /**
   * The top-level site. Under a cross-site frame, or if it was received in the DevTools protocol's form, it is a `String` object with the
   * fields that Puppeteer expects, since Playwright expects a string and Puppeteer an object: read it with `String(partitionKey)`.
   */
  partitionKey?: string & { readonly sourceOrigin?: string; readonly hasCrossSiteAncestor?: boolean };
  /** Whether there is a cross-site frame between the partition and the cookie; Playwright's field, next to `partitionKey`. */
  _crHasCrossSiteAncestor?: boolean;
}

/** How `putPuppeteerCookies` stores. */
export interface PutBrowserCookiesOptions {
  /**
   * Remove what the browser no longer has, that is cookies that the list does not name (by name, domain, path and partition): with a URL,
   * those that a browser would have reported for it (host, path, Secure, partition); without one, those of every site. Cookies that
   * `getPuppeteerCookies()` hands to no browser stay. If a cookie of the list was refused, cookies of the same name stay, or all if its
   * name can't be read, and `log.debug` is called. @default false
   */
  replace?: boolean | undefined;
}

/** Anything that can emit the event; an `EventEmitter`, a session pool of the Apify SDK or of Crawlee. */
export interface SessionEmitter {
  /** Called with `'sessionRetired'` and the session, synchronously, when the session is retired. */
  // biome-ignore lint/suspicious/noExplicitAny: emitters type their events in many ways
  emit(event: any, ...args: any[]): unknown;
}

/** What identifies a refused cookie in a log. Its value is never logged. Texts have at most 80 characters. */
export interface RefusedCookie {
  /** For a `Set-Cookie` line, what comes before its `=`, `''` if it has none; absent if a browser's cookie has no readable name. */
  name?: string | undefined;
  /** As given, or the host of the URL; absent if none is known. */
  domain?: string | undefined;
  code: CookieErrorCode;
}

/**
 * Where refused cookies are reported: `debug('Could not set cookies.', { errorMessages, refusals })`, both in the order of the cookies;
 * `putPuppeteerCookies` with `replace` also calls `debug('Kept cookies that a refused one names.', { kept })`.
 */
export interface SessionLog {
  debug(
    message: string,
    data?: { errorMessages?: string[]; refusals?: RefusedCookie[]; kept?: { name: string; domain: string }[] },
  ): unknown;
  /** If present, called once with `{ prefix: 'Session' }`; what it returns is used instead. */
  child?(options: { prefix: string }): SessionLog;
}

/**
 * A client's response: those of got, `fetch`, Puppeteer and others as they are; for Node's `http` and axios `{ headers, url }`, since their
 * responses don't say where they came from.
 */
export interface ResponseLike {
  /**
   * A plain object with names in any letter case, a WHATWG `Headers`, an object with `get`, or a function that returns one
   * (Puppeteer). `set-cookie` is a string, an array, or several lines joined by line feeds.
   */
  headers?: object | (() => object) | null | undefined;
  /** The URL that the response came from, after redirects. Without one, no cookie can be filed. */
  url?: string | URL | (() => string) | undefined;
}

/**
 * Options of a session. All are optional, and unknown keys are ignored; an option of the wrong type throws a `TypeError` that names it.
 * `null`, which JSON has in place of `Infinity`, is read as `Infinity` where that makes sense.
 */
export interface SessionOptions {
  /**
   * Identifies the session, for fingerprints and as a proxy's session name. It is used unchanged; a proxy accepts at most 50 of
   * `A-Z a-z 0-9 . _ ~`.
   * @default `session_` and 10 random letters and digits
   */
  id?: string | undefined;
  /** **Seconds** after which the session expires. `Infinity`: never. @default 3000 */
  maxAgeSecs?: number | null | undefined;
  /** Your own data: tokens, headers, … Kept as the same object, persisted with the session. @default {} */
  // biome-ignore lint/suspicious/noExplicitAny: the user's own object
  userData?: Record<string, any> | undefined;
  /** The `errorScore` at which the session becomes blocked. @default 3 */
  maxErrorScore?: number | null | undefined;
  /** What `markGood()` subtracts from a positive `errorScore`. @default 0.5 */
  errorScoreDecrement?: number | undefined;
  /** ISO text or milliseconds since the epoch are accepted as well. @default now */
  createdAt?: Date | string | number | undefined;
  /** ISO text or milliseconds since the epoch are accepted as well. @default `createdAt` + `maxAgeSecs` */
  expiresAt?: Date | string | number | null | undefined;
  /** The name under which the reference documents `expiresAt`. */
  expiredAt?: Date | string | number | null | undefined;
  /** How often the session has been used. @default 0 */
  usageCount?: number | undefined;
  /** How often `markBad()` has been called. @default 0 */
  errorCount?: number | undefined;
  /** The score that blocks the session once it reaches `maxErrorScore`. @default 0 */
  errorScore?: number | undefined;
  /** How often the session may be used. `Infinity`: no limit. @default 50 */
  maxUsageCount?: number | null | undefined;
  /** Where `sessionRetired` is emitted. Without one, `retire()` emits nothing. */
  sessionPool?: SessionEmitter | undefined;
  /**
   * A `CookieJar` of this package (shared, not copied), a live tough-cookie jar (its cookies are taken over), a serialized jar,
   * Playwright's `storageState()` or a list of a browser's cookies, as objects or as JSON text. Broken entries don't affect the others; a
   * browser's are reported to `log`. A list that is not empty, but has no cookie that can be stored, throws a `TypeError`; what a jar
   * wrote, as its `version` says, is restored even then.
   */
  cookieJar?:
    | CookieJar
    | SerializedCookieJar
    | BrowserCookieJar
    | ReadonlyArray<BrowserCookieInit>
    | { setCookie: unknown; toJSON(): unknown }
    | string
    | undefined;
  /** Kept but not used, as in the original; cookies are passed as `cookieJar`. @default [] */
  cookies?: unknown[] | undefined;
  /** Where refused cookies are reported. */
  log?: SessionLog | undefined;
  /** Set in the state of a retired session, which stays blocked. */
  retired?: boolean | undefined;
  /** What browsers have stored, as it is in a state; that of Crawlee's class is read from within its `cookieJar`. @default [] */
  storage?: ReadonlyArray<OriginStorage> | undefined;
}

/** What `getState()` returns: plain JSON data, which `new Session(state)` accepts. */
export interface SessionState {
  id: string;
  cookies: unknown[];
  /** tough-cookie's serialized form; tough-cookie 3, 4 and 6 read it. */
  cookieJar: SerializedCookieJar;
  // biome-ignore lint/suspicious/noExplicitAny: the user's own object
  userData: Record<string, any>;
  maxErrorScore: number;
  errorScoreDecrement: number;
  /** ISO text. */
  expiresAt: string;
  /** ISO text. */
  createdAt: string;
  usageCount: number;
  errorScore: number;
  errorCount: number;
  maxUsageCount: number;
  /** Only present if the session has been retired. */
  retired?: true;
  /** Only present if the session has any: what `capture()` has read of browsers. */
  storage?: OriginStorage[];
}

/**
 * A user that a crawler poses as: its cookies, its counters of good and bad uses, and its end when a site blocks it.
 *
 * The class of the Apify SDK 0.18, kept in Rust. Methods call each other by name, so that a subclass can override them.
 *
 * @example
 * const session = new Session({ sessionPool: emitter });
 * session.putPuppeteerCookies(await page.cookies(), page.url());
 * await otherPage.setCookie(...session.getPuppeteerCookies('https://example.com/'));
 */
export class Session extends SharedSession {
  /** Where `sessionRetired` is emitted. */
  sessionPool: SessionEmitter | undefined;
  /** **Seconds**; only read when the session is created. */
  maxAgeSecs: number;

  /**
   * Stores cookies that you pass explicitly: `Cookie` objects of this package or of tough-cookie, `Set-Cookie` lines, or a browser's
   * cookies. All valid ones are stored before it throws.
   * @param url where they come from; only lines and cookies without a domain need it
   * @throws CookieError for the first refused cookie; `errors` has all of them.
   * @throws TypeError if the cookies are not an array or the URL is invalid; nothing is stored then.
   */
  setCookies(
    cookies: ReadonlyArray<string | Cookie | ToughCookieLike | BrowserCookieInit>,
    url?: string | URL | null,
  ): void;
  /**
   * Stores one `Set-Cookie` line.
   * @throws CookieError if it is refused.
   * @throws TypeError if the line is not a string or the URL is invalid.
   */
  setCookie(rawCookie: string, url: string | URL): void;

  /**
   * The cookies for a URL, in the order of the `Cookie` header: longer paths first, then older cookies. None if the URL is not http(s).
   * @throws TypeError if the URL is invalid.
   */
  getCookies(url: string | URL): Cookie[];
  /**
   * The cookies for a URL, or of the whole jar without one, ready for `page.setCookie()` and `browser.setCookie()`.
   * @throws TypeError if the URL is invalid.
   */
  getPuppeteerCookies(url?: string | URL): BrowserCookie[];

  /** The session as plain JSON data, from which `new Session(state)` restores it. */
  getState(): SessionState;
  /**
   * The JSON of `session.getState()`, made in one call of the addon; its keys may be in another order. A subclass that overrides `getState()`, or a property that the
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
    options?: SessionOptions,
  ): InstanceType<T>;

  /** For `JSON.stringify`: the state and `maxAgeSecs`. */
  toJSON(): SessionState & { maxAgeSecs: number };
}
