import type { BrowserCookie, CookiePartitionKey, ProtocolPartitionKey } from '../index';

/**
 * Which cookies `deleteCookies` means: those that have all that is given. At least one field is needed; a whole cookie, of a browser or of
 * tough-cookie, is a filter as well: of its `extensions`, what this package writes there counts, and other fields are not looked at.
 */
export interface CookieFilter {
  /** `''` for cookies without a name. */
  name?: string | undefined;
  /** What tough-cookie calls the name; also as octets, as `getCookies()` gives a name beyond ASCII that a response had. */
  key?: string | undefined;
  /** This very domain, not those below it: with a leading dot domain cookies alone, without one host-only cookies too. In any letter case. */
  domain?: string | null | undefined;
  /** This very path. */
  path?: string | null | undefined;
  /** By its site; and by whether a cross-site frame stands between, if it says so. */
  partitionKey?: string | CookiePartitionKey | ProtocolPartitionKey | null | undefined;
}

/** A cookie as the predicate of `deleteCookies` gets it. It is a copy. */
export interface DeletableCookie extends BrowserCookie {
  /** The name, as tough-cookie calls it. */
  key: string;
  hostOnly: boolean;
}
