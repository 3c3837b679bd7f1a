'use strict';

// Rows 1 and 2 of the rules (docs/chrome.md): which cookies keep their place in the `Cookie` header.
// Promises: C19

const { Session } = require('../../..');
const { ALL, CHROME, filled } = require('./jars');

const SITE = 'https://site.example/';
const PAST = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT';

afterEach(() => jest.useRealTimers());

describe.each(ALL)('row 1, in %s: a cookie that was deleted or has ended is new when it is set again', (_, make) => {
  test.each([
    [['a=1', 'b=1', 'a=; Max-Age=0', 'a=2'], 'b=1; a=2'],
    [['a=1', 'b=1', 'a=1; Max-Age=0', 'a=1'], 'b=1; a=1'],
    [['a=1', 'b=1', `a=; ${PAST}`, 'a=2'], 'b=1; a=2'],
    [['a=1', 'b=1', 'a=; Max-Age=-1', 'c=1', 'a=2'], 'b=1; c=1; a=2'],
    [[`sid=deleted; ${PAST}`, 'csrf=1', 'sid=9'], 'csrf=1; sid=9'],
  ])('%j', (lines, expected) => {
    expect(filled(make, ...lines).header()).toBe(expected);
  });

  test('whether somebody read in between or not', () => {
    const { jar, header } = filled(make, 'a=1', 'b=1', 'a=; Max-Age=0');
    expect(header()).toBe('b=1');
    jar.set('a=2', SITE);
    expect(header()).toBe('b=1; a=2');
  });

  test('also where it ended by time', () => {
    jest.useFakeTimers({ now: 1_800_000_000_000 });
    const { jar, header } = filled(make, 'a=1; Max-Age=10', 'b=1');
    jest.setSystemTime(1_800_000_010_000);
    jar.set('a=1', SITE);
    expect(header()).toBe('b=1; a=1');
    expect(jar.cookies(SITE).map(({ creation }) => creation.getTime())).toEqual([1_800_000_000_000, 1_800_000_010_000]);
  });
});

describe('row 2: only the same value keeps creation time and place', () => {
  describe.each(CHROME)('in %s', (_, make) => {
    test.each([
      [['a=1', 'b=1', 'a=2'], 'b=1; a=2'],
      [['a=1', 'b=1', 'a=2', 'a=1'], 'b=1; a=1'],
      [['a=1', 'b=1', 'a="1"'], 'b=1; a="1"'],
      [['a=1', 'b=1', 'a=1'], 'a=1; b=1'],
      [['a=1', 'b=1', ' a = 1 ; HttpOnly; Max-Age=60; SameSite=Lax; Secure; Priority=High'], 'a=1; b=1'],
      [['x', 'b=1', 'y'], 'b=1; y'],
      [['x', 'b=1', '=x'], 'x; b=1'],
    ])('%j', (lines, expected) => {
      const { jar, header } = filled(make, ...lines);
      expect(header()).toBe(expected);
      expect(jar.again().header(SITE)).toBe(expected);
    });
  });

  test('twice in one response', () => {
    const session = new Session();
    session.putResponse({ url: SITE, headers: { 'set-cookie': ['a=1', 'b=1', 'a=2', 'b=1'] } });
    expect(session.getCookieString(SITE)).toBe('b=1; a=2');
  });

  test('by two calls of putPuppeteerCookies', () => {
    const session = new Session();
    const cookie = (name, value) => ({ name, value, domain: 'site.example', path: '/', expires: -1 });
    session.putPuppeteerCookies([cookie('a', '1'), cookie('b', '1'), cookie('c', '1')]);
    session.putPuppeteerCookies([cookie('a', '2'), cookie('b', '1'), cookie('c', '1')]);
    expect(session.getCookieString(SITE)).toBe('b=1; c=1; a=2');
  });

  test('a CookieJar keeps the place, as tough-cookie does', () => {
    const [, make] = ALL.at(-1);
    expect(filled(make, 'a=1', 'b=1', 'a=2').header()).toBe('a=2; b=1');
  });
});
