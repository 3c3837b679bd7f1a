'use strict';

// `npm run test:firefox`: whole logins in Firefox, as far as Puppeteer can drive it, and between it and Chromium.

const { Session } = require('../..');
const chromium = require('../../demo/chromium');
const { titleOf } = require('../login/browsers');
const { SITES, openSites } = require('../login/sites');
const firefox = require('./firefox');

const LAUNCH = { Firefox: firefox.launch, Chromium: chromium.launch };

const PORTABLE = Object.keys(SITES).filter((name) => name !== 'sealed');
const OF_TAB = { cookies: false, localStorage: false, indexedDB: false };

let sites;
const launched = [];

beforeAll(async () => {
  sites = await openSites();
});
afterAll(async () => {
  await Promise.all(launched.map((browser) => browser.close()));
  await sites.close();
});

async function freshPage(name) {
  const browser = await LAUNCH[name]();
  launched.push(browser);
  return browser.newPage();
}

describe.each([
  ['Firefox', 'Firefox'],
  ['Firefox', 'Chromium'],
  ['Chromium', 'Firefox'],
])('from %s to %s', (from, to) => {
  let session;
  let page;
  let problems;
  let requests;
  beforeAll(async () => {
    const first = await freshPage(from);
    const captured = new Session();
    for (const name of Object.keys(SITES)) {
      expect([name, await titleOf({ page: first }, sites.url(name, '/login'))]).toEqual([name, 'in']);
      // A service worker of Firefox can't be passed by later, so its site is captured while it is open.
      await captured.capture(first, name === 'all' ? {} : OF_TAB);
    }
    await titleOf({ page: first }, sites.url('shop'));
    const origins = ['local', 'records', 'sealed'].map((name) => sites.url(name));
    ({ problems } = await captured.capture(first, { origins }));
    if (from === 'Firefox') {
      const { origin } = new URL(sites.url('all'));
      const message = expect.stringContaining('service worker');
      expect(problems).toContainEqual({ origin, code: 'NOT_REACHED', message });
      problems = problems.filter(({ code }) => code !== 'NOT_REACHED');
    }
    session = new Session(JSON.parse(JSON.stringify(captured.getState())));
    page = await freshPage(to);
    sites.requests();
    const applied = await session.apply(page);
    problems.push(...applied.problems);
    requests = sites.requests();
  });

  test('only the key that may not be extracted stays behind', () => {
    const { origin } = new URL(sites.url('sealed'));
    const message = expect.stringContaining('CryptoKey');
    expect(problems).toEqual([
      { origin, database: 'vault', store: 'keys', key: '"current"', code: 'NOT_PORTABLE', message },
    ]);
  });

  test('no request was made, and the history is that of a page that has been nowhere', async () => {
    expect(requests).toEqual([]);
    expect(page.url()).toBe('about:blank');
    expect(await page.evaluate(() => history.length)).toBe(1);
  });

  test.each(PORTABLE)('%s: the first navigation is logged in', async (name) => {
    expect(await titleOf({ page }, sites.url(name))).toBe('in');
  });
});
