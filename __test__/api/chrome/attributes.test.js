'use strict';

// Rows 5, 6, 10, 11, 12 and 13 of the rules (docs/chrome.md): lines without a name, and what attributes mean.
// Promises: C19

const { ALL, CHROME, filled } = require('./jars');

const SITE = 'https://site.example/';
const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 26, 12);
const PAST = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT';

const [, tough] = ALL.at(-1);

beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

describe.each(CHROME)('in %s', (_, make) => {
  /** Days until a cookie ends: `'session'`, or `'gone'` where it was deleted at once. */
  function life(...attributes) {
    const { jar } = filled(make, ['a=1', ...attributes].join('; '));
    const [cookie] = jar.cookies(SITE);
    if (cookie === undefined) return 'gone';
    const json = cookie.toJSON();
    if (json.maxAge !== undefined) {
      // Of a Max-Age the cookie says only what it was given; when it ends is seen by waiting.
      return [1, 30, 400].find((days) => endsBy(jar, days)) ?? 'later';
    }
    return json.expires === undefined ? 'session' : (Date.parse(json.expires) - NOW) / DAY;
  }

  function endsBy(jar, days) {
    const at = (ms) => {
      jest.setSystemTime(NOW + ms);
      const cookies = jar.again().cookies(SITE);
      jest.setSystemTime(NOW);
      return cookies.length;
    };
    return at(days * DAY - 1) === 1 && at(days * DAY) === 0;
  }

  describe('row 5: SameSite=None needs Secure', () => {
    test.each(['SameSite=None', 'samesite=none', 'SameSite=Lax; SameSite=None'])(
      '%s is refused and changes nothing',
      (attributes) => {
        const { codes, header } = filled(make, 'a=0', `a=1; ${attributes}`, `a=; Max-Age=0; ${attributes}`);
        const code = 'COOKIE_SAME_SITE_NONE_NOT_SECURE';
        expect([codes, header()]).toEqual([[code, code], 'a=0']);
      },
    );

    test.each(['SameSite=None; Secure', 'SameSite=None; SameSite=Lax', 'SameSite=None; SameSite=x', 'SameSite=x'])(
      '%s is stored',
      (attributes) => expect(filled(make, `a=1; ${attributes}`).header()).toBe('a=1'),
    );
  });

  describe('row 6: a line without a name', () => {
    test.each([
      ['foo', 'foo'],
      ['=foo', 'foo'],
      [' = foo ', 'foo'],
      ['foo bar; Path=/', 'foo bar'],
      ['"foo"', '"foo"'],
      ['__Secure', '__Secure'],
    ])('%j is a nameless cookie, sent as the value alone', (line, value) => {
      const { jar, header } = filled(make, line);
      expect(header()).toBe(value);
      expect(jar.cookies(SITE)[0]).toMatchObject({ key: '', value });
      expect(jar.again().header(SITE)).toBe(value);
    });

    test.each([
      ...['=foo=bar', '==', '= =', '="a=b"', '', '=', ' = ', ';', '; Secure'].map((line) => [
        line,
        'COOKIE_PARSE_FAILED',
      ]),
      ['=__Host-a=b', 'COOKIE_PARSE_FAILED'],
      ...[
        '__Secure-x',
        '=__Secure-x; Secure',
        '__Host-x',
        '__host-x; Secure; Path=/',
        '= __Http-x',
        '__Host-Http-x',
      ].map((line) => [line, 'COOKIE_SECURE_PREFIX']),
    ])('%j is refused: %s', (line, code) => {
      // A jar of tough-cookie's API keeps broken prefixes to itself.
      const { codes, header } = filled(make, line);
      expect(header()).toBe('');
      if (codes.length > 0 || code === 'COOKIE_PARSE_FAILED') expect(codes).toEqual([code]);
    });

    test('the nameless cookie replaces itself, and no named one', () => {
      expect(filled(make, 'a', 'a=', '=b', '; x', '=; Max-Age=0').header()).toBe('a=; b');
    });
  });

  describe('row 10: of several Domain the last counts, an empty one too', () => {
    test.each([
      ['Domain=site.example; Domain=', false],
      ['Domain=site.example; Domain', false],
      ['Domain=other.example; Domain=', false],
      ['Domain=; Domain=site.example', true],
      ['Domain=other.example; Domain=site.example', true],
      ['Domain=.; Domain=.SITE.example', true],
      [`Domain=site.example; Domain=${'x'.repeat(1025)}`, true],
    ])('%.40s', (attributes, isShared) => {
      const { header } = filled(make, `a=1; ${attributes}`);
      expect([header(), header('https://sub.site.example/')]).toEqual(['a=1', isShared ? 'a=1' : '']);
    });

    test.each([
      'Domain=.',
      'Domain=..',
      'Domain=..site.example',
      'Domain=site.example; Domain=.',
      'Domain=site.example; Domain=other.example',
    ])('%s is refused', (attributes) => {
      const { codes, header } = filled(make, `a=1; ${attributes}`);
      expect([codes.length, header()]).toEqual([1, '']);
    });
  });

  describe('row 11: of several Expires or Max-Age the last counts, even if it is none', () => {
    const numbers = ['x', '', '60x', '6.5', '1e3', '--5', '+-5', '0x10', '"60"', '6 0', 'NaN', 'Infinity'];
    test.each(numbers)('Max-Age=%j is no number', (none) => {
      expect(life('Max-Age=0', `Max-Age=${none}`)).toBe('session');
      expect(life(`Max-Age=${none}`, 'Max-Age=0')).toBe('gone');
      expect(life(`Max-Age=${none}`, 'Max-Age=86400')).toBe(1);
      // What Expires says counts then, wherever it stands.
      expect(life('Max-Age=86400', PAST, `Max-Age=${none}`)).toBe('gone');
    });

    const dates = [
      'bogus',
      '',
      '0',
      '1 Jan 2027',
      '30 Feb 2027 00:00:00',
      '1 Jan 2027 24:00:00',
      '1 Jan 2027 00:00:60',
      '1798761600',
    ];
    test.each(dates)('Expires=%j is no date', (none) => {
      expect(life(PAST, `Expires=${none}`)).toBe('session');
      expect(life(`Expires=${none}`, PAST)).toBe('gone');
      expect(life(`Expires=${none}`, 'Max-Age=86400')).toBe(1);
    });

    test.each([
      ['Max-Age=+86400', PAST, 1],
      ['Max-Age=-0', '', 'gone'],
      ['Max-Age=-99999999999999999999', '', 'gone'],
      ['Max-Age=0086400', '', 1],
      ['Max-Age=0', 'Max-Age=86400', 1],
      ['Max-Age=86400', 'Max-Age=-1', 'gone'],
      [PAST, 'Expires=Sat, 26 Dec 2026 12:00:00 GMT', 30],
      ['Expires=Sat, 26 Dec 2026 12:00:00 GMT', PAST, 'gone'],
      ['Max-Age=86400', `Max-Age=${'0'.repeat(1025)}`, 1],
    ])('%.40s; %.40s', (first, second, expected) => {
      expect(life(first, second)).toBe(expected);
    });

    test.each([
      ['01-Jan-1 00:00:00', 'gone'],
      ['26-Dec-26 12:00:00', 30],
      ['26-Dec-026 12:00:00', 30],
      ['26-Dec-02026 12:00:00', 30],
      ['26-Dec-70 12:00:00', 'gone'],
      ['26-Dec-69 12:00:00', 400],
      ...['100', '127', '999', '1000', '1600', '1601', '1900'].map((year) => [`26 Dec ${year} 12:00:00`, 'gone']),
      ['26 Dec 99999 12:00:00', 400],
      ['26 Dec 100000 12:00:00', 'session'],
      ['12:0:0 26 December 2026', 30],
      ['"26 Dec 2026 12:00:00"', 30],
      ['26 Dec 2026 012:00:00', 30],
      ['26 Dec 2026x 12:00:00', 'session'],
      ['26 Dec 2026 12:00:00Z', 'session'],
      ['2026 26 Dec 1:2:3:4 12:00:00', 30],
    ])('Expires=%s', (date, expected) => {
      expect(life(`Expires=${date}`)).toBe(expected);
    });
  });

  describe('row 12: an expiry lies at most 400 days ahead', () => {
    test.each([
      'Max-Age=99999999',
      'Max-Age=34560001',
      'Max-Age=99999999999999999999',
      'Expires=Fri, 31 Dec 9999 23:59:59 GMT',
      'Expires=Sun, 26 Nov 2028 12:00:00 GMT',
    ])('%s', (attribute) => expect(life(attribute)).toBe(400));

    test('a shorter one stays as it is', () => {
      expect(life('Max-Age=86400')).toBe(1);
      expect(life('Expires=Sat, 26 Dec 2026 12:00:00 GMT')).toBe(30);
      expect(life()).toBe('session');
    });
  });

  describe('row 13: paths are compared as they stand', () => {
    test.each([
      ['/a b', '/a%20b', false],
      ['/a', '/%61', false],
      ['/%61', '/a', false],
      ['/%61', '/%61', true],
      ['/a%20b', '/a%20b/c', true],
      ['/a%20b', '/a b', true],
      ['/A', '/a', false],
      ['/\xfc', '/%FC', false],
      ['/\xc3\xbc', '/%C3%BC', false],
      ['/%C3%BC', '/ü', true],
      ['/a//b', '/a/b', false],
    ])('Path=%s at %s: sent is %p', (path, at, isSent) => {
      const { header } = filled(make, `a=1; Path=${path}`);
      expect(header(`https://site.example${at}`)).toBe(isSent ? 'a=1' : '');
    });

    test('the default path is that of the URL as it was sent', () => {
      expect(filled(make, 'https://site.example/a%20b/c', 'a=1').header('https://site.example/a%20b/d')).toBe('a=1');
    });
  });
});

// Promises: J7
describe('a CookieJar goes on to follow tough-cookie', () => {
  test.each([
    ['a=1; SameSite=None', 'a=1'],
    ['foo', ''],
    ['=foo', ''],
    ['a=1; Max-Age=0; Max-Age=x', ''],
    [`a=1; ${PAST}; Expires=bogus`, ''],
    ['a=1; Expires=26 Dec 100 12:00:00', 'a=1'],
    ['a=1; Domain=.', 'a=1'],
  ])('%s', (line, header) => expect(filled(tough, line).header()).toBe(header));

  test('it has no 400 days, shares a domain that an empty one follows, and decodes paths', () => {
    const { jar, header } = filled(tough, 'a=1; Max-Age=99999999; Domain=site.example; Domain=', 'b=1; Path=/a b');
    expect(header('https://sub.site.example/')).toBe('a=1');
    expect(header('https://site.example/a%20b')).toBe('b=1; a=1');
    jest.setSystemTime(NOW + 500 * DAY);
    expect(jar.header(SITE)).toBe('a=1');
  });
});
