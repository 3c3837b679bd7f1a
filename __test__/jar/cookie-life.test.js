'use strict';

// Promises: J15

const { inBoth, ours } = require('./both');

// When a cookie ends, where it belongs and whether it is one that a server may send: what the documentation of tough-cookie and
// RFC 6265 say, for both packages.

const NOW = Date.UTC(2024, 0, 15, 12, 0, 0, 250);
const LATER = NOW + 90_000;
const LAST = 2147483647000;
const at = (ms) => new Date(ms);

beforeAll(() => jest.useFakeTimers({ now: NOW }));
afterAll(() => jest.useRealTimers());

describe('expiry', () => {
  inBoth(
    'of %j the end is %d, the time to live %d, persistent: %j',
    [
      [{}, Infinity, Infinity, false],
      [{ expires: at(LATER) }, LATER, 90_000, true],
      [{ expires: at(NOW - 1) }, NOW - 1, -1, true],
      [{ expires: at(0) }, 0, -NOW, true],
      [{ expires: null }, undefined, 0, true],
      [{ maxAge: 60 }, NOW + 60_000, 60_000, true],
      [{ maxAge: 1.5 }, NOW + 1500, 1500, true],
      [{ maxAge: 0 }, -Infinity, 0, true],
      [{ maxAge: -1 }, -Infinity, 0, true],
      // `maxAge` goes before `expires`, and counts from the last access.
      [{ maxAge: 60, expires: at(0) }, NOW + 60_000, 60_000, true],
      [{ maxAge: 60, lastAccessed: at(5) }, 60_005, 60_000, true],
      [{ maxAge: 60, lastAccessed: 'Infinity' }, Infinity, 60_000, true],
      [{ maxAge: 60, creation: at(5) }, NOW + 60_000, 60_000, true],
      [{ maxAge: Infinity }, Infinity, Infinity, true],
      [{ maxAge: -Infinity }, -Infinity, 0, true],
      // As text, it says nothing to the time to live.
      [{ maxAge: 'Infinity', expires: at(LATER) }, Infinity, 90_000, true],
      [{ maxAge: '-Infinity' }, -Infinity, Infinity, true],
    ],
    ({ Cookie }, fields, end, ttl, persistent) => {
      const cookie = new Cookie(fields);
      if ('expires' in fields) cookie.expires = fields.expires;
      expect(cookie.expiryTime()).toBe(end);
      expect(cookie.TTL()).toBe(ttl);
      expect(cookie.isPersistent()).toBe(persistent);
    },
  );

  inBoth(
    'a time that is given is counted from: of %j the end is %d and the time to live %d',
    [
      [{ maxAge: 60 }, 1_060_000, 60_000],
      [{ maxAge: 60, lastAccessed: at(5) }, 1_060_000, 60_000],
      [{ expires: at(1_500_000) }, 1_500_000, 500_000],
      [{ maxAge: 'Infinity' }, Infinity, Infinity],
      [{}, Infinity, Infinity],
    ],
    ({ Cookie }, fields, end, ttl) => {
      expect(new Cookie(fields).expiryTime(at(1_000_000))).toBe(end);
      expect(new Cookie(fields).TTL(1_000_000)).toBe(ttl);
    },
  );

  inBoth('a time to live from 0 is one from now', [[{ expires: at(LATER) }]], ({ Cookie }, fields) => {
    expect(new Cookie(fields).TTL(0)).toBe(90_000);
  });

  inBoth(
    'the date of the end is one that 32 bits can hold if there is none: %j %j',
    [
      [{}, at(LAST)],
      [{ maxAge: 'Infinity' }, at(LAST)],
      [{ maxAge: 0 }, at(0)],
      [{ maxAge: '-Infinity' }, at(0)],
      [{ maxAge: 60 }, at(NOW + 60_000)],
      [{ expires: at(LAST + 1) }, at(LAST + 1)],
    ],
    ({ Cookie }, fields, date) => expect(new Cookie(fields).expiryDate()).toEqual(date),
  );

  inBoth('a cookie whose expiry is null has no date of its end', [[{}]], ({ Cookie }) => {
    const cookie = Object.assign(new Cookie(), { expires: null });
    expect(cookie.expiryDate()).toBe(undefined);
  });

  inBoth(
    'setExpires takes a date or a cookie date; anything else means that there is none: %j %j',
    [
      ['Wed, 09 Jun 2027 10:18:14 GMT', at(Date.UTC(2027, 5, 9, 10, 18, 14))],
      ['Thu, 01 Jan 1970 00:00:00 GMT', at(0)],
      [at(5), at(5)],
      ['2027-06-09T10:18:14Z', 'Infinity'],
      ['nonsense', 'Infinity'],
      ['Infinity', 'Infinity'],
      ['', 'Infinity'],
      [null, 'Infinity'],
      [undefined, 'Infinity'],
    ],
    ({ Cookie }, expires, expected) => {
      const cookie = new Cookie({ expires: at(1) });
      expect(cookie.setExpires(expires)).toBe(undefined);
      expect(cookie.expires).toEqual(expected);
    },
  );

  inBoth(
    'setMaxAge writes infinity as text, so that JSON can hold it: %j %j',
    [
      [60, 60],
      [0, 0],
      [-1, -1],
      [Infinity, 'Infinity'],
      [-Infinity, '-Infinity'],
    ],
    ({ Cookie }, age, expected) => {
      const cookie = new Cookie();
      expect(cookie.setMaxAge(age)).toBe(undefined);
      expect(cookie.maxAge).toBe(expected);
      expect(cookie.clone().maxAge).toBe(expected);
    },
  );

  test('setExpires finds no date in what is no text, where tough-cookie crashes', () => {
    for (const value of [5, true, {}, Symbol('a')]) {
      const cookie = new ours.Cookie({ expires: at(1) });
      cookie.setExpires(value);
      expect(cookie.expires).toBe('Infinity');
    }
  });
});

describe('the canonical domain', () => {
  inBoth(
    'is that of canonicalDomain: of %j it is %j',
    [
      [null, undefined],
      ['', ''],
      ['.Example.COM', 'example.com'],
      ['BÜCHER.example', 'xn--bcher-kva.example'],
      ['[::1]', '::1'],
    ],
    ({ Cookie }, domain, canonical) => {
      const cookie = new Cookie({ domain });
      expect(cookie.canonicalizedDomain()).toBe(canonical);
      expect(cookie.cdomain()).toBe(canonical);
      expect(cookie.domain).toBe(domain);
    },
  );

  test('is undefined for a name that no host has and for what is no text; tough-cookie throws', () => {
    for (const domain of ['ü b', 5, {}, true]) {
      expect(new ours.Cookie({ domain }).canonicalizedDomain()).toBe(undefined);
      expect(new ours.Cookie({ domain }).cdomain()).toBe(undefined);
    }
  });
});

describe('validate', () => {
  const GOOD = { key: 'a', value: 'b' };

  inBoth(
    'a cookie that a server may send is valid: %p',
    [
      ...[
        {},
        { key: "!#$%&'*+-.^_`|~09AZaz" },
        { value: "!#$%&'()*+-./0:<=>?@AZ[]^_`az{|}~" },
        { maxAge: 1 },
        { maxAge: Infinity },
      ],
      ...[
        { maxAge: 'Infinity' },
        { expires: at(0) },
        { expires: at(NaN) },
        { expires: '1 Jan 2027 0:0:0' },
        { path: '/' },
      ],
      ...[{ path: 'a' }, { path: 'ü a' }, { domain: null }, { domain: '' }, { domain: '.' }, { domain: 'example.com' }],
      ...[{ domain: '.Example.COM' }, { domain: 'x.user.github.io' }, { domain: '127.0.0.1' }, { domain: '::1' }],
      ...[{ domain: '[::1]' }, { domain: '::ffff:1.2.3.4' }, { domain: 'bücher.de' }, { domain: 'a.nosuchtld' }],
      ...[{ sameSite: 'other' }, { extensions: [';'] }],
    ].map((fields) => [fields]),
    ({ Cookie }, fields) => expect(new Cookie({ ...GOOD, ...fields }).validate()).toBe(true),
  );

  inBoth(
    'a cookie that no server may send is not: %p',
    [
      ...[{ key: '' }, { key: 'a b' }, { key: 'a=b' }, { key: 'ü' }, { key: 'a\t' }, { key: '(' }, { key: '"a"' }],
      ...[{ value: '' }, { value: 'a b' }, { value: '"a"' }, { value: 'a,b' }, { value: 'a;b' }, { value: 'a\\b' }],
      ...[{ value: 'ü' }, { value: null }, { value: undefined }, { value: 0 }],
      ...[{ maxAge: 0 }, { maxAge: -1 }, { maxAge: '-Infinity' }, { expires: 'nonsense' }, { expires: null }],
      ...[{ path: '' }, { path: 'ü' }, { path: ';' }, { path: '\t' }],
      ...[
        { domain: 'com' },
        { domain: 'co.uk' },
        { domain: 'github.io' },
        { domain: 'example.com.' },
        { domain: 'intranet' },
      ],
      ...[{ domain: 'exa mple.com' }, { domain: 'a..example.com' }, { domain: '256.1.1.1' }, { domain: 'x.ck' }],
    ].map((fields) => [fields]),
    ({ Cookie }, fields) => expect(Object.assign(new Cookie(GOOD), fields).validate()).toBe(false),
  );

  inBoth('a domain of special use throws: %j', [['localhost'], ['x.test'], ['.printer.local']], ({ Cookie }, domain) =>
    expect(() => new Cookie({ ...GOOD, domain }).validate()).toThrow('which is a special use domain'),
  );

  test.each([{ key: null }, { key: undefined }, { domain: 'ü b' }, { domain: 5 }, { expires: 5 }])(
    '%p is not valid, where tough-cookie crashes',
    (fields) => expect(Object.assign(new ours.Cookie(GOOD), fields).validate()).toBe(false),
  );

  test.each([{ maxAge: NaN }, { maxAge: 'x' }])(
    'an age that is no number, %p, is not valid; tough-cookie lets it pass',
    (fields) => expect(new ours.Cookie({ ...GOOD, ...fields }).validate()).toBe(false),
  );

  test.each(['example.com:80', 'example.com/', 'a@example.com'])(
    'the domain %j is not valid, since it is no host name; tough-cookie takes a part of it',
    (domain) => expect(new ours.Cookie({ ...GOOD, domain }).validate()).toBe(false),
  );
});
