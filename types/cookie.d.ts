/** A cookie object of any version of tough-cookie; its `key` tells it from a browser's cookie. */
export interface ToughCookieLike {
  key: string;
  value?: string | undefined;
  expires?: Date | 'Infinity' | string | null | undefined;
  /** **Seconds**. */
  maxAge?: number | 'Infinity' | '-Infinity' | null | undefined;
  domain?: string | null | undefined;
  path?: string | null | undefined;
  secure?: boolean | undefined;
  httpOnly?: boolean | undefined;
  extensions?: string[] | null | undefined;
  hostOnly?: boolean | null | undefined;
  pathIsDefault?: boolean | null | undefined;
  sameSite?: string | undefined;
}

/** What a new `Cookie` is made from; absent fields have tough-cookie's defaults. */
export interface CookieInit extends Partial<Omit<ToughCookieLike, 'expires'>> {
  expires?: Date | 'Infinity' | null | undefined;
  /** @default now */
  creation?: Date | 'Infinity' | null | undefined;
  lastAccessed?: Date | 'Infinity' | null | undefined;
}

/** tough-cookie's name for it. */
export type CreateCookieOptions = CookieInit;

/** tough-cookie's serialized form of a cookie: defaults are left out, dates are ISO text. */
export interface SerializedCookie {
  key?: string;
  value?: string;
  [key: string]: unknown;
}

/** How a `Set-Cookie` line is read. */
export interface ParseCookieOptions {
  /** Accept lines without a name as well: `value` and `=value` make nameless cookies. @default false */
  loose?: boolean | undefined;
}

/**
 * A cookie with tough-cookie's fields and methods. It is a copy: changing it doesn't change the jar. Cookies from one call with the same
 * `creation` or `lastAccessed` share its `Date`, as tough-cookie's share that of the last access: to change such a date, assign a new one.
 * Each has its own `expires`.
 */
export class Cookie {
  constructor(options?: CookieInit);

  /** The name. */
  key: string;
  value: string;
  /** The `Expires` attribute. */
  expires: Date | 'Infinity' | null;
  /** The `Max-Age` attribute, in **seconds**. */
  maxAge: number | 'Infinity' | '-Infinity' | null;
  /** Without a leading dot. */
  domain: string | null;
  path: string | null;
  secure: boolean;
  httpOnly: boolean;
  /** All other attributes; partition and priority are stored here. */
  extensions: string[] | null;
  /** When a cookie of this name, domain and path was first stored. */
  creation: Date | 'Infinity' | null;
  /**
   * Decides the order of cookies that were created in the same millisecond. A cookie that a jar returned or stored has its index in that
   * jar's order, from 1: the same in each call, and kept whenever `creation` is kept. Any other has the next number of all that were
   * constructed.
   */
  creationIndex: number;
  /** Whether the cookie is only sent to its domain, not to subdomains. */
  hostOnly: boolean | null;
  /** Whether the path came from the URL instead of an attribute. */
  pathIsDefault: boolean | null;
  /** When the cookie was last stored or read. */
  lastAccessed: Date | 'Infinity' | null;
  /** `strict`, `lax` or `none`; `undefined` if the site did not set it. */
  sameSite: string | undefined;

  /** Parses a `Set-Cookie` line (RFC 6265 section 5.2); `undefined` if it fails. */
  static parse(line: string, options?: ParseCookieOptions): Cookie | undefined;
  /** A cookie from its JSON, as an object or as text; `undefined` if it is neither. */
  static fromJSON(json: unknown): Cookie | undefined;
  toJSON(): SerializedCookie;
  clone(): Cookie;
  /** `name=value`, as in the `Cookie` header. */
  cookieString(): string;
  /** The `Set-Cookie` line. */
  toString(): string;
  /**
   * Whether a server may send this cookie (RFC 6265 section 4.1): the name is a token, the value has no spaces or commas, a Max-Age is
   * positive, and the domain is not a public suffix. Jars accept much more than this.
   * @throws Error if the domain is under a special-use name such as `local`
   */
  validate(): boolean;
  /** Time to live in **milliseconds**, `Infinity` for a session cookie. */
  TTL(now?: number): number;
  /** When the cookie expires, in **milliseconds** since the epoch, `Infinity` for a session cookie. */
  expiryTime(now?: Date): number | undefined;
  /** When the cookie expires; 2038-01-19 for a session cookie. */
  expiryDate(now?: Date): Date | undefined;
  /** Whether the cookie has an expiry. */
  isPersistent(): boolean;
  /** Sets the expiry from a date or a cookie-date text; anything else makes a session cookie. */
  setExpires(expires: Date | string): void;
  /** Sets the age in **seconds**. */
  setMaxAge(age: number): void;
  /** The domain in canonical form (RFC 6265 section 5.1.2): lower case, punycode. */
  canonicalizedDomain(): string | undefined;
  /** The same as `canonicalizedDomain()`. */
  cdomain(): string | undefined;

  static readonly sameSiteLevel: { readonly strict: 3; readonly lax: 2; readonly none: 1 };
  static readonly sameSiteCanonical: { readonly strict: 'Strict'; readonly lax: 'Lax'; readonly none: 'None' };
  static readonly serializableProperties: readonly string[];
}
