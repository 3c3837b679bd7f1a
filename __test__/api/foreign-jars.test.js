'use strict';

// Jars in the shape of browsers: Playwright's storageState(), the DevTools protocol, extensions.
// Promises: J12

const tough = require('tough-cookie');
const tough3 = require('tough-cookie-3');
const tough4 = require('tough-cookie-4');
const { CookieJar, Session } = require('../..');
const { Session: CrawleeSession, createSessionFunction } = require('../../crawlee');
const { thrownBy } = require('./fixtures/bad-input');

const HOME = 'https://www.example.com/';
const IN_AN_HOUR = Math.floor(Date.now() / 1000) + 3600;

const BROWSERS = [
  {
    name: 'login',
    value: 'secret',
    domain: '.example.com',
    path: '/',
    expires: IN_AN_HOUR,
    httpOnly: true,
    secure: true,
    sameSite: 'Lax',
  },
  { name: 'cart', value: '1', domain: 'www.example.com', path: '/', expires: -1, httpOnly: false, secure: false },
];
const EXPORTED = BROWSERS.map(({ expires, ...cookie }) => ({
  ...cookie,
  hostOnly: !cookie.domain.startsWith('.'),
  session: expires === -1,
  storeId: '0',
  ...(expires === -1 ? {} : { expirationDate: expires }),
}));
const TOUGH = { key: 'tough', value: '2', domain: 'www.example.com', path: '/', hostOnly: true };

const SHAPES = {
  "Playwright's storageState()": { cookies: BROWSERS, origins: [{ origin: HOME, localStorage: [] }] },
  "the protocol's Storage.getCookies": { cookies: BROWSERS.map((cookie) => ({ ...cookie, size: 9, session: false })) },
  'an array of a library': BROWSERS,
  'an export of an extension': EXPORTED,
};

/** Every way by which a jar is read: what it gives, and the jar. */
const WAYS = {
  'new Session({ cookieJar })': (cookieJar, log) => new Session({ cookieJar, log }).cookieJar,
  'new Session({ cookieJar }) for Crawlee': (cookieJar, log) => new CrawleeSession({ cookieJar, log }).cookieJar,
  'CookieJar.fromJSON': (json) => CookieJar.fromJSON(json),
  'CookieJar.deserializeSync': (json) => CookieJar.deserializeSync(json),
};

const names = (jar) => jar.toJSON().cookies.map(({ key }) => key);

describe.each(Object.entries(WAYS))('%s', (_way, read) => {
  describe.each([
    ['an object', (value) => value],
    ['JSON text', (value) => JSON.stringify(value)],
    ['JSON text with spaces', (value) => `\n ${JSON.stringify(value, undefined, 2)}\n`],
  ])('given %s', (_form, formed) => {
    test.each(Object.entries(SHAPES))('reads %s', (_shape, shape) => {
      const jar = read(formed(shape));
      expect(jar.toJSON().cookies).toMatchObject([
        {
          key: 'login',
          value: 'secret',
          domain: 'example.com',
          hostOnly: false,
          secure: true,
          httpOnly: true,
          sameSite: 'lax',
          expires: new Date(IN_AN_HOUR * 1000).toISOString(),
        },
        { key: 'cart', value: '1', domain: 'www.example.com', hostOnly: true },
      ]);
      expect(jar.getCookieStringSync(HOME)).toBe('login=secret; cart=1');
      expect(jar.getCookieStringSync('https://example.com/')).toBe('login=secret');
    });

    test('leaves out what is broken, whatever it is, and reads the others', () => {
      const broken = [{ name: 'a', value: 1, domain: 'example.com' }, 7, null, 'a=b', {}, [], { name: 3, value: 'b' }];
      const jar = read(formed([BROWSERS[0], ...broken, BROWSERS[1]]));
      expect(names(jar)).toEqual(['login', 'cart']);
    });

    test('reads entries of both shapes, each by its own', () => {
      const nameless = { value: 'alone', domain: 'www.example.com', hostOnly: true };
      const jar = read(formed({ version: 'tough-cookie@6.1.0', cookies: [TOUGH, ...BROWSERS, nameless] }));
      expect(names(jar).sort()).toEqual(['cart', 'login', 'tough', undefined].sort());
      expect(jar.getCookieStringSync(HOME).split('; ').sort()).toEqual(['alone', 'cart=1', 'login=secret', 'tough=2']);
      expect(names(read(formed([TOUGH, BROWSERS[1]])))).toEqual(['tough', 'cart']);
    });

    test('an entry of tough-cookie without a key is a nameless cookie, one with a name never is', () => {
      const fields = { value: 'x', domain: 'www.example.com' };
      expect(read(formed({ cookies: [fields] })).getCookieStringSync(HOME)).toBe('x');
      expect(read(formed({ cookies: [{ name: 'a', ...fields }] })).getCookieStringSync(HOME)).toBe('a=x');
      expect(read(formed({ cookies: [{ name: null, ...fields }, BROWSERS[1]] })).getCookieStringSync(HOME)).toBe(
        'cart=1',
      );
      expect(read(formed({ cookies: [{ name: 'a', key: 'b', ...fields }] })).getCookieStringSync(HOME)).toBe('b=x');
    });

    test('options of a jar hold for it with a browser’s cookies too', () => {
      const jar = read(formed({ rejectPublicSuffixes: false, enableLooseMode: true, cookies: [TOUGH, BROWSERS[0]] }));
      expect([jar.rejectPublicSuffixes, jar.enableLooseMode]).toEqual([false, true]);
    });

    test.each([
      ['no cookies', []],
      ['cookies of a browser alone', BROWSERS],
      ['cookies of both shapes', [TOUGH, ...BROWSERS]],
    ])('options of a jar hold for it with %s', (_what, cookies) => {
      const options = { enableLooseMode: true, rejectPublicSuffixes: false, prefixSecurity: 'strict' };
      for (const rules of ['tough-cookie', 'chrome']) {
        const jar = read(formed({ rules, ...options, limits: { cookies: 7 }, cookies, origins: [] }));
        expect(jar).toMatchObject({ rules, ...options });
        expect(jar.limits).toEqual({ ...new CookieJar(null, { rules }).limits, cookies: 7 });
        expect(names(jar)).toEqual(names(read(formed(cookies))));
      }
    });

    test('cookies of a browser are stored by the rules of their jar', () => {
      const city = { name: 'city', value: 'Zürich', domain: 'www.example.com' };
      const octets = 'city=Z\xc3\xbcrich';
      const sent = (rules) => read(formed({ rules, cookies: [city] })).getCookieStringSync(HOME);
      expect([sent('chrome'), sent('tough-cookie')]).toEqual([octets, 'city=Zürich']);
    });

    test('an entry of tough-cookie without key and value is no reason to refuse its jar', () => {
      // tough-cookie stores such a cookie of the line ";" and leaves out what is empty.
      const empty = { domain: 'www.example.com', path: '/', hostOnly: true, creation: '2026-01-01T00:00:00.000Z' };
      expect(names(read(formed({ cookies: [empty] })))).toEqual([]);
      expect(names(read(formed({ cookies: [empty, ...BROWSERS] })))).toEqual(['login', 'cart']);
    });

    test('an empty list is an empty jar', () => {
      expect(names(read(formed([])))).toEqual([]);
      expect(names(read(formed({ cookies: [], origins: [] })))).toEqual([]);
    });

    test.each([
      [[{ name: 'a' }], 'Cookie value must be a string, got undefined'],
      [[{ name: 'a', value: '1' }], 'Cookie has no domain, and no URL to take one from'],
      [[{ name: 'a', value: '1', domain: 'exa mple' }], 'Cookie domain is not a host name: "exa mple"'],
      [
        [{ name: 'a', value: '1', domain: 'a.example', expires: '2030-01-01' }],
        'Cookie expires must be a number of seconds, got string',
      ],
      [[{ name: 5, value: '1', domain: 'a.example' }], 'Cookie name must be a string, got number'],
      [{ cookies: [{ name: null, value: '1', domain: 'a.example' }] }, 'Cookie name must be a string, got null'],
      // The first reason, whoever has found it.
      [
        [
          { name: 'a', value: '1' },
          { name: 'b', value: 2, domain: 'a.example' },
        ],
        'Cookie has no domain, and no URL to take one from',
      ],
      [[{ name: 'a' }, { key: 'b', value: '1' }], 'Cookie value must be a string, got undefined'],
    ])('a list of a browser of which not one cookie can be stored is an error that says why: %j', (value, why) => {
      const error = thrownBy(() => read(formed(value)));
      expect(error).toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE' });
      expect(error.message).toMatch(/must be a .* or an array of browser cookies: no cookie could be stored: /);
      expect(error.message.endsWith(`: ${why}`)).toBe(true);
    });

    test.each([
      [{ cookies: [{ key: 'a', value: '1' }] }],
      [[{ key: 'a', value: '1' }]],
      [{ cookies: [{ value: '1', path: '/' }, null] }],
      [
        [
          { key: 'a', value: '1', domain: 'https://a.example/' },
          { key: 'b', domain: '' },
          { key: 'c', domain: 7 },
        ],
      ],
      // One of an unknown field comes another way than one that has none.
      [{ cookies: [{ key: 'a', value: '1', sid: 1 }] }],
    ])('a list of tough-cookie’s shape in which no cookie names a host is an error: %j', (value) => {
      expect(thrownBy(() => read(formed(value)))).toMatchObject({
        name: 'TypeError',
        code: 'ERR_INVALID_ARG_VALUE',
        message: expect.stringMatching(/: not one of its cookies has a domain that is the name of a host$/),
      });
    });

    test('one cookie that names a host is enough, whatever the others are', () => {
      const others = [{ key: 'a', value: '1' }, { key: 'b', value: '1', domain: 'a b' }, { name: 'c' }];
      for (const one of [TOUGH, { ...TOUGH, domain: '.example.com', hostOnly: false }, BROWSERS[1]]) {
        expect(names(read(formed([...others, one])))).toEqual([one.key ?? one.name]);
        expect(names(read(formed({ cookies: [...others.slice(0, 2), one] })))).toEqual([one.key ?? one.name]);
      }
    });

    test('cookies that have all ended are no reason to refuse their list', () => {
      const ended = { name: 'old', value: '1', domain: 'www.example.com', expires: 1 };
      expect(read(formed([ended])).getCookieStringSync(HOME)).toBe('');
      const state = [{ ...TOUGH, expires: '2001-01-01T00:00:00.000Z' }];
      expect(read(formed({ cookies: state })).getCookieStringSync(HOME)).toBe('');
    });

    test.each([
      ['3', tough3],
      ['4', tough4],
      ['6', tough],
    ])('what tough-cookie %s wrote is restored, even if it holds nothing but a cookie of no host', (_version, of) => {
      const jar = new of.CookieJar();
      jar.setCookieSync('a=1', 'file:///page.html');
      expect(jar.toJSON().cookies).toHaveLength(1);
      expect(names(read(formed(jar.toJSON())))).toEqual([]);
    });

    test.each([
      [[1, 2]],
      [[{ foo: 'bar' }]],
      [[{ domain: 'a.example', path: '/' }]],
      [{ cookies: [{}], origins: [] }],
      [{ cookies: {} }],
      [{ origins: [] }],
      [{}],
      ['sid=1; Path=/'],
    ])('%j is no jar, and the error says what was looked for', (value) => {
      expect(() => read(formed(value))).toThrow(
        expect.objectContaining({
          name: 'TypeError',
          code: 'ERR_INVALID_ARG_VALUE',
          message: expect.stringMatching(
            /must be a .*Playwright's \{ cookies, origins \} or an array of browser cookies: /,
          ),
        }),
      );
    });
  });

  test.each([
    ['a number', 1, '1'],
    ['null', null, 'null'],
    ['a promise', Promise.resolve(BROWSERS), 'a Promise (is an await missing?)'],
    [
      'a file that was read without an encoding',
      Buffer.from(JSON.stringify(BROWSERS)),
      'bytes (is an encoding missing where a file is read?)',
    ],
  ])('%s is no jar, and the error says what is', (_what, value, got) => {
    expect(() => read(value)).toThrow(
      expect.objectContaining({
        name: 'TypeError',
        code: 'ERR_INVALID_ARG_TYPE',
        message: expect.stringMatching(/must be a .* or an array of browser cookies, got /),
      }),
    );
    expect(thrownBy(() => read(value)).message).toContain(`, got ${got}`);
  });

  test('a name whose letters are escapes in the JSON is one', () => {
    const text = JSON.stringify(BROWSERS).replaceAll('"name"', '"n\\u0061me"');
    expect(names(read(text))).toEqual(['login', 'cart']);
  });

  test('a state whose texts hold the word name is read as ever', () => {
    const odd = { ...TOUGH, key: 'name', value: '"name":"x"' };
    expect(read(JSON.stringify({ cookies: [odd] })).toJSON().cookies).toMatchObject([
      { key: 'name', value: odd.value },
    ]);
  });

  test('a getter that throws costs no other cookie', () => {
    const hostile = {
      get name() {
        throw new Error('no');
      },
    };
    expect(names(read([hostile, ...BROWSERS]))).toEqual(['login', 'cart']);
  });

  test('the object that was given stays as it was', () => {
    const given = Object.freeze({ cookies: Object.freeze([TOUGH, ...BROWSERS].map(Object.freeze)), origins: [] });
    const before = JSON.stringify(given);
    read(given);
    expect(JSON.stringify(given)).toBe(before);
  });

  test('what else an object with options has is not looked at', () => {
    const jar = { rules: 'chrome', cookies: BROWSERS };
    jar.self = jar;
    expect([read(jar).rules, names(read(jar))]).toEqual(['chrome', ['login', 'cart']]);
  });

  test('a list that claims to be endless is refused', () => {
    const endless = [...BROWSERS];
    endless.length = 2 ** 32 - 1;
    expect(() => read(endless)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }));
  });
});

describe.each([
  ['the main class', Session],
  ['the class for Crawlee', CrawleeSession],
])('a session of %s', (_name, Class) => {
  test('tells its log of broken entries', () => {
    const debug = jest.fn();
    const session = new Class({ cookieJar: [BROWSERS[0], { ...BROWSERS[1], value: 1 }], log: { debug } });
    expect(session.getPuppeteerCookies()).toEqual([BROWSERS[0]]);
    expect(debug.mock.calls).toEqual([
      [
        'Could not set cookies.',
        {
          errorMessages: ['Cookie value must be a string, got number'],
          refusals: [{ name: 'cart', domain: 'www.example.com', code: 'COOKIE_INVALID' }],
        },
      ],
    ]);
  });

  test('tells its log of entries that are no cookie at all beside others, and of all those of a list that is in vain', () => {
    const debug = jest.fn();
    new Class({ cookieJar: [BROWSERS[0], 7, {}, 'a=b', null], log: { debug } });
    const inVain = [{ name: null, value: 'x', domain: 'a.example' }, { name: 'b' }];
    expect(() => new Class({ cookieJar: inVain, log: { debug } })).toThrow(TypeError);
    const told = debug.mock.calls.map(([, { errorMessages }]) => errorMessages);
    expect(told).toEqual([
      [
        'Cookie must be an object, got a number',
        'Cookie name must be a string, got undefined',
        'Cookie must be an object, got a string',
      ],
      ['Cookie name must be a string, got null', 'Cookie value must be a string, got undefined'],
    ]);
  });

  test('goes through a file like any other', () => {
    const session = new Class({ cookieJar: SHAPES["Playwright's storageState()"] });
    const restored = new Class(JSON.parse(JSON.stringify(session.getState())));
    expect(restored.getPuppeteerCookies()).toEqual(BROWSERS);
  });
});

test('a pool restores each state that an SDK has written, also one of cookies without a host', () => {
  const jar = new tough3.CookieJar();
  // The SDK 0.18 stored so what came without a URL.
  jar.setCookieSync('a=1', '/relative');
  const states = [jar.toJSON(), { ...jar.toJSON(), cookies: [] }, new CookieJar().toJSON()];
  for (const cookieJar of [...states, ...states.map((state) => JSON.stringify(state))]) {
    const session = createSessionFunction({ emit() {} }, { sessionOptions: { id: 'restored', cookieJar } });
    expect([session.id, session.getPuppeteerCookies()]).toEqual(['restored', []]);
  }
});

test('the promise and callback forms read them too', async () => {
  expect(names(await CookieJar.deserialize(BROWSERS))).toEqual(['login', 'cart']);
  const callback = jest.fn();
  CookieJar.deserialize(JSON.stringify(BROWSERS), callback);
  expect(names(callback.mock.calls[0][1])).toEqual(['login', 'cart']);
});

// Promises: E8
test('an error never shows the text of a jar, which has secrets', () => {
  for (const text of ['[{"name":"a","value":"secret"', '{"name" "secret"}', 'secret "name"']) {
    const error = thrownBy(() => CookieJar.fromJSON(text));
    expect(`${error.message} ${error.cause?.message}`).not.toContain('secret');
  }
});
