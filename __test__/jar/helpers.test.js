'use strict';

// Promises: J15

const { inBoth } = require('./both');

// What the documentation of tough-cookie and RFC 6265 say of the helper functions, for both packages. That they are the same
// for any input is the subject of `helpers-side-by-side.test.js`.

const at = (...args) => new Date(Date.UTC(...args));

describe('domains', () => {
  inBoth(
    'the canonical form of %j is %j',
    [
      [null, undefined],
      [undefined, undefined],
      ['', ''],
      ['.', ''],
      ['Example.COM', 'example.com'],
      [' example.com\n', 'example.com'],
      ['.example.com', 'example.com'],
      ['..example.com', '.example.com'],
      ['example.com.', 'example.com.'],
      ['a_b.example', 'a_b.example'],
      ['exa mple', 'exa mple'],
      ['example.com:80', 'example.com:80'],
      ['127.0.0.1', '127.0.0.1'],
      ['127.1', '127.1'],
      ['[::1]', '::1'],
      ['::1', '::1'],
      ['2001:DB8:0:0::1', '2001:db8::1'],
      ['[2001:DB8::1]', '2001:db8::1'],
      ['::ffff:1.2.3.4', '::ffff:102:304'],
      ['bücher.example', 'xn--bcher-kva.example'],
      ['BÜCHER.example', 'xn--bcher-kva.example'],
      ['.Bücher.example', 'xn--bcher-kva.example'],
      ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
      ['faß.de', 'xn--fa-hia.de'],
      ['日本。jp', 'xn--wgv71a.jp'],
      ['１２７.0.0.1', '127.0.0.1'],
    ],
    ({ canonicalDomain }, text, canonical) => expect(canonicalDomain(text)).toBe(canonical),
  );

  inBoth(
    'a host matches its own name and those above it: %j, %j: %j',
    [
      ['example.com', 'example.com', true],
      ['eXaMpLe.cOm', 'ExAmPlE.CoM', true],
      ['no.ca', 'yes.ca', false],
      ['www.example.com', 'example.com', true],
      ['www.example.com', '.example.com', true],
      ['www.example.com', 'com', true],
      ['example.com', 'www.example.com', false],
      ['wwwexample.com', 'example.com', false],
      ['www.example.com.', 'example.com', false],
      ['www.example.com', 'example.com.', false],
      ['example.com', '', false],
      ['', '', true],
      ['', 'example.com', false],
      ['192.168.0.1', '192.168.0.1', true],
      ['192.168.0.1', '0.1', false],
      ['192.168.0.1', '168.0.1', false],
      ['[::1]', '::1', true],
      ['::ffff:1.2.3.4', '3.4', false],
      ['www.bücher.example', 'XN--BCHER-KVA.example', true],
      [null, 'example.com', undefined],
      ['example.com', undefined, undefined],
      [undefined, null, undefined],
    ],
    ({ domainMatch }, host, domain, matches) => {
      expect(domainMatch(host, domain)).toBe(matches);
      expect(domainMatch(host, domain, true)).toBe(matches);
    },
  );

  inBoth(
    'names are compared as they are if told so: %j, %j: %j',
    [
      ['EXAMPLE.com', 'example.com', false],
      ['www.example.com', 'example.com', true],
      ['www.example.com', '.example.com', false],
      [' example.com', 'example.com', false],
      [null, 'example.com', undefined],
      ['example.com', undefined, undefined],
    ],
    ({ domainMatch }, host, domain, matches) => expect(domainMatch(host, domain, false)).toBe(matches),
  );

  inBoth(
    'a registrable domain has one label more than a public suffix: of %j it is %j',
    [
      ['example.com', 'example.com'],
      ['a.b.example.com', 'example.com'],
      ['A.B.Example.COM', 'example.com'],
      ['.example.com', 'example.com'],
      ['example.com.', 'example.com'],
      ['com', undefined],
      ['www.example.co.uk', 'example.co.uk'],
      ['co.uk', undefined],
      ['x.user.github.io', 'user.github.io'],
      ['user.github.io', 'user.github.io'],
      ['github.io', undefined],
      ['a.bucket.s3.amazonaws.com', 'bucket.s3.amazonaws.com'],
      ['ck', undefined],
      ['x.ck', undefined],
      ['b.a.x.ck', 'a.x.ck'],
      ['www.ck', 'www.ck'],
      ['a.www.ck', 'www.ck'],
      ['kawasaki.jp', undefined],
      ['x.kawasaki.jp', undefined],
      ['compute.amazonaws.com', undefined],
      ['a.x.compute.amazonaws.com', 'a.x.compute.amazonaws.com'],
      ['a.x.kawasaki.jp', 'a.x.kawasaki.jp'],
      ['a.city.kawasaki.jp', 'city.kawasaki.jp'],
      ['nosuchtld', undefined],
      ['b.a.nosuchtld', 'a.nosuchtld'],
      ['www.bücher.de', 'bücher.de'],
      ['www.BÜCHER.DE', 'bücher.de'],
      ['www.xn--bcher-kva.de', 'xn--bcher-kva.de'],
      ['x.公司.cn', 'x.公司.cn'],
      ['公司.cn', undefined],
      ['x.xn--55qx5d.cn', 'x.xn--55qx5d.cn'],
      ['xn--55qx5d.cn', undefined],
      ['a_b.example.com', 'example.com'],
      [`${'l'.repeat(63)}.com`, `${'l'.repeat(63)}.com`],
    ],
    ({ getPublicSuffix }, domain, suffix) => {
      expect(getPublicSuffix(domain)).toBe(suffix);
      for (const allowSpecialUseDomain of [true, false])
        expect(getPublicSuffix(domain, { allowSpecialUseDomain, ignoreError: true })).toBe(suffix);
    },
  );

  inBoth(
    'what is no host name has no registrable domain: %j',
    [
      ...[
        '',
        '.',
        '..',
        '127.0.0.1',
        '127.0.0.01',
        '256.1.1.1',
        '1.2.3.4.',
        '::1',
        '[::1]',
        '::ffff:1.2.3.4',
        '::1.2.3.4',
      ],
      ...['..example.com', 'a..example.com', 'exa mple.com', '-a.example.com', 'a-.example.com', '*.example.com'],
      ...['%65xample.com', 'a"b.com', `${'l'.repeat(64)}.com`, `${'a.'.repeat(130)}com`],
    ].map((domain) => [domain]),
    ({ getPublicSuffix, permuteDomain }, domain) => {
      expect(getPublicSuffix(domain)).toBe(undefined);
      expect(permuteDomain(domain)).toBe(undefined);
    },
  );

  inBoth(
    'names of special use are refused unless they are allowed: %j',
    [
      ['localhost', 'localhost', 'localhost'],
      ['a.localhost', 'localhost', 'a.localhost'],
      ['b.a.localhost', 'localhost', 'a.localhost'],
      ['invalid', 'invalid', 'invalid'],
      ['x.y.test', 'test', 'y.test'],
      ['printer.local', 'local', 'printer.local'],
      ['bücher.example', 'example', 'bücher.example'],
    ],
    ({ getPublicSuffix, permuteDomain }, domain, special, allowed) => {
      const refused =
        `Cookie has domain set to the public suffix "${special}" which is a special use domain. To allow this, ` +
        'configure your CookieJar with {allowSpecialUseDomain: true, rejectPublicSuffixes: false}.';
      expect(() => getPublicSuffix(domain)).toThrow(new Error(refused));
      expect(() => getPublicSuffix(domain, { allowSpecialUseDomain: false })).toThrow(new Error(refused));
      expect(() => permuteDomain(domain)).toThrow(new Error(refused));
      expect(getPublicSuffix(domain, { allowSpecialUseDomain: true })).toBe(allowed);
      expect(permuteDomain(domain, true)[0]).toBe(allowed);
    },
  );

  inBoth(
    'a name of special use without a registrable domain is refused even if such names are allowed: %j',
    [['local'], ['test'], ['example']],
    ({ getPublicSuffix }, domain) => {
      expect(() => getPublicSuffix(domain, { allowSpecialUseDomain: true })).toThrow('special use domain');
      expect(getPublicSuffix(domain, { ignoreError: true })).toBe(undefined);
      expect(getPublicSuffix(domain, { allowSpecialUseDomain: true, ignoreError: true })).toBe(undefined);
    },
  );

  inBoth(
    'a name of special use is like others if errors are ignored: %j',
    [
      ['b.a.localhost', 'a.localhost'],
      ['localhost', undefined],
      ['x.example', 'x.example'],
    ],
    ({ getPublicSuffix }, domain, suffix) => expect(getPublicSuffix(domain, { ignoreError: true })).toBe(suffix),
  );

  inBoth(
    'a domain is permuted from its registrable domain up: %j',
    [
      ['example.com', ['example.com']],
      ['foo.bar.example.com', ['example.com', 'bar.example.com', 'foo.bar.example.com']],
      ['www.example.com.', ['example.com', 'www.example.com']],
      ['a.b.example.co.uk', ['example.co.uk', 'b.example.co.uk', 'a.b.example.co.uk']],
      ['x.user.github.io', ['user.github.io', 'x.user.github.io']],
      ['com', undefined],
      ['intranet', undefined],
    ],
    ({ permuteDomain }, domain, permutations) => expect(permuteDomain(domain)).toEqual(permutations),
  );
});

describe('paths', () => {
  inBoth(
    'a path matches itself and what is above it: %j, %j: %j',
    [
      ['/', '/', true],
      ['/dir', '/', true],
      ['/dir/', '/', true],
      ['/dir/', '/dir/', true],
      ['/dir/a', '/dir/', true],
      ['/dir/a', '/dir', true],
      ['/directory', '/dir', false],
      ['/', '/dir', false],
      ['/dir', '/dir/', false],
      ['/DIR', '/dir', false],
      ['/a', '', true],
      ['', '', true],
      ['a/b', 'a', true],
      ['/a%2Fb', '/a', false],
      ['/ü/x', '/ü', true],
    ],
    ({ pathMatch }, path, cookiePath, matches) => expect(pathMatch(path, cookiePath)).toBe(matches),
  );

  inBoth(
    'the default path of %j is %j',
    [
      ['', '/'],
      ['/some-path', '/'],
      ['/some-parent-path/some-path', '/some-parent-path'],
      ['relative-path', '/'],
      ['relative/path', '/'],
      ['/', '/'],
      ['//', '/'],
      ['/a/', '/a'],
      ['/a//b', '/a/'],
      [null, '/'],
      [undefined, '/'],
      [0, '/'],
      [false, '/'],
    ],
    ({ defaultPath }, path, expected) => expect(defaultPath(path)).toBe(expected),
  );

  inBoth(
    'a path is permuted from itself down to the root: %j',
    [
      ['/', ['/']],
      ['/foo/bar/', ['/foo/bar/', '/foo/bar', '/foo', '/']],
      ['/foo/bar', ['/foo/bar', '/foo', '/']],
      ['/foo//bar', ['/foo//bar', '/foo/', '/foo', '/']],
      ['//', ['//', '/', '/']],
      ['', ['', '/']],
    ],
    ({ permutePath }, path, permutations) => expect(permutePath(path)).toEqual(permutations),
  );
});

describe('dates', () => {
  inBoth(
    'a cookie date is read as section 5.1.1 has it: %j',
    [
      ['Wed, 09 Jun 2021 10:18:14 GMT', at(2021, 5, 9, 10, 18, 14)],
      ['Sun, 06 Nov 1994 08:49:37 GMT', at(1994, 10, 6, 8, 49, 37)],
      ['Sunday, 06-Nov-94 08:49:37 GMT', at(1994, 10, 6, 8, 49, 37)],
      ['Sun Nov  6 08:49:37 1994', at(1994, 10, 6, 8, 49, 37)],
      ['10:00:00 1 jan 27', at(2027, 0, 1, 10)],
      ['2027 january 1st 1:2:3x', at(2027, 0, 1, 1, 2, 3)],
      ['1 Jan 70 0:0:0', at(1970, 0, 1)],
      ['1 Jan 69 0:0:0', at(2069, 0, 1)],
      ['29 Feb 2024 0:0:0', at(2024, 1, 29)],
      ['1 Jan 1601 0:0:0', at(1601, 0, 1)],
      ['31 Dec 9999 23:59:59', at(9999, 11, 31, 23, 59, 59)],
      // The zone doesn't count.
      ['01 Jan 2027 10:00:00 +0200', at(2027, 0, 1, 10)],
    ],
    ({ parseDate }, text, date) => expect(parseDate(text)).toEqual(date),
  );

  inBoth(
    'what is no cookie date is undefined: %j',
    [
      ...[null, undefined, '', 'nonsense', '2027-06-09T10:18:14Z', '1 Jan 2027', '1 Jan 10:00:00', '2027 10:00:00'],
      ...['30 Feb 2027 0:0:0', '29 Feb 1900 0:0:0', '31 Apr 2027 0:0:0', '0 Jan 2027 0:0:0', '32 Jan 2027 0:0:0'],
      ...['1 Jan 1600 0:0:0', '1 Jan 2027 24:00:00', '1 Jan 2027 0:60:0', '1 Jan 2027 0:0:60', '1 Jan 20270 0:0:0'],
      ...['1 Jan 2027 0:0:000', '１ Jan 2027 0:0:0'],
    ].map((text) => [text]),
    ({ parseDate }, text) => expect(parseDate(text)).toBe(undefined),
  );

  inBoth(
    'a date is written as RFC 1123 has it: %j',
    [
      [at(1970, 0, 1), 'Thu, 01 Jan 1970 00:00:00 GMT'],
      [at(2021, 5, 9, 10, 18, 14, 999), 'Wed, 09 Jun 2021 10:18:14 GMT'],
      [new Date(NaN), 'Invalid Date'],
    ],
    ({ formatDate }, date, text) => expect(formatDate(date)).toBe(text),
  );
});

inBoth(
  'cookies are sorted by length of path, then by creation, then by their number',
  [[]],
  ({ Cookie, cookieCompare }) => {
    const make = (path, creation) => new Cookie({ key: 'a', path, creation });
    const sorted = [
      make('/a/b', new Date(2)),
      make('/a', new Date(1)),
      make('/b', new Date(1)),
      make('/a', new Date(2)),
      make('/', new Date(0)),
      make('/', 'Infinity'),
      make(null, new Date(0)),
    ];
    expect([...sorted].reverse().sort(cookieCompare)).toEqual(sorted);
    expect(cookieCompare(sorted[0], sorted[0])).toBe(0);
    expect(cookieCompare({ path: '/abc' }, {})).toBe(-4);
    expect(() => cookieCompare(null, sorted[0])).toThrow(TypeError);
    expect(() => cookieCompare(sorted[0])).toThrow(TypeError);
  },
);

inBoth('the modes of prefix security are constants', [[]], ({ PrefixSecurityEnum }) => {
  expect(PrefixSecurityEnum).toEqual({ SILENT: 'silent', STRICT: 'strict', DISABLED: 'unsafe-disabled' });
  expect(Object.isFrozen(PrefixSecurityEnum)).toBe(true);
});

inBoth('parse and fromJSON are those of Cookie', [[]], ({ Cookie, fromJSON, parse }) => {
  expect(parse('a=b; Path=/')).toBeInstanceOf(Cookie);
  expect(parse('a=b; Path=/').toString()).toBe('a=b; Path=/');
  expect(parse('=b')).toBe(undefined);
  expect(parse('=b', { loose: true }).value).toBe('b');
  expect(fromJSON('{"key":"a"}')).toBeInstanceOf(Cookie);
  expect(fromJSON({ key: 'a' }).key).toBe('a');
  expect(fromJSON('{')).toBe(undefined);
});
