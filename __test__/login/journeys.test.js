'use strict';

// A person logs in in one browser, and the session is logged in in another: each kind of storage, from each library to each.
// Promises: W1, W2, W3

const { Session } = require('../..');
const { Session: CrawleeSession } = require('../../crawlee');
const { LIBRARIES, browsers, titleOf } = require('./browsers');
const { SITES, openSites } = require('./sites');

/** All but the site whose key may not be extracted. */
const PORTABLE = Object.keys(SITES).filter((name) => name !== 'sealed');

/** What Playwright's own state has: it knows nothing of `sessionStorage`. */
const OF_PLAYWRIGHT = ['local', 'records', 'shop'];

const chromium = browsers();
let sites;

beforeAll(async () => {
  sites = await openSites();
});
afterAll(() => sites.close());

const OF_TAB = { cookies: false, localStorage: false, indexedDB: false };

/** Logs in at each site in turn, in one tab: its `sessionStorage` is captured while it is there, all else at the end. */
async function loggedIn(library, Class) {
  const visitor = await chromium.fresh(library);
  const session = new Class();
  for (const name of Object.keys(SITES)) {
    expect([name, await titleOf(visitor, sites.url(name, '/login'))]).toEqual([name, 'in']);
    await session.capture(visitor.page, OF_TAB);
  }
  const origins = ['local', 'records', 'sealed'].map((name) => sites.url(name, '/login'));
  await titleOf(visitor, sites.url('shop'));
  sites.requests();
  const { problems } = await session.capture(visitor.page, { origins });
  // Not by the service worker of one of them either.
  expect(sites.requests()).toEqual([]);
  return { ...visitor, session, problems };
}

const restored = (session) => new session.constructor(JSON.parse(JSON.stringify(session.getState())));

describe.each([
  ['Puppeteer', Session],
  ['Playwright', CrawleeSession],
])('a login made with %s', (from, Class) => {
  let first;
  beforeAll(async () => {
    first = await loggedIn(from, Class);
  });

  test('names the key that may not be extracted, and nothing else', () => {
    const { origin } = new URL(sites.url('sealed'));
    const message = expect.stringContaining('CryptoKey');
    const named = { origin, database: 'vault', store: 'keys', key: '"current"', code: 'NOT_PORTABLE', message };
    expect(first.problems).toEqual([named]);
  });

  describe.each(Object.keys(LIBRARIES))('is there with %s', (to) => {
    let second;
    let session;
    beforeAll(async () => {
      session = restored(first.session);
      second = await chromium.fresh(to);
      sites.requests();
      expect((await session.apply(second.page)).problems).toEqual([]);
    });

    test('without a request to any site', () => {
      expect(sites.requests()).toEqual([]);
    });

    test('value by value', async () => {
      const again = new Class();
      const origins = session.storageState().origins.map(({ origin }) => origin);
      await again.capture(second.context, { origins });
      const shared = ({ sessionStorage, topLevelSite, ...entry }) => entry;
      const of = (each) =>
        each
          .storageState()
          .origins.filter(({ topLevelSite }) => topLevelSite === undefined)
          .map(shared);
      const hasAny = ({ localStorage, indexedDB }) => localStorage.length > 0 || indexedDB !== undefined;
      const sorted = (entries) => entries.filter(hasAny).sort((a, b) => (a.origin < b.origin ? -1 : 1));
      const framed = new URL(sites.url('sign-on')).origin;
      expect(sorted(of(again)).filter(({ origin }) => origin !== framed)).toEqual(sorted(of(session)));
    });

    test.each(PORTABLE)('%s: the first navigation is logged in', async (name) => {
      expect(await titleOf(second, sites.url(name))).toBe('in');
    });

    test('sealed: its key is not there', async () => {
      expect(await titleOf(second, sites.url('sealed'))).toBe('out');
    });
  });

  test("Playwright's own newContext({ storageState }) restores it", async () => {
    const browser = await chromium.of('Playwright');
    const context = await browser.newContext({ storageState: first.session.storageState() });
    const page = await context.newPage();
    for (const name of OF_PLAYWRIGHT) expect([name, await titleOf({ page }, sites.url(name))]).toEqual([name, 'in']);
    await context.close();
  });

  if (from === 'Playwright') {
    test("Playwright's own storageState() of it is restored here", async () => {
      const session = new Class();
      session.putStorageState(JSON.stringify(await first.context.storageState({ indexedDB: true })));
      const second = await chromium.fresh('Playwright');
      expect((await session.apply(second.page)).problems).toEqual([]);
      for (const name of OF_PLAYWRIGHT) expect([name, await titleOf(second, sites.url(name))]).toEqual([name, 'in']);
    });
  }
});
