import type { BrowserCookie, BrowserCookieInit } from '../index';

/** A page of Puppeteer. */
export interface PuppeteerPageLike {
  goto(url: string): Promise<unknown>;
  frames(): unknown[];
  browserContext(): object;
}

/** A `BrowserContext` of Puppeteer. */
export interface PuppeteerContextLike {
  newPage(): Promise<unknown>;
  pages(): Promise<unknown[]>;
  targets(): unknown[];
}

/** A `Browser` of Puppeteer, which stands for its default context. */
export interface PuppeteerBrowserLike {
  newPage(): Promise<unknown>;
  defaultBrowserContext(): object;
}

/** A page of Playwright. */
export interface PlaywrightPageLike {
  goto(url: string): Promise<unknown>;
  frames(): unknown[];
  context(): object;
}

/** A `BrowserContext` of Playwright. */
export interface PlaywrightContextLike {
  newPage(): Promise<unknown>;
  pages(): unknown[];
  // biome-ignore lint/suspicious/noExplicitAny: Playwright's own type of cookies
  addCookies(cookies: any): Promise<unknown>;
}

/** Where a login is captured from or applied to: objects of Puppeteer or Playwright, told apart by their methods. */
export type LoginTarget =
  | PuppeteerPageLike
  | PuppeteerContextLike
  | PuppeteerBrowserLike
  | PlaywrightPageLike
  | PlaywrightContextLike;

/** What `apply()` gives to the browser. */
export interface ApplyLoginOptions {
  /** @default true */
  cookies?: boolean | undefined;
  /** @default true */
  localStorage?: boolean | undefined;
  /** @default true */
  sessionStorage?: boolean | undefined;
  /** @default true */
  indexedDB?: boolean | undefined;
  /** **Milliseconds** that one place (a page, an origin) may take; after that it is a problem with the code `NOT_REACHED`. @default 30000 */
  timeoutMs?: number | undefined;
}

/** What `capture()` takes from the browser; what is not taken stays in the session as it is. */
export interface CaptureLoginOptions extends ApplyLoginOptions {
  /** Origins to read besides those of open pages and frames and those that the session knows; a URL stands for its origin. @default [] */
  origins?: readonly string[] | undefined;
  /** The most bytes that the storage may have, as JSON in the session's state. @default 67108864 (64 MiB) */
  maxBytes?: number | undefined;
}

/**
 * Why something could not be taken along:
 *
 * - `NOT_PORTABLE`: no other browser can be given it: a record with a key that may not be extracted or a file handle; a document with an
 *   opaque origin (sandboxed, `file:`, `data:`), or in a frame of another site within its own
 * - `REFUSED`: the browser refuses this kind of storage there
 * - `BLOCKED`: another tab has the database open and does not give it up; the session keeps what it had of it
 * - `NOT_READ`, `NOT_WRITTEN`: the browser failed, or a value is too large for it; `message` has what it said
 * - `NOT_REACHED`: the page closed, went elsewhere or did not answer in time; the session keeps what it has of the origin
 * - `COOKIE_REFUSED`: the browser refuses the cookie
 * - `NO_TAB`: `sessionStorage` for which there is no tab, or only one that is at another site already
 */
export type LoginProblemCode =
  | 'NOT_PORTABLE'
  | 'REFUSED'
  | 'BLOCKED'
  | 'NOT_READ'
  | 'NOT_WRITTEN'
  | 'NOT_REACHED'
  | 'COOKIE_REFUSED'
  | 'NO_TAB';

/** Something that was not taken along, and where it is. Values are secrets and are never in it. */
export interface LoginProblem {
  code: LoginProblemCode;
  message: string;
  origin?: string;
  /** The site around it, if it is in a frame of another one. */
  topLevelSite?: string;
  /** The address of a document whose origin is opaque or not known. */
  url?: string;
  /** The name of the database. */
  database?: string;
  /** The name of the object store; without one, all of the database is meant. */
  store?: string;
  /** The start of the record's key, as JSON. */
  key?: string;
  /** The name of the cookie. */
  cookie?: string;
  /** The domain of the cookie. */
  domain?: string;
}

/** What `capture()` and `apply()` did. */
export interface LoginResult {
  /** The origins that were read or written. */
  origins: string[];
  /** What was not taken along; empty if all was. */
  problems: LoginProblem[];
}

/** Why a login could not be captured or applied at all. */
export type LoginErrorCode =
  /** The page or its browser is closed. */
  | 'TARGET_GONE'
  /** The storage has more than `maxBytes` bytes. */
  | 'TOO_LARGE'
  /** The browser failed; `cause` is what its library threw. */
  | 'BROWSER_FAILED';

/** A login could not be captured or applied. The session is as it was. */
export class LoginError extends Error {
  constructor(code: LoginErrorCode, message: string, options?: { cause?: unknown });
  code: LoginErrorCode;
}

/** An entry of `localStorage` or `sessionStorage`. */
export interface StorageItem {
  name: string;
  value: string;
}

/** A database of IndexedDB in the form of Playwright's storage state. */
export interface StoredDatabase {
  name: string;
  version: number;
  stores: StoredObjectStore[];
}

/** An object store with its records and indexes. */
export interface StoredObjectStore {
  name: string;
  autoIncrement: boolean;
  keyPath?: string;
  keyPathArray?: string[];
  /** The next number of the key generator, if that is not the one after the last key. Playwright ignores it. */
  nextKey?: number;
  indexes: { name: string; keyPath?: string; keyPathArray?: string[]; multiEntry: boolean; unique: boolean }[];
  /** Keys and values are plain JSON, or encoded where JSON does not have them. Records of a store with a key path have no keys. */
  records: { key?: unknown; keyEncoded?: unknown; value?: unknown; valueEncoded?: unknown }[];
}

/** What one origin has stored. */
export interface OriginStorage {
  origin: string;
  /** The site in whose frames it is stored; browsers keep that apart from what the origin stores in its own pages. */
  topLevelSite?: string;
  localStorage?: StorageItem[];
  sessionStorage?: StorageItem[];
  indexedDB?: StoredDatabase[];
}

/**
 * A login in the form of Playwright's `storageState()`, which `browser.newContext({ storageState })` takes as it is: it ignores
 * `sessionStorage`, `nextKey`, `topLevelSite` and `partitionedOrigins`, which are our own.
 */
export interface StorageState {
  cookies: (Omit<BrowserCookie, 'sameSite'> & {
    /** As in `BrowserCookie`: absent if the site did not set it. Playwright's type wants one, and its code does not. */
    // biome-ignore lint/suspicious/noExplicitAny: see above
    sameSite: any;
  })[];
  /** The storage of each origin; where an origin has none but that of its frames under another site, that one. */
  origins: (OriginStorage & { localStorage: StorageItem[] })[];
  /** The storage of frames of origins that have other storage as well. */
  partitionedOrigins?: OriginStorage[];
}

/** What `putStorageState()` takes: that of this package, or of Playwright 1.17 or later. */
export interface StorageStateInit {
  cookies?: ReadonlyArray<BrowserCookieInit>;
  origins?: ReadonlyArray<object>;
  partitionedOrigins?: ReadonlyArray<object>;
}
