'use strict';

// setCookies, setCookie, getCookies, getCookieString, CookieJar and Cookie (RFC 6265).

const tough = require('tough-cookie');
const tough4 = require('tough-cookie-4');
const { Cookie, CookieError, CookieJar, Session } = require('../..');

const SITE = 'https://www.example.com/';

// Promises: C12
describe('setCookies', () => {
  test('takes Cookie objects of this package and of any tough-cookie, lines, and cookies of browsers', () => {
    const session = new Session();
    session.setCookies(
      [
        new Cookie({ key: 'own', value: '1' }),
        Cookie.parse('parsed=1; HttpOnly'),
        tough.Cookie.parse('tough6=1; SameSite=Lax'),
        tough4.Cookie.parse('tough4=1; Domain=example.com'),
        'line=1; Path=/',
        { name: 'browser', value: '1', domain: 'www.example.com', path: '/' },
      ],
      SITE,
    );
    expect(session.getCookieString(SITE)).toBe('own=1; parsed=1; tough6=1; tough4=1; line=1; browser=1');
    expect(session.getCookies(SITE).map(({ hostOnly }) => hostOnly)).toEqual([true, true, true, false, true, true]);
  });

  test('stores all the good ones, then throws the first refusal with its code and all of them', () => {
    const session = new Session();
    let thrown;
    try {
      session.setCookies(['a=b', 'x=1; Domain=com', null, 'c=d', { name: 'n', value: 'v', sameSite: 'odd' }], SITE);
    } catch (error) {
      thrown = error;
    }
    expect(session.getCookieString(SITE)).toBe('a=b; c=d');
    expect(thrown).toBeInstanceOf(CookieError);
    expect(thrown).toBeInstanceOf(Error);
    expect(thrown.name).toBe('CookieError');
    expect(thrown.message).toBe('Cookie has domain set to a public suffix');
    expect(thrown.errors.map(({ code, index }) => [code, index])).toEqual([
      ['COOKIE_PUBLIC_SUFFIX', 1],
      ['COOKIE_INVALID', 2],
      ['COOKIE_INVALID_SAME_SITE', 4],
    ]);
    expect(thrown.errors[0]).toBe(thrown);
  });

  test('a tough-cookie object is judged for the URL, as the original judges it', () => {
    const session = new Session();
    const foreign = new tough.Cookie({ key: 'a', value: 'b', domain: 'other.org' });
    expect(() => session.setCookies([foreign], SITE)).toThrow("Cookie not in this host's domain");
    session.setCookies([new tough.Cookie({ key: 'a', value: 'b', domain: 'other.org', path: '/' })]);
    expect(session.getCookieString('https://other.org/')).toBe('a=b');
  });

  test('cookies of one session go into another, with all that a Cookie object carries', () => {
    const [one, two] = [new Session(), new Session()];
    one.setCookies(
      ['a=b; Max-Age=60; Secure; HttpOnly; SameSite=Strict; Priority=High; Path=/p; Domain=example.com'],
      SITE,
    );
    two.setCookies(one.getCookies(`${SITE}p`), SITE);
    const withoutExpiry = ({ expires, ...cookie }) => cookie;
    expect(two.getPuppeteerCookies().map(withoutExpiry)).toEqual(one.getPuppeteerCookies().map(withoutExpiry));
  });
});

// Promises: C12
test('setCookie stores one line, and throws if it is refused', () => {
  const session = new Session();
  expect(session.setCookie('a=b', SITE)).toBeUndefined();
  expect(() => session.setCookie('a=b; Domain=com', SITE)).toThrow(CookieError);
  expect(() => session.setCookie('__Secure-a=b', SITE)).toThrow(
    expect.objectContaining({ code: 'COOKIE_SECURE_PREFIX' }),
  );
  expect(session.getCookieString(SITE)).toBe('a=b');
});

test('a stored cookie is never taken for a refused one, whatever its attributes', () => {
  const attributes = [
    'Secure',
    'HttpOnly',
    'Domain=example.com',
    'Path=/p',
    'Max-Age=60',
    'SameSite=Lax',
    'Priority=High',
  ];
  // Within the 400 days that a session allows.
  const expires = `Expires=${new Date(Date.now() + 100 * 86_400_000).toUTCString()}`;
  for (let bits = 0; bits < 1 << attributes.length; bits++) {
    const chosen = attributes.filter((_, bit) => bits & (1 << bit));
    for (const line of [
      ['a=b', ...chosen],
      ['a=b', ...chosen, expires],
    ].map((parts) => parts.join('; '))) {
      const session = new Session();
      session.setCookie(line, `${SITE}p/q`);
      session.setCookies([line, Cookie.parse(line)], `${SITE}p/q`);
      expect([line, session.getCookieString(`${SITE}p/q`)]).toEqual([line, 'a=b']);
      const stored = new CookieJar().setCookieSync(line, `${SITE}p/q`);
      expect([line, stored.toJSON()]).toEqual([
        line,
        { ...session.getCookies(`${SITE}p/q`)[0].toJSON(), ...times(stored) },
      ]);
    }
  }
});

/** The times of a cookie as its JSON has them. */
function times(cookie) {
  const { creation, lastAccessed } = cookie.toJSON();
  return { creation, lastAccessed };
}

// Promises: C13, C19
test('the Cookie header lists longer paths first, then older cookies; only the same value keeps the place', () => {
  const session = new Session();
  const lines = ['one=1; Path=/', 'two=2; Path=/', 'deep=3; Path=/a/b', 'mid=4; Path=/a', 'one=1; Path=/; HttpOnly'];
  for (const line of lines) session.setCookie(line, SITE);
  expect(session.getCookieString(`${SITE}a/b/c`)).toBe('deep=3; mid=4; one=1; two=2');
  session.setCookie('one=5; Path=/', SITE);
  expect(session.getCookieString(`${SITE}a/b/c`)).toBe('deep=3; mid=4; two=2; one=5');
  expect(session.getCookies(`${SITE}a/b/c`).map(({ key }) => key)).toEqual(['deep', 'mid', 'two', 'one']);
});

// Promises: C19
test('the same value keeps the creation time, another value and a new cookie have their own', () => {
  jest.useFakeTimers({ now: 1_800_000_000_000 });
  const session = new Session();
  session.setCookies(['a=1', 'c=1'], SITE);
  jest.advanceTimersByTime(1000);
  session.setCookies(['a=1; Secure', 'b=1', 'c=2'], SITE);
  expect(session.getCookies(SITE).map(({ key, creation }) => [key, creation.getTime()])).toEqual([
    ['a', 1_800_000_000_000],
    ['b', 1_800_000_001_000],
    ['c', 1_800_000_001_000],
  ]);
  jest.useRealTimers();
});

// Promises: J9
test('Max-Age counts before Expires; zero and an expiry in the past delete', () => {
  const session = new Session();
  session.setCookie('a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT', SITE);
  session.setCookie('b=1', SITE);
  session.setCookie('c=1', SITE);
  expect(session.getCookieString(SITE)).toBe('a=1; b=1; c=1');
  session.setCookie('b=1; Max-Age=0; Expires=Fri, 01 Jan 2100 00:00:00 GMT', SITE);
  session.setCookie('c=1; Expires=Thu, 01 Jan 1970 00:00:01 GMT', SITE);
  expect(session.getCookieString(SITE)).toBe('a=1');
});

// Promises: J11
test('reading a cookie does not lengthen its Max-Age', () => {
  jest.useFakeTimers({ now: 1_800_000_000_000 });
  const session = new Session();
  session.setCookie('a=1; Max-Age=10', SITE);
  for (let i = 0; i < 9; i++) {
    jest.advanceTimersByTime(1000);
    expect(session.getCookieString(SITE)).toBe('a=1');
  }
  const restored = new Session(JSON.parse(JSON.stringify(session)));
  jest.advanceTimersByTime(1000);
  expect([session.getCookieString(SITE), restored.getCookieString(SITE)]).toEqual(['', '']);
  jest.useRealTimers();
});

// Promises: C13
test('a cookie goes to its own host, path and scheme only', () => {
  const session = new Session();
  session.setCookie('host=1', SITE);
  session.setCookie('domain=1; Domain=example.com', SITE);
  session.setCookie('secure=1; Secure', SITE);
  session.setCookie('path=1; Path=/a', SITE);
  expect(session.getCookieString('https://www.example.com/a/')).toBe('path=1; host=1; domain=1; secure=1');
  expect(session.getCookieString('http://www.example.com/ab')).toBe('host=1; domain=1');
  expect(session.getCookieString('https://sub.example.com/')).toBe('domain=1');
  expect(session.getCookieString('https://badexample.com/')).toBe('');
});

// Promises: C22
test.each(['about:blank', 'data:text/html,x', 'file:///etc/hosts', 'ftp://www.example.com/'])(
  '%s has no cookies',
  (url) => {
    const session = new Session();
    session.setCookie('a=b', SITE);
    expect(session.getCookieString(url)).toBe('');
    expect(session.getCookies(url)).toEqual([]);
    expect(session.getPuppeteerCookies(url)).toEqual([]);
  },
);

// Promises: C22
test.each(['', 'www.example.com', '/path', 'http://', 'https://a b/'])('%p is no URL: a TypeError', (url) => {
  const session = new Session();
  for (const method of ['getCookieString', 'getCookies', 'getPuppeteerCookies']) {
    expect(() => session[method](url)).toThrow(TypeError);
    expect(() => session[method](url)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_URL' }));
  }
});

describe('CookieJar', () => {
  // Promises: J2
  test('has each operation as a call, a promise and with a callback', async () => {
    // The clock stands still: each read notes its time in the cookies.
    jest.spyOn(Date, 'now').mockReturnValue(1_800_000_000_000);
    const jar = new CookieJar();
    const called = (method, ...args) =>
      new Promise((resolve, reject) =>
        jar[method](...args, (error, result) => (error ? reject(error) : resolve(result))),
      );
    expect(jar.setCookieSync('a=1', SITE).cookieString()).toBe('a=1');
    expect((await jar.setCookie('b=2', SITE)).cookieString()).toBe('b=2');
    expect((await called('setCookie', 'c=3', SITE)).cookieString()).toBe('c=3');
    expect((await called('setCookie', 'd=4', SITE, {})).cookieString()).toBe('d=4');
    const header = 'a=1; b=2; c=3; d=4';
    expect(jar.getCookieStringSync(SITE)).toBe(header);
    expect(await jar.getCookieString(SITE)).toBe(header);
    expect(await called('getCookieString', SITE)).toBe(header);
    expect(jar.getCookiesSync(SITE)).toHaveLength(4);
    expect(await jar.getCookies(SITE)).toEqual(jar.getCookiesSync(SITE));
    expect(await called('getCookies', SITE, {})).toHaveLength(4);
    jest.restoreAllMocks();
  });

  // Promises: J2
  test('a refusal throws, rejects or reaches the callback; ignoreError and prefixes are silent', async () => {
    const jar = new CookieJar();
    const expected = expect.objectContaining({ code: 'COOKIE_PUBLIC_SUFFIX' });
    expect(() => jar.setCookieSync('a=1; Domain=com', SITE)).toThrow(expected);
    await expect(jar.setCookie('a=1; Domain=com', SITE)).rejects.toEqual(expected);
    const callback = jest.fn();
    jar.setCookie('a=1; Domain=com', SITE, callback);
    expect(callback.mock.calls).toEqual([[expected]]);
    expect(jar.setCookieSync('a=1; Domain=com', SITE, { ignoreError: true })).toBeUndefined();
    expect(jar.setCookieSync('__Secure-a=1', SITE)).toBeUndefined();
    expect(jar.getCookiesSync(SITE)).toEqual([]);
  });

  // Promises: J2
  test('what a callback throws is not swallowed and not called back again', () => {
    const callback = jest.fn(() => {
      throw new Error('mine');
    });
    expect(() => new CookieJar().getCookies(SITE, callback)).toThrow('mine');
    expect(callback).toHaveBeenCalledTimes(1);
  });

  // Promises: J5
  test('a custom store is refused with a clear error', () => {
    expect(() => new CookieJar(new tough.MemoryCookieStore())).toThrow('custom store is not supported');
    expect(new CookieJar(null)).toBeInstanceOf(CookieJar);
  });

  test.each([
    ['tough-cookie 4', tough4],
    ['tough-cookie 6', tough],
  ])('JSON goes to %s and back', (_name, library) => {
    const jar = new CookieJar();
    for (const line of [
      'a=b',
      'c=d; Domain=example.com; Path=/x; Secure; HttpOnly; SameSite=Strict',
      'e=f; Max-Age=100; Expires=Fri, 01 Jan 2100 00:00:00 GMT; Priority=High',
      'g="h i"; Expires=Fri, 01 Jan 2100 00:00:00 GMT',
    ]) {
      jar.setCookieSync(line, SITE);
    }
    const json = JSON.stringify(jar);
    const theirs = library.CookieJar.fromJSON(json);
    expect(theirs.getCookieStringSync(`${SITE}x`)).toBe(jar.getCookieStringSync(`${SITE}x`));
    const back = CookieJar.fromJSON(JSON.stringify(library.CookieJar.fromJSON(json)));
    expect(back.toJSON().cookies).toEqual(JSON.parse(json).cookies);
  });
});

// Promises: J15
describe('Cookie', () => {
  const LINES = [
    'a=b',
    'a=b; Domain=.Example.COM; Path=/x; Secure; HttpOnly; SameSite=lax; Foo=bar; Priority=High',
    'a="quoted; Expires=Fri, 01 Jan 2100 00:00:00 GMT; Max-Age=-5',
    'a=b; Max-Age=99999999999999999999; SameSite=odd; Path=nope',
  ];

  test.each(LINES)('parses, prints and serializes as tough-cookie does: %s', (line) => {
    const [ours, theirs] = [Cookie.parse(line), tough.Cookie.parse(line)];
    theirs.creation = ours.creation;
    expect({ ...ours }).toEqual({ ...theirs });
    expect(ours.toString()).toBe(theirs.toString());
    expect(ours.toJSON()).toEqual(theirs.toJSON());
    expect(ours.cookieString()).toBe(theirs.cookieString());
    for (const method of ['TTL', 'expiryTime', 'isPersistent', 'canonicalizedDomain', 'cdomain']) {
      const now = method === 'TTL' ? 1e12 : new Date(1e12);
      expect([method, ours[method](now)]).toEqual([method, theirs[method](now)]);
    }
    expect(ours.clone()).toEqual(ours);
    expect(Cookie.fromJSON(JSON.stringify(ours))).toEqual(ours);
  });

  test.each(['', '=', 'nonsense', undefined, null, 7])('%p is no Set-Cookie line', (line) => {
    expect(Cookie.parse(line)).toBeUndefined();
  });

  test('setExpires and setMaxAge as in tough-cookie', () => {
    for (const value of ['Fri, 01 Jan 2100 00:00:00 GMT', 'nonsense', new Date(5)]) {
      const [ours, theirs] = [new Cookie(), new tough.Cookie()];
      ours.setExpires(value);
      theirs.setExpires(value);
      expect(ours.expires).toEqual(theirs.expires);
    }
    for (const value of [5, -5, Infinity, -Infinity]) {
      const [ours, theirs] = [new Cookie(), new tough.Cookie()];
      ours.setMaxAge(value);
      theirs.setMaxAge(value);
      expect([ours.maxAge, ours.TTL(), ours.expiryDate(new Date(0))]).toEqual([
        theirs.maxAge,
        theirs.TTL(),
        theirs.expiryDate(new Date(0)),
      ]);
    }
  });
});
