import type { BrowserCookieInit } from '../index';
import type { Cookie, SerializedCookie, ToughCookieLike } from './cookie';
import type { CookieFilter, DeletableCookie } from './cookie-filter';
import type { MemoryCookieStore } from './store';

/** tough-cookie's callback. */
export type Callback<T> = (error: Error | null, result?: T) => void;

/** tough-cookie's callback of a call without a result. */
export type ErrorCallback = (error: Error | null) => void;

/** tough-cookie's name for a value that may be absent. */
export type Nullable<T> = T | null | undefined;

/** From which site a request was made, seen from that of the cookie (RFC 6265bis section 5.2). */
export type SameSiteContext = 'strict' | 'lax' | 'none';

/** Options of `setCookie` and `setCookieSync`. */
export interface SetCookieOptions {
  /** Return `undefined` for a refused cookie instead of throwing. @default false */
  ignoreError?: boolean | undefined;
  /** Take lines without a name; a jar with `looseMode` does so in any case. @default false */
  loose?: boolean | undefined;
  /** `false` for a script's API, which may neither set nor replace HttpOnly cookies. @default true */
  http?: boolean | undefined;
  /** `'none'` refuses SameSite cookies, as they come with a cross-site request. @default not asked */
  sameSiteContext?: SameSiteContext | undefined;
  /**
   * The time of the call, a date or **milliseconds** since the epoch. A date becomes the `lastAccessed` of the cookie that the call gives,
   * and the `creation` of a new one. @default now
   */
  now?: Date | number | undefined;
}

/** Options of `getCookies`, `getCookieString` and `getSetCookieStrings`. */
export interface GetCookiesOptions {
  /** `false` for a script's API, which doesn't see HttpOnly cookies. @default true */
  http?: boolean | undefined;
  /** `false`: cookies that have ended too, and none is removed. @default true */
  expire?: boolean | undefined;
  /** `true`: cookies of every path. @default false */
  allPaths?: boolean | undefined;
  /** `false`: in the order of creation instead of that of the `Cookie` header. A header is always sorted. @default true */
  sort?: boolean | undefined;
  /** Leaves out what is stricter: `'lax'` Strict cookies, `'none'` all that say Strict or Lax. @default not asked */
  sameSiteContext?: SameSiteContext | undefined;
  /** Whether Secure cookies are in, as up to tough-cookie 4. @default whether the URL is https or a loopback host */
  secure?: boolean | undefined;
  /** The time of the call, a date or **milliseconds** since the epoch. @default now */
  now?: Date | number | undefined;
}

/**
 * How much a jar takes (RFC 6265bis sections 5.6, 5.7 and 6.1). `Infinity`, `null` or `false` removes a limit. All texts of a cookie
 * together have at most a mebibyte in any case.
 *
 * Where there are too many cookies, those go first that have ended. Then it is a matter of the jar's rules. `'tough-cookie'`: one goes for
 * one that comes, those that are not Secure first, then the others, among equals those that were not used for the longest time; the newest
 * stays, and only where Secure cookies fill a domain, one that is not Secure is refused. `'chrome'`: a domain loses a sixth at once, by rounds
 * of `Priority` and Secure with a quota for each priority; the whole jar loses only what nobody used for 30 days, an eleventh at once.
 *
 * Restoring a jar and storing what a browser reported loses nothing; the next cookie of a response keeps the limits.
 */
export interface CookieLimits {
  /** **Octets** of name and value together; a cookie beyond is refused. @default 4096 */
  nameValueBytes?: number | false | null | undefined;
  /** **Octets** of an attribute's value; an attribute beyond is ignored. @default 1024 */
  attributeBytes?: number | false | null | undefined;
  /** Cookies of one registrable domain (`example.co.uk`), and of each partition of it. @default 180 */
  cookiesPerDomain?: number | false | null | undefined;
  /** Cookies in all; by Chrome's rules without partitioned ones. @default 3300 */
  cookies?: number | false | null | undefined;
  /**
   * **Octets** of names and values that a registrable domain has in each partition; looked at by Chrome's rules only.
   * @default 10240 by Chrome's rules, otherwise none
   */
  partitionBytes?: number | false | null | undefined;
}

/** Whose rules a jar follows; `docs/chrome.md` has each rule in which they differ. */
export type CookieRules = 'tough-cookie' | 'chrome';

/** Options of a jar; all but `rules` and `limits` are tough-cookie's. */
export interface CookieJarOptions {
  /**
   * Whose rules the jar follows. A session's own jar follows Chrome's. Kept in the JSON where it is not the default.
   * @default 'tough-cookie'
   */
  rules?: CookieRules | undefined;
  /** Refuse a `Domain` attribute that is a public suffix. @default true */
  rejectPublicSuffixes?: boolean | undefined;
  /** Take lines without a name: `value` and `=value`. By Chrome's rules they are taken in any case. @default false */
  looseMode?: boolean | undefined;
  /**
   * What becomes of a cookie that breaks the promise of its `__Host-`, `__Secure-` or `__Http-` prefix: refused without an error,
   * refused with an error, or stored. @default 'silent'
   */
  prefixSecurity?: PrefixSecurityMode | undefined;
  /** Allow domains under `local`, `example`, `invalid`, `localhost` and `test`. @default true */
  allowSpecialUseDomain?: boolean | undefined;
  /** Take loopback hosts for secure origins, as browsers do. @default true */
  allowSecureOnLocal?: boolean | undefined;
  /** Refuse Secure cookies that came over plain http. @default true */
  enforceSecureOriginOnStorage?: boolean | undefined;
  /** How much the jar takes; `false` removes all limits. @default those of browsers */
  limits?: CookieLimits | false | null | undefined;
}

/** tough-cookie's name for the options of a jar. */
export type CreateCookieJarOptions = CookieJarOptions;

/** The values of `prefixSecurity`. */
export const PrefixSecurityEnum: {
  readonly SILENT: 'silent';
  readonly STRICT: 'strict';
  readonly DISABLED: 'unsafe-disabled';
};

/** What becomes of a cookie that breaks the promise of its name prefix. */
export type PrefixSecurityMode = (typeof PrefixSecurityEnum)[keyof typeof PrefixSecurityEnum];

/** tough-cookie's serialized form of a jar; tough-cookie 3, 4 and 6 read it. */
export interface SerializedCookieJar {
  /** Of the form, not of this package. */
  version: string;
  storeType: string | null;
  rejectPublicSuffixes: boolean;
  cookies: SerializedCookie[];
  [key: string]: unknown;
}

/** A browser's cookies as Playwright's `storageState()` or the DevTools protocol give them. What else it has is not read. */
export interface BrowserCookieJar {
  cookies: ReadonlyArray<BrowserCookieInit>;
  origins?: unknown;
}

/** What a jar is made from: a serialized jar or a browser's cookies, as objects or as JSON text. */
export type JarSource = string | SerializedCookieJar | BrowserCookieJar | ReadonlyArray<BrowserCookieInit>;

/**
 * A cookie jar with tough-cookie's API; got, axios, fetch-cookie, http-cookie-agent, impit and others that take a tough-cookie jar
 * take it. Each call is there with a promise, with a callback and as `…Sync`; none does I/O, and all are ready when they return.
 *
 * URLs are of http(s), or of a WebSocket, whose handshake has the cookies of http(s). Others have no cookies.
 *
 * @example
 * const cookieJar = new CookieJar();
 * await got('https://example.com/', { cookieJar });
 */
export class CookieJar {
  /**
   * @param store there is none but the jar itself, which a `MemoryCookieStore` stands for
   * @param options an object, or a boolean for `rejectPublicSuffixes`
   * @throws ParameterError with the code `ERR_STORE_NOT_SUPPORTED` for a custom store
   */
  constructor(store?: Nullable<MemoryCookieStore>, options?: CookieJarOptions | boolean);

  /** The options are fixed when the jar is made. */
  readonly rules: CookieRules;
  readonly rejectPublicSuffixes: boolean;
  readonly enableLooseMode: boolean;
  readonly prefixSecurity: PrefixSecurityMode;
  readonly allowSpecialUseDomain: boolean;
  readonly allowSecureOnLocal: boolean;
  readonly enforceSecureOriginOnStorage: boolean;
  /** `null` is no limit. */
  readonly limits: { readonly [limit in keyof CookieLimits]-?: number | null };
  /** Holds no cookies: an answer for clients that ask whether it is synchronous. The same for all jars. */
  readonly store: MemoryCookieStore;

  /**
   * Stores a cookie as if it came from the URL.
   * @returns the stored cookie; `undefined` if it was refused because of a name prefix (see `prefixSecurity`), or of anything with
   * `ignoreError`
   * @throws CookieError if it is refused.
   * @throws TypeError if the URL is invalid.
   */
  setCookieSync(
    cookie: string | Cookie | ToughCookieLike,
    url: string | URL,
    options?: SetCookieOptions,
  ): Cookie | undefined;
  setCookie(
    cookie: string | Cookie | ToughCookieLike,
    url: string | URL,
    options?: SetCookieOptions,
  ): Promise<Cookie | undefined>;
  setCookie(cookie: string | Cookie | ToughCookieLike, url: string | URL, callback: Callback<Cookie | undefined>): void;
  setCookie(
    cookie: string | Cookie | ToughCookieLike,
    url: string | URL,
    options: SetCookieOptions,
    callback: Callback<Cookie | undefined>,
  ): void;

  /**
   * The cookies for a URL, in the order of the `Cookie` header.
   * @throws TypeError if the URL is invalid.
   */
  getCookiesSync(url: string | URL, options?: GetCookiesOptions): Cookie[];
  getCookies(url: string | URL, options?: GetCookiesOptions): Promise<Cookie[]>;
  getCookies(url: string | URL, callback: Callback<Cookie[]>): void;
  getCookies(url: string | URL, options: GetCookiesOptions, callback: Callback<Cookie[]>): void;

  /**
   * The `Cookie` header for a URL, `''` if there are none.
   * @throws TypeError if the URL is invalid.
   */
  getCookieStringSync(url: string | URL, options?: GetCookiesOptions): string;
  getCookieString(url: string | URL, options?: GetCookiesOptions): Promise<string>;
  getCookieString(url: string | URL, callback: Callback<string>): void;
  getCookieString(url: string | URL, options: GetCookiesOptions, callback: Callback<string>): void;

  /**
   * The cookies for a URL as `Set-Cookie` lines.
   * @throws TypeError if the URL is invalid.
   */
  getSetCookieStringsSync(url: string | URL, options?: GetCookiesOptions): string[];
  getSetCookieStrings(url: string | URL, options?: GetCookiesOptions): Promise<string[]>;
  getSetCookieStrings(url: string | URL, callback: Callback<string[]>): void;
  getSetCookieStrings(url: string | URL, options: GetCookiesOptions, callback: Callback<string[]>): void;

  /**
   * Removes the cookies that a filter, one of several filters, or a predicate means. At once: it has no form with a promise.
   * @returns how many there were that had not ended
   * @throws TypeError for a filter that asks for nothing, has an unknown field or one of a wrong type; nothing is removed then, nor if the
   * predicate throws.
   */
  deleteCookies(which: CookieFilter | readonly CookieFilter[] | ((cookie: DeletableCookie) => boolean)): number;

  /** Removes all cookies. */
  removeAllCookiesSync(): void;
  removeAllCookies(): Promise<void>;
  removeAllCookies(callback: Callback<void>): void;

  /** A jar with the same cookies and options that shares nothing with this one. */
  cloneSync(store?: Nullable<MemoryCookieStore>): CookieJar;
  clone(store?: Nullable<MemoryCookieStore>): Promise<CookieJar>;
  clone(callback: Callback<CookieJar>): void;
  clone(store: Nullable<MemoryCookieStore>, callback: Callback<CookieJar>): void;

  /** tough-cookie's serialized form, cookies in the order of their creation. */
  serializeSync(): SerializedCookieJar;
  serialize(): Promise<SerializedCookieJar>;
  serialize(callback: Callback<SerializedCookieJar>): void;
  /** For `JSON.stringify`: the same as `serializeSync()`. */
  toJSON(): SerializedCookieJar;

  /**
   * A jar from tough-cookie's serialized form, options of the jar included; or from a browser's cookies, as Playwright's `storageState()` and
   * browsers' extensions give them. As an object or as JSON text.
   * @throws TypeError if it is neither, or has a list of other things than cookies, or of cookies of which not one can be stored. Single cookies that
   * can't be filed are left out; of what a jar wrote, as its `version` says, they may be all.
   */
  static deserializeSync(json: JarSource, store?: Nullable<MemoryCookieStore>): CookieJar;
  static deserialize(json: JarSource, store?: Nullable<MemoryCookieStore>): Promise<CookieJar>;
  static deserialize(json: JarSource, callback: Callback<CookieJar>): void;
  static deserialize(json: JarSource, store: Nullable<MemoryCookieStore>, callback: Callback<CookieJar>): void;
  /** The same as `deserializeSync()`. */
  static fromJSON(json: JarSource, store?: Nullable<MemoryCookieStore>): CookieJar;
}
