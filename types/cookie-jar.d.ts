import type { BrowserCookieInit } from '../index';
import type { Cookie, SerializedCookie, ToughCookieLike } from './cookie';
import type { CookieFilter, DeletableCookie } from './cookie-filter';
import type { MemoryCookieStore } from './store';

/** tough-cookie's callback. */
export type Callback<T> = (error: Error | null, result?: T) => void;

/** tough-cookie's callback for a call without a result. */
export type ErrorCallback = (error: Error | null) => void;

/** tough-cookie's name for a value that may be absent. */
export type Nullable<T> = T | null | undefined;

/** How the initiator of a request relates to the cookie's site (RFC 6265bis section 5.2). */
export type SameSiteContext = 'strict' | 'lax' | 'none';

/** Options of `setCookie` and `setCookieSync`. */
export interface SetCookieOptions {
  /** Return `undefined` for a refused cookie instead of throwing. @default false */
  ignoreError?: boolean | undefined;
  /** Accept lines without a name; a jar with `looseMode` always does. @default false */
  loose?: boolean | undefined;
  /** `false` for a non-HTTP API such as a script's, which may neither set nor replace HttpOnly cookies. @default true */
  http?: boolean | undefined;
  /** `'none'` refuses SameSite cookies, because the request is cross-site. @default not checked */
  sameSiteContext?: SameSiteContext | undefined;
  /**
   * The time of the call, a date or **milliseconds** since the epoch. A date becomes the `lastAccessed` of the cookie that the call
   * returns, and the `creation` of a new one. @default now
   */
  now?: Date | number | undefined;
}

/** Options of `getCookies`, `getCookieString` and `getSetCookieStrings`. */
export interface GetCookiesOptions {
  /** `false` for a non-HTTP API such as a script's, which doesn't see HttpOnly cookies. @default true */
  http?: boolean | undefined;
  /** `false`: include expired cookies, and remove none. @default true */
  expire?: boolean | undefined;
  /** `true`: cookies of every path. @default false */
  allPaths?: boolean | undefined;
  /** `false`: in the order of creation instead of that of the `Cookie` header. A header is always sorted. @default true */
  sort?: boolean | undefined;
  /** Leaves out stricter cookies: `'lax'` leaves out Strict ones, `'none'` Strict and Lax ones. @default not checked */
  sameSiteContext?: SameSiteContext | undefined;
  /** Whether to include Secure cookies, as up to tough-cookie 4. @default whether the URL is https or a loopback host */
  secure?: boolean | undefined;
  /** The time of the call, a date or **milliseconds** since the epoch. @default now */
  now?: Date | number | undefined;
}

/**
 * How much a jar accepts (RFC 6265bis sections 5.6, 5.7 and 6.1). `Infinity`, `null` or `false` removes a limit. All texts of a cookie
 * together may have at most a mebibyte in any case.
 *
 * If there are too many cookies, expired ones are evicted first. Beyond that, it depends on the jar's rules. `'tough-cookie'`: each new
 * cookie evicts one, those that are not Secure first, then the others, among equals the least recently used. The newest stays; only if
 * Secure cookies fill a domain, a new cookie that is not Secure is refused. `'chrome'`: a domain loses a sixth at once, in rounds of
 * `Priority` and Secure with a quota for each priority; the whole jar only loses cookies that have not been used for 30 days, an eleventh
 * at once.
 *
 * Restoring a jar and storing what a browser reported loses nothing; the next cookie from a response enforces the limits.
 */
export interface CookieLimits {
  /** **Octets** of name and value together; a larger cookie is refused. @default 4096 */
  nameValueBytes?: number | false | null | undefined;
  /** **Octets** of an attribute's value; a longer attribute is ignored. @default 1024 */
  attributeBytes?: number | false | null | undefined;
  /** Cookies per registrable domain (`example.co.uk`), and per partition of it. @default 180 */
  cookiesPerDomain?: number | false | null | undefined;
  /** Cookies in total; with Chrome's rules, partitioned ones don't count. @default 3300 */
  cookies?: number | false | null | undefined;
  /**
   * **Octets** of names and values per registrable domain in each partition; only enforced with Chrome's rules.
   * @default 10240 with Chrome's rules, otherwise none
   */
  partitionBytes?: number | false | null | undefined;
}

/** Whose rules a jar follows; `docs/chrome.md` lists all rules on which they differ. */
export type CookieRules = 'tough-cookie' | 'chrome';

/** Options of a jar; all but `rules` and `limits` are tough-cookie's. */
export interface CookieJarOptions {
  /**
   * Whose rules the jar follows. A session's own jar follows Chrome's. Written to the JSON if it is not the default.
   * @default 'tough-cookie'
   */
  rules?: CookieRules | undefined;
  /** Refuse a `Domain` attribute that is a public suffix. @default true */
  rejectPublicSuffixes?: boolean | undefined;
  /** Accept lines without a name: `value` and `=value`. Chrome's rules always accept them. @default false */
  looseMode?: boolean | undefined;
  /**
   * What happens to a cookie that breaks the rules of its `__Host-`, `__Secure-` or `__Http-` prefix: it is refused without an error,
   * refused with an error, or stored. @default 'silent'
   */
  prefixSecurity?: PrefixSecurityMode | undefined;
  /** Allow domains under `local`, `example`, `invalid`, `localhost` and `test`. @default true */
  allowSpecialUseDomain?: boolean | undefined;
  /** Treat loopback hosts as secure origins, as browsers do. @default true */
  allowSecureOnLocal?: boolean | undefined;
  /** Refuse Secure cookies that came over plain http. @default true */
  enforceSecureOriginOnStorage?: boolean | undefined;
  /** How much the jar accepts; `false` removes all limits. @default those of browsers */
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

/** What happens to a cookie that breaks the rules of its name prefix. */
export type PrefixSecurityMode = (typeof PrefixSecurityEnum)[keyof typeof PrefixSecurityEnum];

/** tough-cookie's serialized form of a jar; tough-cookie 3, 4 and 6 read it. */
export interface SerializedCookieJar {
  /** The version of the form, not of this package. */
  version: string;
  storeType: string | null;
  rejectPublicSuffixes: boolean;
  cookies: SerializedCookie[];
  [key: string]: unknown;
}

/** A browser's cookies as Playwright's `storageState()` or the DevTools protocol give them. Anything else in it is ignored. */
export interface BrowserCookieJar {
  cookies: ReadonlyArray<BrowserCookieInit>;
  origins?: unknown;
}

/** What a jar can be made from: a serialized jar or a browser's cookies, as objects or as JSON text. */
export type JarSource = string | SerializedCookieJar | BrowserCookieJar | ReadonlyArray<BrowserCookieInit>;

/**
 * A cookie jar with tough-cookie's API, accepted by got, axios, fetch-cookie, http-cookie-agent, impit and others that take a tough-cookie
 * jar. Each call comes with a promise, with a callback and as `…Sync`; none does I/O, and all are done when they return.
 *
 * URLs are http(s) or WebSocket URLs; a WebSocket's handshake has the cookies of http(s). Other URLs have no cookies.
 *
 * @example
 * const cookieJar = new CookieJar();
 * await got('https://example.com/', { cookieJar });
 */
export class CookieJar {
  /**
   * @param store the jar keeps its cookies itself, which a `MemoryCookieStore` stands for
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
  /** `null` means no limit. */
  readonly limits: { readonly [limit in keyof CookieLimits]-?: number | null };
  /** Contains no cookies; it is there for clients that check whether it is synchronous. The same for all jars. */
  readonly store: MemoryCookieStore;

  /**
   * Stores a cookie as if it came from the URL.
   * @returns the stored cookie; `undefined` if it was refused because of a name prefix (see `prefixSecurity`), or for any reason with
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
   * Removes the cookies that match a filter, one of several filters, or a predicate. It is synchronous: there is no form with a promise.
   * @returns how many cookies were removed that had not expired
   * @throws TypeError for a filter that asks for nothing, or has an unknown field or a field of the wrong type. Nothing is removed then,
   * nor if the predicate throws.
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

  /** tough-cookie's serialized form, cookies in order of creation. */
  serializeSync(): SerializedCookieJar;
  serialize(): Promise<SerializedCookieJar>;
  serialize(callback: Callback<SerializedCookieJar>): void;
  /** For `JSON.stringify`: the same as `serializeSync()`. */
  toJSON(): SerializedCookieJar;

  /**
   * Makes a jar from tough-cookie's serialized form, including the options of the jar, or from a browser's cookies, as Playwright's
   * `storageState()` and browser extensions give them; as an object or as JSON text.
   * @throws TypeError if it is neither, or if its list has entries none of which is a cookie, or cookies none of which can be stored.
   * Single cookies that can't be filed are left out; if a jar wrote it, as its `version` says, that may be all of them.
   */
  static deserializeSync(json: JarSource, store?: Nullable<MemoryCookieStore>): CookieJar;
  static deserialize(json: JarSource, store?: Nullable<MemoryCookieStore>): Promise<CookieJar>;
  static deserialize(json: JarSource, callback: Callback<CookieJar>): void;
  static deserialize(json: JarSource, store: Nullable<MemoryCookieStore>, callback: Callback<CookieJar>): void;
  /** The same as `deserializeSync()`. */
  static fromJSON(json: JarSource, store?: Nullable<MemoryCookieStore>): CookieJar;
}
