'use strict';

const fc = require('fast-check');

/** The small world of the side-by-side runs: few hosts, names and paths, so that cookies meet, and many oddities. */

/** Hosts whose cookies concern each other. Each run stays in one family. */
const FAMILIES = [
  ['example.com', 'www.example.com', 'a.b.c.example.com', 'EXAMPLE.com', 'a_b.example.com', 'example.org', 'com'],
  ['example.com', 'www.example.com', 'www.example.com.', 'example.com.', 'localhost.', 'localhost'],
  ['example.co.uk', 'shop.example.co.uk', 'co.uk', 'other.co.uk', 'uk'],
  ['github.io', 'user.github.io', 'x.user.github.io'],
  ['kawasaki.jp', 'x.kawasaki.jp', 'a.x.kawasaki.jp', 'city.kawasaki.jp', 'www.city.kawasaki.jp'],
  ['localhost', 'a.localhost', 'b.a.localhost', '127.0.0.1'],
  ['printer.local', 'x.test', 'y.x.test', 'test', 'invalid', 'x.invalid', 'local', 'example'],
  ['intranet', 'wiki.intranet', 'mail.intranet'],
  ['127.0.0.1', '127.0.0.2', '192.168.1.1', '[::1]', '[2001:DB8::1]', '[2001:db8:0::1]'],
  ['bücher.example', 'www.bücher.example', 'xn--bcher-kva.example', 'a.xn--bcher-kva.example'],
];
const HOSTS = [...new Set(FAMILIES.flat())];

const SCHEMES = ['http', 'https', 'https', 'ws', 'wss'];
const PORTS = ['', '', '', ':8080'];
const PATHS = [
  '/',
  '',
  '/a',
  '/a/',
  '/a/b',
  '/a/b/c',
  '/ab',
  '/a/b?q=/x/y',
  '//',
  '/a//b',
  '/a/b/../c',
  '/A',
  '/a;x/y',
  '/a%2Fb/c',
  '/%C3%BC/x',
];

const DOMAINS = [
  ...[
    '.example.com',
    '..example.com',
    '.',
    '',
    ' example.com ',
    'Example.COM',
    'example.com:80',
    'ample.com',
    'uk',
    'local',
  ],
  ...[
    'c.example.com',
    'b.c.example.com',
    'invalid',
    'example',
    '.localhost',
    '[::1]',
    '0:0::1',
    'BÜCHER.example',
    '.github.io',
  ],
  ...['exa mple', 'a@example.com', 'example.com/', '%65xample.com', 'com.', '1.1', '0.1'],
];

const NAMES = ['a', 'a', 'b', 'SID', '1', '10', '__proto__', 'constructor', 'A', 'a b', 'ü', '"q"', 'a,b', ''];
const PREFIXED = ['__Host-a', '__Secure-a', '__host-a', '__SECURE-a', '__Http-a', '__Host-Http-a', '__Hosta'];
const VALUES = ['1', '2', 'v', '', '"q"', 'a=b', 'a b', ' x ', 'ü😀', '%3D', 'x,y', '__Host-x'];
/** Texts with spaces that JavaScript trims and no cookie parser: the first is UTF-8 of `città` in Latin-1. */
const SPACED = ['citt\u00c3\u00a0', 'x\u3000', '\ufeffx', '\u2028', ' \u00a0 x', 'x\v', '\nx', 'x\r'];
const CONTROLS = ['a\tb', 'a\u0001', 'a\u007f', 'a\nb'];

const DATES = [
  ...[
    'Wed, 09 Jun 2027 10:18:14 GMT',
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 2094',
    '2027-06-09T10:18:14Z',
  ],
  ...['Thu, 01 Jan 1970 00:00:00 GMT', 'Fri, 07 Aug 9999 08:04:19 GMT', '1 Jan 1601 0:0:0', '31 Dec 1600 23:59:59'],
  ...[
    '15 Jan 2024 12:00:01',
    '15 Jan 2024 12:01:00',
    'jan 15 24 13:0:0',
    '30 Feb 2027 10:00:00',
    '1 Jan 2027',
    'nonsense',
    '',
  ],
  ...[
    '1 Jan 2027 24:00:00',
    '1 Jan 2027 10:60:00',
    'January 1st 2027 10:00:00xyz',
    '01 Jan 69 00:00:00',
    '01 Jan 70 00:00:00',
  ],
  ...[
    '1.1.2027 10:00:00',
    '01 Jan 2027 10:00:00 PM',
    '10:00:00 99 jan 12',
    '"Wed, 09 Jun 2027 10:18:14 GMT"',
    '1e3 Jan 2027 1:1:1',
  ],
];
const AGES = [
  '0',
  '1',
  '60',
  '3600',
  '-1',
  '31536000',
  '99999999999',
  '1'.repeat(400),
  '1.5',
  '+5',
  'x',
  '',
  '"60"',
  ' 60 ',
  '060',
];

const one = (...values) => fc.constantFrom(...values);

/** A domain: mostly one of the family's, or one of all. */
const domainOf = (family) =>
  fc.oneof(
    { weight: 4, arbitrary: one(...family.map((host) => host.replace(/^\[|\]$/g, ''))) },
    { weight: 1, arbitrary: one(...DOMAINS) },
  );

/** An attribute as a site may write it. */
const attributeOf = (family) =>
  fc.oneof(
    { weight: 4, arbitrary: domainOf(family).map((domain) => `Domain=${domain}`) },
    {
      weight: 4,
      arbitrary: one('/', '/a', '/a/', '/a/b', '/A', 'a', '', '"/a"', '/a b', '/a%20b', '/ü', '/%C3%BC').map(
        (path) => `Path=${path}`,
      ),
    },
    { weight: 2, arbitrary: one(...DATES).map((date) => `Expires=${date}`) },
    { weight: 2, arbitrary: one(...AGES).map((age) => `Max-Age=${age}`) },
    { weight: 2, arbitrary: one('Secure', 'secure=no', 'SECURE', 'Secure ; ', 'HttpOnly', 'httponly=1') },
    {
      weight: 2,
      arbitrary: one('SameSite=Lax', 'samesite=STRICT', 'SameSite=None', 'SameSite=x', 'SameSite', 'SameSite="Lax"'),
    },
    {
      weight: 1,
      arbitrary: one(
        ...[
          'Priority=High',
          'Partitioned',
          'Foo=Bar',
          'foo',
          '',
          '=',
          '=x',
          'Domain',
          'Path',
          'Expires',
          'Max-Age',
          'a\u0001b',
        ],
        ...[
          'Domain = example.com',
          ' Path = /a ',
          'Path=/a\u0001',
          `Path=/${'p'.repeat(1025)}`,
          `Foo=${'x'.repeat(1025)}`,
          ...[`Foo=${'ü'.repeat(1024)}`, `Foo=${'ü'.repeat(1025)}`, `Foo=${'日'.repeat(342)}`],
        ],
        ...['\u00a0Secure', 'HttpOnly\u3000', 'Path=/a\ufeff', 'Path=\u00a0/a', 'Max-Age=60\u00a0', 'foo=\f', '\v'],
        ...['Domain=\u2003example.com', 'Domain=example.com\u00a0', 'SameSite=Lax\u00a0', '\u00a0', 'Domain=\u00a0'],
      ),
    },
  );

/** Octets: a character up to U+00FF is one, any other makes all of them UTF-8. */
const longValue = fc.oneof(
  one(4000, 4095, 4096, 5000).map((length) => 'x'.repeat(length)),
  one(4000, 4095, 4096).map((length) => 'ü'.repeat(length)),
  one(700, 1365, 1366).map((length) => '日'.repeat(length)),
);

/** A `Set-Cookie` line: mostly of parts, sometimes of anything. */
const lineOf = (family) =>
  fc.oneof(
    {
      weight: 20,
      arbitrary: fc
        .tuple(
          fc.oneof(
            { weight: 40, arbitrary: one(...NAMES) },
            { weight: 4, arbitrary: one(...PREFIXED) },
            { weight: 1, arbitrary: one(...SPACED) },
          ),
          fc.oneof(
            { weight: 60, arbitrary: one(...VALUES) },
            { weight: 3, arbitrary: one(...SPACED) },
            { weight: 5, arbitrary: one(...CONTROLS) },
            { weight: 1, arbitrary: longValue },
          ),
          fc.array(attributeOf(family), { maxLength: 4 }),
          one('; ', ';', ' ;  '),
        )
        .map(([name, value, attributes, separator]) => [`${name}=${value}`, ...attributes].join(separator)),
    },
    { weight: 1, arbitrary: fc.string({ unit: one(...'ab=;, \t\n\r\0"/.Ü\u007f') }) },
    { weight: 1, arbitrary: one('a', '=a', '==a', '=a=b', '=', ';', '', ' ', '; Path=/', 'a; Secure', '=__Host-a') },
    {
      weight: 1,
      arbitrary: one('\u00a0', '\u00a0a=b', '=\u00a0', ' \ufeff=a', 'a\u3000', 'a=b\u00a0; Secure', 'a=b;\u00a0'),
    },
  );

const urlOf = (family) =>
  fc
    .tuple(one(...SCHEMES), one(...family), one(...PORTS), one(...PATHS))
    .map(([scheme, host, port, path]) => `${scheme}://${host}${port}${path}`);

const sometimes = (arbitrary) => fc.option(arbitrary, { nil: undefined, freq: 3 });

/** An object without the keys whose value is `undefined`. */
const optional = (model) =>
  fc
    .record(model)
    .map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)));

const setOptions = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  {
    weight: 2,
    arbitrary: optional({
      http: sometimes(fc.boolean()),
      loose: sometimes(fc.boolean()),
      ignoreError: sometimes(fc.boolean()),
      sameSiteContext: sometimes(one('none', 'lax', 'strict', 'Strict', 'other')),
      now: sometimes(one(-1000, 0, 1000)),
    }),
  },
);

const getOptions = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  {
    weight: 2,
    arbitrary: optional({
      http: sometimes(fc.boolean()),
      expire: sometimes(fc.boolean()),
      allPaths: sometimes(fc.boolean()),
      sort: sometimes(fc.boolean()),
      sameSiteContext: sometimes(one('none', 'lax', 'strict', 'Strict', 'other')),
    }),
  },
);

/** Fields of a `Cookie` object as a caller may build it. Dates are milliseconds. */
const cookieFieldsOf = (family) =>
  optional({
    key: one(...NAMES.filter((name) => !/[\t=;]/.test(name)), '__Host-a'),
    value: one('1', '2', '', 'a=b', 'ü'),
    domain: sometimes(domainOf(family)),
    path: sometimes(one('/', '/a', '/a/b', 'a', '')),
    expires: sometimes(one(0, 1705320001000, 1812536294000)),
    maxAge: sometimes(one(0, 1, 60, -1, 'Infinity', '-Infinity', 3600)),
    secure: sometimes(fc.boolean()),
    httpOnly: sometimes(fc.boolean()),
    hostOnly: sometimes(fc.boolean()),
    pathIsDefault: sometimes(one(true)),
    sameSite: sometimes(one('lax', 'strict', 'none')),
    extensions: sometimes(one(['Foo=Bar'], ['Priority=Low', 'x'])),
  });

/** One step of a run. */
const stepOf = (family) => {
  const url = urlOf(family);
  return fc.oneof(
    { weight: 12, arbitrary: fc.record({ call: one('set'), url, line: lineOf(family), options: setOptions }) },
    {
      weight: 3,
      arbitrary: fc.record({ call: one('setObject'), url, fields: cookieFieldsOf(family), options: setOptions }),
    },
    { weight: 7, arbitrary: fc.record({ call: one('get'), url, options: getOptions }) },
    { weight: 6, arbitrary: fc.record({ call: one('string'), url, options: getOptions }) },
    { weight: 1, arbitrary: fc.record({ call: one('lines'), url, options: getOptions }) },
    {
      weight: 3,
      arbitrary: fc.record({ call: one('clock'), ms: one(0, 1, 999, 1000, 30_000, 60_000, 3_600_000, 40_000_000_000) }),
    },
    { weight: 1, arbitrary: fc.record({ call: one('exchange', 'exchange', 'clone', 'reload', 'removeAll') }) },
  );
};

const jarOptions = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 2,
    arbitrary: optional({
      rejectPublicSuffixes: sometimes(fc.boolean()),
      looseMode: sometimes(fc.boolean()),
      prefixSecurity: sometimes(one('silent', 'strict', 'unsafe-disabled', 'STRICT', 'other')),
      allowSpecialUseDomain: sometimes(fc.boolean()),
      allowSecureOnLocal: sometimes(fc.boolean()),
      enforceSecureOriginOnStorage: sometimes(fc.boolean()),
    }),
  },
);

/** A run: the options of both jars, and what happens to them. */
const run = one(...FAMILIES).chain((family) =>
  fc.record({ jarOptions, steps: fc.array(stepOf(family), { minLength: 1, maxLength: 60, size: 'max' }) }),
);

module.exports = { AGES, DATES, DOMAINS, HOSTS, PATHS, lineOf, run };
