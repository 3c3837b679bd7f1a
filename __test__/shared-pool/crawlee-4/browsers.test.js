'use strict';

// The browser pool that crawlerOptions makes, in a real Chromium, called as a browser crawler of Crawlee 4 calls it.

const http = require('node:http');
const { crawlerOptions } = require('../../../crawlee');
const { SessionPool } = require('../../../pool');
const { openPool } = require('../process/pool');
const { startSite } = require('../site');
const { BrowserPool, LIBRARIES } = require('./browser-pool');
const { Crawler } = require('./crawler');

const EACH = Object.keys(LIBRARIES);
const YEAR = 365 * 24 * 3600;

const browsers = {};
beforeAll(async () => {
  for (const [library, { launch }] of Object.entries(LIBRARIES)) browsers[library] = await launch();
});
afterAll(async () => {
  for (const browser of Object.values(browsers)) await browser.close();
});

const newBrowserPool = (library = 'Puppeteer') => new BrowserPool(library, browsers[library]);

/** A site whose pages answer with these lines, and which remembers the `Cookie` headers. */
async function startLines(pages) {
  const seen = [];
  const server = http.createServer((request, response) => {
    seen.push(request.headers.cookie ?? '');
    response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': pages[request.url] ?? [] });
    response.end('<!doctype html><title>Page</title><link rel="icon" href="data:,">');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    seen,
    url: (path) => `http://127.0.0.1:${server.address().port}${path}`,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Calls a function with such a site and a pool of one session, to which `crawl(path, options)` does one attempt. */
async function atLines(pages, work, library) {
  const site = await startLines(pages);
  const pool = await SessionPool.open({ maxPoolSize: 1 });
  async function crawl(path, { cookie, browserPool = newBrowserPool(library), ...options } = {}) {
    const crawler = new Crawler({ ...crawlerOptions(pool, { browserPool }), ...options });
    const error = await crawler.attempt({ url: site.url(path), cookie });
    if (error !== undefined) throw error;
  }
  try {
    await work(site, pool, crawl);
  } finally {
    await pool.close();
    await site.stop();
  }
}

/** The cookies of the only session, by name. */
const cookiesOf = (pool) =>
  pool.use((session) => Object.fromEntries(session.getPuppeteerCookies().map((cookie) => [cookie.name, cookie])));

// Promises: A15
test.each(EACH)(
  '%s: pages of several sessions at a time leave nothing to each other, whatever the pool was told of contexts',
  async (library) => {
    const site = await startSite();
    const pool = await openPool({ store: 'memory', site: site.url });
    const accounts = ['a0', 'a1', 'a2'];
    for (const account of accounts) await pool.add({ id: account, userData: { account } });
    const browserPool = newBrowserPool(library);
    const crawler = new Crawler(crawlerOptions(pool, { browserPool }));
    const urls = Array.from({ length: 9 }, (_, index) => `${site.url}/page/${index}?by=crawler`);
    const errors = await Promise.all(urls.map((url) => crawler.attempt({ url })));
    expect(errors).toEqual(Array(9).fill(undefined));
    expect(site.faults).toEqual([]);
    expect(site.visits.filter(({ cookies }) => cookies.script !== undefined)).not.toEqual([]);
    for await (const { id, state } of pool.sessions({ state: true })) {
      const stored = state.cookieJar.cookies.map(({ key, value }) => `${key}=${value}`).sort();
      expect(stored).toEqual([`mark=${id}`, `of_${id}=1`, `remember=${id}-1`, `script=${id}`, `sid=${id}-1`].sort());
    }
    expect(await pool.stats()).toMatchObject({ free: 3, inUse: 0 });
    await pool.close();
    await site.stop();
  },
);

// Promises: A15
test.each(EACH)(
  '%s: a pool that opens pages of two sessions in one context all the same is an error, before anything is sent',
  async (library) => {
    const site = await startSite();
    const pool = await openPool({ store: 'memory', site: site.url });
    for (const account of ['a0', 'a1']) await pool.add({ id: account, userData: { account } });
    const browserPool = newBrowserPool(library);
    const own = {};
    for (const name of ['newPage', 'closePage', 'extractPageState', 'injectPageState'])
      own[name] = browserPool[name].bind(browserPool);
    const crawler = new Crawler(crawlerOptions(pool, { browserPool: own }));
    const url = `${site.url}/page?by=crawler`;
    expect(await crawler.attempt({ url, sessionId: 'a0' })).toBe(undefined);
    expect(await crawler.attempt({ url, sessionId: 'a0' })).toBe(undefined);
    expect(await crawler.attempt({ url, sessionId: 'a1' })).toMatchObject({
      message: expect.stringContaining('useIncognitoPages: true'),
    });
    expect(site.visits.map(({ account }) => account)).toEqual(['a0', 'a0']);
    expect(await pool.stats()).toMatchObject({ free: 2, inUse: 0 });
    await pool.close();
    await site.stop();
  },
);

const KEPT = [
  `strict=1; SameSite=Strict; Priority=High; Max-Age=${YEAR}`,
  'of_session=1; HttpOnly; Priority=Low',
  'parted=1; Secure; SameSite=None; Partitioned',
  'elsewhere=1; Path=/elsewhere',
];

// Promises: A17
test.each(EACH)('%s: cookies go in and out complete', (library) =>
  atLines(
    { '/set': KEPT, '/change': ['strict=2; SameSite=Lax'] },
    async (site, pool, crawl) => {
      await crawl('/set');
      const stored = await cookiesOf(pool);
      // Playwright reports none.
      const priority = (value) => (library === 'Puppeteer' ? { priority: value } : {});
      expect(stored).toMatchObject({
        strict: { sameSite: 'Strict', ...priority('High'), expires: expect.any(Number) },
        of_session: { httpOnly: true, ...priority('Low'), expires: -1 },
        parted: { sameSite: 'None', secure: true, partitionKey: expect.anything() },
        elsewhere: { path: '/elsewhere' },
      });
      await crawl('/page');
      expect(await cookiesOf(pool)).toEqual(stored);
      expect(site.seen.at(-1).split('; ').sort()).toEqual(['of_session=1', 'parted=1', 'strict=1']);
      await crawl('/change');
      expect(await cookiesOf(pool)).toEqual({
        ...stored,
        strict: expect.objectContaining({ value: '2', sameSite: 'Lax' }),
      });
    },
    library,
  ),
);

// Promises: A17
test.each(EACH)(
  '%s: what the site deletes is deleted, in the page as well, and what the handler does to the page is stored',
  (library) =>
    atLines(
      { '/set': ['login=1', 'keep=1', 'script=1'], '/logout': ['login=; Max-Age=0'] },
      async (site, pool, crawl) => {
        await crawl('/set');
        await crawl('/logout', {
          requestHandler: ({ page }) =>
            page.evaluate(() => {
              // biome-ignore lint/suspicious/noDocumentCookie: it is the page
              document.cookie = 'script=; max-age=0';
              // biome-ignore lint/suspicious/noDocumentCookie: it is the page
              document.cookie = 'new=1';
            }),
        });
        expect(Object.keys(await cookiesOf(pool)).sort()).toEqual(['keep', 'new']);
        await crawl('/page');
        expect(site.seen.at(-1)).toBe('keep=1; new=1');
      },
      library,
    ),
);

// Promises: A17
test.each(EACH)('%s: a cookie that the session got by an HTTP request meanwhile stays as it is', (library) =>
  atLines(
    { '/set': ['token=old', 'other=1'] },
    async (_site, pool, crawl) => {
      await crawl('/set', {
        async requestHandler({ session, request }) {
          await session.cookieJar.setCookie('token=new', request.url);
          await session.cookieJar.setCookie('http=1', request.url);
        },
      });
      const values = Object.entries(await cookiesOf(pool)).map(([name, { value }]) => `${name}=${value}`);
      expect(values.sort()).toEqual(['http=1', 'other=1', 'token=new']);
    },
    library,
  ),
);

// Promises: A17
test.each(EACH)("%s: cookies of the request's own header go into the page, and not into the session", (library) =>
  atLines(
    { '/set': ['login=1'] },
    async (site, pool, crawl) => {
      await crawl('/set');
      await crawl('/page', { cookie: 'mine=1; also=2' });
      expect(site.seen.at(-1).split('; ').sort()).toEqual(['also=2', 'login=1', 'mine=1']);
      expect(Object.keys(await cookiesOf(pool))).toEqual(['login']);
    },
    library,
  ),
);

// Promises: A16
test('a session is in use until its page has closed', () =>
  atLines({}, async (_site, pool, crawl) => {
    const browserPool = newBrowserPool();
    const seen = [];
    const { closePage } = BrowserPool.prototype;
    browserPool.closePage = async (...args) => {
      await closePage.apply(browserPool, args);
      // The crawler's other cleanups are long done.
      await new Promise((resolve) => setTimeout(resolve, 50));
      seen.push((await pool.stats()).inUse);
    };
    await crawl('/page', { browserPool });
    seen.push((await pool.stats()).inUse);
    expect(seen).toEqual([1, 0]);
  }));

// Promises: A16
test('a page that does not open leaves nothing in use', () =>
  atLines({}, async (_site, pool, crawl) => {
    const browserPool = newBrowserPool();
    browserPool.newPage = async () => {
      throw new Error('No browser');
    };
    await expect(crawl('/page', { browserPool })).rejects.toThrow('No browser');
    expect(await pool.stats()).toMatchObject({ free: 1, inUse: 0 });
  }));

// Promises: A16
test("pages without a session of the pool are the browser pool's own matter", async () => {
  const pool = await SessionPool.open();
  const own = {
    newPage: async (options) => ({ options }),
    closePage: jest.fn(),
    extractPageState: async () => ({ cookies: ['as it was'] }),
    injectPageState: jest.fn(),
  };
  const { browserPool } = crawlerOptions(pool, { browserPool: own });
  const page = await browserPool.newPage({ id: 'page' });
  expect(page).toEqual({ options: { id: 'page' } });
  await browserPool.injectPageState(page, { cookies: [] });
  expect(await browserPool.extractPageState(page)).toEqual({ cookies: ['as it was'] });
  await browserPool.closePage(page, { error: undefined });
  expect(own.injectPageState).toHaveBeenCalledWith(page, { cookies: [] });
  expect(own.closePage).toHaveBeenCalledWith(page, { error: undefined });
  await pool.close();
});
