import type { BrowserCookie, BrowserCookieInit } from '../index';
import type { CookieErrorCode } from './errors';

/** A format that is written. `docs/cookie-files.md` says of each which programs have it, and what it can't say. */
export type WrittenCookieFileFormat =
  /** `cookies.txt` of curl, wget, yt-dlp and extensions. */
  | 'netscape'
  /** JSON of extensions: EditThisCookie, Cookie-Editor. */
  | 'extension'
  /** The list of Puppeteer's `page.cookies()` and `browser.cookies()`. */
  | 'puppeteer'
  /** Playwright's `storageState()`. */
  | 'playwright'
  /** A serialized jar of tough-cookie. */
  | 'tough-cookie'
  /** A `Cookie` header. */
  | 'header';

/** A format that is read. */
export type CookieFileFormat =
  | WrittenCookieFileFormat
  /** The list of Selenium's `get_cookies()`. */
  | 'selenium'
  /** The state of a session, as `getStateText()` returns it. */
  | 'state'
  /** A recording of requests (HTTP Archive). */
  | 'har';

export interface ParseCookiesOptions {
  /** @default what the text is, by its content */
  format?: CookieFileFormat | undefined;
  /** Where cookies are from that don't say so: those of a `Cookie` header, which needs it, and entries without a domain. */
  url?: string | URL | undefined;
}

/** Why an entry of a file was left out: a code of a refused cookie, or one of files. */
export type CookieFileProblemCode =
  | CookieErrorCode
  /** A line doesn't have the fields of a cookie, or one of them is not what it must be. */
  | 'COOKIE_FILE_FIELDS'
  /** A line has spaces in place of its tabs. */
  | 'COOKIE_FILE_SPACES'
  /** From here on the file is no JSON, or it ends early, or something is behind its end. */
  | 'COOKIE_FILE_BROKEN'
  /** A header has a cookie of this name before; the first one counts. */
  | 'COOKIE_FILE_TWICE'
  /** There are more than a thousand problems; the reason says how many more. */
  | 'COOKIE_FILE_MORE';

/** An entry that was left out. The value of its cookie is in none of this. */
export interface CookieFileProblem {
  /** The line of a text with lines, counted from 1. */
  line?: number;
  /** The position in the list of a JSON file, in `log.entries` of a HAR, or in a header, counted from 0. */
  index?: number;
  /** The name of the cookie, as far as it is known; at most 80 characters. */
  name?: string;
  code: CookieFileProblemCode;
  /** The same in words. */
  reason: string;
}

/** Storage of an origin, as Playwright's `storageState()` has it. */
export interface StorageStateOrigin {
  origin: string;
  localStorage: { name: string; value: string }[];
  [more: string]: unknown;
}

/** What a file has. */
export interface CookieFile {
  format: CookieFileFormat;
  /** In the order of the file, for `session.putPuppeteerCookies(cookies)`. Cookies that have ended are among them. */
  cookies: BrowserCookie[];
  /** What Playwright's `storageState()` has of storage, as it stands there. */
  origins?: StorageStateOrigin[];
  /** What was left out, in the order of the file. An entry that is broken costs no other. */
  problems: CookieFileProblem[];
}

/**
 * Reads the cookies of a file that another program has written: a browser's extension, curl, Playwright and others. Which program it was is
 * told by the text alone.
 *
 * The time that it takes, and the memory, grow with the length of the text and nothing else; it may have 256 Mi characters.
 *
 * @example
 * const { cookies, problems } = parseCookies(fs.readFileSync('cookies.txt', 'utf8'));
 * session.putPuppeteerCookies(cookies);
 * @throws TypeError with the code `ERR_UNKNOWN_COOKIE_FILE` if the text is no such file; its message says what was looked for
 * @throws TypeError if an argument is wrong, or if the text is a `Cookie` header and `url` is missing
 */
export function parseCookies(text: string, options?: ParseCookiesOptions): CookieFile;

export interface FormatCookiesOptions {
  /** `origins` of Playwright's form, written with the cookies. */
  origins?: ReadonlyArray<object> | undefined;
}

/**
 * Writes cookies as another program reads them. The text is as secret as the cookies in it.
 *
 * Cookies in the partition of another site are left out of `netscape` and `header`, which know no partitions.
 *
 * @param cookies as `session.getPuppeteerCookies()` returns them
 * @throws CookieError for the first cookie that no file can carry; `errors` has all of them
 * @throws TypeError if an argument is wrong
 */
export function formatCookies(
  cookies: ReadonlyArray<BrowserCookieInit>,
  format: WrittenCookieFileFormat,
  options?: FormatCookiesOptions,
): string;
