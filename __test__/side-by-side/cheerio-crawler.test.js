'use strict';

// Promises: A10

const { loadApify } = require('../helpers/storage');
const { startSite } = require('../helpers/member-site');
const { PATIENCE_SECS, giveUpOnSlowPage } = require('../helpers/slow-page');

const { Apify, remove } = loadApify();
const { Ours, Original, counters, plain, withoutOwnExtensions } = require('../helpers/sides');

/** What is crawled, in this order, one page at a time. `/slow` is never answered. */
const PATHS = [
  ...['/member', '/login', '/member', '/missing', '/member/area', '/slow', '/broken', '/member', '/forbidden'],
  ...['/member', '/login', '/member', '/limited', '/login', '/member/area'],
];
/** What a second crawler crawls with the sessions of the first one. */
const PATHS_AGAIN = ['/member', '/member/area'];
const KEYS = { builtIn: 'BUILT-IN', original: 'ORIGINAL', ours: 'OURS' };

let site;
const crawls = {};

beforeAll(async () => {
  site = await startSite();
  crawls.builtIn = await crawl(undefined, KEYS.builtIn);
  crawls.original = await crawl(Original, KEYS.original);
  crawls.ours = await crawl(Ours, KEYS.ours);
}, 600_000);

afterAll(async () => {
  await site?.stop();
  Apify.stopEvents();
  remove();
});

/** Crawls the site with sessions of a class, or with those that the pool makes by itself, and persists the pool. */
async function crawl(Session, persistStateKey, paths = PATHS) {
  const from = site.seen.length;
  const created = [];
  const retired = [];
  const pages = [];
  const failures = [];
  const sessionPoolOptions = {
    maxPoolSize: 1,
    persistStateKey,
    sessionOptions: { maxUsageCount: 30, userData: { from: 'options' } },
  };
  if (Session !== undefined) {
    sessionPoolOptions.createSessionFunction = (pool) => {
      const session = new Session({ ...pool.sessionOptions, sessionPool: pool });
      if (created.length === 0) pool.on('sessionRetired', (one) => retired.push(created.indexOf(one)));
      created.push(session);
      return session;
    };
  }
  const requestList = new Apify.RequestList({
    sources: paths.map((path, index) => ({ url: site.url + path, uniqueKey: `${index}` })),
  });
  await requestList.initialize();
  const crawler = new Apify.CheerioCrawler({
    requestList,
    maxConcurrency: 1,
    maxRequestRetries: 0,
    requestTimeoutSecs: PATIENCE_SECS,
    useSessionPool: true,
    persistCookiesPerSession: true,
    sessionPoolOptions,
    handlePageFunction: async ({ request, response, $, session }) => {
      const path = request.url.slice(site.url.length);
      pages.push([path, response.statusCode, $('h1').text(), counters(session)]);
    },
    handleFailedRequestFunction: async ({ request }) => {
      failures.push([
        request.url.slice(site.url.length),
        request.errorMessages.map((message) => message.split('\n')[0]),
      ]);
    },
  });
  giveUpOnSlowPage(crawler, 2);
  await crawler.run();
  const { sessionPool } = crawler.basicCrawler;
  await sessionPool.persistState();
  const states = plain(sessionPool.sessions.map((session) => session.getState()));
  return { sessionPool, states, created, retired, pages, failures, seen: site.seen.slice(from) };
}

/** What is left of the crawl in the key-value store. */
async function persisted(key) {
  const store = await Apify.openKeyValueStore();
  return store.getValue(key);
}

/** What ours makes of `lang`, which the site sets to another value: another cookie, the last one (docs/chrome.md 2). */
const REPLACED = 'lang=de';
const inOurOrder = (header) => {
  const pairs = header.split('; ');
  return [...pairs.filter((pair) => pair !== REPLACED), ...pairs.filter((pair) => pair === REPLACED)].join('; ');
};
const isReplaced = ({ key, value }) => `${key}=${value}` === REPLACED;
const summaryInOurOrder = (session) => {
  const { strings, cookies, ...rest } = summary(session);
  return {
    ...rest,
    strings: strings.map(inOurOrder),
    cookies: [...cookies.filter((cookie) => !isReplaced(cookie)), ...cookies.filter(isReplaced)],
  };
};
const seenInOurOrder = ({ seen }) => seen.map(({ path, cookie }) => ({ path, cookie: inOurOrder(cookie) }));

/** Sessions in a form that can be compared. The cookies' times are those of the run. */
const summary = (session) => ({
  ...counters(session),
  userData: session.userData,
  strings: ['/', '/member', '/member/area'].map((path) => session.getCookieString(site.url + path)),
  cookies: session
    .getState()
    .cookieJar.cookies.map(withoutOwnExtensions)
    .map(({ creation, lastAccessed, ...cookie }) => cookie),
});

test('the crawl meets a login, a blocked page and a timeout', () => {
  const { pages, failures, retired, created } = crawls.original;
  expect(pages.map(([path, status]) => [path, status])).toContainEqual(['/member', 200]);
  expect(failures.map(([path]) => path)).toEqual(expect.arrayContaining(['/member', '/slow', '/forbidden']));
  expect(created.length).toBeGreaterThan(2);
  expect(retired.length).toBeGreaterThan(1);
});

test('the server sees the same requests with the same cookies', () => {
  expect(crawls.ours.seen.map(({ path }) => path)).toEqual(PATHS);
  expect(crawls.ours.seen).toEqual(seenInOurOrder(crawls.original));
  expect(crawls.ours.seen).not.toEqual(crawls.original.seen);
  expect(crawls.builtIn.seen).toEqual(crawls.original.seen);
});

test('the login carries over to the next page, and not to the next session', () => {
  const cookies = crawls.ours.seen.map(({ path, cookie }) => [path, cookie.includes('token=')]);
  expect(cookies.slice(0, 3)).toEqual([
    ['/member', false],
    ['/login', false],
    ['/member', true],
  ]);
  const forbidden = PATHS.indexOf('/forbidden');
  expect(cookies.slice(forbidden, forbidden + 2)).toEqual([
    ['/forbidden', true],
    ['/member', false],
  ]);
});

test('the pages and the failures are the same, with the counters at each page', () => {
  expect(crawls.ours.pages).toEqual(crawls.original.pages);
  expect(crawls.ours.failures).toEqual(crawls.original.failures);
  expect(crawls.builtIn.pages).toEqual(crawls.original.pages);
});

test('the same sessions were retired, in the same order', () => {
  expect(crawls.ours.retired).toEqual(crawls.original.retired);
  expect(crawls.ours.retired).toEqual([0, 1, 2, 3]);
});

test('the sessions end with the same counters and cookies', () => {
  expect(crawls.ours.created.every((session) => session instanceof Ours)).toBe(true);
  expect(crawls.ours.created.map(summary)).toEqual(crawls.original.created.map(summaryInOurOrder));
  const builtIn = crawls.builtIn.sessionPool.sessions;
  expect(crawls.ours.sessionPool.sessions.map(summary)).toEqual(builtIn.map(summaryInOurOrder));
});

test('the timeout marked the session bad', () => {
  const slow = PATHS.indexOf('/slow');
  expect(PATHS.slice(slow - 1, slow + 3)).toEqual(['/member/area', '/slow', '/broken', '/member']);
  // The crawler hands out no page for a timeout, nor for a broken page; the latter counts nothing.
  const at = crawls.ours.pages.findIndex(([path]) => path === '/member/area');
  const [[, , , before], [path, , , after]] = crawls.ours.pages.slice(at, at + 2);
  expect(path).toBe('/member');
  // One use for the page before, and one use with one error for the timeout.
  expect(after.usageCount).toBe(before.usageCount + 2);
  expect(after.errorScore).toBe(before.errorScore + 1);
});

test('the pool counts and persists our sessions as its own', async () => {
  const [original, ours] = [await persisted(KEYS.original), await persisted(KEYS.ours)];
  expect(ours.usableSessionsCount).toBe(original.usableSessionsCount);
  expect(ours.retiredSessionsCount).toBe(original.retiredSessionsCount);
  expect(ours.sessions).toEqual(crawls.ours.states);
});

test('a new pool restores our state with the built-in class', async () => {
  for (const key of Object.keys(crawls)) {
    const pool = await Apify.openSessionPool({ persistStateKey: KEYS[key] });
    pool.teardown();
    const saved = crawls[key].sessionPool.sessions;
    expect(pool.sessions).toHaveLength(1);
    expect(pool.sessions[0]).toBeInstanceOf(Original);
    expect(pool.sessions.map(({ id }) => id)).toEqual(saved.map(({ id }) => id));
    expect(pool.sessions.map(({ createdAt }) => createdAt)).toEqual(saved.map(({ createdAt }) => createdAt));
    expect(pool.sessions.map(({ expiresAt }) => expiresAt)).toEqual(saved.map(({ expiresAt }) => expiresAt));
    expect(pool.sessions.map(summary)).toEqual(saved.map(summary));
  }
});

test('our class restores the state that the built-in class persisted', async () => {
  const { sessions } = await persisted(KEYS.builtIn);
  const pool = crawls.builtIn.sessionPool;
  const restored = sessions.map((state) => new Ours({ ...state, sessionPool: pool }));
  expect(restored.map(({ id }) => id)).toEqual(pool.sessions.map(({ id }) => id));
  expect(restored.map(summary)).toEqual(pool.sessions.map(summary));
  expect(restored[0].createdAt).toEqual(pool.sessions[0].createdAt);
  expect(restored[0].getCookieString(`${site.url}/member`)).toContain('token=');
});

test('a second crawler goes on as member with the sessions that the built-in class restores from our state', async () => {
  const seen = {};
  for (const [name, Session] of Object.entries({ builtIn: undefined, ours: Ours })) {
    const [before] = (await persisted(KEYS[name])).sessions;
    const again = await crawl(Session, KEYS[name], PATHS_AGAIN);
    expect(again.failures).toEqual([]);
    expect(again.pages.map(([path, status]) => [path, status])).toEqual(PATHS_AGAIN.map((path) => [path, 200]));
    expect(again.seen.every(({ cookie }) => cookie.includes('token='))).toBe(true);
    const [after] = (await persisted(KEYS[name])).sessions;
    const { id, createdAt, expiresAt, usageCount } = before;
    expect(after).toMatchObject({ id, createdAt, expiresAt, usageCount: usageCount + PATHS_AGAIN.length });
    seen[name] = { pages: again.pages, seen: again.seen };
  }
  // `lang` is set to the same value again.
  expect(seen.ours).toEqual(seen.builtIn);
});
