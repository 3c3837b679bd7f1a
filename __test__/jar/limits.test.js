'use strict';

const { CookieJar, Session } = require('../..');

const NOW = Date.UTC(2026, 0, 15, 12);
const SITE = 'https://www.shop.example/';

beforeEach(() => {
  jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
});

afterEach(() => jest.useRealTimers());

/** Sets cookies `c0`, `c1`, … a millisecond apart. */
function fill(jar, count, { prefix = 'c', attributes = '', url = SITE } = {}) {
  for (let index = 0; index < count; index++) {
    jest.setSystemTime(Date.now() + 1);
    jar.setCookieSync(`${prefix}${index}=v${attributes}`, typeof url === 'function' ? url(index) : url);
  }
}

const keys = (jar) => jar.toJSON().cookies.map(({ key }) => key);

/** The code of what a call throws. */
function codeOf(call) {
  try {
    call();
  } catch (error) {
    return error.code;
  }
  return 'nothing';
}

describe('by default', () => {
  test('name and value have at most 4,096 bytes together', () => {
    const jar = new CookieJar();
    jar.setCookieSync(`n=${'v'.repeat(4095)}`, SITE);
    expect(codeOf(() => jar.setCookieSync(`m=${'v'.repeat(4096)}`, SITE))).toBe('COOKIE_TOO_LARGE');
    expect(codeOf(() => jar.setCookieSync(`m=${'ü'.repeat(2048)}`, SITE))).toBe('COOKIE_TOO_LARGE');
    expect(keys(jar)).toEqual(['n']);
  });

  test('an attribute value of more than 1,024 bytes is ignored, the cookie is not', () => {
    const jar = new CookieJar();
    jar.setCookieSync(`a=1; Path=/${'p'.repeat(1024)}; Foo=${'x'.repeat(1025)}`, SITE);
    expect(jar.toJSON().cookies[0]).toMatchObject({ path: '/', pathIsDefault: true });
    expect(jar.toJSON().cookies[0]).not.toHaveProperty('extensions');
  });

  test('a registrable domain has at most 180 cookies, whatever its hosts and paths', () => {
    const jar = new CookieJar();
    fill(jar, 100);
    fill(jar, 100, { prefix: 'd', attributes: '; Domain=shop.example; Path=/x', url: 'https://api.shop.example/' });
    fill(jar, 10, { prefix: 'other', url: 'https://other.example/' });
    const expected = [
      ...Array.from({ length: 80 }, (_, index) => `c${index + 20}`),
      ...Array.from({ length: 100 }, (_, index) => `d${index}`),
      ...Array.from({ length: 10 }, (_, index) => `other${index}`),
    ];
    expect(keys(jar)).toEqual(expected);
  });

  test('a jar has at most 3,300 cookies', () => {
    const jar = new CookieJar();
    fill(jar, 3400, { url: (index) => `https://s${index % 100}.example/` });
    expect(keys(jar)).toEqual(Array.from({ length: 3300 }, (_, index) => `c${index + 100}`));
  });

  test('the jar of a session has the same limits, for responses and for browsers', () => {
    const cookies = Array.from({ length: 200 }, (_, index) => ({
      name: `c${index}`,
      value: 'v',
      domain: 'shop.example',
    }));
    const fromBrowser = new Session();
    fromBrowser.putPuppeteerCookies(cookies);
    const fromResponse = new Session();
    fromResponse.putResponse({ url: SITE, headers: { 'set-cookie': cookies.map(({ name }) => `${name}=v`) } });
    for (const session of [fromBrowser, fromResponse]) {
      const names = session.getPuppeteerCookies().map(({ name }) => name);
      expect(names).toEqual(cookies.slice(20).map(({ name }) => name));
    }
  });
});

describe('the order of eviction', () => {
  const limited = (cookiesPerDomain) => new CookieJar(null, { limits: { cookiesPerDomain } });

  test('what has ended goes before anything that has not', () => {
    const jar = limited(3);
    jar.setCookieSync('old=1', SITE);
    jar.setCookieSync('brief=1; Secure; Max-Age=1', SITE);
    jar.setCookieSync('last=1', SITE);
    jest.setSystemTime(NOW + 5000);
    jar.setCookieSync('new=1', SITE);
    expect(keys(jar)).toEqual(['old', 'last', 'new']);
  });

  test('then goes what was not used for the longest time; reading and replacing are uses', () => {
    const jar = limited(3);
    jar.setCookieSync('read=1; Path=/read', SITE);
    jest.setSystemTime(NOW + 1);
    jar.setCookieSync('replaced=1; Path=/other', SITE);
    jest.setSystemTime(NOW + 2);
    jar.setCookieSync('unused=1; Path=/other', SITE);
    jest.setSystemTime(NOW + 3);
    jar.getCookieStringSync(`${SITE}read`);
    jest.setSystemTime(NOW + 4);
    jar.setCookieSync('replaced=2; Path=/other', SITE);
    jest.setSystemTime(NOW + 5);
    jar.setCookieSync('new=1; Path=/other', SITE);
    expect(keys(jar)).toEqual(['read', 'replaced', 'new']);
  });

  test('Secure cookies go last', () => {
    const jar = limited(3);
    fill(jar, 2, { prefix: 'secure', attributes: '; Secure' });
    fill(jar, 4, { prefix: 'plain' });
    expect(keys(jar)).toEqual(['secure0', 'secure1', 'plain3']);
    fill(jar, 2, { prefix: 'more', attributes: '; Secure' });
    expect(keys(jar)).toEqual(['secure1', 'more0', 'more1']);
  });

  test('a cookie that would be the first to go is refused, with its reason', () => {
    const jar = limited(2);
    fill(jar, 2, { prefix: 'secure', attributes: '; Secure' });
    expect(codeOf(() => jar.setCookieSync('plain=1', SITE))).toBe('COOKIE_LIMIT_REACHED');
    expect(jar.setCookieSync('plain=1', SITE, { ignoreError: true })).toBeUndefined();
    // Nothing was there to be deleted: no refusal.
    expect(jar.setCookieSync('plain=; Max-Age=0', SITE)).toMatchObject({ key: 'plain' });
    expect(keys(jar)).toEqual(['secure0', 'secure1']);
  });

  test('all of it holds for the whole jar as well', () => {
    const jar = new CookieJar(null, { limits: { cookies: 2 } });
    jar.setCookieSync('secure=1; Secure', 'https://a.example/');
    jest.setSystemTime(NOW + 1);
    jar.setCookieSync('plain=1', 'https://b.example/');
    jest.setSystemTime(NOW + 2);
    jar.setCookieSync('new=1', 'https://c.example/');
    expect(keys(jar)).toEqual(['secure', 'new']);
  });
});

describe('the option `limits`', () => {
  test.each([
    ['false', false],
    ['null', null],
    ['Infinity', Infinity],
    [
      'each of them Infinity',
      { nameValueBytes: Infinity, attributeBytes: Infinity, cookiesPerDomain: Infinity, cookies: Infinity },
    ],
  ])('removes them all if it is %s', (_what, limits) => {
    const jar = new CookieJar(null, { limits });
    fill(jar, 3500);
    jar.setCookieSync(`big=${'v'.repeat(10_000)}; Path=/${'p'.repeat(2000)}`, SITE);
    expect(jar.toJSON().cookies).toHaveLength(3501);
    expect(jar.toJSON().cookies.at(-1)).toMatchObject({ value: 'v'.repeat(10_000), path: `/${'p'.repeat(2000)}` });
  });

  test('changes one and leaves the others', () => {
    const jar = new CookieJar(null, { limits: { nameValueBytes: 10 } });
    expect(jar.limits).toEqual({ nameValueBytes: 10, attributeBytes: 1024, cookiesPerDomain: 180, cookies: 3300 });
    expect(codeOf(() => jar.setCookieSync('a=0123456789', SITE))).toBe('COOKIE_TOO_LARGE');
    jar.setCookieSync('a=012345678', SITE);
  });

  test.each([
    ['a number', 5, 'options.limits must be an object'],
    ['an array', [1], 'options.limits must be an object'],
    [
      'of an unknown name',
      { cookiesPerSite: 5 },
      'options.limits has no limit "cookiesPerSite"; there are nameValueBytes',
    ],
    ['with a negative number', { cookies: -1 }, 'options.limits.cookies must be a whole number'],
    ['with a fraction', { cookies: 1.5 }, 'options.limits.cookies must be a whole number'],
    ['with a text', { cookies: '5' }, 'options.limits.cookies must be a whole number'],
  ])('is refused if it is %s', (_what, limits, message) => {
    expect(() => new CookieJar(null, { limits })).toThrow(TypeError);
    expect(() => new CookieJar(null, { limits })).toThrow(message);
  });

  test('goes with the jar into a session, its state, a clone and the JSON', () => {
    const jar = new CookieJar(null, { limits: { cookiesPerDomain: 5 } });
    const session = new Session({ cookieJar: jar });
    const restored = new Session(JSON.parse(JSON.stringify(session.getState())));
    for (const one of [jar, jar.cloneSync(), CookieJar.fromJSON(jar.toJSON()), restored.cookieJar]) {
      fill(one, 9);
      expect(keys(one)).toEqual(['c4', 'c5', 'c6', 'c7', 'c8']);
    }
    // The session shares its jar.
    expect(session.getPuppeteerCookies()).toHaveLength(5);
  });

  test('restoring a state loses nothing, even if it has more than the limits allow', () => {
    const jar = new CookieJar(null, { limits: false });
    fill(jar, 200);
    const { limits: _, ...state } = jar.toJSON();
    const restored = CookieJar.fromJSON(state);
    expect(keys(restored)).toHaveLength(200);
    restored.setCookieSync('new=1', SITE);
    expect(keys(restored)).toEqual([...Array.from({ length: 179 }, (_value, index) => `c${index + 21}`), 'new']);
  });
});
