'use strict';

// Row 9 of the rules (docs/chrome.md): how many cookies are kept, and which go. Expected values were seen in Chromium 143 and 156.
// Promises: C19

const { CookieJar, Session } = require('../../..');
const { ALL, CHROME, filled } = require('./jars');

const SITE = 'https://site.example/';
const DAY = 86_400_000;

afterEach(() => jest.useRealTimers());

/** Lines `m0=1`, `m1=1`, … of a kind: how many, their letter, their attributes. */
function lines(...kinds) {
  return kinds.flatMap(([count, letter, attributes = '']) =>
    Array.from({ length: count }, (_, index) => `${letter}${index}=1${attributes}`),
  );
}

/** What is left, by letter: `m 31-180`. */
function left(header) {
  const numbers = new Map();
  for (const pair of header === '' ? [] : header.split('; ')) {
    const [, letter, number] = /^([a-z]+)(\d+)=/.exec(pair);
    numbers.set(letter, [...(numbers.get(letter) ?? []), Number(number)]);
  }
  return [...numbers].map(([letter, all]) => `${letter} ${ranges(all.sort((a, b) => a - b))}`);
}

function ranges(sorted) {
  const parts = [];
  for (const number of sorted) {
    const last = parts.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else parts.push([number, number]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

const HIGH = '; Priority=High';
const LOW = '; Priority=Low';
const SECURE = '; Secure';

describe.each(CHROME)('row 9, in %s: a site that has more than 180 cookies keeps 150', (_, make) => {
  test.each([
    [[[180, 'm']], ['m 0-179']],
    [[[181, 'm']], ['m 31-180']],
    [[[250, 'm']], ['m 93-249']],
    [
      [
        [100, 'h', HIGH],
        [100, 'm'],
      ],
      ['h 0-99', 'm 31-99'],
    ],
    [[[200, 'h', HIGH]], ['h 31-199']],
    [
      [
        [60, 'l', LOW],
        [60, 'm'],
        [61, 'h', HIGH],
      ],
      ['l 30-59', 'm 1-59', 'h 0-60'],
    ],
    [
      [
        [61, 'h', HIGH],
        [60, 'm'],
        [60, 'l', LOW],
      ],
      ['h 0-60', 'm 1-59', 'l 30-59'],
    ],
    [
      [
        [40, 'l', LOW],
        [60, 'm'],
        [81, 'h', HIGH],
      ],
      ['l 10-39', 'm 10-59', 'h 11-80'],
    ],
    [
      [
        [30, 'l', LOW],
        [80, 'm'],
        [71, 'h', HIGH],
      ],
      ['l 0-29', 'm 30-79', 'h 1-70'],
    ],
    [
      [
        [91, 's', SECURE],
        [90, 'm'],
      ],
      ['s 0-90', 'm 31-89'],
    ],
    [
      [
        [160, 's', SECURE],
        [21, 'm'],
      ],
      ['s 10-159'],
    ],
    [
      [
        [20, 'l', LOW],
        [20, 'ls', LOW + SECURE],
        [40, 'm'],
        [40, 'ms', SECURE],
        [30, 'h', HIGH],
        [31, 'hs', HIGH + SECURE],
      ],
      ['l 10-19', 'ls 0-19', 'm 21-39', 'ms 0-39', 'h 0-29', 'hs 0-30'],
    ],
    [
      [
        [5, 'l', LOW],
        [120, 'ms', SECURE],
        [56, 'h', HIGH],
      ],
      ['l 0-4', 'ms 31-119', 'h 0-55'],
    ],
    [
      [
        [90, 'hs', HIGH + SECURE],
        [91, 'h', HIGH],
      ],
      ['hs 0-89', 'h 31-90'],
    ],
  ])('%j', (kinds, expected) => {
    expect(left(filled(make, ...lines(...kinds)).header())).toEqual(expected);
  });

  test.each([
    ['same', 'm0=1', ['m 0,32-179', 'n 0']],
    ['another', 'm0=2', ['m 32-179,0', 'n 0']],
  ])('one that is set again with the %s value was used last', (_value, line, expected) => {
    jest.useFakeTimers({ now: 1_800_000_000_000 });
    const { jar, header } = filled(make, ...lines([180, 'm']));
    jest.setSystemTime(1_800_000_001_000);
    jar.set(line, SITE);
    jar.set('n0=1', SITE);
    const kept = left(header());
    expect(kept.map((kind) => kind.replace('32-179,0', '0,32-179'))).toEqual(
      expected.map((kind) => kind.replace('32-179,0', '0,32-179')),
    );
  });

  test('what was read a minute later was used last, what was read at once was not', () => {
    for (const [wait, expected] of [
      [59_999, ['m 31-179', 'n 0']],
      [60_000, ['m 0-89,121-179', 'n 0']],
    ]) {
      jest.useFakeTimers({ now: 1_800_000_000_000 });
      const set = lines([180, 'm']).map((line, index) => `${line}; Path=${index < 90 ? '/q' : '/r'}`);
      const { jar, header } = filled(make, ...set);
      jest.setSystemTime(1_800_000_000_000 + wait);
      header(`${SITE}q`);
      jar.set('n0=1', SITE);
      const all = [header(`${SITE}q`), header(`${SITE}r`).replace(/; n0=1$/, '')].map((text) =>
        text.replace(/; n0=1$/, ''),
      );
      expect(left(`${all.filter(Boolean).join('; ')}; n0=1`)).toEqual(expected);
    }
  });

  test('hosts of a site count together, with and without Secure origin; localhost and its hosts do not', () => {
    const both = filled(make, ...lines([91, 'm']), 'http://a.site.example/', ...lines([90, 'a']));
    expect([left(both.header(SITE)), left(both.header())]).toEqual([['m 31-90'], ['a 0-89']]);
    const local = filled(make, 'http://localhost/', ...lines([100, 'm']), 'http://a.localhost/', ...lines([100, 'a']));
    expect([left(local.header('http://localhost/')), left(local.header())]).toEqual([['m 0-99'], ['a 0-99']]);
  });

  test('those that have ended go first', () => {
    jest.useFakeTimers({ now: 1_800_000_000_000 });
    const { jar, header } = filled(make, ...lines([170, 'm'], [10, 'e', '; Max-Age=1']));
    jest.setSystemTime(1_800_000_001_000);
    jar.set('n0=1', SITE);
    expect(left(header())).toEqual(['m 0-169', 'n 0']);
  });

  test('a partition has 180 cookies of a site and 10,240 octets of their names and values', () => {
    const partitioned = '; Secure; Partitioned';
    expect(left(filled(make, ...lines([200, 'p', partitioned])).header())).toEqual(['p 20-199']);
    expect(left(filled(make, ...lines([180, 'm'], [180, 'p', partitioned])).header())).toEqual(['m 0-179', 'p 0-179']);
    const priorities = lines([90, 'h', HIGH + partitioned], [91, 'l', LOW + partitioned]);
    expect(left(filled(make, ...priorities).header())).toEqual(['h 1-89', 'l 0-90']);
    // Of so many octets with their names.
    const of = (...octets) => octets.map((count, index) => `v${index}=${'x'.repeat(count - 2)}${partitioned}`);
    expect(left(filled(make, ...of(4000, 4000, 4000)).header())).toEqual(['v 1-2']);
    expect(left(filled(make, ...of(4000, 4000, 2240)).header())).toEqual(['v 0-2']);
    expect(left(filled(make, ...of(4000, 4000, 2241)).header())).toEqual(['v 1-2']);
  });

  test('the whole jar may have more than 3,300: only what nobody used for 30 days goes, to 3,000', () => {
    jest.useFakeTimers({ now: 1_800_000_000_000 });
    const { jar } = filled(make);
    const url = (site) => `https://s${site}.example/`;
    for (let site = 0; site < 24; site++) for (const line of lines([150, 'm'])) jar.set(line, url(site));
    const counts = () => Array.from({ length: 24 }, (_site, site) => left(jar.header(url(site))).join());
    expect(counts()).toEqual(Array(24).fill('m 0-149'));
    // Later, the first ten sites are used; then the rest has been forgotten for 31 days.
    jest.setSystemTime(1_800_000_000_000 + 20 * DAY);
    for (let site = 0; site < 10; site++) jar.header(url(site));
    jest.setSystemTime(1_800_000_000_000 + 31 * DAY);
    jar.set('n0=1', 'https://new.example/');
    const kept = counts();
    expect(kept.slice(0, 10)).toEqual(Array(10).fill('m 0-149'));
    // 3,601 became 3,000; those that were set first went.
    expect(kept.slice(10)).toEqual([...Array(4).fill(''), 'm 1-149', ...Array(9).fill('m 0-149')]);
  });
});

describe('row 9: the option `limits` of a jar by these rules', () => {
  const jar = (limits) => new CookieJar(null, { rules: 'chrome', limits });
  const stored = (one, ...kinds) => {
    for (const line of lines(...kinds)) one.setCookieSync(line, SITE);
    return one.toJSON().cookies.length;
  };

  test('has 10,240 octets in a partition by default, and keeps the shares of a smaller number', () => {
    expect(jar().limits).toEqual({
      nameValueBytes: 4096,
      attributeBytes: 1024,
      cookiesPerDomain: 180,
      cookies: 3300,
      partitionBytes: 10240,
    });
    expect(new CookieJar().limits.partitionBytes).toBe(null);
    expect(stored(jar({ cookiesPerDomain: 18 }), [19, 'm'])).toBe(15);
    expect(stored(jar({ cookiesPerDomain: 1 }), [5, 'm'])).toBe(1);
    expect(stored(jar({ cookiesPerDomain: Infinity }), [500, 'm'])).toBe(500);
    expect(stored(jar(false), [500, 'p', '; Secure; Partitioned'])).toBe(500);
    expect(stored(jar({ partitionBytes: 10 }), [9, 'p', '; Secure; Partitioned'])).toBe(3);
    expect(() => jar({ cookies: 0 }).setCookieSync('a=1', SITE)).toThrow(
      expect.objectContaining({ code: 'COOKIE_LIMIT_REACHED', message: expect.stringContaining('a limit is 0') }),
    );
  });

  test('refuses a cookie that is larger than a partition, before it costs others', () => {
    const one = jar({ nameValueBytes: 20_000 });
    const line = (octets) => `v=${'x'.repeat(octets - 1)}; Secure; Partitioned`;
    one.setCookieSync('a=1; Secure; Partitioned', SITE);
    expect(() => one.setCookieSync(line(10_241), SITE)).toThrow(
      expect.objectContaining({
        code: 'COOKIE_TOO_LARGE',
        message: 'Cookie is too large: it has 10241 bytes, 10240 are allowed',
      }),
    );
    expect(one.getCookieStringSync(SITE)).toBe('a=1');
    expect(one.setCookieSync(line(10_238), SITE).value).toHaveLength(10_237);
    expect(one.toJSON().cookies.map(({ key }) => key)).toEqual(['a', 'v']);
  });

  test('is persisted, and absent limits are those of the rules', () => {
    const again = (one) => CookieJar.fromJSON(JSON.stringify(one)).limits;
    for (const limits of [undefined, { cookies: 7 }, { partitionBytes: null }, false]) {
      expect(again(jar(limits))).toEqual(jar(limits).limits);
    }
    const session = new Session({ cookieJar: { limits: { cookies: 7 }, cookies: [] } });
    expect(session.cookieJar.limits).toEqual({ ...jar().limits, cookies: 7 });
  });

  // Promises: C20
  test('what a browser reports is stored complete', () => {
    const session = new Session();
    session.putPuppeteerCookies(
      Array.from({ length: 300 }, (_, index) => ({ name: `b${index}`, value: '1', domain: 'site.example', path: '/' })),
    );
    expect(session.getPuppeteerCookies()).toHaveLength(300);
  });
});

// Promises: J7, J8
test("row 9: a CookieJar by tough-cookie's rules goes on one for one", () => {
  const [, make] = ALL.at(-1);
  expect(left(filled(make, ...lines([181, 'm'])).header())).toEqual(['m 1-180']);
});
