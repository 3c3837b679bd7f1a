'use strict';

// Promises: A10

const { Session: Ours } = require('../..');
const { startSite } = require('../helpers/member-site');
const { counters, plain } = require('../helpers/sides');
const { PATIENCE_SECS } = require('../helpers/slow-page');
const { newOurs, openPuppeteer018 } = require('./puppeteer-018');
const { summaryOf } = require('./summary');

const sdk = openPuppeteer018();
const { Session: BuiltIn } = require('apify-018/build/session_pool/session');

/** What is crawled, in this order, one page at a time. */
const PATHS = [
  ...['/member', '/login', '/member', '/missing', '/member/area', '/forbidden', '/member', '/login', '/member'],
  ...['/limited', '/login', '/member/area'],
];
const MEMBER_PATHS = ['/login', '/member', '/member/area', '/member'];

/** A browser for each page, so that only the session carries anything over. */
const ONE_PAGE_EACH = { puppeteerPoolOptions: { retireInstanceAfterRequestCount: 1 } };

let site;
const crawls = {};

beforeAll(async () => {
  site = await startSite();
  crawls.builtIn = await crawl('BUILT-IN', PATHS);
  crawls.ours = await crawl('OURS', PATHS, newOurs);
});

afterAll(async () => {
  await site?.stop();
  await sdk.close();
});

/** A session that the pool restored with its own class, as one of ours; a new one where there is none. */
function takeOver(pool) {
  const place = pool.sessions.findIndex((session) => !(session instanceof Ours));
  return place === -1 ? newOurs(pool) : new Ours({ ...pool.sessions.splice(place, 1)[0] });
}

/** Crawls paths of the site; at the last page it waits until the browsers of retired sessions are closed. */
async function crawl(key, paths, createSessionFunction, { maxPoolSize = 1, puppeteerPoolOptions } = {}) {
  const { seen, ...result } = await sdk.crawl({
    site,
    urls: paths.map((path) => site.url + path),
    key,
    sessionPoolOptions: {
      maxPoolSize,
      createSessionFunction,
      sessionOptions: { maxUsageCount: 30, userData: { from: 'options' } },
    },
    puppeteerPoolOptions,
    crawlerOptions: { gotoTimeoutSecs: PATIENCE_SECS },
    async onPage({ notes: { pages, retired, sessions }, browsers }) {
      if (pages.length === paths.length) await sdk.closed(retired.map((number) => browsers.get(sessions[number])));
    },
  });
  return {
    ...result,
    // The order of a browser's cookies is its own affair.
    seen: seen
      .filter(({ path }) => path !== '/favicon.ico')
      .map(({ path, cookie }) => ({ path, cookies: cookie.split('; ').sort() })),
  };
}

const pathOf = (place) => place.replace('127.0.0.1', '');
const statuses = ({ pages }) => pages.map(([place, status]) => [pathOf(place), status]);

const byName = (session) => Object.fromEntries(session.getPuppeteerCookies().map((cookie) => [cookie.name, cookie]));

const urls = () => ['/', '/member', '/member/area'].map((path) => site.url + path);

test('the crawl meets a login and blocked pages', () => {
  expect(statuses(crawls.builtIn)).toContainEqual(['/member', 200]);
  expect(crawls.builtIn.failures.map(([place]) => pathOf(place))).toEqual([
    '/member',
    '/forbidden',
    '/member',
    '/limited',
  ]);
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
    expect(retired).toEqual([0, 1, 2, 3]);
    // Each session had its own, and at the last page the crawl waited until those of the retired ones were closed.
    expect([...browsers.keys()]).toEqual(sessions);
    expect(new Set(browsers.values()).size).toBe(5);
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
  const pool = await sdk.Apify.openSessionPool({ persistStateKey: 'OURS' });
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
