'use strict';

const { Session } = require('../..');
const { restored } = require('./restored');
const { openSite } = require('./site');
const { sharedVisitor } = require('./visitors');
const { WAYS_OUT } = require('./ways');

jest.setTimeout(60_000);

const HOST = 'shop.example';
const SHOP = `https://${HOST}/`;

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

const visitor = sharedVisitor();

describe.each(WAYS_OUT)('the cookies beside it reach the browser by $wayOut', ({ give }) => {
  test.each(ODD)('%s', async (_name, put) => {
    const session = new Session();
    received('before=v; Path=/')(session);
    put(session);
    received('after=v; Path=/')(session);
    await give(visitor, restored(session).getPuppeteerCookies());
    const names = (await visitor.browser.cookies()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['before', 'after']));
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
