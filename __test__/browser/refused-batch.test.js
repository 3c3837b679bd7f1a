'use strict';

// Promises: C15

const { Session } = require('../..');
const { Session: CrawleeSession } = require('../../crawlee');
const { TAKERS, visitorOfBoth } = require('./libraries');
const { restored } = require('./restored');
const { openSite } = require('./site');

const HOST = 'shop.example';
const SHOP = `https://${HOST}/`;

const TOP = 'https://top.example';

function received(line, url = SHOP) {
  return (session) => session.putResponse({ url, headers: { 'set-cookie': [line] } });
}

function reported(fields) {
  return (session) => session.putPuppeteerCookies([{ name: 'odd', value: 'v', domain: HOST, path: '/', ...fields }]);
}

/**
 * Cookies that Chromium refuses to be given, with "Invalid cookie fields" for the whole call. The session may refuse them, leave
 * them out or hand them out in a form that Chromium takes, but the cookies beside them must reach the browser.
 */
const ODD = [
  ['a default path with a semicolon', received('odd=v', `${SHOP}page;jsessionid=1/item`)],
  ['a default path of more than 1,024 bytes', received('odd=v', `${SHOP}${'p'.repeat(2000)}/item`)],
  ['a path of more than 1,024 bytes once it is percent-encoded', received(`odd=v; Path=/${'ü'.repeat(500)}`)],
  ['the same with ASCII characters', received(`odd=v; Path=/${'"'.repeat(400)}`)],
  ['a reported path of more than 1,024 bytes', reported({ path: `/${'p'.repeat(2000)}` })],
  ['a reported path that ends with a space', reported({ path: '/p ' })],
  ['a reported name that begins with a space', reported({ name: ' odd' })],
  ['a reported name that ends with a space', reported({ name: 'odd ' })],
  ['a reported value that begins with a space', reported({ value: ' v' })],
  ['a reported value that ends with a space', reported({ value: 'v ' })],
  ['a reported nameless cookie whose value is a __Host- name', reported({ name: '', value: '__Host-odd' })],
  ['a reported nameless cookie whose value is a __Secure- name', reported({ name: '', value: '__secure-odd' })],
  ['a partition key that is no URL', reported({ secure: true, partitionKey: 'odd' })],
  ['a partition key that is no site', reported({ secure: true, partitionKey: 'about:blank' })],
  ['a partition key object that is no site', reported({ secure: true, partitionKey: { sourceOrigin: 'data:,odd' } })],
];

/** Cookies that one library or the browser would refuse, or not keep, as they came. They are handed out in a form that it takes. */
const TAKEN = [
  ['an expiry after the year 9999', reported({ expires: 8e12 })],
  ['a Max-Age beyond all dates', received(`odd=v; Path=/; Max-Age=${'9'.repeat(30)}`)],
  ['None without Secure, as Firefox reports it', reported({ sameSite: 'None' })],
  ['no_restriction without Secure', reported({ sameSite: 'no_restriction' })],
  ['a partition', reported({ secure: true, partitionKey: TOP })],
  ['a partition as Puppeteer has it', reported({ secure: true, partitionKey: { sourceOrigin: TOP } })],
  ...[true, false].flatMap((hasCrossSiteAncestor) => [
    [
      `a partition as Puppeteer has it, ancestor ${hasCrossSiteAncestor}`,
      reported({ secure: true, partitionKey: { sourceOrigin: TOP, hasCrossSiteAncestor } }),
    ],
    [
      `a partition as the protocol has it, ancestor ${hasCrossSiteAncestor}`,
      reported({ secure: true, partitionKey: { topLevelSite: TOP, hasCrossSiteAncestor } }),
    ],
    [
      `a partition as Playwright has it, ancestor ${hasCrossSiteAncestor}`,
      reported({ secure: true, partitionKey: TOP, _crHasCrossSiteAncestor: hasCrossSiteAncestor }),
    ],
  ]),
  ['a partition as an origin', reported({ secure: true, partitionKey: 'https://www.top.example:8443' })],
  ['a partition with a path', reported({ secure: true, partitionKey: 'https://top.example/a' })],
  ['an address of IPv6', reported({ domain: '::1' })],
  ['a domain cookie of an address', reported({ domain: '.127.0.0.1' })],
  ['a domain cookie of a public suffix', reported({ domain: '.github.io' })],
  ['a domain beyond ASCII', reported({ domain: '.bücher.example' })],
  ['a host with a trailing dot', reported({ domain: 'odd.example.' })],
  ['no name', reported({ name: '', value: 'odd' })],
  ['no value', reported({ value: '' })],
  [
    'every field of an export',
    reported({ hostOnly: true, session: false, storeId: '0', id: 1, sameSite: 'unspecified' }),
  ],
];

const visitor = visitorOfBoth();
beforeEach(() => visitor.clear());

describe.each(Object.entries(TAKERS))('the cookies beside it reach the browser by %s', (_taker, give) => {
  describe.each([
    ['the main class', Session],
    ['the class for Crawlee', CrawleeSession],
  ])('from %s', (_class, Class) => {
    /** What the browser has of a session that was given this one between two others. */
    async function taken(put) {
      const session = new Class();
      received('before=v; Path=/')(session);
      put(session);
      received('after=v; Path=/')(session);
      await give(visitor, new Class(session.getState()).getPuppeteerCookies());
      const names = (await visitor.browser.cookies()).map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['before', 'after']));
      return names;
    }

    test.each(ODD)('%s', async (_name, put) => {
      await taken(put);
    });

    test.each(TAKEN)('%s, and it does as well', async (_name, put) => {
      expect(await taken(put)).toHaveLength(3);
    });
  });
});

describe('a cookie whose default path has a semicolon', () => {
  const path = '/page;jsessionid=1/item';
  let site;

  beforeAll(async () => {
    site = await openSite();
    site.sets('localhost', path, ['odd=v']);
  });

  afterAll(() => site.close());

  test('is in the Cookie header of that path when a response brought it', () => {
    const session = new Session();
    received('odd=v', site.url('localhost', path))(session);
    expect(restored(session).getCookieString(site.url('localhost', path))).toBe('odd=v');
  });

  test('is in the Cookie header of that path when the browser reported it', async () => {
    await visitor.page.goto(site.url('localhost', path));
    await visitor.page.goto(site.url('localhost', path));
    expect(site.cookieHeader('localhost', path)).toBe('odd=v');
    const session = new Session();
    session.putPuppeteerCookies(await visitor.page.cookies());
    expect(restored(session).getCookieString(site.url('localhost', path))).toBe('odd=v');
  });
});
