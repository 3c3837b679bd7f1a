'use strict';

const { expires, serverDate } = require('./dates');
const { WEIGHTED } = require('./hosts');
const { CONTROLS, ODD_SPACES, OTHER, UTF8 } = require('./octets');

/** One of `[weight, value]`. */
function weighted(random, list) {
  let left = random.next() * list.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, value] of list) {
    left -= weight;
    if (left < 0) return value;
  }
  return list.at(-1)[1];
}

const anyCase = (random, text) =>
  [...text].map((one) => (random.chance(0.5) ? one.toUpperCase() : one.toLowerCase())).join('');

const NAMES = [
  'a',
  'sid',
  'SID',
  'a b',
  '"q"',
  '$Version',
  'a,b',
  '[0]',
  '__Secure',
  '__Host',
  '(',
  'é',
  UTF8[0],
  UTF8[1],
  OTHER[0],
];
const PREFIXES = ['__Secure-', '__Host-', '__Http-', '__Host-Http-'];
const VALUES = [
  '1',
  '',
  'abc',
  'a b',
  '"a b"',
  '"a',
  'a=b',
  '=',
  '==',
  'a,b',
  '%20',
  "'x'",
  'a\\b',
  '{"a":1}',
  '__Host-x',
];

function name(random) {
  if (random.chance(0.25)) {
    const prefix = random.pick(PREFIXES);
    return (random.chance(0.6) ? prefix : anyCase(random, prefix)) + random.pick(['a', 'a', '']);
  }
  return random.pick(NAMES);
}

function value(random) {
  const way = random.below(12);
  if (way === 0) return random.pick(UTF8) + random.pick(['', 'x', random.pick(UTF8)]);
  if (way === 1) return random.pick(OTHER) + random.pick(['', 'x', random.pick(UTF8)]);
  if (way === 2) return random.pick(ODD_SPACES) + random.pick(['', 'x', ' ']);
  if (way === 3) return random.pick(['', 'x', ' ']) + random.pick(ODD_SPACES);
  return random.pick(VALUES);
}

/** The text before the first `;`. */
function pair(random) {
  const way = random.below(20);
  if (way === 0) return random.pick(['', '=', ' ', '==', ' = ', '=\t=', '= =']);
  if (way === 1) return value(random);
  if (way === 2) return `=${value(random)}`;
  if (way === 3) return random.pick(['', '=', ' =', '=\t', '= ']) + name(random) + random.pick(['', 'x', '=', '=1']);
  if (way === 4) return sized(random, random.pick(['a', 'sid', '']), random.pick([4095, 4096, 4097, 4098]));
  return `${name(random)}=${value(random)}`;
}

/** A pair of so many octets, `=` not counted. */
function sized(random, key, octets) {
  const unit = random.pick(['x', UTF8[2], OTHER[0]]);
  const left = octets - key.length;
  const body = unit.repeat(Math.floor(left / unit.length)).padEnd(left, 'y');
  return random.chance(0.8) ? `${key}=${body}` : `${body}=${key}`;
}

const DOMAINS = [
  ...[
    [8, '{host}'],
    [5, '.{host}'],
    [6, '{site}'],
    [3, '.{site}'],
    [3, ''],
    [1, '.'],
    [1, '..'],
    [1, '..{host}'],
  ],
  ...[
    [4, '{parent}'],
    [1, '.{parent}'],
    [1, '{HOST}'],
    [2, '{host}.'],
    [1, '{bare}'],
    [1, 'x.{host}'],
    [1, '{half}'],
  ],
  ...[
    [1, '{escaped}'],
    [1, '{host}:80'],
    [1, '"{host}"'],
    [1, '{host}/'],
    [1, '*.{host}'],
    [2, '{unicode}'],
    [1, '.{unicode}'],
  ],
  ...[
    [1, 'other.example'],
    [1, 'example'],
    [1, '\xe9.{host}'],
    [1, '{host}\xa0'],
    [0.5, '127.1'],
    [0.5, '{host},x'],
    [0.5, 'a b'],
  ],
];

const PATHS = [
  '/',
  '/',
  '',
  '/x',
  '/x/',
  '/x/y',
  '/a b',
  '/a%20b',
  '/%61',
  '/A',
  '/a',
  '//',
  '/.',
  'x',
  '"/"',
  '/x?y',
  '/x#y',
  '/"',
  '/\\',
];
const AGES = [
  ...[
    '0',
    '-1',
    '7200',
    '+7200',
    '-0',
    '+0',
    '00',
    '07200',
    '100000',
    '34560000',
    '34560001',
    '99999999',
    '9'.repeat(20),
  ],
  ...[`-${'9'.repeat(20)}`, `${'9'.repeat(20)}x`, `-${'9'.repeat(20)}x`, '9223372036854775807', '9223372036854775808'],
  ...[
    '',
    '+',
    '-',
    '--5',
    '+-5',
    '7200x',
    'x7200',
    '0x10',
    '1e5',
    '6000.5',
    '.5',
    '"7200"',
    '72 00',
    '- 5',
    '0x',
    '-1x',
    '7,200',
  ],
  ...['\xa07200', '7200\xa0', 'NaN', 'Infinity'],
];
const SAME_SITES = [
  'Strict',
  'Lax',
  'None',
  'None',
  'lax',
  'NONE',
  '',
  'foo',
  'Default',
  '"Lax"',
  'no_restriction',
  'Lax\xa0',
];
const PRIORITIES = ['Low', 'Medium', 'High', 'high', 'LOW', '', 'foo', 'High\xa0'];

/** An attribute as `[name, value]`; without a value it has no `=`. */
function attribute(random, now) {
  return weighted(random, [
    [4, () => ['Domain', weighted(random, DOMAINS)]],
    [4, () => ['Path', random.chance(0.1) ? `/${random.pick([...UTF8, ...OTHER])}` : random.pick(PATHS)]],
    [5, () => ['Expires', expires(random, now)]],
    [4, () => ['Max-Age', random.pick(AGES)]],
    [6, () => ['Secure', random.pick([undefined, undefined, undefined, '', '0', 'false'])]],
    [3, () => ['HttpOnly', random.pick([undefined, undefined, '', 'no'])]],
    [3, () => ['SameSite', random.pick(SAME_SITES)]],
    [2, () => ['Priority', random.pick(PRIORITIES)]],
    [1.5, () => ['Partitioned', random.pick([undefined, undefined, '', '0'])]],
    [
      1,
      () => [
        random.pick(['foo', 'Version', 'Comment', '', 'Secur', 'Max Age', 'SameParty', UTF8[0]]),
        random.pick([undefined, '', 'bar']),
      ],
    ],
    [0.5, () => [random.pick(['Domain', 'Path', 'SameSite', 'Max-Age', 'Expires', 'Priority'])]],
    [0.5, () => [random.pick(['Domain', 'Path', 'HttpOnly', 'SameSite', 'Priority', 'foo']), long(random)]],
    [0.3, () => ['Max-Age', random.pick(['7200', '0']).padStart(1022 + random.below(4), '0')]],
    [0.3, () => ['Expires', expires(random, now).padEnd(1022 + random.below(4), ' x')]],
  ])();
}

/** A value at the limit of 1,024 octets. */
function long(random) {
  const unit = random.pick(['x', UTF8[2], OTHER[0]]);
  const octets = 1022 + random.below(5);
  return `/${unit.repeat(octets / unit.length)}`.padEnd(octets, 'y').slice(0, octets);
}

/** How an attribute is written. */
function written(random, [key, text]) {
  const shown = random.chance(0.7) ? key : anyCase(random, key);
  const space = () => (random.chance(0.12) ? random.pick([' ', '\t', '  ', ' \t ']) : '');
  const lead = random.chance(0.8) ? ' ' : space();
  return lead + shown + space() + (text === undefined ? '' : `=${space()}${text}${space()}`);
}

/** Puts something odd anywhere into a text. */
function spoiled(random, text) {
  const at = random.chance(0.5) ? random.below(text.length + 1) : random.pick([0, text.length]);
  return text.slice(0, at) + random.pick([random.pick(CONTROLS), '\t', random.pick(ODD_SPACES), ' ']) + text.slice(at);
}

const PLACES = ['/', '/', '/x', '/x/y', '/x/y/', '/a%20b/c', '/%61/b', '/a/b', '/A/b', '//x', '/citt%C3%A0/x'];

/** The paths that a request may have because of a cookie's Path attribute. */
function pathsOf(attributes) {
  const paths = attributes.flatMap(([key, text]) => (key === 'Path' && text?.startsWith('/') ? [text] : []));
  return paths.flatMap((path) => ['', '/z', 'z'].map((end) => asTarget(path + end)));
}

/** A path as a browser asks for it. */
function asTarget(path) {
  const text = Buffer.from(path.slice(0, 1100), 'latin1').toString('utf8');
  return new URL(`http://x${text.replace(/[?#]/g, encodeURIComponent)}`).pathname;
}

/** A random line: where it is set, its parts, the headers beside it, and where it is asked for afterwards. */
function lineOf(random, now) {
  const kind = weighted(random, WEIGHTED);
  const attributes = Array.from({ length: random.pick([0, 1, 1, 2, 2, 3, 3, 4, 6]) }, () => attribute(random, now));
  const parts = [pair(random), ...attributes.map((one) => written(random, one))];
  if (random.chance(0.08)) {
    const index = random.below(parts.length);
    parts[index] = spoiled(random, parts[index]);
  }
  const dated = attributes.some(([key]) => key === 'Expires');
  const headers = Array.from(
    { length: random.pick(dated ? [0, 0, 1, 1, 1, 1, 2] : [0, 0, 0, 1]) },
    () => `Date: ${serverDate(random, now)}`,
  );
  const scheme = random.chance(0.6) ? 'https' : 'http';
  const path = random.pick(PLACES);
  return { kind, scheme, path, parts, headers, echoes: echoes(random, { scheme, path, attributes }) };
}

/** Where the cookie is asked for: in the same place, and in one that differs in something. */
function echoes(random, { scheme, path, attributes }) {
  const same = { host: '{host}', scheme, path, port: '' };
  const paths = [...pathsOf(attributes), ...PLACES];
  const other = weighted(random, [
    [2, () => ({ host: 'x.{host}' })],
    [2, () => ({ host: '{site}' })],
    [1, () => ({ host: 'y.{site}' })],
    [3, () => ({ path: random.pick(paths) })],
    [2, () => ({ scheme: scheme === 'http' ? 'https' : 'http' })],
    [1, () => ({ port: ':8443', path: random.pick(paths) })],
  ])();
  return [same, { ...same, ...other }];
}

module.exports = { lineOf };
