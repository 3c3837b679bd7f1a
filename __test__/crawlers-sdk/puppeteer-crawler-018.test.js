'use strict';

// Promises: A10

const { Session: Ours } = require('../..');
const { ARGS } = require('../../demo/chromium');
const { startSite } = require('../helpers/member-site');
const { counters, plain } = require('../helpers/sides');
const { loadApify } = require('../helpers/storage');
const { summaryOf } = require('./summary');

const { Apify, remove } = loadApify();
const { Session: BuiltIn } = require('apify-018/build/session_pool/session');

jest.setTimeout(60_000);

/** What is crawled, in this order, one page at a time. */
const PATHS = [
  ...['/member', '/login', '/member', '/missing', '/member/area', '/forbidden', '/member', '/login', '/member'],
  ...['/limited', '/login', '/member/area'],
];
const MEMBER_PATHS = ['/login', '/member', '/member/area', '/member'];

/** After this time the SDK kills the processes of browsers that it closed, whether they are still there or not. */
const KILL_MS = 5000;

/** A browser for each page, so that only the session carries anything over. */
const ONE_PAGE_EACH = { puppeteerPoolOptions: { retireInstanceAfterRequestCount: 1 } };

let site;
const launched = [];
const crawls = {};

beforeAll(async () => {
  site = await startSite();
  crawls.builtIn = await crawl('BUILT-IN', PATHS);
  crawls.ours = await crawl('OURS', PATHS, newOurs);
});

afterAll(async () => {
  await Promise.all(launched.map(({ closed }) => closed));
  await site?.stop();
  Apify.stopEvents();
  remove();
  await new Promise((resolve) => setTimeout(resolve, KILL_MS + 500));
});

function newOurs(pool) {
  return new Ours({ ...pool.sessionOptions, sessionPool: pool });
}

/** A session that the pool restored with its own class, as one of ours; a new one where there is none. */
function takeOver(pool) {
  const place = pool.sessions.findIndex((session) => !(session instanceof Ours));
  return place === -1 ? newOurs(pool) : new Ours({ ...pool.sessions.splice(place, 1)[0] });
}

/** Chromium as the SDK launches it, with the Puppeteer of its time. */
async function launch(options) {
  const browser = await Apify.launchPuppeteer(options);
  launched.push({ browser, closed: new Promise((resolve) => browser.on('disconnected', resolve)) });
  return browser;
}

/** Crawls paths of the site. Tells what was seen on both sides, and what is left in the key-value store. */
async function crawl(persistStateKey, paths, createSessionFunction, { maxPoolSize = 1, puppeteerPoolOptions } = {}) {
  const from = site.seen.length;
  const [pages, failures, retired, used] = [[], [], [], new Map()];
  const pathOf = ({ url }) => url.slice(site.url.length);
  const requestList = new Apify.RequestList({
    sources: paths.map((path, index) => ({ url: site.url + path, uniqueKey: `${index}` })),
  });
  await requestList.initialize();
  const crawler = new Apify.PuppeteerCrawler({
    requestList,
    maxConcurrency: 1,
    maxRequestRetries: 0,
    useSessionPool: true,
    persistCookiesPerSession: true,
    sessionPoolOptions: {
      maxPoolSize,
      persistStateKey,
      createSessionFunction,
      sessionOptions: { maxUsageCount: 30, userData: { from: 'options' } },
    },
    puppeteerPoolOptions,
    launchPuppeteerFunction: launch,
    launchPuppeteerOptions: { executablePath: process.env.PUPPETEER_EXECUTABLE_PATH, headless: true, args: ARGS },
    handlePageFunction: async ({ request, response, page, session }) => {
      if (used.size === 0) crawler.sessionPool.on('sessionRetired', (one) => retired.push(one));
      used.set(session, page.browser());
      const status = response.status();
      const isBlocked = session.checkStatus(status);
      const title = await page.$eval('h1', (heading) => heading.textContent);
      pages.push([pathOf(request), status, title, counters(session)]);
      if (isBlocked) throw new Error(`blocked with ${status}`);
      if (pages.length === paths.length) await closedBrowsers(retired.map((one) => used.get(one)));
    },
    handleFailedRequestFunction: async ({ request }) => {
      failures.push([pathOf(request), request.errorMessages.map((message) => message.split('\n')[0])]);
    },
  });
  await crawler.run();
  const { sessionPool: pool } = crawler;
  await pool.persistState();
  const store = await Apify.openKeyValueStore();
  return {
    ...{ pages, failures, retired, pool, sessions: [...used.keys()], browsers: [...used.values()] },
    // The order of a browser's cookies is its own affair.
    seen: site.seen
      .slice(from)
      .filter(({ path }) => path !== '/favicon.ico')
      .map(({ path, cookie }) => ({ path, cookies: cookie.split('; ').sort() })),
    persisted: await store.getValue(persistStateKey),
  };
}

/** Waits until browsers are closed. */
async function closedBrowsers(browsers) {
  await Promise.all(launched.filter(({ browser }) => browsers.includes(browser)).map(({ closed }) => closed));
}

const statuses = ({ pages }) => pages.map(([path, status]) => [path, status]);

const byName = (session) => Object.fromEntries(session.getPuppeteerCookies().map((cookie) => [cookie.name, cookie]));

const urls = () => ['/', '/member', '/member/area'].map((path) => site.url + path);

test('the crawl meets a login and blocked pages', () => {
  expect(statuses(crawls.builtIn)).toContainEqual(['/member', 200]);
  expect(crawls.builtIn.failures.map(([path]) => path)).toEqual(['/member', '/forbidden', '/member', '/limited']);
  expect(crawls.builtIn.sessions).toHaveLength(5);
});

test('the server sees the same requests with the same cookies', () => {
  expect(crawls.ours.seen.map(({ path }) => path)).toEqual(PATHS);
  expect(crawls.ours.seen).toEqual(crawls.builtIn.seen);
});

test('the pages and the failures are the same, with the counters at each page', () => {
  expect(crawls.ours.pages).toEqual(crawls.builtIn.pages);
  expect(crawls.ours.failures).toEqual(crawls.builtIn.failures);
});

test('the blocked sessions are retired, each of them once, and the crawl went on when their browsers were closed', () => {
  for (const { sessions, retired, browsers } of [crawls.builtIn, crawls.ours]) {
    expect(retired).toEqual(sessions.slice(0, 4));
    // Each session had its own, and at the last page the crawl waited until those of the retired ones were closed.
    expect(new Set(browsers).size).toBe(5);
  }
});

test('the sessions end with the same counters', () => {
  expect(crawls.ours.sessions.every((session) => session instanceof Ours)).toBe(true);
  expect(crawls.builtIn.sessions.every((session) => session instanceof BuiltIn)).toBe(true);
  expect(crawls.ours.sessions.map(counters)).toEqual(crawls.builtIn.sessions.map(counters));
});

test('the pool counts and persists our sessions as its own', () => {
  const { sessions, ...counts } = crawls.ours.persisted;
  const { sessions: _, ...expected } = crawls.builtIn.persisted;
  expect(counts).toEqual(expected);
  expect(sessions).toEqual(plain(crawls.ours.pool.sessions.map((session) => session.getState())));
});

test('the login carries over from browser to browser, where the built-in class loses it', async () => {
  const ours = await crawl('OURS-BY-PAGE', MEMBER_PATHS, newOurs, ONE_PAGE_EACH);
  expect(ours.sessions).toHaveLength(1);
  expect(statuses(ours)).toEqual(MEMBER_PATHS.map((path) => [path, 200]));
  const builtIn = await crawl('BUILT-IN-BY-PAGE', MEMBER_PATHS, undefined, ONE_PAGE_EACH);
  expect(statuses(builtIn).map(([, status]) => status)).toEqual([200, 401, 401, 401]);
});

test('a new pool restores our sessions with the built-in class, with their counters, dates and cookies', async () => {
  const pool = await Apify.openSessionPool({ persistStateKey: 'OURS' });
  pool.teardown();
  const saved = crawls.ours.pool.sessions;
  expect(pool.sessions).toHaveLength(1);
  expect(pool.sessions[0]).toBeInstanceOf(BuiltIn);
  for (const part of ['id', 'createdAt', 'expiresAt', 'maxUsageCount']) {
    expect(pool.sessions.map((session) => session[part])).toEqual(saved.map((session) => session[part]));
  }
  // The tough-cookie of this SDK has no sameSite.
  const withoutSameSite = (key, value) => (key === 'sameSite' ? undefined : value);
  const summaries = (sessions) =>
    JSON.parse(JSON.stringify(sessions.map((session) => summaryOf(session, urls()))), withoutSameSite);
  expect(summaries(pool.sessions)).toEqual(summaries(saved));
});

test('a second crawler goes on as member, with the restored sessions taken over by a factory', async () => {
  const [before] = crawls.ours.pool.sessions;
  const [usageCount, cookies] = [before.usageCount, byName(before)];
  // A pool that is full asks no factory.
  const again = await crawl('OURS', ['/member', '/member/area'], takeOver, { maxPoolSize: 2 });
  expect(again.failures).toEqual([]);
  expect(statuses(again)).toEqual([
    ['/member', 200],
    ['/member/area', 200],
  ]);
  expect(again.sessions).toEqual(again.pool.sessions);
  const [session] = again.sessions;
  expect(session).toBeInstanceOf(Ours);
  for (const part of ['id', 'createdAt', 'expiresAt', 'userData']) expect(session[part]).toEqual(before[part]);
  expect(session.usageCount).toBe(usageCount + 2);
  // The site sets two of them anew.
  const { visits, lang, ...others } = cookies;
  expect(byName(session)).toMatchObject(others);
  expect(others.token).toMatchObject({ expires: -1, httpOnly: true });
});
