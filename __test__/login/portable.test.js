'use strict';

// The way of browsers other than Chromium, by what each library has for all of them, tried with a Chromium without its protocol.
// `npm run test:firefox` has a Firefox.
// Promises: W1

const { Session } = require('../..');
const { LIBRARIES, browsers, titleOf } = require('./browsers');
const { openSites } = require('./sites');

const NAMES = ['local', 'tab', 'records', 'shop', 'strict'];

const chromium = browsers();
let sites;

beforeAll(async () => {
  sites = await openSites();
});
afterAll(() => sites.close());

/** An object some of whose methods are others. */
function changed(object, methods) {
  return new Proxy(object, {
    get(target, name) {
      if (Object.hasOwn(methods, name)) return methods[name];
      const value = target[name];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const refuse = () => Promise.reject(new Error('only in Chromium'));

/** A page, and all that its context opens, without the protocol. */
const WITHOUT_PROTOCOL = {
  Puppeteer: ({ page, context }) => {
    const plain = (each) => changed(each, { createCDPSession: refuse });
    const pages = async () => (await context.pages()).filter((each) => each !== page).map(plain);
    const inContext = changed(context, {
      pages,
      newPage: async () => plain(await context.newPage()),
      targets: () => [],
    });
    return changed(page, { createCDPSession: refuse, browserContext: () => inContext });
  },
  Playwright: ({ page, context }) => changed(page, { context: () => changed(context, { newCDPSession: refuse }) }),
};

describe.each(Object.keys(LIBRARIES))('with %s', (library) => {
  test('a login is captured and applied, without a request and without a longer history', async () => {
    const first = await chromium.fresh(library);
    const session = new Session();
    for (const name of NAMES) {
      expect([name, await titleOf(first, sites.url(name, '/login'))]).toEqual([name, 'in']);
      expect((await session.capture(WITHOUT_PROTOCOL[library](first))).problems).toEqual([]);
    }
    const second = await chromium.fresh(library);
    sites.requests();
    expect((await session.apply(WITHOUT_PROTOCOL[library](second))).problems).toEqual([]);
    expect(sites.requests()).toEqual([]);
    expect([second.page.url(), await second.page.evaluate(() => history.length)]).toEqual(['about:blank', 1]);
    for (const name of NAMES) expect([name, await titleOf(second, sites.url(name))]).toEqual([name, 'in']);
  });
});
