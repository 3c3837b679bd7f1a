'use strict';

// Cookies with bad content: the one cookie is skipped and reported (putResponse, putPuppeteerCookies) or thrown as a CookieError
// after all the good ones are stored (setCookies, setCookie); nothing else changes.
// Promises: C1, C3, C12, E3, E4

const { inspect } = require('node:util');
const vm = require('node:vm');
const { Cookie, CookieError, CookieJar, Session } = require('../..');
const { Session: CrawleeSession } = require('../../crawlee');
const {
  HOME,
  belongings,
  pairs,
  prepared,
  preparedJar,
  rejectionOf,
  thrownBy,
  toldOf,
} = require('./fixtures/bad-input');

const MEGABYTE = 'x'.repeat(1 << 20);

/** The names of the session's cookies, its earlier ones left out. */
function newNames(session) {
  const [host, shared, ...rest] = session.getPuppeteerCookies();
  expect([host.name, shared.name]).toEqual(['host', 'shared']);
  return rest.map((cookie) => cookie.name);
}

function counters({ cookies, ...rest }) {
  return rest;
}

function throwing(error) {
  return Object.defineProperty({ value: 'x', domain: 'example.com' }, 'name', {
    get() {
      throw error;
    },
  });
}

const GOOD = { value: '1', domain: 'example.com' };
const bad = (fields) => () => ({ name: 'bad', value: 'x', domain: 'example.com', ...fields });

/** Cookies in a browser's shape that are refused: what, the cookie, the code, the message. */
const REFUSED = [
  ['a number', () => 1, 'COOKIE_INVALID', /Cookie must be .* got (a number|1)/],
  ['a boolean', () => true, 'COOKIE_INVALID', /Cookie must be .* got (a boolean|true)/],
  ['a symbol', () => Symbol('s'), 'COOKIE_INVALID', /Cookie must be .* got a symbol/],
  ['a BigInt', () => 1n, 'COOKIE_INVALID', /Cookie must be .* got (a bigint|1n)/],
  ['a function', () => () => 1, 'COOKIE_INVALID', /Cookie must be .* got a function/],
  ['an array', () => [], 'COOKIE_INVALID', /name must be a string, got undefined/],
  ['an empty object', () => ({}), 'COOKIE_INVALID', /name must be a string, got undefined/],
  ['name null', bad({ name: null }), 'COOKIE_INVALID', /name must be a string, got null/],
  ['name a number', bad({ name: 1 }), 'COOKIE_INVALID', /name must be a string, got number/],
  ['name a symbol', bad({ name: Symbol('s') }), 'COOKIE_INVALID', /name must be a string, got symbol/],
  ['name a String object', bad({ name: Object('a') }), 'COOKIE_INVALID', /name must be a string, got object/],
  ['value undefined', bad({ value: undefined }), 'COOKIE_INVALID', /value must be a string, got undefined/],
  ['value a BigInt', bad({ value: 1n }), 'COOKIE_INVALID', /value must be a string, got bigint/],
  ['domain a number', bad({ domain: 1 }), 'COOKIE_INVALID', /domain must be a string, got number/],
  ['domain an array', bad({ domain: ['example.com'] }), 'COOKIE_INVALID', /domain must be a string, got object/],
  ['path a symbol', bad({ path: Symbol('s') }), 'COOKIE_INVALID', /path must be a string, got symbol/],
  ['url an object', bad({ url: {} }), 'COOKIE_INVALID', /url must be a string, got object/],
  ['sameSite a number', bad({ sameSite: 1 }), 'COOKIE_INVALID', /sameSite must be a string, got number/],
  ['priority a boolean', bad({ priority: true }), 'COOKIE_INVALID', /priority must be a string, got boolean/],
  ['partitionKey a number', bad({ partitionKey: 1 }), 'COOKIE_INVALID', /partitionKey must be a string, got number/],
  ['partitionKey {}', bad({ partitionKey: {} }), 'COOKIE_INVALID', /sourceOrigin must be a string, got undefined/],
  ...['expires', 'expirationDate', 'expiry'].flatMap((field) =>
    [
      new Date(),
      vm.runInNewContext('new Date()'),
      '2026-01-01T00:00:00Z',
      '1800000000',
      1n,
      true,
      Symbol('s'),
      {},
      [],
    ].map((time) => [
      `${field} a ${typeof time} ${inspect(time)}`,
      bad({ [field]: time }),
      'COOKIE_INVALID',
      new RegExp(`^Cookie ${field} must be a number of seconds, got \\w`),
    ]),
  ),
  ['hostOnly a text', bad({ hostOnly: 'true' }), 'COOKIE_INVALID', /hostOnly must be a boolean, got string/],
  ['hostOnly a number', bad({ hostOnly: 1 }), 'COOKIE_INVALID', /hostOnly must be a boolean, got number/],
  ['an opaque partition', bad({ partitionKeyOpaque: true }), 'COOKIE_OPAQUE_PARTITION', /partition is opaque/],
  [
    'partitionKey.topLevelSite a number',
    bad({ partitionKey: { topLevelSite: 1 } }),
    'COOKIE_INVALID',
    /topLevelSite must/,
  ],
  [
    'partitionKey with a throwing getter',
    bad({
      partitionKey: {
        get sourceOrigin() {
          throw new Error('the getter of sourceOrigin');
        },
      },
    }),
    'COOKIE_INVALID',
    /the getter of sourceOrigin/,
  ],
  ['a throwing getter', () => throwing(new Error('the getter of name')), 'COOKIE_INVALID', /the getter of name/],
  ['a getter that throws text', () => throwing('text'), 'COOKIE_INVALID', /could not be read/],
  ['a getter that throws undefined', () => throwing(undefined), 'COOKIE_INVALID', /could not be read/],
  ['a getter that throws null', () => throwing(null), 'COOKIE_INVALID', /could not be read/],
  ['a getter that throws a getter that throws', () => throwing(throwing(0)), 'COOKIE_INVALID', /could not be read/],
  [
    'a getter that throws an error of another realm',
    () => vm.runInNewContext('({ get name() { throw new Error("from elsewhere") } })'),
    'COOKIE_INVALID',
    /from elsewhere/,
  ],
  [
    'a proxy whose traps throw',
    () =>
      new Proxy(
        {},
        {
          get() {
            throw new Error('the trap');
          },
        },
      ),
    'COOKIE_INVALID',
    /the trap/,
  ],
  [
    'a revoked proxy',
    () => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      return proxy;
    },
    'COOKIE_INVALID',
    /revoked/,
  ],
  ['neither name nor value', bad({ name: '', value: '' }), 'COOKIE_PARSE_FAILED', /failed to parse/],
  ['no name and a = in the value', bad({ name: '', value: 'a=b' }), 'COOKIE_PARSE_FAILED', /failed to parse/],
  ...['\0', '\x01', '\b', '\t', '\n', '\r', '\x1f', '\x7f', 'a\r\nSet-Cookie: b=c', ';', 'a; b=c'].flatMap((text) => [
    [
      `name ${JSON.stringify(text)}`,
      bad({ name: `n${text}n` }),
      'COOKIE_INVALID_CHARACTER',
      /Cookie name has a character/,
    ],
    [
      `value ${JSON.stringify(text)}`,
      bad({ value: `v${text}v` }),
      'COOKIE_INVALID_CHARACTER',
      /Cookie value has a character/,
    ],
  ]),
  ['name with =', bad({ name: 'a=b' }), 'COOKIE_INVALID_CHARACTER', /Cookie name has a character/],
  ...['\0', '\t', '\n', '\x7f'].map((text) => [
    `path ${JSON.stringify(text)}`,
    bad({ path: `/a${text}b` }),
    'COOKIE_INVALID_CHARACTER',
    /Cookie path has a character/,
  ]),
  ...['name', 'value', 'domain', 'path', 'url', 'sameSite', 'priority', 'partitionKey'].flatMap((field) =>
    ['\ud800', '\udfff', '\udc00\ud800'].map((text) => [
      `${field} with a lone surrogate ${JSON.stringify(text)}`,
      bad({ secure: true, [field]: `/a${text}b` }),
      'COOKIE_INVALID_CHARACTER',
      /has a character that no cookie can carry/,
    ]),
  ),
  ['name of 1 MB', bad({ name: MEGABYTE }), 'COOKIE_TOO_LARGE', /1048577 bytes, \d+ are allowed/],
  ['value of 1 MB', bad({ value: MEGABYTE }), 'COOKIE_TOO_LARGE', /1048579 bytes, \d+ are allowed/],
  ['value of 1 MB of ü', bad({ value: 'ü'.repeat(1 << 19) }), 'COOKIE_TOO_LARGE', /1048579 bytes, \d+ are allowed/],
  ...[
    'exa mple.com',
    'a@example.com',
    'https://example.com',
    'example.com/',
    'example.com:80',
    '..example.com',
    '.',
    '..',
    ' ',
    '\0',
    'exa\0mple.com',
    'example.com\n',
    '%00',
    '[::1',
    '1.2.3.4.5',
    'xn--',
  ]
    // Browsers trim what they are given.
    .filter((domain) => domain.trim() === domain || domain === ' ')
    .map((domain) => [
      `domain ${JSON.stringify(domain)}`,
      bad({ domain }),
      'COOKIE_INVALID_DOMAIN',
      /domain is not a host name/,
    ]),
  ['no domain and no URL', bad({ domain: undefined }), 'COOKIE_NO_DOMAIN', /no domain, and no URL/],
  ['domain "" and no URL', bad({ domain: '' }), 'COOKIE_NO_DOMAIN', /no domain, and no URL/],
  ...['about:blank', 'nonsense', '', 'file:///x', 'http://'].map((url) => [
    `only the url ${JSON.stringify(url)}`,
    bad({ domain: undefined, url }),
    'COOKIE_NOT_HTTP',
    /not an http or https URL/,
  ]),
  ...['weird', 'toString', '__proto__', 'Lax\0', ' Lax', 'Strict;', MEGABYTE].map((sameSite) => [
    `sameSite ${JSON.stringify(sameSite.slice(0, 20))}`,
    bad({ sameSite }),
    'COOKIE_INVALID_SAME_SITE',
    /^Cookie sameSite "[\s\S]{1,250}" is none of Strict, Lax, None, Default, no_restriction, unspecified$/,
  ]),
  ...['weird', 'constructor', 'Default', 'Low\0'].map((priority) => [
    `priority ${JSON.stringify(priority)}`,
    bad({ priority }),
    'COOKIE_INVALID_PRIORITY',
    /^Cookie priority ".*" is none of Low, Medium, High$/,
  ]),
  ...['junk', 'about:blank', 'https://', 'https://a b', 'https://a\0', 'https://a;b'].map((partitionKey) => [
    `partitionKey ${JSON.stringify(partitionKey)}`,
    bad({ secure: true, partitionKey }),
    'COOKIE_INVALID_PARTITION_KEY',
    /partitionKey does not name a site/,
  ]),
  [
    'a partition without Secure',
    bad({ partitionKey: 'https://example.com' }),
    'COOKIE_PARTITIONED_NOT_SECURE',
    /Partitioned but Secure/,
  ],
  ['__Secure- without Secure', bad({ name: '__Secure-a' }), 'COOKIE_SECURE_PREFIX', /__Secure prefix/],
  [
    '__Host- with a domain',
    bad({ name: '__Host-a', secure: true, domain: '.example.com', path: '/' }),
    'COOKIE_HOST_PREFIX',
    /__Host prefix/,
  ],
  ['__Http- without HttpOnly', bad({ name: '__Http-a', secure: true }), 'COOKIE_HTTP_PREFIX', /__Http prefix/],
];

/** Two texts that become one character when they are joined, as all texts of a call are on their way to Rust. */
const [LEAD, TRAIL] = ['\ud83d', '\ude00'];

describe('halves of a character at the edges of texts', () => {
  const names = (session) => session.getPuppeteerCookies().map(({ name, value, domain }) => [name, value, domain]);
  const after = [
    { name: 'sid', value: 'secret', domain: 'bank.example' },
    { name: 'last', value: '2', domain: 'other.example', path: '/' },
  ];
  const expected = [
    ['sid', 'secret', 'bank.example'],
    ['last', '2', 'other.example'],
  ];

  test.each([
    ['name and value', { name: `a${LEAD}`, value: `${TRAIL}b`, domain: 'shop.example' }],
    ['value and domain', { name: 'a', value: LEAD, domain: `${TRAIL}.example` }],
    ['domain and path', { name: 'a', value: 'b', domain: `shop.example${LEAD}`, path: TRAIL }],
    ['path and priority', { name: 'a', value: 'b', domain: 'shop.example', path: `/${LEAD}`, priority: TRAIL }],
  ])('%s of a cookie: it is refused, and the others are stored under their own names', (_what, cookie) => {
    for (const Class of [Session, CrawleeSession]) {
      const messages = [];
      const log = { debug: (_message, { errorMessages }) => messages.push(...errorMessages) };
      const session = new Class({ log });
      session.putPuppeteerCookies([cookie, ...after]);
      expect(names(session)).toEqual(expected);
      expect(messages).toEqual([expect.stringContaining('has a character that no cookie can carry')]);
    }
  });

  test('of two cookies: both are refused', () => {
    const messages = [];
    const session = new Session({ log: { debug: (_message, { errorMessages }) => messages.push(...errorMessages) } });
    const cookies = [
      { name: 'a', value: 'b', domain: 'shop.example', path: `/${LEAD}` },
      { name: `${TRAIL}c`, value: 'd', domain: 'shop.example' },
    ];
    session.putPuppeteerCookies([...cookies, ...after]);
    expect(names(session)).toEqual(expected);
    expect(messages).toEqual(Array(2).fill(expect.stringContaining('has a character that no cookie can carry')));
  });
});

test('the limits of the jar count for the cookies of a browser as well', () => {
  const cookie = { name: 'long', value: 'x'.repeat(5000), domain: 'example.com' };
  for (const nameValueBytes of [10_000, false]) {
    const session = new Session({ cookieJar: new CookieJar(null, { limits: { nameValueBytes } }) });
    session.setCookies([cookie]);
    expect(session.getCookieString('https://example.com/')).toHaveLength(5005);
  }
  const narrow = new Session({ cookieJar: new CookieJar(null, { limits: { nameValueBytes: 10 } }) });
  expect(thrownBy(() => narrow.setCookies([{ ...cookie, value: 'x'.repeat(7) }])).code).toBe('COOKIE_TOO_LARGE');
});

test('more text than a JavaScript string holds: what fits is stored, and nothing throws', () => {
  const path = `/${'x'.repeat(900_000)}`;
  const messages = [];
  const session = new Session({ log: { debug: (_message, { errorMessages }) => messages.push(...errorMessages) } });
  const cookies = Array.from({ length: 700 }, (_, index) => ({
    name: `c${index}`,
    value: '1',
    domain: 'example.com',
    path,
  }));
  session.putPuppeteerCookies([...cookies, { name: 'last', value: '1', domain: 'example.com' }]);
  expect(session.getPuppeteerCookies().map(({ name }) => name)).toContain('last');
  expect(new Set(messages)).toEqual(new Set(['Cookies of one call may have 67108864 characters in all']));
  session.putResponse({
    url: 'https://example.com/',
    headers: { 'set-cookie': ['first=1', ...Array(400).fill(`a=b; ${'x'.repeat(1 << 21)}`)] },
  });
  expect(session.getCookieString('https://example.com/')).toContain('first=1');
});

test('what a cookie has in common with the one before is its own, whatever was refused in between', () => {
  const session = new Session();
  const cookie = (name, fields) => ({ name, value: '1', domain: 'one.example', path: '/', ...fields });
  session.putPuppeteerCookies([
    cookie('a', { sameSite: 'Lax', priority: 'High' }),
    cookie('b', { domain: 'two.example', value: 'x'.repeat(3 << 20) }),
    cookie('c', { domain: 'two.example', sameSite: 'Lax' }),
    cookie('d', { domain: 'bad domain' }),
    cookie('e', { path: undefined }),
    cookie('f', { path: '/f', sameSite: 'Lax', priority: 'High' }),
    cookie('g', { domain: 'one.example\ud800' }),
    cookie('h', { domain: 'one.example\ud800' }),
    cookie('i', { path: '/f', sameSite: 'Strict', priority: 'High' }),
  ]);
  const fields = ({ name, domain, path, sameSite, priority }) => [name, domain, path, sameSite, priority];
  expect(session.getPuppeteerCookies().map(fields)).toEqual([
    ['a', 'one.example', '/', 'Lax', 'High'],
    ['c', 'two.example', '/', 'Lax', undefined],
    ['e', 'one.example', '/', undefined, undefined],
    ['f', 'one.example', '/f', 'Lax', 'High'],
    ['i', 'one.example', '/f', 'Strict', 'High'],
  ]);
});

test('an element that cannot be read costs no other, in both classes', () => {
  for (const Class of [Session, CrawleeSession]) {
    const messages = [];
    const session = new Class({ log: { debug: (_message, { errorMessages }) => messages.push(...errorMessages) } });
    const cookies = ['a', 'b', 'c'].map((name) => ({ name, ...GOOD }));
    Object.defineProperty(cookies, 1, {
      get() {
        throw new Error('no element');
      },
    });
    session.putPuppeteerCookies(cookies);
    expect(session.getPuppeteerCookies().map(({ name }) => name)).toEqual(['a', 'c']);
    expect(messages).toEqual(['no element']);
  }
});

describe.each(['putPuppeteerCookies', 'setPuppeteerCookies'])('%s skips and reports a cookie', (method) => {
  test.each(REFUSED)('%s', (_what, cookie, code, message) => {
    const { session, logged } = prepared();
    const before = belongings(session);
    session[method]([{ name: 'first', ...GOOD }, cookie(), null, { name: 'last', ...GOOD }]);
    expect(logged).toEqual(toldOf([code, message]));
    expect(newNames(session)).toEqual(['first', 'last']);
    expect(counters(belongings(session))).toEqual(counters(before));
  });
});

describe('setCookies throws for a cookie, after the good ones are stored', () => {
  test.each(REFUSED)('%s', (_what, cookie, code, message) => {
    const { session, logged } = prepared();
    const before = belongings(session);
    const list = [{ name: 'first', ...GOOD }, cookie(), { name: 'last', ...GOOD }, cookie()];
    const error = thrownBy(() => session.setCookies(list));
    expect(error).toBeInstanceOf(CookieError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'CookieError', code, index: 1, message: expect.stringMatching(message) });
    expect(error.errors).toHaveLength(2);
    expect(error.errors[0]).toBe(error);
    expect(error.errors[1]).toMatchObject({ code, index: 3 });
    expect(newNames(session)).toEqual(['first', 'last']);
    expect(counters(belongings(session))).toEqual(counters(before));
    expect(logged).toEqual([]);
  });

  test.each([
    ['null', null],
    ['undefined', undefined],
  ])('%s', (_what, cookie) => {
    const { session } = prepared();
    const error = thrownBy(() => session.setCookies([{ name: 'first', ...GOOD }, cookie, { name: 'last', ...GOOD }]));
    expect(error).toMatchObject({ code: 'COOKIE_INVALID', index: 1, message: expect.stringMatching(/Cookie must be/) });
    expect(newNames(session)).toEqual(['first', 'last']);
  });

  test('all refusals of different kinds come in the order of the array', () => {
    const { session } = prepared();
    const list = [null, 'good=1', '', bad({ domain: '..' })(), new Cookie({ key: 'a;b' }), 'last=1', 'x=1; Domain=com'];
    const error = thrownBy(() => session.setCookies(list, HOME));
    expect(error.errors.map(({ index, code }) => [index, code])).toEqual([
      [0, 'COOKIE_INVALID'],
      [2, 'COOKIE_PARSE_FAILED'],
      [3, 'COOKIE_INVALID_DOMAIN'],
      [4, 'COOKIE_INVALID_CHARACTER'],
      [6, 'COOKIE_PUBLIC_SUFFIX'],
    ]);
    expect(newNames(session)).toEqual(['good', 'last']);
  });
});

describe('a browser cookie with odd content that is stored', () => {
  test.each([
    ['null beside it', [null, undefined], {}],
    ['frozen', [Object.freeze({ name: 'new', value: 'x', domain: 'example.com' })], {}],
    ['of another realm', [vm.runInNewContext('({ name: "new", value: "x", domain: "example.com" })')], {}],
    [
      'without a prototype',
      [Object.assign(Object.create(null), { name: 'new', value: 'x', domain: 'example.com' })],
      {},
    ],
    ['a proxy', [new Proxy({ name: 'new', value: 'x', domain: 'example.com' }, {})], {}],
    ['expires NaN', [bad({ name: 'new', expires: NaN })()], {}],
    ['expires Infinity', [bad({ name: 'new', expires: Infinity })()], {}],
    ['expires -Infinity', [bad({ name: 'new', expires: -Infinity })()], {}],
    ['expires -1e300', [bad({ name: 'new', expires: -1e300 })()], {}],
    ['expires 1e300', [bad({ name: 'new', expires: 1e300 })()], { expires: 253402300799 }],
    // What is not quite true must not be taken for false: a Secure cookie would go out over plain http.
    ['secure a string', [bad({ name: 'new', secure: 'true' })()], { secure: true }],
    ['secure a number', [bad({ name: 'new', secure: 1 })()], { secure: true }],
    ['httpOnly a string', [bad({ name: 'new', httpOnly: 'true' })()], { httpOnly: true }],
    ['partitionKey ""', [bad({ name: 'new', partitionKey: '' })()], {}],
    ['path without a slash', [bad({ name: 'new', path: 'junk' })()], {}],
    ['path ""', [bad({ name: 'new', path: '' })()], {}],
    // RFC 6265 5.3 step 5: a public suffix may have cookies of its own host, and of no other.
    ['domain com', [bad({ name: 'new', domain: 'com' })()], { domain: 'com' }],
    ['domain .com', [bad({ name: 'new', domain: '.com' })()], { domain: 'com' }],
  ])('%s', (_what, cookies, expected) => {
    const { session, logged } = prepared();
    const list = cookies.includes(null) ? [...cookies, bad({ name: 'new' })()] : cookies;
    session.putPuppeteerCookies(list);
    expect(logged).toEqual([]);
    const stored = {
      name: 'new',
      value: 'x',
      domain: 'example.com',
      path: '/',
      expires: -1,
      secure: false,
      httpOnly: false,
    };
    expect(session.getPuppeteerCookies().slice(2)).toEqual([{ ...stored, ...expected }]);
    expect(session.getCookieString(HOME)).toBe(expected.domain === 'com' ? 'host=1' : 'host=1; new=x');
    expect(JSON.parse(JSON.stringify(session.getState())).cookieJar.cookies).toHaveLength(3);
  });

  test('a cyclic cookie, and one that is in the array twice', () => {
    const { session, logged } = prepared();
    const cookie = { name: 'new', ...GOOD };
    cookie.self = cookie;
    session.putPuppeteerCookies([cookie, cookie]);
    expect([newNames(session), logged]).toEqual([['new'], []]);
  });

  test('an array that holds itself: that element alone is refused', () => {
    const { session, logged } = prepared();
    const list = [{ name: 'new', ...GOOD }];
    list.push(list);
    session.putPuppeteerCookies(list);
    expect(newNames(session)).toEqual(['new']);
    expect(logged[0][1].errorMessages).toEqual(['Cookie name must be a string, got undefined']);
  });
});

/** `Set-Cookie` lines that every jar refuses for HOME: the line, the code, the message. */
const BY_BOTH = [
  [';', 'COOKIE_PARSE_FAILED', /failed to parse/],
  ['=', 'COOKIE_PARSE_FAILED', /failed to parse/],
  ['; Path=/', 'COOKIE_PARSE_FAILED', /failed to parse/],
  ...[...'\x01\x02\x07\b\t\v\f\x0e\x1b\x1f\x7f'].flatMap((c) => [
    [`a${c}b=c`, 'COOKIE_PARSE_FAILED', /failed to parse/],
    [`a=b${c}c`, 'COOKIE_PARSE_FAILED', /failed to parse/],
  ]),
  ['a\ud800=b', 'COOKIE_INVALID_CHARACTER', /has a character/],
  ['a=\udc00', 'COOKIE_INVALID_CHARACTER', /has a character/],
  ['a=b; Domain=\ud800example.com', 'COOKIE_INVALID_CHARACTER', /has a character/],
  ['a=b; Path=/\ud800', 'COOKIE_INVALID_CHARACTER', /has a character/],
  [`a=${MEGABYTE}`, 'COOKIE_TOO_LARGE', /1048577 bytes, \d+ are allowed/],
  [`${MEGABYTE}=a`, 'COOKIE_TOO_LARGE', /1048577 bytes, \d+ are allowed/],
  [
    'a=b; Domain=example.net',
    'COOKIE_DOMAIN_MISMATCH',
    /not in this host's domain. Cookie:example.net Request:example.com/,
  ],
  ['a=b; Domain=www.example.com', 'COOKIE_DOMAIN_MISMATCH', /not in this host's domain/],
  ['a=b; Domain=xample.com', 'COOKIE_DOMAIN_MISMATCH', /not in this host's domain/],
  ['a=b; Domain=exa mple.com', 'COOKIE_DOMAIN_MISMATCH', /not in this host's domain/],
  ['a=b; Domain=com', 'COOKIE_PUBLIC_SUFFIX', /public suffix/],
  ['a=b; Domain=.com', 'COOKIE_PUBLIC_SUFFIX', /public suffix/],
  ['a=b; Domain=COM', 'COOKIE_PUBLIC_SUFFIX', /public suffix/],
  ['a=b; Domain=..example.com', 'COOKIE_INVALID_DOMAIN', /not a host name/],
  ['a=b; Partitioned', 'COOKIE_PARTITIONED_NOT_SECURE', /Partitioned/],
  ['__Secure-a=b', 'COOKIE_SECURE_PREFIX', /__Secure prefix/],
  ['__Host-a=b; Secure', 'COOKIE_HOST_PREFIX', /__Host prefix/],
  ['__Http-a=b; Secure', 'COOKIE_HTTP_PREFIX', /__Http prefix/],
];

/** Those that only a jar by Chrome's rules refuses, or for another reason. */
const BY_CHROME = [
  ['=name=value', 'COOKIE_PARSE_FAILED', /failed to parse/],
  ...['a=b\0c', 'a=b; Path=/\x01', 'a=b; Path=/\0', 'a=b; fo\to', 'a=b; Expires=\0', 'a=b; SameSite=\x01'].map(
    (line) => [line, 'COOKIE_PARSE_FAILED', /failed to parse/],
  ),
  [MEGABYTE, 'COOKIE_TOO_LARGE', /1048576 bytes, 4096 are allowed/],
  ['a=b; Domain=.', 'COOKIE_INVALID_DOMAIN', /not a host name/],
  ['a=b; SameSite=None', 'COOKIE_SAME_SITE_NONE_NOT_SECURE', /SameSite=None but Secure/],
  ['__Secure-novalue', 'COOKIE_SECURE_PREFIX', /__Secure prefix/],
];

/** The same for a jar by tough-cookie's rules. */
const BY_TOUGH = [
  ['novalue', 'COOKIE_PARSE_FAILED', /failed to parse/],
  ['=value', 'COOKIE_PARSE_FAILED', /failed to parse/],
  ['a=b; Path=/\x01', 'COOKIE_INVALID_CHARACTER', /Cookie path has a character/],
  ['a=b; Path=/\0', 'COOKIE_INVALID_CHARACTER', /Cookie path has a character/],
  [MEGABYTE, 'COOKIE_PARSE_FAILED', /failed to parse/],
  ['a=b; Domain=example.com\0', 'COOKIE_DOMAIN_MISMATCH', /not in this host's domain/],
];

const titled = ([line, ...rest]) => [
  line.length > 60 ? `${line.slice(0, 20)} of 1 MB` : JSON.stringify(line),
  line,
  ...rest,
];
const LINES = [...BY_BOTH, ...BY_CHROME].map(titled);
const LINES_OF_JARS = [
  ...LINES.map((line) => ['chrome', ...line]),
  ...[...BY_BOTH, ...BY_TOUGH].map((line) => ['tough-cookie', ...titled(line)]),
];

describe('a Set-Cookie line', () => {
  test.each(LINES)('setCookie throws for %s', (_what, line, code, message) => {
    const { session } = prepared();
    const before = belongings(session);
    const error = thrownBy(() => session.setCookie(line, HOME));
    expect(error).toBeInstanceOf(CookieError);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(error.message.length).toBeLessThan(400);
    expect(belongings(session)).toEqual(before);
  });

  test.each(LINES)('setCookies throws for %s, after the good ones are stored', (_what, line, code, message) => {
    const { session } = prepared();
    const error = thrownBy(() => session.setCookies(['first=1', line, 'last=1'], HOME));
    expect(error).toBeInstanceOf(CookieError);
    expect(error).toMatchObject({ code, index: 1, message: expect.stringMatching(message) });
    expect(error.errors).toEqual([error]);
    expect(newNames(session)).toEqual(['first', 'last']);
  });

  test.each([
    ['an array', (line) => ({ headers: { 'set-cookie': ['first=1', line, 'last=1'] }, url: HOME })],
    ['lines of one text', (line) => ({ headers: { 'Set-Cookie': `first=1\n${line}\nlast=1` }, url: HOME })],
    ['getSetCookie', (line) => ({ headers: { getSetCookie: () => ['first=1', line, 'last=1'] }, url: HOME })],
  ])('putResponse skips and reports it: %s', (_form, response) => {
    for (const [, line, code, message] of LINES) {
      const { session, logged } = prepared();
      const before = belongings(session);
      session.putResponse(response(line));
      expect(logged).toEqual(toldOf([code, message]));
      expect(newNames(session)).toEqual(['first', 'last']);
      expect(counters(belongings(session))).toEqual(counters(before));
    }
  });

  test.each(LINES_OF_JARS)(
    'CookieJar by %s refuses %s in each form of the call',
    async (rules, _what, line, code, message) => {
      const jar = preparedJar({ rules });
      const callback = jest.fn();
      jar.setCookie(line, HOME, callback);
      const silent = code.endsWith('_PREFIX');
      if (silent) {
        // tough-cookie keeps these to itself.
        expect(jar.setCookieSync(line, HOME)).toBeUndefined();
        expect(await jar.setCookie(line, HOME)).toBeUndefined();
        expect(callback.mock.calls).toEqual([[null, undefined]]);
      } else {
        const errors = [thrownBy(() => jar.setCookieSync(line, HOME)), await rejectionOf(jar.setCookie(line, HOME))];
        for (const error of [...errors, callback.mock.calls[0][0]]) {
          expect(error).toBeInstanceOf(CookieError);
          expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
        }
      }
      expect(jar.setCookieSync(line, HOME, { ignoreError: true })).toBeUndefined();
      expect(pairs(jar)).toEqual(['host=1']);
    },
  );

  test.each([
    ['', 'COOKIE_PARSE_FAILED'],
    [' ', 'COOKIE_PARSE_FAILED'],
  ])('setCookie refuses %j, which putResponse passes over', (line, code) => {
    const { session, logged } = prepared();
    expect(thrownBy(() => session.setCookie(line, HOME))).toMatchObject({ code });
    session.putResponse({ headers: { 'set-cookie': [line, 'last=1', line] }, url: HOME });
    expect([newNames(session), logged]).toEqual([['last'], []]);
  });

  test('a Secure cookie over plain http is refused', () => {
    const { session } = prepared();
    const before = belongings(session);
    const error = thrownBy(() => session.setCookie('a=b; Secure', 'http://example.com/'));
    expect(error).toMatchObject({
      code: 'COOKIE_INSECURE_ORIGIN',
      message: expect.stringMatching(/secure connection/),
    });
    expect(belongings(session)).toEqual(before);
  });

  test.each([
    // A line break ends the line; what follows cannot become another cookie.
    ['new=x\ny=z', 'x'],
    ['new=x\r\nSet-Cookie: y=z', 'x'],
    ['new=\r', ''],
    // Bad attributes don't count, the cookie does.
    [`new=x; Path=/${MEGABYTE}`, 'x'],
    [`new=x; Domain=${MEGABYTE}`, 'x'],
    [`new=x${';'.repeat(1 << 20)}`, 'x'],
    [`new=x; Max-Age=${'9'.repeat(400)}`, 'x'],
    ['new=x; Max-Age=1e3; SameSite=odd', 'x'],
    ['new=x; Domain=', 'x'],
  ])('setCookie stores %.40j', (line, value) => {
    const { session } = prepared();
    session.setCookie(line, HOME);
    expect(newNames(session)).toEqual(['new']);
    expect(session.getCookieString(HOME)).toBe(`host=1; new=${value}`);
    expect(session.getPuppeteerCookies().at(-1)).toMatchObject({ domain: 'example.com', path: '/' });
  });
});

describe('putResponse takes any headers', () => {
  test.each([
    ['undefined', undefined],
    ['null', null],
    ['a number', 1],
    ['text', 'set-cookie: a=b'],
    ['a symbol', Symbol('s')],
    ['an empty object', {}],
    ['an array', ['set-cookie', 'a=b']],
    ['a function that returns undefined', () => undefined],
    ['a function that returns text', () => 'set-cookie: a=b'],
    ['set-cookie null', { 'set-cookie': null }],
    ['set-cookie a number', { 'set-cookie': 1 }],
    ['set-cookie a symbol', { 'set-cookie': Symbol('s') }],
    ['set-cookie an object', { 'set-cookie': { 0: 'a=b', length: 1 } }],
    ['set-cookie an empty array', { 'set-cookie': [] }],
    ['set-cookie ""', { 'set-cookie': '' }],
    ['getSetCookie that returns nothing', { getSetCookie: () => undefined }],
    ['get that returns null', { get: () => null }],
    ['get that returns a symbol', { get: () => Symbol('s') }],
  ])('without cookies, nothing happens: %s', (_what, headers) => {
    const { session, logged } = prepared();
    const before = belongings(session);
    session.putResponse({ headers, url: HOME });
    session.setCookiesFromResponse({ headers, url: '' });
    expect(belongings(session)).toEqual(before);
    expect(logged).toEqual([]);
  });

  test('what is no text among the lines is passed over, the lines are stored', () => {
    const { session } = prepared();
    const fail = () => {
      throw new Error('toString was called');
    };
    const lines = [
      null,
      'first=1',
      undefined,
      1,
      1n,
      Symbol('s'),
      { toString: fail },
      [['nested=1']],
      () => 1,
      'last=1',
    ];
    session.putResponse({ headers: { 'set-cookie': lines }, url: HOME });
    expect(newNames(session)).toEqual(['first', 'last']);
  });

  const NONE = 'Cookie has no domain, and no URL to take one from';
  const NOT_HTTP = 'Cookie URL is not an http or https URL';
  test.each([
    ['undefined', undefined, NONE],
    ['null', null, NONE],
    ['""', '', NONE],
    ['a number', 1, NONE],
    ['a symbol', Symbol('s'), NONE],
    ['a BigInt', 1n, NONE],
    ['an empty object', {}, NONE],
    ['an object whose href is a symbol', { href: Symbol('s') }, NONE],
    ['a function that returns undefined', () => undefined, NONE],
    ['nonsense', 'nonsense', NOT_HTTP],
    ['a URL without host', 'https://', NOT_HTTP],
    ['about:blank', 'about:blank', NOT_HTTP],
    ['a lone surrogate in the host', 'https://ex\ud800ample.com/', NOT_HTTP],
    ['NUL in the host', 'https://exa\0mple.com/', NOT_HTTP],
  ])('with a URL that files no cookie, each is reported: %s', (_what, url, message) => {
    const { session, logged } = prepared();
    const before = belongings(session);
    session.putResponse({ headers: { 'set-cookie': ['a=1', 'b=2'] }, url });
    const code = message === NONE ? 'COOKIE_NO_DOMAIN' : 'COOKIE_NOT_HTTP';
    expect(logged).toEqual(toldOf([code, message], [code, message]));
    expect(belongings(session)).toEqual(before);
  });
});

describe('a tough-cookie object', () => {
  test.each([
    ['key ""', { key: '', value: '' }, 'COOKIE_PARSE_FAILED'],
    ['a control character', { key: 'a', value: '\n' }, 'COOKIE_INVALID_CHARACTER'],
    ['a ; in the name', { key: 'a;b', value: 'c' }, 'COOKIE_INVALID_CHARACTER'],
    ['NUL in the path', { key: 'a', value: 'b', path: '/\0' }, 'COOKIE_INVALID_CHARACTER'],
    ['1 MB', { key: 'a', value: MEGABYTE }, 'COOKIE_TOO_LARGE'],
    ['a foreign domain', { key: 'a', value: 'b', domain: 'example.net' }, 'COOKIE_DOMAIN_MISMATCH'],
    ['the domain com', { key: 'a', value: 'b', domain: 'com' }, 'COOKIE_PUBLIC_SUFFIX'],
  ])('is refused for %s', (_what, cookie, code) => {
    const { session } = prepared();
    const before = belongings(session);
    const jar = preparedJar();
    for (const given of [cookie, new Cookie(cookie), Object.freeze({ ...cookie })]) {
      const error = thrownBy(() => session.setCookies([given], HOME));
      expect(error).toBeInstanceOf(CookieError);
      expect(error).toMatchObject({ code, index: 0, message: expect.stringMatching(/^Cookie /) });
      expect(thrownBy(() => jar.setCookieSync(given, HOME))).toMatchObject({ name: 'CookieError', code });
    }
    expect(belongings(session)).toEqual(before);
    expect(pairs(jar)).toEqual(['host=1']);
  });

  test.each(['key', 'value', 'domain', 'path'])('with a lone surrogate in %s is refused', (field) => {
    const { session } = prepared();
    const before = belongings(session);
    const cookie = { key: 'a', value: 'b', domain: 'example.com', path: '/', [field]: '/\ud800' };
    const error = thrownBy(() => session.setCookies([cookie], HOME));
    expect(error).toBeInstanceOf(CookieError);
    expect(error.code).toBe('COOKIE_INVALID_CHARACTER');
    expect(belongings(session)).toEqual(before);
  });

  test('with fields of wrong types counts as one without them, as in tough-cookie', () => {
    const { session } = prepared();
    const junk = { expires: Symbol('s'), maxAge: 'x', domain: 1, path: {}, secure: 'x', httpOnly: 1, extensions: [1] };
    session.setCookies([{ key: 'new', value: '1', ...junk, hostOnly: 'x', sameSite: 1n }], HOME);
    const stored = { name: 'new', value: '1', domain: 'example.com', path: '/', expires: -1 };
    expect(session.getPuppeteerCookies().slice(2)).toEqual([{ ...stored, secure: false, httpOnly: false }]);
  });

  test('whose getters throw is refused with the message of the error', () => {
    const { session } = prepared();
    const cookie = Object.defineProperty({ key: 'new' }, 'value', {
      get() {
        throw new Error('the getter of value');
      },
    });
    const error = thrownBy(() => session.setCookies(['first=1', cookie, 'last=1'], HOME));
    expect(error).toMatchObject({ code: 'COOKIE_INVALID', index: 1, message: 'the getter of value' });
    expect(newNames(session)).toEqual(['first', 'last']);
    const jar = preparedJar();
    expect(thrownBy(() => jar.setCookieSync(cookie, HOME)).message).toBe('the getter of value');
    expect(pairs(jar)).toEqual(['host=1']);
  });
});
