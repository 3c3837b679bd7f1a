import type { BrowserCookie, CookiePartitionKey, ProtocolPartitionKey } from '../index';

/**
 * Which cookies `deleteCookies` removes: those that match all given fields. At least one field is required. A whole cookie, from a browser
 * or from tough-cookie, works as a filter as well: of its `extensions`, only what this package writes there is compared, and other fields
 * are ignored.
 */
export interface CookieFilter {
  /** `''` for cookies without a name. */
  name?: string | undefined;
  /** tough-cookie's word for the name; also as octets, the form in which `getCookies()` returns a non-ASCII name from a response. */
  key?: string | undefined;
  /**
   * Exactly this domain, not its subdomains: with a leading dot, only domain cookies; without one, host-only cookies too. Case-insensitive.
   */
  domain?: string | null | undefined;
  /** Exactly this path. */
  path?: string | null | undefined;
  /** Compared by its site, and by whether there is a cross-site frame in between, if it says so. */
  partitionKey?: string | CookiePartitionKey | ProtocolPartitionKey | null | undefined;
}

/** A cookie as the predicate of `deleteCookies` gets it. It is a copy. */
export interface DeletableCookie extends BrowserCookie {
  /** The name, as tough-cookie calls it. */
  key: string;
  hostOnly: boolean;
}
