import type { Session } from '../index';
import type { SharedPool } from './shared-pool';

/** A session of the pool as a crawler of Crawlee 4 gets it: Crawlee's `ISession`, and all that a `Session` has. */
export type CrawlerSession = Session & {
  /** The proxy that the session goes through, kept in `userData.proxyInfo`, so that it is saved with the session and the same in each process. */
  // biome-ignore lint/suspicious/noExplicitAny: Crawlee's ProxyInfo
  proxyInfo?: any;
  /** What browser the session poses as, kept in `userData.fingerprint`. */
  // biome-ignore lint/suspicious/noExplicitAny: Crawlee's SessionFingerprint
  fingerprint?: any;
};

/** What is used of the context of a crawler of Crawlee 4. */
export interface CrawlerContext {
  session: object;
  registerDeferredCleanup(cleanup: () => Promise<unknown>): void;
}

/** What is used of a browser pool of Crawlee 4, its `IBrowserPool`. */
export interface CrawlerBrowserPool {
  // biome-ignore lint/suspicious/noExplicitAny: of whatever library
  newPage(options?: any): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  closePage(page: any, options?: any): Promise<void>;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  extractPageState(page: any): Promise<any>;
  // biome-ignore lint/suspicious/noExplicitAny: see above
  injectPageState(page: any, state: any): Promise<void>;
}

export interface CrawlerOptionsInit<Context, Extension, BrowserPool> {
  /** **Seconds** for which a request waits for a session; Crawlee then asks again, up to four times. @default 40 */
  timeoutSecs?: number | undefined;
  /**
   * **Seconds** after which a session is taken back if it was neither marked nor collected, where nothing else says when the attempt
   * ends: only if the crawler has `sessionPool` without `extendContext`. @default 300
   */
  useTimeoutSecs?: number | undefined;
  /** Your own, which is called as well. */
  extendContext?: ((context: Context) => Extension | Promise<Extension>) | undefined;
  /**
   * For crawlers with a browser: the pool of its browsers, `puppeteerBrowserPool()` or `playwrightBrowserPool()` for instance. It is yours
   * to destroy, since the crawler destroys none that it was given.
   */
  browserPool?: BrowserPool | undefined;
}

/** What a crawler of Crawlee 4 is given. */
export interface CrawlerOptions<Context, Extension> {
  sessionPool: { getSession(sessionId?: string): Promise<CrawlerSession> };
  extendContext(context: Context): Promise<Extension>;
}

/**
 * Options for a crawler of Crawlee 4, to be spread into its own: its sessions are those of a shared pool.
 *
 * - A session is in use from `getSession` to the end of the attempt: after its marks and error handlers, and after its page has closed.
 *   Then it is saved, and free for others.
 * - `getSession` waits until a session is free. `request.sessionId` asks for one by its id.
 * - An attempt counts once, by its first mark; `retire()` counts whenever it comes.
 * - With a `browserPool`, each page has a browser context of its own (`useIncognitoPages` is turned on), and the session's cookies go in and
 *   out complete: SameSite, priority and partition are kept, and what the site deleted is deleted.
 *
 * Crawlee ignores its `proxyConfiguration` where a pool is given: put the proxy of a session into `session.userData.proxyInfo`.
 * `AdaptivePlaywrightCrawler` ends its attempts too early for that: give it the `sessionPool` alone.
 *
 * @example
 * const browserPool = puppeteerBrowserPool();
 * const crawler = new PuppeteerCrawler({ ...crawlerOptions(pool, { browserPool }), requestHandler });
 * await crawler.run();
 * await browserPool.destroy();
 * await pool.close();
 * @throws TypeError if an option is wrong
 */
export function crawlerOptions<
  Context extends CrawlerContext = CrawlerContext,
  // biome-ignore lint/complexity/noBannedTypes: nothing is added to the context
  Extension = {},
>(pool: SharedPool, options?: CrawlerOptionsInit<Context, Extension, undefined>): CrawlerOptions<Context, Extension>;
export function crawlerOptions<
  BrowserPool extends CrawlerBrowserPool,
  Context extends CrawlerContext = CrawlerContext,
  // biome-ignore lint/complexity/noBannedTypes: see above
  Extension = {},
>(
  pool: SharedPool,
  options: CrawlerOptionsInit<Context, Extension, BrowserPool> & { browserPool: BrowserPool },
): CrawlerOptions<Context, Extension> & { browserPool: Pick<BrowserPool, keyof CrawlerBrowserPool> };
