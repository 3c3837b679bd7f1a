'use strict';

// Promises: J15

const { NOT_TEXT, WRONG_TYPE, ours, theirs } = require('./both');

// Where the helper functions are other than tough-cookie's, on purpose.

const TAKES_TEXT = [
  ['canonicalDomain', (value) => ours.canonicalDomain(value)],
  ['domainMatch, as host', (value) => ours.domainMatch(value, 'a')],
  ['domainMatch, as domain', (value) => ours.domainMatch('a', value)],
  ['domainMatch, as host that is compared as it is', (value) => ours.domainMatch(value, 'a', false)],
  ['domainMatch, as domain that is compared as it is', (value) => ours.domainMatch('a', value, false)],
  ['getPublicSuffix', (value) => ours.getPublicSuffix(value)],
  ['permuteDomain', (value) => ours.permuteDomain(value)],
  ['permutePath', (value) => ours.permutePath(value)],
  ['pathMatch, as path', (value) => ours.pathMatch(value, 'a')],
  ['pathMatch, as path of the cookie', (value) => ours.pathMatch('a', value)],
];

test.each(TAKES_TEXT)(
  '%s takes only primitive strings, since Rust reads them: else a TypeError has a code',
  (_, call) => {
    for (const [value] of NOT_TEXT) expect(() => call(value)).toThrow(WRONG_TYPE);
  },
);

test('defaultPath takes only primitive strings, or a value that is false', () => {
  for (const [value] of NOT_TEXT.filter(([each]) => each)) expect(() => ours.defaultPath(value)).toThrow(WRONG_TYPE);
});

test.each(['getPublicSuffix', 'permuteDomain', 'permutePath', 'pathMatch', 'formatDate'])(
  '%s throws for null and undefined with a code, where tough-cookie crashes or takes null for a match of null',
  (name) => {
    for (const nothing of [null, undefined]) expect(() => ours[name](nothing, nothing)).toThrow(WRONG_TYPE);
  },
);

test('formatDate takes only a Date', () => {
  for (const [value] of NOT_TEXT.filter(([each]) => !(each instanceof Date)))
    expect(() => ours.formatDate(value)).toThrow(WRONG_TYPE);
});

test('parseDate finds no date in what is no text, where tough-cookie crashes', () => {
  for (const [value] of NOT_TEXT) expect(ours.parseDate(value)).toBe(undefined);
});

test.each(['ü b', 'bü:80', 'bü/x', 'a@bü', 'bü%41', '..bü', '。bü', '\ud800', 'ü\0'])(
  'a name beyond ASCII that is no host, %j, has no canonical form and matches nothing; tough-cookie throws or takes a part',
  (name) => {
    expect(ours.canonicalDomain(name)).toBe(undefined);
    expect(ours.domainMatch(name, name)).toBe(undefined);
    expect(ours.domainMatch(`www.${name}`, name)).toBe(undefined);
  },
);

test.each([
  ['fe80::1%eth0', 'fe80::1%eth0'],
  ['[FE80::1%ETH0]', '[fe80::1%eth0]'],
  ['\0A', '\0a'],
])('%j is ASCII, so it has a canonical form; tough-cookie throws', (name, canonical) => {
  expect(ours.canonicalDomain(name)).toBe(canonical);
});

test('a name with a colon is no host name and belongs to no domain', () => {
  expect(ours.domainMatch('a:b.example.com', 'example.com')).toBe(false);
  expect(ours.domainMatch('a:b.example.com', 'a:b.example.com')).toBe(true);
  for (const name of [':192.168.0.1', ':ffff:192.168.0.1', '::Fxxx:192.168.0.1']) {
    expect([ours, theirs].map(({ domainMatch }) => domainMatch(name, '168.0.1'))).toEqual([false, true]);
  }
});

test.each([
  ...['http://www.example.com/', 'www.example.com/', 'www.example.com:80', 'a@example.com', 'example.com?a'],
  ...['example.com#a', ' example.com ', 'ex\tample.com', 'example.com..', '[1.2.3.4.5]'],
])('getPublicSuffix and permuteDomain want a name: of %j, tough-cookie takes a part', (text) => {
  expect(ours.getPublicSuffix(text)).toBe(undefined);
  expect(ours.permuteDomain(text)).toBe(undefined);
});

test.each([
  ['EXAMPLE.com', 'example.com'],
  ['example.com.', 'example.com'],
  ['BÜCHER.de', 'bücher.de'],
])('%j is its own registrable domain; tough-cookie adds a subdomain without a name', (domain, suffix) => {
  expect(ours.permuteDomain(domain)).toEqual([suffix]);
});

test('capitals are made small in any script; tough-cookie does so only if there is one of ASCII', () => {
  expect(ours.getPublicSuffix('ΑΒ.gr')).toBe('αβ.gr');
  expect(ours.getPublicSuffix('ΑΒ.GR')).toBe('αβ.gr');
});

test.each([
  ['ab', ['ab', '/']],
  ['ab/c', ['ab/c', 'ab', '/']],
  ['?x', ['?x', '/']],
])(
  'the path %j without a slash at its start is cut at slashes; tough-cookie cuts off letters',
  (path, permutations) => {
    expect(ours.permutePath(path)).toEqual(permutations);
  },
);
