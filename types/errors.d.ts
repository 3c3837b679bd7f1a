/** A refused cookie. Nothing was stored in its place, and nothing that was stored before was lost. */
export class CookieError extends Error {
  constructor(code: CookieErrorCode, message: string, index?: number);
  readonly name: 'CookieError';
  /** Why, as a stable code. */
  readonly code: CookieErrorCode;
  /** The position of the cookie in the array that you passed. */
  readonly index?: number;
  /** All refusals of the call, in the order of the array. */
  readonly errors?: CookieError[];
}

/**
 * An invalid argument or option: a `TypeError`, whose `name` it keeps, under the name that tough-cookie gave it. A text that is not a URL
 * causes a plain `TypeError` with the code `ERR_INVALID_URL`, as in tough-cookie; an empty one a `ParameterError` with that code.
 */
export class ParameterError extends TypeError {
  /** What is wrong, as a stable code; each error that this package throws has one. */
  readonly code?:
    | 'ERR_INVALID_ARG_TYPE'
    | 'ERR_INVALID_ARG_VALUE'
    | 'ERR_INVALID_URL'
    | 'ERR_STORE_NOT_SUPPORTED'
    | 'ERR_UNKNOWN_COOKIE_FILE';
}

/**
 * Why a cookie was refused. `docs/refusals.md` has the table: what each means, where its rule comes from and what to do about it.
 */
export type CookieErrorCode =
  /** Neither a `Set-Cookie` line nor a cookie object, or one whose fields have the wrong types. */
  | 'COOKIE_INVALID'
  /**
   * The line is empty, lacks a name that the rules require (Chrome's do if its value contains `=`), or contains a control character:
   * anywhere with Chrome's rules, otherwise in name or value.
   */
  | 'COOKIE_PARSE_FAILED'
  /** Name, value or path has a character that no cookie may contain: a control character or a lone surrogate; in name or value also `;`. */
  | 'COOKIE_INVALID_CHARACTER'
  /**
   * Name and value together have more than 4,096 bytes or, with Chrome's rules, more than a partition may have (option `limits`); or all
   * texts of the cookie have more than a mebibyte.
   */
  | 'COOKIE_TOO_LARGE'
  /**
   * A limit on the number of cookies (option `limits`) is 0; or, with tough-cookie's rules, the registrable domain is full of Secure
   * cookies, and this one is not Secure.
   */
  | 'COOKIE_LIMIT_REACHED'
  /** The domain is not a host name. */
  | 'COOKIE_INVALID_DOMAIN'
  /** The cookie has no domain, and no URL came with it. */
  | 'COOKIE_NO_DOMAIN'
  /** The URL that the cookie came from can't have cookies: it is not http(s). */
  | 'COOKIE_NOT_HTTP'
  /** The `Domain` attribute doesn't cover the host. */
  | 'COOKIE_DOMAIN_MISMATCH'
  /** The `Domain` attribute is a public suffix such as `com`. */
  | 'COOKIE_PUBLIC_SUFFIX'
  /** The `Domain` attribute is a special-use name such as `local`, or ends in one and `allowSpecialUseDomain` is off. */
  | 'COOKIE_SPECIAL_USE_DOMAIN'
  /** A `Secure` cookie that came over plain http, from a host that is not loopback. */
  | 'COOKIE_INSECURE_ORIGIN'
  /** An `HttpOnly` cookie from a script: the option `http` is `false`. */
  | 'COOKIE_HTTP_ONLY'
  /** A script would have replaced an `HttpOnly` cookie: the option `http` is `false`. */
  | 'COOKIE_HTTP_ONLY_OVERWRITE'
  /** A `SameSite` cookie from a cross-site request: the option `sameSiteContext` is `'none'`. */
  | 'COOKIE_SAME_SITE'
  /** The name begins with `__Secure-`, but the cookie is not Secure; or a nameless cookie's value begins with a prefix. */
  | 'COOKIE_SECURE_PREFIX'
  /** The name begins with `__Host-`, but the cookie is not Secure, host-only and for the path `/`. */
  | 'COOKIE_HOST_PREFIX'
  /** The name begins with `__Http-` or `__Host-Http-`, but the cookie is not Secure and HttpOnly. */
  | 'COOKIE_HTTP_PREFIX'
  /** `Partitioned` without `Secure`. */
  | 'COOKIE_PARTITIONED_NOT_SECURE'
  /** `SameSite=None` without `Secure` in a response, with Chrome's rules. */
  | 'COOKIE_SAME_SITE_NONE_NOT_SECURE'
  /** A cookie that came over plain http would have replaced, deleted or shadowed a `Secure` one, with Chrome's rules. */
  | 'COOKIE_SECURE_OVERWRITE'
  /** `sameSite` is none of Strict, Lax, None, Default, `no_restriction`, `unspecified`. */
  | 'COOKIE_INVALID_SAME_SITE'
  /** `priority` is none of Low, Medium and High. */
  | 'COOKIE_INVALID_PRIORITY'
  /** The partition key doesn't name a site. */
  | 'COOKIE_INVALID_PARTITION_KEY'
  /** The browser's cookie is in an opaque partition (`partitionKeyOpaque`), that of a credentialless frame. */
  | 'COOKIE_OPAQUE_PARTITION';
