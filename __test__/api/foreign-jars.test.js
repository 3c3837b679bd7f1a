'use strict';

// Jars in the shape of browsers: Playwright's storageState(), the DevTools protocol, extensions.
// Promises: J12

const { CookieJar, Session } = require('../..');
const { Session: CrawleeSession } = require('../../crawlee');
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

  test('tells its log of entries that are no cookie at all beside others, and of a name of a wrong type', () => {
    const debug = jest.fn();
    new Class({ cookieJar: [BROWSERS[0], 7, {}, 'a=b', null], log: { debug } });
    new Class({ cookieJar: [{ name: null, value: 'x', domain: 'a.example' }], log: { debug } });
    const told = debug.mock.calls.map(([, { errorMessages }]) => errorMessages);
    expect(told).toEqual([
      [
        'Cookie must be an object, got a number',
        'Cookie name must be a string, got undefined',
        'Cookie must be an object, got a string',
      ],
      ['Cookie name must be a string, got null'],
    ]);
  });

  test('goes through a file like any other', () => {
    const session = new Class({ cookieJar: SHAPES["Playwright's storageState()"] });
    const restored = new Class(JSON.parse(JSON.stringify(session.getState())));
    expect(restored.getPuppeteerCookies()).toEqual(BROWSERS);
  });
});

test('a CookieJar, which has no log, says why if not one cookie of a list could be stored', () => {
  const broken = [
    { name: 'a', value: 1, domain: 'example.com' },
    { name: 'b', value: 'c' },
  ];
  expect(() => CookieJar.fromJSON(broken)).toThrow(
    /^json must be .*: no cookie could be stored: Cookie value must be a string, got number$/,
  );
  expect(() => CookieJar.fromJSON(JSON.stringify(broken.slice(1)))).toThrow(
    /no cookie could be stored: Cookie has no domain/,
  );
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
