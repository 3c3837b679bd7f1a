'use strict';

// Arguments of a wrong type and URLs that are none, for each public method: a TypeError of this realm that names the argument,
// and the session keeps its earlier cookies and counters.
// Promises: E1, E2, E4, C22

const vm = require('node:vm');
const { Cookie, CookieError, CookieJar, Session } = require('../..');
const {
  HOME,
  NO_TEXT,
  belongings,
  expectTypeError,
  pairs,
  prepared,
  preparedJar,
  rejectionOf,
  thrownBy,
  toldOf,
} = require('./fixtures/bad-input');

const UNDEFINED = { undefined: () => undefined };

/** Rows for a table: each of the values by its name. */
function rows(values) {
  return Object.entries(values);
}

/** Each row of one table with each of another. */
function cross(left, right) {
  return left.flatMap((a) => right.map((b) => [...a, ...b]));
}

/** Calls the session and requires a TypeError that leaves it as it was. */
function expectRefusedCall(call, code, message) {
  const { session, logged, events } = prepared();
  const before = belongings(session);
  expectTypeError(
    thrownBy(() => call(session)),
    code,
    message,
  );
  expect(belongings(session)).toEqual(before);
  expect([logged, events]).toEqual([[], []]);
}

describe('a URL that is neither text nor a URL object', () => {
  const methods = {
    getCookies: (session, url) => session.getCookies(url),
    getCookieString: (session, url) => session.getCookieString(url),
    getPuppeteerCookies: (session, url) => session.getPuppeteerCookies(url),
    setCookie: (session, url) => session.setCookie('new=1', url),
    setCookies: (session, url) => session.setCookies(['new=1'], url),
    putPuppeteerCookies: (session, url) => session.putPuppeteerCookies([{ name: 'new', value: '1' }], url),
    setPuppeteerCookies: (session, url) => session.setPuppeteerCookies([{ name: 'new', value: '1' }], url),
  };
  // Where the URL is optional, null and undefined mean that there is none.
  const optional = { setCookies: ['null', 'undefined'], putPuppeteerCookies: ['null', 'undefined'] };
  optional.setPuppeteerCookies = optional.putPuppeteerCookies;
  optional.getPuppeteerCookies = ['undefined'];

  const wrong = rows({ ...UNDEFINED, ...NO_TEXT, 'a URL object whose href is a number': () => ({ href: 7 }) });
  const table = cross(rows(methods), wrong).filter(([name, , what]) => !optional[name]?.includes(what));
  test.each(table)('%s%.0s refuses %s', (_name, call, _what, value) => {
    expectRefusedCall(
      (session) => call(session, value()),
      'ERR_INVALID_ARG_TYPE',
      /^url must be a string or a URL, got /,
    );
  });

  test.each(rows(methods))('%s lets the error of a throwing href through, and nothing is stored', (_name, call) => {
    const { session } = prepared();
    const before = belongings(session);
    const error = new Error('the getter of href');
    const url = {
      get href() {
        throw error;
      },
    };
    expect(thrownBy(() => call(session, url))).toBe(error);
    expect(belongings(session)).toEqual(before);
  });

  test.each(rows(methods))('%s refuses a revoked proxy', (_name, call) => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const { session } = prepared();
    const before = belongings(session);
    const error = thrownBy(() => call(session, proxy));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toMatch(/revoked/);
    expect(belongings(session)).toEqual(before);
  });

  test('an optional URL may be undefined or null', () => {
    const { session, logged } = prepared();
    const cookie = { name: 'new', value: '1', domain: 'example.com' };
    for (const url of [undefined, null]) {
      session.putPuppeteerCookies([cookie], url);
      session.setCookies([cookie], url);
    }
    expect(session.getCookieString(HOME)).toBe('host=1; new=1');
    expect(logged).toEqual([]);
  });
});

const INVALID_URLS = [
  '',
  ' ',
  'not a url',
  'example.com',
  '/path',
  '//example.com/',
  'http://',
  'https://',
  'http:///',
  'https://?query',
  'http://a b/',
  'http://exa\0mple.com/',
  'http://ex\ud800ample.com/',
  'http://[::1',
  'http://example.com:99999/',
  'http://%00/',
  '\0',
];

describe('a text that is no URL', () => {
  const methods = {
    getCookies: (session, url) => session.getCookies(url),
    getCookieString: (session, url) => session.getCookieString(url),
    getPuppeteerCookies: (session, url) => session.getPuppeteerCookies(url),
    setCookie: (session, url) => session.setCookie('new=1', url),
    setCookies: (session, url) => session.setCookies(['new=1'], url),
    'setCookies with cookies that have a domain': (session, url) =>
      session.setCookies([{ name: 'new', value: '1', domain: 'example.com' }], url),
    'setCookies without cookies': (session, url) => session.setCookies([], url),
  };
  test.each(
    cross(
      rows(methods),
      INVALID_URLS.map((url) => [url]),
    ),
  )('%s%.0s refuses %j', (_name, call, url) => {
    expectRefusedCall((session) => call(session, url), 'ERR_INVALID_URL', /^Invalid URL: "/);
  });

  test.each(INVALID_URLS)('putPuppeteerCookies reports each cookie that has no other domain: %j', (url) => {
    const { session, logged } = prepared();
    const before = belongings(session);
    session.putPuppeteerCookies(
      [
        { name: 'lost', value: '1' },
        { name: 'filed', value: '1', domain: 'example.com' },
      ],
      url,
    );
    expect(logged).toEqual(toldOf(['COOKIE_NOT_HTTP', /URL/]));
    const { cookies, ...rest } = belongings(session);
    expect(cookies.map((cookie) => cookie.name)).toEqual(['host', 'shared', 'filed']);
    expect(rest).toEqual({ ...before, cookies: undefined });
  });
});

describe('a URL that has no cookies', () => {
  const urls = [
    'about:blank',
    'about:srcdoc',
    'data:text/html,x',
    'file:///etc/hosts',
    'ftp://example.com/',
    'ws://example.com/',
    'javascript:1',
    'mailto:a@example.com',
    'blob:https://example.com/1',
    'chrome-error://chromewebdata/',
  ];

  test.each(urls)('gives nothing: %s', (url) => {
    const { session } = prepared();
    const before = belongings(session);
    expect(session.getCookies(url)).toEqual([]);
    expect(session.getCookieString(url)).toBe('');
    expect(session.getPuppeteerCookies(url)).toEqual([]);
    expect(belongings(session)).toEqual(before);
  });

  test.each(urls)('has no cookies set: %s', (url) => {
    const { session } = prepared();
    const before = belongings(session);
    const refusal = thrownBy(() => session.setCookie('new=1', url));
    expect(refusal).toBeInstanceOf(CookieError);
    expect(refusal).toMatchObject({ code: 'COOKIE_NOT_HTTP', message: expect.stringMatching(/URL/) });
    const cookies = ['new=1', new Cookie({ key: 'new', value: '1' }), { name: 'new', value: '1' }];
    const first = thrownBy(() => session.setCookies(cookies, url));
    // A URL came with each of them, but one that is not http(s).
    expect(first.errors.map(({ code, index }) => [code, index])).toEqual([
      ['COOKIE_NOT_HTTP', 0],
      ['COOKIE_NOT_HTTP', 1],
      ['COOKIE_NOT_HTTP', 2],
    ]);
    expect(belongings(session)).toEqual(before);
  });

  test.each(urls)('putPuppeteerCookies and putResponse report it and do not throw: %s', (url) => {
    const { session, logged } = prepared();
    const before = belongings(session);
    session.putPuppeteerCookies([{ name: 'new', value: '1' }], url);
    session.putResponse({ headers: { 'set-cookie': 'new=1' }, url });
    const messages = logged.map(([, { errorMessages }]) => errorMessages);
    expect(messages).toEqual([[expect.stringMatching(/URL/)], [expect.stringMatching(/not an http or https URL/)]]);
    expect(belongings(session)).toEqual(before);
  });
});

describe('cookies that are no array', () => {
  const wrong = rows({
    ...UNDEFINED,
    null: () => null,
    'an empty string': () => '',
    'a string': () => 'new=1',
    'a number': () => 1,
    'a BigInt': () => 1n,
    'a symbol': () => Symbol('s'),
    'one cookie': () => ({ name: 'new', value: '1', domain: 'example.com' }),
    'an array-like object': () => ({ length: 1, 0: { name: 'new', value: '1', domain: 'example.com' } }),
    'a Set': () => new Set([{ name: 'new', value: '1', domain: 'example.com' }]),
    'an iterator': () => [{ name: 'new', value: '1', domain: 'example.com' }].values(),
    'a typed array': () => new Uint8Array(2),
    'an object that inherits from an array': () => Object.create([]),
    'a promise': () => Promise.resolve([]),
    'a function': () => () => [],
  });
  const methods = {
    putPuppeteerCookies: ['puppeteerCookies', (session, list) => session.putPuppeteerCookies(list, HOME)],
    setPuppeteerCookies: ['puppeteerCookies', (session, list) => session.setPuppeteerCookies(list, HOME)],
    setCookies: ['cookies', (session, list) => session.setCookies(list, HOME)],
  };
  test.each(
    cross(
      rows(methods).map(([name, [argument, call]]) => [name, argument, call]),
      wrong,
    ),
  )('%s%.0s%.0s refuses %s', (_name, argument, call, _what, value) => {
    const message = new RegExp(`^${argument} must be an array, got `);
    expectRefusedCall((session) => call(session, value()), 'ERR_INVALID_ARG_TYPE', message);
  });
});

describe('setCookie', () => {
  test.each(rows({ ...UNDEFINED, ...NO_TEXT }))('refuses a line that is %s', (_what, value) => {
    const message = /^rawCookie must be a string, got /;
    expectRefusedCall((session) => session.setCookie(value(), HOME), 'ERR_INVALID_ARG_TYPE', message);
  });
});

describe('a response that is no object', () => {
  const wrong = { ...UNDEFINED, null: () => null, '""': () => '', 'a number': () => 1, 'a BigInt': () => 1n };
  const values = rows({ ...wrong, 'a symbol': () => Symbol('s'), 'a boolean': () => true, 'a string': () => 'a=b' });
  test.each(cross([['putResponse'], ['setCookiesFromResponse']], values))('%s refuses %s', (method, _what, value) => {
    const message = /^response must be an object with headers and url, got /;
    expectRefusedCall((session) => session[method](value()), 'ERR_INVALID_ARG_TYPE', message);
  });
});

describe.each(['checkStatus', 'retireOnBlockedStatusCodes'])('%s', (method) => {
  const codes = {
    ...UNDEFINED,
    ...NO_TEXT,
    '"403"': () => '403',
    '""': () => '',
    '403n': () => 403n,
    '[403]': () => [403],
  };
  codes['new Number(403)'] = () => Object(403);
  codes['-403'] = () => -403;
  codes['403.5'] = () => 403.5;
  test.each(rows(codes))('takes numbers only, %s blocks nothing', (_what, value) => {
    const { session, events } = prepared();
    const before = belongings(session);
    expect(session[method](value())).toBe(false);
    expect(belongings(session)).toEqual(before);
    expect(events).toEqual([]);
  });
});

describe('retireOnBlockedStatusCodes', () => {
  const { 'a cyclic array': _, 'an array': __, ...noArray } = NO_TEXT;
  test.each(rows({ ...noArray, 'a Set': () => new Set([403]), '""': () => '' }))(
    'refuses further codes that are %s, even where the code is blocked anyway',
    (_what, value) => {
      const message = /^additionalBlockedStatusCodes must be an array, got /;
      expectRefusedCall((session) => session.retireOnBlockedStatusCodes(403, value()), 'ERR_INVALID_ARG_TYPE', message);
    },
  );

  test('compares without conversion, also what stands in the further codes', () => {
    const { session } = prepared();
    const hostile = {
      valueOf() {
        throw new Error('valueOf was called');
      },
    };
    expect(session.retireOnBlockedStatusCodes(503, ['503', 503n, hostile, null, [503], Symbol('s')])).toBe(false);
    expect(session.retired).toBe(false);
  });
});

describe('a method without parameters ignores what it is given', () => {
  const junk = () => [Symbol('s'), 1n, null, {}, NO_TEXT['an object whose toString throws']()];

  test.each([
    ['isBlocked', false],
    ['isExpired', false],
    ['isMaxUsageCountReached', false],
    ['isUsable', true],
  ])('%s', (method, expected) => {
    for (const value of junk()) {
      const { session } = prepared();
      const before = belongings(session);
      expect(session[method](value)).toBe(expected);
      expect(belongings(session)).toEqual(before);
    }
  });

  test.each([
    ['markGood', { usageCount: 4, errorCount: 2, errorScore: 1 }],
    ['markBad', { usageCount: 4, errorCount: 3, errorScore: 2.5 }],
    ['retire', { usageCount: 4, errorCount: 2, errorScore: 6.5 }],
  ])('%s', (method, expected) => {
    for (const value of junk()) {
      const { session } = prepared();
      const before = belongings(session);
      expect(session[method](value)).toBeUndefined();
      expect(belongings(session)).toEqual({ ...before, ...expected, retired: method === 'retire' });
    }
  });

  test.each(['getState', 'toJSON'])('%s', (method) => {
    const { session } = prepared();
    const plain = session[method]();
    for (const value of junk()) expect(session[method](value)).toEqual(plain);
  });
});

describe('an option of a wrong type', () => {
  const anything = { ...NO_TEXT, '""': () => '' };
  const without = (...names) => Object.fromEntries(rows(anything).filter(([name]) => !names.includes(name)));
  const objects = ['an empty object', 'an object without a prototype', 'a String object', 'a proxy'];
  const hostile = ['an object whose toString throws', 'an object whose Symbol.toPrimitive throws'];
  const number = without('a number');
  const limit = without('a number', 'null');
  const options = {
    id: without('""'),
    // JSON has null for infinity.
    maxAgeSecs: limit,
    maxErrorScore: limit,
    errorScoreDecrement: number,
    usageCount: number,
    errorScore: number,
    errorCount: number,
    maxUsageCount: limit,
    userData: without(...objects, ...hostile),
    createdAt: without('a number'),
    expiresAt: without('a number', 'null'),
    expiredAt: without('a number', 'null'),
    sessionPool: anything,
    cookieJar: anything,
    cookies: without('an array', 'a cyclic array'),
    log: anything,
  };
  const table = rows(options).flatMap(([option, values]) => rows(values).map((row) => [option, ...row]));

  test.each(table)('%s: %s', (option, _what, value) => {
    const jar = preparedJar();
    const events = [];
    const given = {
      cookieJar: jar,
      sessionPool: { emit: (name) => events.push(name) },
      [option]: value(),
    };
    const error = thrownBy(() => new Session(given));
    expectTypeError(error, expect.stringMatching(/^ERR_INVALID_ARG_(TYPE|VALUE)$/), new RegExp(`\\b${option}\\b`));
    expect(error.message).toMatch(/must be/);
    expect([pairs(jar), events]).toEqual([['host=1'], []]);
  });

  test.each([
    ...rows({ 'a symbol': () => Symbol('s'), 'a BigInt': () => 1n, '""': () => '', null: () => null, 1: () => 1 }),
  ])('options that are %s', (_what, value) => {
    expectTypeError(
      thrownBy(() => new Session(value())),
      'ERR_INVALID_ARG_TYPE',
      /^options must be an object, got /,
    );
  });

  test.each(Object.keys(options))('the error of a throwing getter %s comes through', (option) => {
    const error = new Error(`the getter of ${option}`);
    const jar = preparedJar();
    const given = Object.defineProperty({ cookieJar: jar }, option, {
      get() {
        throw error;
      },
    });
    expect(thrownBy(() => new Session(given))).toBe(error);
    expect(pairs(jar)).toEqual(['host=1']);
  });

  test.each([
    ['nothing', () => undefined],
    ['null', () => null],
    ['an object without debug', () => ({})],
  ])('a log whose child gives %s is used itself, so that a bad cookie of a site does not throw', (_what, child) => {
    const debug = jest.fn();
    const session = new Session({ log: { debug, child } });
    session.putResponse({ headers: { 'set-cookie': ['=', 'new=1'] }, url: HOME });
    expect(debug.mock.calls).toEqual(toldOf(['COOKIE_PARSE_FAILED', /^Cookie failed to parse$/]));
    expect(session.getCookieString(HOME)).toBe('new=1');
  });

  test('an id is taken as it is, whatever it holds', () => {
    for (const id of ['', '\0', '\ud800', '__proto__', 'x'.repeat(1e6)]) {
      expect(new Session({ id }).getState().id).toBe(id);
    }
  });

  test('dates of another realm are dates', () => {
    const date = vm.runInNewContext('new Date(1e12)');
    const session = new Session({ createdAt: date, expiresAt: date });
    expect([session.createdAt.getTime(), session.expiresAt.getTime()]).toEqual([1e12, 1e12]);
    expect(session.createdAt).toBeInstanceOf(Date);
    expectTypeError(
      thrownBy(() => new Session({ createdAt: vm.runInNewContext('new Date(NaN)') })),
      'ERR_INVALID_ARG_VALUE',
      /^createdAt must be a valid date, got an invalid Date$/,
    );
  });
});

describe('CookieJar', () => {
  const now = (jar, name, ...args) => jar[`${name}Sync`](...args);
  const methods = {
    setCookie: (url) => ['new=1', url],
    getCookies: (url) => [url],
    getCookieString: (url) => [url],
  };
  // tough-cookie's words.
  const noUrl = /^`url` argument is not a string or URL\.$/;
  const wrongUrls = [
    ...rows({ ...UNDEFINED, ...NO_TEXT }).map(([what, value]) => [what, value, 'ERR_INVALID_ARG_TYPE', noUrl]),
    ...INVALID_URLS.map((url) => [JSON.stringify(url), () => url, 'ERR_INVALID_URL', /^Invalid URL: "/]),
  ];
  const table = cross(rows(methods), wrongUrls);

  test.each(table)('%sSync%.0s refuses the URL %s', (name, args, _what, url, code, message) => {
    const jar = preparedJar();
    expectTypeError(
      thrownBy(() => now(jar, name, ...args(url()))),
      code,
      message,
    );
    expect(pairs(jar)).toEqual(['host=1']);
  });

  test.each(table)('%s%.0s rejects its promise for the URL %s', async (name, args, _what, url, code, message) => {
    const jar = preparedJar();
    expectTypeError(await rejectionOf(jar[name](...args(url()))), code, message);
    expect(pairs(jar)).toEqual(['host=1']);
  });

  test.each(table)('%s%.0s gives its callback the error for the URL %s', (name, args, _what, url, code, message) => {
    const jar = preparedJar();
    const callback = jest.fn();
    expect(jar[name](...args(url()), callback)).toBeUndefined();
    jar[name](...args(url()), {}, callback);
    expect(callback).toHaveBeenCalledTimes(2);
    for (const [error, ...rest] of callback.mock.calls) {
      expectTypeError(error, code, message);
      expect(rest).toEqual([]);
    }
    expect(pairs(jar)).toEqual(['host=1']);
  });

  test('what a callback throws reaches the caller, and the callback is called once', () => {
    const error = new Error('the callback');
    for (const args of [
      ['setCookie', 'new=1', HOME],
      ['setCookie', 'new', HOME],
      ['getCookies', HOME],
      ['getCookies', ''],
      ['getCookieString', HOME],
    ]) {
      const callback = jest.fn(() => {
        throw error;
      });
      const [name, ...rest] = args;
      expect(thrownBy(() => preparedJar()[name](...rest, callback))).toBe(error);
      expect(callback).toHaveBeenCalledTimes(1);
    }
  });

  test.each(rows({ ...UNDEFINED, ...NO_TEXT, 'an object whose key is a number': () => ({ key: 1 }) }))(
    'a cookie that is %s is refused in each form of the call',
    async (_what, value) => {
      const jar = preparedJar();
      const callback = jest.fn();
      jar.setCookie(value(), HOME, callback);
      const errors = [
        thrownBy(() => jar.setCookieSync(value(), HOME)),
        await rejectionOf(jar.setCookie(value(), HOME)),
        callback.mock.calls[0][0],
      ];
      for (const error of errors) {
        expect(error).toBeInstanceOf(CookieError);
        expect(error).toMatchObject({
          code: 'COOKIE_INVALID',
          message: expect.stringMatching(/Cookie object or string/),
        });
      }
      expect(pairs(jar)).toEqual(['host=1']);
    },
  );

  test.each(rows({ 'a store': () => ({}), 'a string': () => 'x', 'a number': () => 1, 'a symbol': () => Symbol('s') }))(
    'the constructor refuses %s',
    (_what, value) => {
      expectTypeError(
        thrownBy(() => new CookieJar(value())),
        'ERR_STORE_NOT_SUPPORTED',
        /store is not supported/,
      );
    },
  );

  test.each(rows({ ...UNDEFINED, ...NO_TEXT, '""': () => '', '"x"': () => 'x', 'null as text': () => 'null' }))(
    'fromJSON refuses %s',
    (_what, value) => {
      const code = expect.stringMatching(/^ERR_INVALID_ARG_(TYPE|VALUE)$/);
      expectTypeError(
        thrownBy(() => CookieJar.fromJSON(value())),
        code,
        /^json must be a serialized CookieJar/,
      );
    },
  );
});

describe('Cookie', () => {
  test('the constructor refuses null with a TypeError that has a code', () => {
    expectTypeError(
      thrownBy(() => new Cookie(null)),
      'ERR_INVALID_ARG_TYPE',
      /options/,
    );
  });

  test.each(rows({ 'a number': () => 1, 'a string': () => 'x', 'a symbol': () => Symbol('s'), 'a BigInt': () => 1n }))(
    'the constructor makes an empty cookie of %s, as tough-cookie does',
    (_what, value) => {
      expect(new Cookie(value())).toMatchObject({ key: '', value: '', expires: 'Infinity', domain: null, path: null });
    },
  );

  test.each(
    rows({
      ...UNDEFINED,
      ...NO_TEXT,
      '""': () => '',
      '"x"': () => 'x',
      '"="': () => '=',
      '"\\ud800=1"': () => '\ud800=1',
    }),
  )('parse gives undefined for %s', (_what, value) => {
    expect(Cookie.parse(value())).toBeUndefined();
  });

  test.each(
    rows({
      ...UNDEFINED,
      null: () => null,
      1: () => 1,
      '1n': () => 1n,
      '""': () => '',
      '"{"': () => '{',
      '"null"': () => 'null',
    }),
  )('fromJSON gives undefined for %s', (_what, value) => {
    expect(Cookie.fromJSON(value())).toBeUndefined();
  });

  test.each(rows({ ...UNDEFINED, ...NO_TEXT, '""': () => '', '"never"': () => 'never', '"\\0"': () => '\0' }))(
    'setExpires makes a session cookie of %s',
    (_what, value) => {
      const cookie = new Cookie({ key: 'a', value: 'b', expires: new Date(0) });
      cookie.setExpires(value());
      expect(cookie.expires).toBe('Infinity');
      expect(cookie.toString()).toBe('a=b');
    },
  );

  test('setExpires takes a date of another realm', () => {
    const cookie = new Cookie({ key: 'a', value: 'b' });
    cookie.setExpires(vm.runInNewContext('new Date(1e12)'));
    expect(cookie.expiryTime()).toBe(1e12);
  });

  test('a cookie whose expiry is an invalid date is stored as a session cookie', () => {
    const cookie = new Cookie({ key: 'new', value: '1' });
    cookie.setExpires(new Date(NaN));
    const { session } = prepared();
    session.setCookies([cookie], HOME);
    expect(session.getPuppeteerCookies().at(-1)).toMatchObject({ name: 'new', expires: -1 });
  });
});
