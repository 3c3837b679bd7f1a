/**
 * Sessions and cookies for web crawlers on Node.js: the `Session` class of the Apify SDK, as a native addon.
 *
 * Times are `Date` objects or say their unit; cookies' `expires` are seconds since the epoch in the shapes of browsers, dates in
 * those of tough-cookie. All methods are synchronous unless they return a promise.
 */

import type { Cookie, ToughCookieLike } from './types/cookie';
import type { CookieJar, SerializedCookieJar } from './types/cookie-jar';
import type { SharedSession } from './types/shared-session';

export * from './types/cookie';
export * from './types/cookie-jar';
export * from './types/errors';
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
  /** Whether a cross-site frame stood between the top-level site and the cookie's. Default `false`. */
  hasCrossSiteAncestor?: boolean | undefined;
}

/**
 * A cookie as Puppeteer's `page.cookies()`, `browser.cookies()` and Playwright's `context.cookies()` report it, or as one would
 * pass it to `page.setCookie()`. Further fields (`size`, `session`, `sourceScheme`, …) are ignored.
 */
export interface BrowserCookieInit {
  name: string;
  value: string;
  /** With a leading dot a domain cookie, without one a host-only cookie, as in browsers. In any letter case; Unicode is fine. */
  domain?: string | undefined;
  /** Default: the default path of the URL that the cookie is filed under. */
  path?: string | undefined;
  /** Names the host of a cookie without `domain`. */
  url?: string | undefined;
  /**
   * **Seconds** since the epoch, fractions included. Absent, zero, negative (browsers report -1), `NaN` or infinite: a session
   * cookie. Times beyond what a `Date` holds are clamped.
   */
  expires?: number | undefined;
  httpOnly?: boolean | undefined;
  secure?: boolean | undefined;
  /** In any letter case. `Default` is the same as absent; an unknown value refuses the cookie. */
  sameSite?: SameSite | 'Default' | Lowercase<SameSite | 'Default'> | undefined;
  /** In any letter case; an unknown value refuses the cookie. */
  priority?: CookiePriority | Lowercase<CookiePriority> | undefined;
  /** `page.cookies()` gives the string, `browser.cookies()` the object; each comes back as it was. */
  partitionKey?: string | CookiePartitionKey | undefined;
}

/**
 * A cookie ready for `page.setCookie()`, `browser.setCookie()` and Playwright's `context.addCookies()`.
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
  /** **Seconds** since the epoch, -1 for a session cookie. */
  expires: number;
  httpOnly: boolean;
  secure: boolean;
  /** Absent if the site did not set it. */
  sameSite?: SameSite;
  priority?: CookiePriority;
  partitionKey?: string | { sourceOrigin: string; hasCrossSiteAncestor: boolean };
}

/** Anything that can emit the event; an `EventEmitter`, a session pool of the Apify SDK or of Crawlee. */
export interface SessionEmitter {
  /** Called with `'sessionRetired'` and the session, synchronously, when the session is retired. */
  // biome-ignore lint/suspicious/noExplicitAny: emitters type their events in many ways
  emit(event: any, ...args: any[]): unknown;
}

/** Where refused cookies are reported: `debug('Could not set cookies.', { errorMessages })`. */
export interface SessionLog {
  debug(message: string, data?: { errorMessages: string[] }): unknown;
  /** If present, called once with `{ prefix: 'Session' }`; what it returns is used instead. */
  child?(options: { prefix: string }): SessionLog;
}

/**
 * A response of a client: got, `fetch`, Puppeteer and others as they are; of Node's `http` and of axios `{ headers, url }`, since
 * their responses don't say where they came from.
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

/** Options of a session. All are optional, unknown keys are ignored; one of a wrong type throws a `TypeError` that names it. */
export interface SessionOptions {
  /**
   * Identifies the session, for fingerprints and as session name of a proxy. Taken as it is; a proxy wants at most 50 of
   * `A-Z a-z 0-9 . _ ~`.
   * @default `session_` and 10 random letters and digits
   */
  id?: string | undefined;
  /** **Seconds** after which the session is expired. `Infinity`: never. @default 3000 */
  maxAgeSecs?: number | undefined;
  /** Your own data: tokens, headers, … Kept as the same object, persisted with the session. @default {} */
  // biome-ignore lint/suspicious/noExplicitAny: the user's own object
  userData?: Record<string, any> | undefined;
  /** The `errorScore` from which the session is blocked. @default 3 */
  maxErrorScore?: number | undefined;
  /** What `markGood()` takes off a positive `errorScore`. @default 0.5 */
  errorScoreDecrement?: number | undefined;
  /** Also as ISO text or as milliseconds since the epoch. @default now */
  createdAt?: Date | string | number | undefined;
  /** Also as ISO text or as milliseconds since the epoch. @default `createdAt` + `maxAgeSecs` */
  expiresAt?: Date | string | number | null | undefined;
  /** The name under which the reference documents `expiresAt`. */
  expiredAt?: Date | string | number | null | undefined;
  /** How often the session has been used. @default 0 */
  usageCount?: number | undefined;
  /** How often `markBad()` has been called. @default 0 */
  errorCount?: number | undefined;
  /** What decides about blocking. @default 0 */
  errorScore?: number | undefined;
  /** How often the session may be used. `Infinity`: without limit. @default 50 */
  maxUsageCount?: number | undefined;
  /** Where `sessionRetired` is emitted. Without one, `retire()` emits nothing. */
  sessionPool?: SessionEmitter | undefined;
  /**
   * A `CookieJar` of this package (shared, not copied), a live tough-cookie jar (its cookies are taken over), or a serialized jar
   * as an object or as JSON text.
   */
  cookieJar?: CookieJar | SerializedCookieJar | { setCookie: unknown; toJSON(): unknown } | string | undefined;
  /** Carried along unused, as the original does. @default [] */
  cookies?: unknown[] | undefined;
  /** Where refused cookies are reported. */
  log?: SessionLog | undefined;
  /** Set in the state of a retired session, which stays blocked. */
  retired?: boolean | undefined;
}

/** What `getState()` returns: plain JSON data, which `new Session(state)` takes back. */
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
  /** Only there if the session was retired. */
  retired?: true;
}

/**
 * A user as which a crawler poses: its cookies, its counters of good and bad use, its end when a site blocks it.
 *
 * The class of the Apify SDK 0.18, kept in Rust. Methods call each other by name, so a subclass can replace them.
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
   * Stores cookies that you pass explicitly: `Cookie` objects of this package or of tough-cookie, `Set-Cookie` lines, or cookies in
   * the shape of browsers. All good ones are stored before it throws.
   * @param url where they come from; only lines and cookies without a domain need it
   * @throws CookieError for the first refused cookie; `errors` has all of them.
   * @throws TypeError if the cookies are no array or the URL is invalid; nothing is stored then.
   */
  setCookies(
    cookies: ReadonlyArray<string | Cookie | ToughCookieLike | BrowserCookieInit>,
    url?: string | URL | null,
  ): void;
  /**
   * Stores one `Set-Cookie` line.
   * @throws CookieError if it is refused.
   * @throws TypeError if the line is no string or the URL is invalid.
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

  /** The session as plain JSON data, from which `new Session(state)` makes it again. */
  getState(): SessionState;
  /** For `JSON.stringify`: the state and `maxAgeSecs`. */
  toJSON(): SessionState & { maxAgeSecs: number };
}
