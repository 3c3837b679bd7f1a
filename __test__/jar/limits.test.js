'use strict';

// Promises: J8

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
  test('name and value have at most 4,096 octets together, as a client hands them over or in UTF-8', () => {
    const jar = new CookieJar();
    jar.setCookieSync(`n=${'v'.repeat(4095)}`, SITE);
    expect(codeOf(() => jar.setCookieSync(`m=${'v'.repeat(4096)}`, SITE))).toBe('COOKIE_TOO_LARGE');
    expect(codeOf(() => jar.setCookieSync(`m=${'ü'.repeat(4096)}`, SITE))).toBe('COOKIE_TOO_LARGE');
    expect(codeOf(() => jar.setCookieSync(`m=${'日'.repeat(1366)}`, SITE))).toBe('COOKIE_TOO_LARGE');
    jar.setCookieSync(`ü=${'ü'.repeat(4095)}`, SITE);
    jar.setCookieSync(`j=${'日'.repeat(1365)}`, SITE);
    expect(keys(jar)).toEqual(['n', 'ü', 'j']);
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

  test("the jar of a session has Chrome's limits for responses: of more than 180 cookies it keeps the last 150", () => {
    const session = new Session();
    const names = Array.from({ length: 200 }, (_, index) => `c${index}`);
    session.putResponse({ url: SITE, headers: { 'set-cookie': names.map((name) => `${name}=v`) } });
    expect(session.getPuppeteerCookies().map(({ name }) => name)).toEqual(names.slice(181 - 150));
  });

  // Promises: C20
  test('what a browser reported is stored complete, whatever its number', () => {
    const session = new Session();
    const cookies = Array.from({ length: 4000 }, (_, index) => ({
      ...{ name: 'same', value: `${index}`, domain: 'cdn.example', path: '/', secure: true },
      partitionKey: `https://top${index}.example`,
    }));
    cookies.push(
      ...Array.from({ length: 300 }, (_, index) => ({ name: `c${index}`, value: 'v', domain: 'shop.example' })),
    );
    session.putPuppeteerCookies(cookies);
    expect(session.getPuppeteerCookies()).toHaveLength(4300);
  });

  test('each partition of a domain has a limit of its own', () => {
    const session = new Session({ cookieJar: new CookieJar(null, { limits: { cookiesPerDomain: 2 } }) });
    const partitionKey = 'https://top.example';
    session.putPuppeteerCookies(
      ['p1', 'p2'].map((name) => ({ name, value: '1', domain: 'www.shop.example', secure: true, partitionKey })),
    );
    fill(session.cookieJar, 3);
    expect(session.getPuppeteerCookies().map(({ name }) => name)).toEqual(['p1', 'p2', 'c1', 'c2']);
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

  // Promises: E4
  test('a refused cookie costs nothing, even where a state holds more than the limits allow', () => {
    const { limits: _, ...state } = new CookieJar(null, { limits: false }).toJSON();
    const source = CookieJar.fromJSON(state);
    fill(source, 3, { prefix: 'secure', attributes: '; Secure' });
    const jar = CookieJar.fromJSON({ ...source.toJSON(), limits: { cookiesPerDomain: 2 } });
    const before = keys(jar);
    expect(codeOf(() => jar.setCookieSync('plain=1', SITE))).toBe('COOKIE_LIMIT_REACHED');
    expect(keys(jar)).toEqual(before);
  });

  test('a cookie that replaces another is never refused', () => {
    const jar = limited(2);
    fill(jar, 2, { prefix: 'secure', attributes: '; Secure' });
    jar.setCookieSync('secure0=now plain', SITE);
    expect(jar.getCookieStringSync(SITE)).toBe('secure0=now plain; secure1=v');
  });

  test('for the whole jar it is the same, and the newest stays', () => {
    const jar = new CookieJar(null, { limits: { cookies: 2 } });
    jar.setCookieSync('secure=1; Secure', 'https://a.example/');
    jest.setSystemTime(NOW + 1);
    jar.setCookieSync('plain=1', 'https://b.example/');
    jest.setSystemTime(NOW + 2);
    jar.setCookieSync('new=1', 'https://c.example/');
    expect(keys(jar)).toEqual(['secure', 'new']);
    jar.setCookieSync('new=1; Secure', 'https://c.example/');
    jest.setSystemTime(NOW + 3);
    jar.setCookieSync('login=1', 'https://d.example/');
    expect(keys(jar)).toEqual(['new', 'login']);
  });

  test('a large state is brought to the limits at once', () => {
    const cookies = Array.from({ length: 50_000 }, (_value, index) => ({
      key: `c${index}`,
      value: 'v',
      domain: 'evil.example',
    }));
    const jar = CookieJar.fromJSON({ version: 'x', storeType: null, rejectPublicSuffixes: true, cookies });
    jar.setCookieSync('a=1', 'https://other.example/');
    expect(jar.toJSON().cookies).toHaveLength(3300);
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
    expect(jar.limits).toEqual({
      ...{ nameValueBytes: 10, attributeBytes: 1024, cookiesPerDomain: 180, cookies: 3300 },
      partitionBytes: null,
    });
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
    ['named like a method', { toString: 5 }, 'options.limits has no limit "toString"'],
    ['with a text', { cookies: '5' }, 'options.limits.cookies must be a whole number'],
  ])('is refused if it is %s', (_what, limits, message) => {
    expect(() => new CookieJar(null, { limits })).toThrow(TypeError);
    expect(() => new CookieJar(null, { limits })).toThrow(message);
  });

  test('cannot be changed through what the jar hands out', () => {
    const jar = new CookieJar(null, { limits: { cookies: 7 } });
    jar.toJSON().limits.cookies = 1;
    expect(() => {
      jar.limits.cookies = 1;
    }).toThrow(TypeError);
    expect(jar.toJSON().limits.cookies).toBe(7);
  });

  test('counts the value of an attribute, not its name', () => {
    const jar = new CookieJar(null, { limits: { attributeBytes: 1 } });
    jar.setCookieSync('a=1; Secure; HttpOnly; Path=/', SITE);
    expect(jar.getSetCookieStringsSync(SITE)).toEqual(['a=1; Path=/; Secure; HttpOnly']);
  });

  // Promises: P7
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

  test.each([{}, { a: null }, [], true, '10', -1])('of a state counts as absent if it is %j', (wrong) => {
    const names = ['nameValueBytes', 'attributeBytes', 'cookiesPerDomain', 'cookies', 'partitionBytes'];
    const limits = Object.fromEntries(names.map((name) => [name, wrong]));
    const unlimited = Object.fromEntries(names.map((name) => [name, null]));
    for (const rules of ['tough-cookie', 'chrome']) {
      const read = (some) => CookieJar.fromJSON({ cookies: [], rules, limits: some });
      expect(read(limits).limits).toEqual(new CookieJar(null, { rules }).limits);
      expect(codeOf(() => read(limits).setCookieSync(`n=${'v'.repeat(4096)}`, SITE))).toBe('COOKIE_TOO_LARGE');
      // `JSON.stringify` makes it of Infinity.
      expect(read(unlimited).limits).toEqual(unlimited);
    }
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
