'use strict';

const { startSite } = require('../helpers/member-site');
const { counters, plain, withoutOwnExtensions } = require('../helpers/sides');
const { crawlByCheerio } = require('./cheerio');

/** What is crawled, in this order, one page at a time. `/slow` is never answered. */
const PATHS = [
  ...['/member', '/login', '/member', '/missing', '/member/area', '/slow', '/broken', '/member', '/forbidden'],
  ...['/member', '/login', '/member', '/limited', '/login', '/member/area'],
];
/** What a second crawler crawls with the sessions of the first one. */
const PATHS_AGAIN = ['/member', '/member/area'];

/** The key under which each pool is persisted. */
const KEYS = { builtIn: 'BUILT-IN', ours: 'OURS' };

/** What `/member/area` sets in the place of `lang=en`. The built-in class leaves it there; a session files another value as a new cookie (docs/chrome.md, 2). */
const isReplaced = (one) => one === 'lang=de' || `${one.key}=${one.value}` === 'lang=de';
const replacedLast = (list) => [...list.filter((one) => !isReplaced(one)), ...list.filter(isReplaced)];
const headerInOurOrder = (header) => replacedLast(header.split('; ')).join('; ');
const seenInOurOrder = (seen) => seen.map(({ path, cookie }) => ({ path, cookie: headerInOurOrder(cookie) }));
const inOurOrder = ({ headers, cookies, ...rest }) => ({
  ...rest,
  headers: headers.map(headerInOurOrder),
  cookies: replacedLast(cookies),
});

const idsAndDates = (sessions) => sessions.map(({ id, createdAt, expiresAt }) => plain({ id, createdAt, expiresAt }));

/** Path and status of each page. */
const statuses = ({ pages }) => pages.map(([place, status]) => [place.replace(/^[^/]*/, ''), status]);
const failedPaths = ({ failures }) => failures.map(([place]) => place.replace(/^[^/]*/, ''));

/**
 * The tests of an SDK's CheerioCrawler at a site with a login. `sdk` is what `loadApify` gives; `create` makes a session of `Ours` for a pool,
 * `restore` one from a state, `BuiltIn` is the SDK's own class, and `ownKeys` are
 * those that a state of ours has besides.
 */
function testCheerioAtMemberSite(sdk, { Ours, BuiltIn, create, restore, ownKeys = [] }) {
  const factories = { builtIn: undefined, ours: create };
  const crawls = {};
  const again = {};
  let site;

  beforeAll(async () => {
    site = await startSite();
    for (const name of Object.keys(KEYS)) {
      crawls[name] = await crawl(name, PATHS);
      // The pool is full, so that it asks no factory.
      again[name] = await crawl(name, PATHS_AGAIN);
    }
  });

  afterAll(async () => {
    await site?.stop();
    sdk.Apify.stopEvents();
    sdk.remove();
  });

  const crawl = (name, paths) =>
    crawlByCheerio({
      sdk,
      site,
      urls: paths.map((path) => site.url + path),
      key: KEYS[name],
      sessionPoolOptions: {
        createSessionFunction: factories[name],
        sessionOptions: { maxUsageCount: 30, userData: { from: 'options' } },
      },
    });

  /** Sessions in a form that can be compared. The cookies' times are those of the run. */
  const summaries = (sessions) =>
    sessions.map((session) => ({
      ...counters(session),
      userData: session.userData,
      headers: ['/', '/member', '/member/area'].map((path) => session.getCookieString(site.url + path)),
      cookies: session
        .getState()
        .cookieJar.cookies.map(withoutOwnExtensions)
        .map(({ creation, lastAccessed, ...cookie }) => cookie),
    }));

  test('the crawl meets a login, a blocked page and a timeout', () => {
    expect(statuses(crawls.builtIn)).toContainEqual(['/member', 200]);
    expect(failedPaths(crawls.builtIn)).toEqual(expect.arrayContaining(['/member', '/slow', '/forbidden']));
    expect(crawls.builtIn.sessions).toHaveLength(5);
  });

  test('the server sees the same requests with the same cookies, in our order', () => {
    expect(crawls.ours.seen.map(({ path }) => path)).toEqual(PATHS);
    expect(crawls.ours.seen).toEqual(seenInOurOrder(crawls.builtIn.seen));
    expect(crawls.ours.seen).not.toEqual(crawls.builtIn.seen);
  });

  test('the login carries over to the next page, and not to the next session', () => {
    const isMember = crawls.ours.seen.map(({ path, cookie }) => [path, cookie.includes('token=')]);
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
    expect(crawls.ours.pages).toEqual(crawls.builtIn.pages);
    expect(crawls.ours.failures).toEqual(crawls.builtIn.failures);
  });

  test('the blocked sessions are retired, each of them once', () => {
    expect(crawls.ours.retired).toEqual([0, 1, 2, 3]);
    expect(crawls.ours.retired).toEqual(crawls.builtIn.retired);
  });

  test('the timeout marked the session bad', () => {
    const slow = PATHS.indexOf('/slow');
    expect(PATHS.slice(slow - 1, slow + 3)).toEqual(['/member/area', '/slow', '/broken', '/member']);
    // The crawler hands out no page for a timeout, nor for a broken page; the latter counts nothing.
    const at = crawls.ours.pages.findIndex(([place]) => place.endsWith('/member/area'));
    const [[, , , , before], [place, , , , after]] = crawls.ours.pages.slice(at, at + 2);
    expect(place).toBe('127.0.0.1/member');
    // One use for the page before, and one use with one error for the timeout.
    expect(after.usageCount).toBe(before.usageCount + 2);
    expect(after.errorScore).toBe(before.errorScore + 1);
  });

  test('the sessions end with the same counters and cookies', () => {
    expect(crawls.ours.sessions.every((session) => session instanceof Ours)).toBe(true);
    expect(crawls.builtIn.sessions.every((session) => session instanceof BuiltIn)).toBe(true);
    expect(summaries(crawls.ours.sessions)).toEqual(summaries(crawls.builtIn.sessions).map(inOurOrder));
  });

  test('the pool counts and persists our sessions as its own', () => {
    const { sessions, ...counts } = crawls.ours.persisted;
    const { sessions: builtIn, ...expected } = crawls.builtIn.persisted;
    expect(counts).toEqual(expected);
    expect(sessions).toEqual(plain(crawls.ours.pool.sessions.map((session) => session.getState())));
    expect(sessions.map(Object.keys)).toEqual(builtIn.map((state) => [...Object.keys(state), ...ownKeys]));
  });

  test('a second crawler goes on as member with the sessions that its built-in class restores from our state', () => {
    for (const name of Object.keys(KEYS)) {
      const { failures, seen, sessions, pool, persisted } = again[name];
      expect(failures).toEqual([]);
      expect(statuses(again[name])).toEqual(PATHS_AGAIN.map((path) => [path, 200]));
      expect(seen.every(({ cookie }) => cookie.includes('token=ok-42'))).toBe(true);
      expect(sessions).toEqual(pool.sessions);
      expect(sessions).toEqual([expect.any(BuiltIn)]);
      const [before] = crawls[name].persisted.sessions;
      expect(idsAndDates(sessions)).toEqual(idsAndDates([before]));
      const { id, createdAt, expiresAt, usageCount } = before;
      expect(persisted.sessions).toMatchObject([
        { id, createdAt, expiresAt, usageCount: usageCount + PATHS_AGAIN.length },
      ]);
    }
    expect(again.ours.seen).toEqual(again.builtIn.seen);
    expect(again.ours.pages).toEqual(again.builtIn.pages);
    // Both are of the built-in class, and one has our order of before.
    expect(summaries(again.ours.sessions).map(inOurOrder)).toEqual(summaries(again.builtIn.sessions).map(inOurOrder));
  });

  test('a new pool restores our state with the built-in class', async () => {
    for (const name of Object.keys(KEYS)) {
      const pool = await sdk.Apify.openSessionPool({ persistStateKey: KEYS[name] });
      await pool.teardown();
      const { sessions: saved } = again[name].pool;
      expect(pool.sessions).toEqual([expect.any(BuiltIn)]);
      expect(idsAndDates(pool.sessions)).toEqual(idsAndDates(saved));
      expect(summaries(pool.sessions)).toEqual(summaries(saved));
    }
  });

  test('our class restores what the built-in class persisted, and what it made of ours', () => {
    for (const { persisted, pool } of [crawls.builtIn, again.builtIn, again.ours]) {
      const restored = persisted.sessions.map((state) => restore(state, pool));
      expect(restored).toEqual([expect.any(Ours)]);
      expect(idsAndDates(restored)).toEqual(idsAndDates(pool.sessions));
      expect(summaries(restored)).toEqual(summaries(pool.sessions));
      expect(restored[0].getCookieString(`${site.url}/member`)).toContain('token=ok-42');
    }
  });
}

module.exports = { testCheerioAtMemberSite };
