import type { Cookie, ParseCookieOptions } from './cookie';

/*
 * tough-cookie's helper functions, with the rules that the jar follows. They throw a `ParameterError` for an argument of the wrong type;
 * the parsers return `undefined`.
 */

/** What to do with names under special-use ones. By default, they are an error. */
export interface GetPublicSuffixOptions {
  /** Allow them: `a.test` for `x.a.test`. @default false */
  allowSpecialUseDomain?: boolean | undefined;
  /** Judge them by the public suffix list, like others, instead of throwing. @default false */
  ignoreError?: boolean | undefined;
}

/** Parses a `Set-Cookie` line (RFC 6265 section 5.2); `undefined` if it fails. */
export function parse(line: string, options?: ParseCookieOptions): Cookie | undefined;
/** A cookie from its JSON, as an object or as text; `undefined` if it is neither. */
export function fromJSON(json: unknown): Cookie | undefined;
/**
 * Reads a cookie-date (RFC 6265 section 5.1.1). It is much more lenient than `Date.parse`, but also rejects much that `Date.parse` accepts.
 */
export function parseDate(text: string | null | undefined): Date | undefined;
/** A date in the form of `Set-Cookie`: `Wed, 21 Oct 2065 07:28:00 GMT`. */
export function formatDate(date: Date): string;
/** A domain in lower case and punycode, without a leading dot (section 5.1.2); `undefined` if it is not a host name. */
export function canonicalDomain(domain: string | null | undefined): string | undefined;
/**
 * Whether a host is covered by a cookie's domain (section 5.1.3); `undefined` if either of them is.
 * @param canonicalize `false` if both are canonical already
 */
export function domainMatch(
  domain: string | null | undefined,
  cookieDomain: string | null | undefined,
  canonicalize?: boolean,
): boolean | undefined;
/** Whether a request path is covered by a cookie's path (section 5.1.4). */
export function pathMatch(requestPath: string, cookiePath: string): boolean;
/** The path of a cookie that was set without one, from the request path (section 5.1.4). */
export function defaultPath(requestPath?: string | null): string;
/**
 * The registrable domain: `example.co.uk` for `www.example.co.uk`, `user.github.io` for `x.user.github.io`; `undefined` if there is none.
 * (tough-cookie gave it this name.)
 * @throws Error for names under the special-use names `local`, `example`, `invalid`, `localhost`, `test`, unless an option allows them
 */
export function getPublicSuffix(domain: string, options?: GetPublicSuffixOptions): string | undefined;
/** The domains that a cookie for a host may have: `['b.com', 'a.b.com']` for `a.b.com`; `undefined` for a public suffix. */
export function permuteDomain(domain: string, allowSpecialUseDomain?: boolean): string[] | undefined;
/** The paths that a cookie for a request path may have: `['/a/b', '/a', '/']` for `/a/b`. */
export function permutePath(path: string): string[];
/** Compares cookies for the order of the `Cookie` header: longer paths first, then older cookies (section 5.4). */
export function cookieCompare(a: Cookie, b: Cookie): number;
