'use strict';

const { Cookie, CookieError, CookieJar, PrefixSecurityEnum, Session } = require('../..');
const { inBoth, theirs } = require('./both');

const URL_ = 'https://www.shop.example/cart/add';

function filled(options) {
  const jar = new CookieJar(null, options);
  jar.setCookieSync('a=1; Path=/', URL_);
  jar.setCookieSync('b=2; Secure; HttpOnly; SameSite=Strict', URL_);
  return jar;
}

/** Each method with arguments, and what it gives on a filled jar, in a form that can be compared. */
const METHODS = {
  setCookie: [['c=3; Path=/', URL_], (cookie) => cookie.toString()],
  getCookies: [[URL_], (cookies) => cookies.map(String)],
  getCookieString: [[URL_], (header) => header],
  getSetCookieStrings: [[URL_], (lines) => lines],
  serialize: [[], (json) => json.cookies.map(({ key }) => key)],
  clone: [[], (jar) => jar.getCookieStringSync(URL_)],
  removeAllCookies: [[], (nothing) => nothing],
};

const EXPECTED = {
  setCookie: 'c=3; Path=/',
  getCookies: ['b=2; Path=/cart; Secure; HttpOnly; SameSite=Strict', 'a=1; Path=/'],
  getCookieString: 'b=2; a=1',
  getSetCookieStrings: ['b=2; Path=/cart; Secure; HttpOnly; SameSite=Strict', 'a=1; Path=/'],
  serialize: ['a', 'b'],
  clone: 'b=2; a=1',
  removeAllCookies: undefined,
};

// Promises: J2
describe.each(Object.entries(METHODS))('%s', (name, [args, read]) => {
  const takesOptions = name === 'setCookie' || name.startsWith('get');

  test('is there as a promise', async () => {
    const promise = filled()[name](...args);
    expect(promise).toBeInstanceOf(Promise);
    expect(read(await promise)).toEqual(EXPECTED[name]);
    if (takesOptions) expect(read(await filled()[name](...args, {}))).toEqual(EXPECTED[name]);
  });

  test('is there as …Sync', () => {
    expect(read(filled()[`${name}Sync`](...args))).toEqual(EXPECTED[name]);
  });

  test('is there with a callback, which is called before the call returns', () => {
    const variants = takesOptions ? [args, [...args, {}], [...args, undefined]] : [args];
    for (const variant of variants) {
      const callback = jest.fn();
      expect(filled()[name](...variant, callback)).toBeUndefined();
      expect(callback).toHaveBeenCalledTimes(1);
      expect(callback.mock.calls[0][0]).toBeNull();
      expect(read(callback.mock.calls[0][1])).toEqual(EXPECTED[name]);
    }
  });
});

// Promises: J2
test('an error comes by promise, callback or exception', async () => {
  const jar = filled();
  const callback = jest.fn();
  jar.setCookie('a', URL_, callback);
  const errors = [callback.mock.calls[0][0], await jar.setCookie('a', URL_).catch((error) => error)];
  expect(() => jar.setCookieSync('a', URL_)).toThrow('Cookie failed to parse');
  for (const error of errors) {
    expect(error).toBeInstanceOf(CookieError);
    expect(error.code).toBe('COOKIE_PARSE_FAILED');
  }
});

// Promises: J2
test('deserialize is there as a promise, with a callback, as …Sync and as fromJSON', async () => {
  const json = filled().toJSON();
  const callback = jest.fn();
  CookieJar.deserialize(json, callback);
  CookieJar.deserialize(JSON.stringify(json), null, callback);
  const jars = [
    ...callback.mock.calls.map(([, jar]) => jar),
    await CookieJar.deserialize(json),
    CookieJar.deserializeSync(JSON.stringify(json)),
    CookieJar.fromJSON(json),
  ];
  expect(jars).toHaveLength(5);
  for (const jar of jars) expect(jar.toJSON()).toEqual(json);
  for (const wrong of ['{', 'null', '[1]', {}, { cookies: 5 }]) {
    expect(() => CookieJar.fromJSON(wrong)).toThrow(TypeError);
    await expect(CookieJar.deserialize(wrong)).rejects.toThrow('json must be a serialized CookieJar');
  }
});

// Promises: J1
test('all that tough-cookie exports is there, its version apart', () => {
  const missing = Object.keys(theirs).filter((name) => !(name in require('../..')));
  expect(missing).toEqual(['version']);
});

// Promises: J5
describe('a custom store', () => {
  const store = new theirs.MemoryCookieStore();
  const jar = filled();
  test.each([
    ['the constructor', () => new CookieJar(store)],
    ['cloneSync', () => jar.cloneSync(store)],
    ['deserializeSync', () => CookieJar.deserializeSync(jar.toJSON(), store)],
    ['fromJSON', () => CookieJar.fromJSON(jar.toJSON(), store)],
  ])('is refused by %s, with an error that says so', (_where, call) => {
    expect(call).toThrow(expect.objectContaining({ code: 'ERR_STORE_NOT_SUPPORTED' }));
    expect(call).toThrow('a custom store is not supported');
  });

  test('is refused by promises too', async () => {
    await expect(jar.clone(store)).rejects.toMatchObject({ code: 'ERR_STORE_NOT_SUPPORTED' });
    await expect(CookieJar.deserialize({ cookies: [] }, store)).rejects.toMatchObject({
      code: 'ERR_STORE_NOT_SUPPORTED',
    });
  });

  test('a jar says that it is synchronous, for clients that ask its store', () => {
    expect(jar.store.synchronous).toBe(true);
  });
});

// Promises: J6
describe('a clone', () => {
  test('shares nothing with its original', () => {
    const jar = filled({ looseMode: true, limits: { cookies: 3 } });
    const clone = jar.cloneSync();
    expect(clone.toJSON()).toEqual(jar.toJSON());
    clone.setCookieSync('loose', URL_);
    jar.removeAllCookiesSync();
    expect(clone.getCookieStringSync(URL_)).toBe('b=2; loose; a=1');
    expect(jar.toJSON().cookies).toEqual([]);
  });
});

// Promises: J3
describe('options of the jar', () => {
  test('are readable under tough-cookie names, with its defaults', () => {
    expect(new CookieJar()).toMatchObject({
      rejectPublicSuffixes: true,
      enableLooseMode: false,
      prefixSecurity: 'silent',
      allowSpecialUseDomain: true,
      allowSecureOnLocal: true,
      enforceSecureOriginOnStorage: true,
    });
    expect(new CookieJar(null, false).rejectPublicSuffixes).toBe(false);
    expect(new CookieJar(null, { looseMode: true }).enableLooseMode).toBe(true);
    expect(PrefixSecurityEnum).toEqual({ ...theirs.PrefixSecurityEnum });
  });

  test.each([
    ['rejectPublicSuffixes', false, 'a=1; Domain=example', URL_],
    ['looseMode', true, 'a', URL_],
    ['prefixSecurity', 'unsafe-disabled', '__Host-a=1', URL_],
    ['enforceSecureOriginOnStorage', false, 'a=1; Secure', 'http://www.shop.example/'],
  ])('%s: %p lets through what is refused without it', (name, value, line, url) => {
    const strict = new CookieJar(null, { prefixSecurity: 'strict' });
    expect(() => strict.setCookieSync(line, url)).toThrow(CookieError);
    expect(new CookieJar(null, { [name]: value }).setCookieSync(line, url)).toBeInstanceOf(Cookie);
  });

  test.each([
    ['allowSpecialUseDomain', 'a=1; Domain=printer.local', 'http://printer.local/', 'COOKIE_SPECIAL_USE_DOMAIN'],
    ['allowSecureOnLocal', 'a=1; Secure', 'http://127.0.0.1:8080/', 'COOKIE_INSECURE_ORIGIN'],
  ])('%s: false refuses what is stored without it', (name, line, url, code) => {
    expect(new CookieJar().setCookieSync(line, url)).toBeInstanceOf(Cookie);
    const jar = new CookieJar(null, { [name]: false });
    expect(() => jar.setCookieSync(line, url)).toThrow(expect.objectContaining({ code }));
  });

  test.each([
    ...['rules', 'rejectPublicSuffixes', 'enableLooseMode', 'prefixSecurity', 'allowSpecialUseDomain'],
    ...['allowSecureOnLocal', 'enforceSecureOriginOnStorage', 'limits'],
  ])('%s is fixed when the jar is made', (name) => {
    const jar = new CookieJar();
    const before = jar[name];
    expect(before).toBeDefined();
    expect(() => {
      jar[name] = 'other';
    }).toThrow(TypeError);
    expect(jar[name]).toEqual(before);
  });

  // Promises: J10
  test('prefixSecurity decides whether a broken promise is an error; the cookie is refused either way', () => {
    for (const prefixSecurity of ['silent', 'strict']) {
      const jar = new CookieJar(null, { prefixSecurity });
      const call = () => jar.setCookieSync('__Secure-a=1', URL_);
      if (prefixSecurity === 'silent') expect(call()).toBeUndefined();
      else expect(call).toThrow('Cookie has __Secure prefix but Secure attribute is not set');
      expect(jar.toJSON().cookies).toEqual([]);
    }
  });

  test.each([
    ['prefixSecurity', 5],
    ['limits', 'none'],
  ])('%s of a wrong type is a TypeError that names it', (name, value) => {
    expect(() => new CookieJar(null, { [name]: value })).toThrow(TypeError);
    expect(() => new CookieJar(null, { [name]: value })).toThrow(`options.${name} must be`);
  });

  // Promises: P7
  test('go into a session with the jar, and through its state', () => {
    const session = new Session({ cookieJar: new CookieJar(null, { looseMode: true }) });
    const restored = new Session(JSON.parse(JSON.stringify(session.getState())));
    restored.setCookie('loose', URL_);
    expect(restored.getCookieString(URL_)).toBe('loose');
    expect(restored.getState().cookieJar).toEqual(restored.cookieJar.toJSON());
    expect(restored.getState().cookieJar.enableLooseMode).toBe(true);
  });
});

// Promises: J4
describe('options of a call', () => {
  test('http: false neither sees nor sets nor replaces HttpOnly cookies', () => {
    const jar = filled();
    expect(jar.getCookieStringSync(URL_, { http: false })).toBe('a=1');
    const code = (line) => {
      try {
        return jar.setCookieSync(line, URL_, { http: false }).value;
      } catch (error) {
        return error.code;
      }
    };
    expect([code('c=1; HttpOnly'), code('b=9'), code('a=9; Path=/')]).toEqual([
      'COOKIE_HTTP_ONLY',
      'COOKIE_HTTP_ONLY_OVERWRITE',
      '9',
    ]);
  });

  test('sameSiteContext leaves out and refuses what is stricter', () => {
    const jar = filled();
    jar.setCookieSync('lax=1; SameSite=Lax; Path=/', URL_);
    const header = (sameSiteContext) => jar.getCookieStringSync(URL_, { sameSiteContext });
    expect(['strict', 'lax', 'none', undefined].map(header)).toEqual([
      'b=2; a=1; lax=1',
      'a=1; lax=1',
      'a=1',
      'b=2; a=1; lax=1',
    ]);
    expect(() => jar.setCookieSync('x=1; SameSite=Lax', URL_, { sameSiteContext: 'none' })).toThrow('cross-origin');
    for (const call of ['getCookiesSync', 'getCookieStringSync']) {
      expect(() => jar[call](URL_, { sameSiteContext: 'other' })).toThrow('Invalid sameSiteContext option');
    }
  });

  test('secure says whether Secure cookies are in, whatever the URL', () => {
    const jar = filled();
    const insecure = URL_.replace('https', 'http');
    expect(jar.getCookieStringSync(insecure)).toBe('a=1');
    expect(jar.getCookieStringSync(insecure, { secure: true })).toBe('b=2; a=1');
    expect(jar.getCookieStringSync(URL_, { secure: false })).toBe('a=1');
  });

  test('expire: false gives what has ended, and leaves it there', () => {
    const jar = filled();
    jar.setCookieSync('ended=1; Max-Age=0; Path=/', URL_);
    expect(jar.getCookieStringSync(URL_, { expire: false })).toBe('b=2; a=1; ended=1');
    expect(jar.getCookieStringSync(URL_)).toBe('b=2; a=1');
    expect(jar.getCookieStringSync(URL_, { expire: false })).toBe('b=2; a=1');
  });

  test('now is the time of the call, as a date or as milliseconds', () => {
    const jar = new CookieJar();
    const now = Date.UTC(2031, 0, 1);
    expect(jar.setCookieSync('a=1; Max-Age=60', URL_, { now: new Date(now) }).creation).toEqual(new Date(now));
    expect(jar.getCookieStringSync(URL_, { now: now + 59_000 })).toBe('a=1');
    expect(jar.getCookieStringSync(URL_, { now: new Date(now + 60_000) })).toBe('');
  });

  test('allPaths gives cookies of every path, sort: false those of creation order', () => {
    const jar = filled();
    jar.setCookieSync('deep=1; Path=/other/deep', URL_);
    const keys = (options) => jar.getCookiesSync('https://www.shop.example/', options).map(({ key }) => key);
    expect(keys()).toEqual(['a']);
    expect(keys({ allPaths: true })).toEqual(['deep', 'b', 'a']);
    expect(keys({ allPaths: true, sort: false })).toEqual(['a', 'b', 'deep']);
    expect(jar.getCookieStringSync('https://www.shop.example/', { allPaths: true, sort: false })).toBe(
      'deep=1; b=2; a=1',
    );
  });

  test('loose takes a line without a name', () => {
    const jar = new CookieJar();
    expect(jar.setCookieSync('=value', URL_, { loose: true }).toJSON()).toMatchObject({ value: 'value' });
    expect(jar.getCookieStringSync(URL_)).toBe('value');
  });

  test('ignoreError gives undefined for any refusal, and throws for an invalid URL', () => {
    const jar = new CookieJar();
    for (const cookie of ['a', 'a=1; Domain=com', 'a=1; Domain=other.example', {}, null, `a=${'x'.repeat(5000)}`]) {
      expect(jar.setCookieSync(cookie, URL_, { ignoreError: true })).toBeUndefined();
    }
    expect(() => jar.setCookieSync('a=1', 'nonsense', { ignoreError: true })).toThrow('Invalid URL');
  });
});

// Promises: C22
describe('URLs', () => {
  test('of WebSockets have the cookies of their handshake', () => {
    const jar = filled();
    expect(jar.getCookieStringSync('wss://www.shop.example/cart/')).toBe('b=2; a=1');
    expect(jar.getCookieStringSync('ws://www.shop.example/cart/')).toBe('a=1');
    jar.setCookieSync('ws=1; Secure', 'wss://ws.example/');
    expect(jar.getCookieStringSync('https://ws.example/')).toBe('ws=1');
  });

  test('may be objects with what tough-cookie looks at', () => {
    const jar = filled();
    const { protocol, hostname, pathname } = new URL(URL_);
    expect(jar.getCookieStringSync(new URL(URL_))).toBe('b=2; a=1');
    expect(jar.getCookieStringSync({ protocol, hostname, pathname })).toBe('b=2; a=1');
    jar.setCookieSync('six=1', { protocol: 'http:', hostname: '::1', pathname: '/' });
    expect(jar.getCookieStringSync('http://[::1]/')).toBe('six=1');
  });

  test('of other schemes have no cookies', () => {
    const jar = filled();
    expect(jar.getCookieStringSync('about:blank')).toBe('');
    expect(jar.getCookiesSync('ftp://www.shop.example/')).toEqual([]);
    expect(() => jar.setCookieSync('a=1', 'about:blank')).toThrow(expect.objectContaining({ code: 'COOKIE_NOT_HTTP' }));
  });
});

// Promises: J1
test('the messages that callers of tough-cookie match on are the same', () => {
  const message = (jar, line, url, options) => {
    try {
      jar.setCookieSync(line, url, options);
    } catch (error) {
      return error.message;
    }
    return 'stored';
  };
  const cases = [
    ['a', URL_],
    ['a=1; Domain=com', URL_],
    ['a=1; Domain=other.example', URL_],
    ['a=1; Domain=[::2]', 'http://[::1]/'],
    ['a=1; Domain=local', 'http://printer.local/'],
    ['a=1; Secure', 'http://www.shop.example/'],
    ['a=1; HttpOnly', URL_, { http: false }],
    ['a=1; SameSite=Lax', URL_, { sameSiteContext: 'none' }],
    ['a=1', URL_, { sameSiteContext: 'x' }],
    ['__Host-a=1', URL_],
    ['__Secure-a=1', URL_],
    [5, URL_],
    [{}, URL_],
  ];
  const [ours, expected] = [CookieJar, theirs.CookieJar].map((Jar) =>
    cases.map((args) => message(new Jar(null, { prefixSecurity: 'strict' }), ...args)),
  );
  expect(ours).toEqual(expected);
  expect(expected).not.toContain('stored');
});

// Promises: J11
test.each(['kyoto.jp', 'github.io', 'local', 'example', 'test'])(
  'Domain=%s from that very host, a public suffix or a special-use name, makes a host-only cookie (RFC 6265 5.3 step 5)',
  (host) => {
    const [line, url] = [`a=1; Domain=${host}`, `http://${host}/`];
    expect(new CookieJar().setCookieSync(line, url)).toMatchObject({ domain: host, hostOnly: true });
    expect(() => new theirs.CookieJar().setCookieSync(line, url)).toThrow('public suffix');
    expect(() => new CookieJar().setCookieSync(line, `http://www.${host}/`)).toThrow('public suffix');
  },
);

// Promises: J6
describe('a cookie is a copy', () => {
  const EXPIRES = new Date('2038-01-01T00:00:00.000Z');

  function persistent() {
    const jar = new CookieJar();
    for (const name of ['a', 'b']) {
      const line = `${name}=1; Path=/; Expires=${EXPIRES.toUTCString()}; ${name}-extension`;
      jar.setCookieSync(line, URL_, { now: new Date('2026-11-23') });
    }
    return jar;
  }

  test('what is done to its dates and extensions reaches neither the jar nor what another cookie expires', () => {
    const jar = persistent();
    const untouched = jar.serializeSync();
    const [a, b] = jar.getCookiesSync(URL_, { now: new Date('2026-11-23') });
    a.expires.setTime(0);
    a.creation.setTime(0);
    a.lastAccessed.setTime(0);
    a.extensions.push('more');
    expect(b.expires).toEqual(EXPIRES);
    expect(b.extensions).toEqual(['b-extension']);
    expect(jar.serializeSync()).toEqual(untouched);
  });

  test('those of one call share the date of their last access, as in tough-cookie, and those of another call do not', () => {
    for (const jar of [persistent(), theirsOf(persistent())]) {
      const [a, b] = jar.getCookiesSync(URL_);
      expect(a.lastAccessed).toBe(b.lastAccessed);
      const before = a.lastAccessed;
      expect(jar.getCookiesSync(URL_)[0].lastAccessed).not.toBe(before);
    }
  });

  function theirsOf(jar) {
    return theirs.CookieJar.deserializeSync(jar.serializeSync());
  }
});

describe('dates of the cookie that setCookie gives', () => {
  inBoth(
    'those that are the time of the call are one object, the one of the option now: %s',
    [
      ['a line', () => 'a=1; Path=/'],
      ['an object', ({ Cookie: Class }) => new Class({ key: 'a', value: '1', path: '/' })],
    ],
    async (both, _what, make) => {
      const jar = new both.CookieJar();
      const now = new Date(Date.UTC(2031, 0, 1));
      const stored = [jar.setCookieSync(make(both), URL_, { now }), await jar.setCookie(make(both), URL_, { now })];
      for (const cookie of stored) {
        expect(cookie.creation).toBe(now);
        expect(cookie.lastAccessed).toBe(now);
      }
      const later = new Date(now.getTime() + 1);
      const update = jar.setCookieSync(make(both), URL_, { now: later });
      expect(update.lastAccessed).toBe(later);
      expect(update.creation).toEqual(now);
    },
  );

  inBoth('without the option, those of a new cookie are one', [['a=1']], ({ CookieJar: Jar }, line) => {
    const cookie = new Jar().setCookieSync(line, URL_);
    expect(cookie.lastAccessed).toBe(cookie.creation);
  });

  test.each([[Date.UTC(2031, 0, 1)], [new Date(NaN)], ['2031']])(
    'what is no date, %p, is no date of the cookie',
    (now) => {
      const cookie = new CookieJar().setCookieSync('a=1', URL_, { now });
      expect(cookie.creation).toBeInstanceOf(Date);
      expect(cookie.creation).not.toBe(now);
      expect(cookie.creation.getTime()).not.toBeNaN();
    },
  );

  test('of a date that lies about its time, the jar keeps what it was told, and the cookie says that', () => {
    class Liar extends Date {
      [Symbol.toPrimitive]() {
        return 7;
      }
      getTime() {
        return 7;
      }
    }
    const cookie = new CookieJar().setCookieSync('a=1', URL_, { now: new Liar(5) });
    expect([cookie.creation, cookie.lastAccessed]).toEqual([new Date(7), new Date(7)]);
  });
});
