'use strict';

const { CookieJar } = require('../..');

const PACKAGES = {
  'tough-cookie 3': require('tough-cookie-3'),
  'tough-cookie 4': require('tough-cookie-4'),
  'tough-cookie 6': require('tough-cookie'),
};

const NOW = Date.UTC(2026, 0, 15, 12, 0, 0, 250);

/** Lines of every kind, and where they come from. */
const LINES = [
  ['host=1', 'https://www.example.com/a/b'],
  ['domain=2; Domain=.example.com; Path=/', 'https://www.example.com/a/b'],
  ['dated=3; Expires=Wed, 01 Jan 2098 00:00:00 GMT; Path=/deep/path', 'https://www.example.com/'],
  ['aged=4; Max-Age=86400', 'https://www.example.com/'],
  ['ended=5; Max-Age=0', 'https://www.example.com/'],
  ['secure=6; Secure; HttpOnly', 'https://www.example.com/'],
  ['strict=7; SameSite=Strict', 'https://www.example.com/'],
  ['none=8; SameSite=None; Secure', 'https://www.example.com/'],
  ['extended=9; Foo=Bar; Priority=High; baz', 'https://www.example.com/'],
  ['quoted="a b=c"; Path=/', 'https://www.example.com/'],
  ['ünicode=üß😀', 'https://www.example.com/'],
  ['empty=', 'https://www.example.com/'],
  ['idn=1', 'https://bücher.example/'],
  ['address=1', 'http://127.0.0.1:8080/x/'],
  ['address6=1', 'http://[2001:db8::1]/'],
  ['local=1; Domain=localhost', 'http://localhost/'],
  ['__proto__=1', 'https://www.example.com/'],
];

const URLS = [
  'https://www.example.com/a/b/c',
  'https://www.example.com/deep/path/x',
  'https://sub.example.com/',
  'http://www.example.com/',
  'https://bücher.example/',
  'http://127.0.0.1/x/y',
  'http://[2001:db8::1]/',
  'http://localhost/',
];

/** Lines that a version can't hold: it has no special-use domains, and loses a cookie of this name in its store's prototype. */
const IMPOSSIBLE = { 'tough-cookie 3': /^(local|__proto__)=/ };

/** What tough-cookie had no field for in a version. */
const UNKNOWN = { 'tough-cookie 3': ['sameSite'], 'tough-cookie 4': [], 'tough-cookie 6': [] };

function linesFor(name) {
  return LINES.filter(([line]) => !IMPOSSIBLE[name]?.test(line));
}

function filled(Jar, lines) {
  const jar = new Jar();
  for (const [line, url] of lines) jar.setCookieSync(line, url);
  return jar;
}

/** Cookies of a serialized jar without the fields that one of the packages does not have, and without our own extensions. */
function cookiesOf(serialized, unknown = []) {
  return serialized.cookies.map((cookie) => {
    const extensions = cookie.extensions?.filter((extension) => !extension.startsWith('crawler-session-'));
    const known = { ...cookie, extensions: extensions?.length > 0 ? extensions : undefined };
    for (const name of unknown) delete known[name];
    return JSON.parse(JSON.stringify(known));
  });
}

const headers = (jar) => Object.fromEntries(URLS.map((url) => [url, jar.getCookieStringSync(url)]));

const throughText = (jar) => JSON.parse(JSON.stringify(jar.toJSON()));

beforeEach(() => {
  jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
});

afterEach(() => jest.useRealTimers());

// Promises: P4
describe.each(Object.entries(PACKAGES))('%s', (name, theirs) => {
  const unknown = UNKNOWN[name];
  const lines = linesFor(name);

  test('its JSON is read here, and serialised again to the same cookies', () => {
    const original = filled(theirs.CookieJar, lines);
    const before = throughText(original);
    const read = CookieJar.fromJSON(JSON.stringify(before));
    expect(cookiesOf(read.toJSON())).toEqual(cookiesOf(before));
    expect(cookiesOf(read.toJSON())).toHaveLength(lines.length);
    jest.setSystemTime(NOW + 60_000);
    expect(headers(read)).toEqual(headers(original));
  });

  test('our JSON is read there, and serialised again to the same cookies', () => {
    const original = filled(CookieJar, lines);
    const before = throughText(original);
    const read = theirs.CookieJar.fromJSON(JSON.stringify(before));
    expect(cookiesOf(throughText(read), unknown)).toEqual(cookiesOf(before, unknown));
    jest.setSystemTime(NOW + 60_000);
    expect(headers(read)).toEqual(headers(original));
  });

  test('a jar that goes there and comes back has lost nothing', () => {
    const original = filled(CookieJar, lines);
    const there = theirs.CookieJar.fromJSON(JSON.stringify(original));
    const back = CookieJar.fromJSON(JSON.stringify(there));
    expect(cookiesOf(back.toJSON(), unknown)).toEqual(cookiesOf(original.toJSON(), unknown));
    expect(headers(back)).toEqual(headers(original));
  });

  test('a live jar of it is taken as an object too', () => {
    const original = filled(theirs.CookieJar, lines);
    expect(headers(CookieJar.deserializeSync(original.toJSON()))).toEqual(headers(original));
  });
});

// Promises: P7
test('the options of a jar are in its JSON as tough-cookie 6 has them, and each reads those of the other', () => {
  const options = {
    rejectPublicSuffixes: false,
    looseMode: true,
    allowSpecialUseDomain: false,
    enforceSecureOriginOnStorage: false,
    prefixSecurity: 'strict',
  };
  const theirs = new PACKAGES['tough-cookie 6'].CookieJar(null, options);
  const ours = new CookieJar(null, options);
  expect(ours.toJSON()).toEqual(theirs.toJSON());
  expect(CookieJar.fromJSON(theirs.toJSON()).toJSON()).toEqual(theirs.toJSON());
  expect(PACKAGES['tough-cookie 6'].CookieJar.fromJSON(ours.toJSON()).toJSON()).toEqual(theirs.toJSON());
});

// Promises: P7
test('options that only we have survive our own JSON', () => {
  const options = { allowSecureOnLocal: false, limits: { cookies: Infinity, cookiesPerDomain: 7 } };
  const restored = CookieJar.fromJSON(JSON.stringify(new CookieJar(null, options)));
  expect(restored.allowSecureOnLocal).toBe(false);
  expect(restored.limits).toEqual({
    ...{ nameValueBytes: 4096, attributeBytes: 1024, cookiesPerDomain: 7, cookies: null },
    partitionBytes: null,
  });
  expect(() => restored.setCookieSync('a=1; Secure', 'http://localhost/')).toThrow('Cookie is Secure but');
});
