'use strict';

const fc = require('fast-check');
const { AGES, DATES, DOMAINS, HOSTS, PATHS } = require('./world');

/** Odd domains, paths, dates and fields of cookies, for the comparisons of `Cookie` and of the helper functions. */

const one = (...values) => fc.constantFrom(...values);

/** Suffixes whose rules are old: both packages' lists have them, whatever their dates. Of wildcards the parent is left out. */
const SUFFIXES = [
  ...[
    'com',
    'COM',
    'uk',
    'co.uk',
    'jp',
    'ac.jp',
    'github.io',
    's3.amazonaws.com',
    'nosuchtld',
    '公司.cn',
    'xn--55qx5d.cn',
  ],
  ...['ck', 'x.ck', 'www.ck', 'kawasaki.jp', 'x.kawasaki.jp', 'city.kawasaki.jp', 'compute.amazonaws.com'],
  ...['localhost', 'LOCALHOST', 'test', 'invalid', 'local', 'example', ''],
];
const LABELS = [
  ...['a', 'www', 'example', 'EXAMPLE', 'a_b', 'x-1', 'xn--bcher-kva', 'bücher', 'BÜCHER', 'faß', '日本', '1', '007'],
  ...['-a', 'a-', '', 'a b', 'a\u00a0b', '*', '%41', 'l'.repeat(63), 'l'.repeat(64)],
];

const name = fc
  .tuple(fc.array(one(...LABELS), { maxLength: 3 }), one(...SUFFIXES))
  .map(([labels, suffix]) => [...labels, suffix].join('.'));

const address = fc
  .oneof(
    fc.ipV4(),
    fc.ipV6(),
    one('::', '::1', '0:0::1', '::ffff:1.2.3.4', '1.2.3', '1.2.3.4.5', '256.1.1.1', '01.2.3.4'),
  )
  .chain((text) => one(text, text.toUpperCase(), `[${text}]`));

const domain = fc.oneof(
  { weight: 6, arbitrary: name },
  {
    weight: 2,
    arbitrary: fc
      .tuple(one('', '.', ' ', '..', 'http://', 'u@'), fc.oneof(name, address), one('', '.', ' ', '..', ':80', '/p'))
      .map((parts) => parts.join('')),
  },
  { weight: 2, arbitrary: address },
  { weight: 2, arbitrary: one(...HOSTS, ...DOMAINS) },
  { weight: 1, arbitrary: fc.string({ unit: one(...'a1.:[]-_% /Üß。\ufeff\u0085\u0000') }) },
);

/** Two domains that have to do with each other. */
const domains = fc.oneof(
  fc.tuple(domain, domain),
  fc.tuple(domain, one('', '.', 'a.', 'a', 'x.y.')).map(([below, label]) => [`${label}${below}`, below]),
);

const path = fc.oneof(
  one(...PATHS, ''),
  fc
    .tuple(one('', '/', '//'), fc.array(one('a', 'b', 'ab', 'A', '', 'ü', 'a b', '%2F', '?q', '😀')), one('', '/'))
    .map(([start, segments, end]) => `${start}${segments.join('/')}${end}`),
  fc.string(),
);

/** Two paths that have to do with each other. */
const paths = fc.oneof(
  fc.tuple(path, path),
  fc.tuple(path, one('', '/', 'a', '/a', '//')).map(([above, rest]) => [`${above}${rest}`, above]),
);

const TOKENS = [
  ...[
    '1',
    '01',
    '9',
    '29',
    '30',
    '31',
    '32',
    '0',
    '00',
    '1x',
    '100',
    '1st',
    'Jan',
    'feb',
    'MARCH',
    'Junk',
    'decx',
    'Ja',
  ],
  ...['2027', '1601', '1600', '27', '70', '69', '99', '999', '9999', '10000', '2024x', '1900', '2000'],
  ...[
    '10:00:00',
    '1:2:3',
    '23:59:59',
    '24:00:00',
    '00:60:00',
    '00:00:60',
    '10:00',
    '10:00:00:00',
    '10:00:00x',
    '1:1:001',
  ],
  ...['Wed', 'GMT', 'é', '\u0000', '+0100', 'T10:00:00Z'],
];
const SPACES = [' ', '-', ',', ', ', '/', '\t', '.', ':', '', '\u00a0', '~', '@'];
const date = fc.oneof(
  { weight: 2, arbitrary: one(...DATES) },
  {
    weight: 4,
    arbitrary: fc
      .array(fc.tuple(one(...TOKENS), one(...SPACES)), { minLength: 3, maxLength: 7 })
      .map((parts) => parts.flat().join('')),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(
        one('1', '29', '31', '30x'),
        one('jan', 'Feb', 'APRIL'),
        one('2027', '24', '1900', '1601'),
        one('1:2:3', '23:59:59z'),
      )
      .chain((parts) => fc.shuffledSubarray(parts, { minLength: 3 }))
      .map((parts) => parts.join(' ')),
  },
  { weight: 1, arbitrary: fc.string() },
);

const moment = fc.oneof(
  fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01T00:00:00Z') }),
  fc.date({ noInvalidDate: true }),
);
const age = fc.oneof(one(0, -0, 1, -1, 1.5, 60, Infinity, -Infinity, 'Infinity', '-Infinity', null), fc.integer());
const extensions = fc.oneof(one(null, []), fc.array(one('Foo=Bar', 'Partitioned', 'Priority=High', '', 'ü')));

/** What each field of a cookie may hold by its type. */
const FIELDS = {
  key: fc.oneof(one('a', 'SID', '', '__proto__', '__Host-a', 'a b', 'ü', 'a=b'), fc.string()),
  value: fc.oneof(one('1', '', '"q"', 'a b', 'a=b', 'ü'), fc.string()),
  expires: fc.oneof(moment, one('Infinity', null)),
  maxAge: age,
  domain: fc.oneof(domain, one(null)),
  path: fc.oneof(path, one(null)),
  secure: fc.boolean(),
  httpOnly: fc.boolean(),
  extensions,
  creation: fc.oneof(moment, one('Infinity', null)),
  hostOnly: one(true, false, null),
  pathIsDefault: one(true, false, null),
  lastAccessed: fc.oneof(moment, one('Infinity', null)),
  sameSite: one('lax', 'Strict', 'NONE', 'other', '', 'constructor', '__proto__', undefined),
};

/** The fields of a cookie, any of which may be missing. */
const fields = fc.record(FIELDS, { requiredKeys: [] });

/** What stands in the JSON of a cookie that another program wrote. Texts are dates that `Date` can read. */
const anything = one(
  ...[null, undefined, true, false, 0, 5, -1, 1705320000250, Infinity, 'Infinity'],
  ...['2027-01-01', 'Wed, 09 Jun 2027 10:18:14 GMT', [], ['x'], {}],
);
const json = fc.record(
  Object.fromEntries(Object.entries(FIELDS).map(([field, right]) => [field, fc.oneof(right, anything)])),
  { requiredKeys: [] },
);

module.exports = { AGES, age, date, domain, domains, fields, json, moment, path, paths };
