'use strict';

// Promises: A10

const { Session: Ours, createSessionFunction } = require('../../crawlee');
const { startSite } = require('../helpers/member-site');
const { PATIENCE_SECS, giveUpOnSlowPage } = require('../helpers/slow-page');
const { counters, plain } = require('../helpers/sides');
const { loadApify } = require('../helpers/storage');
const { summaryOf } = require('./summary');

const { Apify, remove } = loadApify('apify-2');
const { Session: BuiltIn } = require('apify-2/build/session_pool/session');

/** What is crawled, in this order, one page at a time. `/slow` is never answered. */
const PATHS = [
  ...['/member', '/login', '/member', '/missing', '/member/area', '/slow', '/broken', '/member', '/forbidden'],
  ...['/member', '/login', '/member', '/limited', '/login', '/member/area'],
];
/** What a second crawler crawls with the sessions of the first one. */
const PATHS_AGAIN = ['/member', '/member/area'];

/** Who makes the sessions, by the key under which the pool is persisted. */
const MAKERS = { 'BUILT-IN': {}, OURS: { createSessionFunction } };

let site;
const crawls = {};
const crawlsAgain = {};

beforeAll(async () => {
  site = await startSite();
  for (const key of Object.keys(MAKERS)) {
    crawls[key] = await crawl(key, PATHS);
    crawlsAgain[key] = await crawl(key, PATHS_AGAIN);
  }
}, 600_000);

afterAll(async () => {
  await site?.stop();
  remove();
});

/** Crawls paths of the site. Tells what was seen on both sides, and what is left in the key-value store. */
async function crawl(persistStateKey, paths) {
  const from = site.seen.length;
  const [pages, failures, retired, used] = [[], [], [], new Set()];
  const pathOf = ({ url }) => url.slice(site.url.length);
  const requestList = new Apify.RequestList({
    sources: paths.map((path, index) => ({ url: site.url + path, uniqueKey: `${index}` })),
  });
  await requestList.initialize();
  const crawler = new Apify.CheerioCrawler({
    requestList,
    maxConcurrency: 1,
    maxRequestRetries: 0,
    requestTimeoutSecs: PATIENCE_SECS,
    sessionPoolOptions: {
      maxPoolSize: 1,
      persistStateKey,
      sessionOptions: { maxUsageCount: 30, userData: { from: 'options' } },
      ...MAKERS[persistStateKey],
    },
    preNavigationHooks: [
      ({ session }) => {
        if (used.size === 0) crawler.sessionPool.on('sessionRetired', (one) => retired.push([...used].indexOf(one)));
        used.add(session);
      },
    ],
    handlePageFunction: async ({ request, response, $, session }) => {
      pages.push([pathOf(request), response.statusCode, $('h1').text(), counters(session)]);
    },
    handleFailedRequestFunction: async ({ request }) => {
      failures.push([pathOf(request), request.errorMessages.map((message) => message.split('\n')[0])]);
    },
  });
  giveUpOnSlowPage(crawler, 1);
  await crawler.run();
  const store = await Apify.openKeyValueStore();
  return {
    ...{ pages, failures, retired, pool: crawler.sessionPool, sessions: [...used] },
    seen: site.seen.slice(from),
    persisted: await store.getValue(persistStateKey),
  };
}

const summaries = (sessions) =>
  sessions.map((session) =>
    summaryOf(
      session,
      ['/', '/member', '/member/area'].map((path) => site.url + path),
    ),
  );

/** What `/member/area` sets in the place of `lang=en`. The built-in class leaves it there; a session files another value as a new cookie (docs/chrome.md, 2). */
const isReplaced = (one) => one === 'lang=de' || `${one.key}=${one.value}` === 'lang=de';
const replacedLast = (list) => [...list.filter((one) => !isReplaced(one)), ...list.filter(isReplaced)];
const inOurOrder = (seen) =>
  seen.map((request) => ({ ...request, cookie: replacedLast(request.cookie.split('; ')).join('; ') }));
const withOurOrder = (all) => all.map((summary) => ({ ...summary, cookies: replacedLast(summary.cookies) }));

const idsAndDates = (sessions) => sessions.map(({ id, createdAt, expiresAt }) => plain({ id, createdAt, expiresAt }));

test('the crawl meets a login, a blocked page and a timeout', () => {
  const { pages, failures, sessions } = crawls['BUILT-IN'];
  expect(pages.map(([path, status]) => [path, status])).toContainEqual(['/member', 200]);
  expect(failures.map(([path]) => path)).toEqual(expect.arrayContaining(['/member', '/slow', '/forbidden']));
  expect(sessions).toHaveLength(5);
});

test('the server sees the same requests with the same cookies', () => {
  expect(crawls.OURS.seen.map(({ path }) => path)).toEqual(PATHS);
  expect(crawls.OURS.seen).toEqual(inOurOrder(crawls['BUILT-IN'].seen));
});

test('the login carries over to the next page, and not to the next session', () => {
  const isMember = crawls.OURS.seen.map(({ path, cookie }) => [path, cookie.includes('token=')]);
  expect(isMember.slice(0, 3)).toEqual([
    ['/member', false],
    ['/login', false],
    ['/member', true],
  ]);
  const forbidden = PATHS.indexOf('/forbidden');
  expect(isMember.slice(forbidden, forbidden + 2)).toEqual([
    ['/forbidden', true],
    ['/member', false],
  ]);
});

test('the pages and the failures are the same, with the counters at each page', () => {
  expect(crawls.OURS.pages).toEqual(crawls['BUILT-IN'].pages);
  expect(crawls.OURS.failures).toEqual(crawls['BUILT-IN'].failures);
});

test('the blocked sessions are retired, each of them once', () => {
  expect(crawls.OURS.retired).toEqual([0, 1, 2, 3]);
  expect(crawls.OURS.retired).toEqual(crawls['BUILT-IN'].retired);
});

test('the sessions end with the same counters and cookies', () => {
  expect(crawls.OURS.sessions.every((session) => session instanceof Ours)).toBe(true);
  expect(crawls['BUILT-IN'].sessions.every((session) => session instanceof BuiltIn)).toBe(true);
  expect(summaries(crawls.OURS.sessions)).toEqual(withOurOrder(summaries(crawls['BUILT-IN'].sessions)));
});

test('the pool persists our sessions as it does its own', () => {
  const { usableSessionsCount, retiredSessionsCount, sessions } = crawls.OURS.persisted;
  const { sessions: builtIn, ...counts } = crawls['BUILT-IN'].persisted;
  expect({ usableSessionsCount, retiredSessionsCount }).toEqual(counts);
  expect(sessions.map((state) => Object.keys(state))).toEqual(builtIn.map((state) => Object.keys(state)));
  expect(sessions.map(({ id }) => id)).toEqual(crawls.OURS.pool.sessions.map(({ id }) => id));
});

test('a second crawler goes on as member with the sessions that its built-in class restores from our state', () => {
  for (const key of Object.keys(MAKERS)) {
    const { pages, failures, seen, sessions, pool } = crawlsAgain[key];
    expect(failures).toEqual([]);
    expect(pages.map(([path, status]) => [path, status])).toEqual(PATHS_AGAIN.map((path) => [path, 200]));
    expect(seen.every(({ cookie }) => cookie.includes('token=ok-42'))).toBe(true);
    expect(sessions).toEqual(pool.sessions);
    expect(sessions[0]).toBeInstanceOf(BuiltIn);
    expect(idsAndDates(sessions)).toEqual(idsAndDates(crawls[key].persisted.sessions));
  }
  expect(crawlsAgain.OURS.seen).toEqual(crawlsAgain['BUILT-IN'].seen);
  expect(crawlsAgain.OURS.pages).toEqual(crawlsAgain['BUILT-IN'].pages);
  // Both are of the built-in class, and one has our order of before.
  expect(withOurOrder(summaries(crawlsAgain.OURS.sessions))).toEqual(
    withOurOrder(summaries(crawlsAgain['BUILT-IN'].sessions)),
  );
});

test('our class restores what the built-in class persisted, and what it made of ours', () => {
  for (const { persisted } of [crawls['BUILT-IN'], crawlsAgain['BUILT-IN'], crawlsAgain.OURS]) {
    const restored = persisted.sessions.map((state) => createSessionFunction(undefined, { sessionOptions: state }));
    expect(restored.map(({ usageCount }) => usageCount)).toEqual(
      persisted.sessions.map(({ usageCount }) => usageCount),
    );
    expect(idsAndDates(restored)).toEqual(idsAndDates(persisted.sessions));
    expect(restored[0].getCookieString(`${site.url}/member`)).toContain('token=ok-42');
  }
});
