'use strict';

const fc = require('fast-check');

/**
 * The small world of the runs with Crawlee's session: few hosts, names and paths, so that cookies meet; what browsers report, what
 * sites send and what hosts call. The first `@` in a value or a line becomes something else each time, so that each cookie is known by it.
 */

/** Hosts whose cookies concern each other. Each run stays in one family; the last of a family is a site of its own. */
const FAMILIES = [
  ['example.com', 'www.example.com', 'a.www.example.com', 'sso.example.org'],
  ['example.com', 'www.example.com', 'www.example.com', 'sso.example.org'],
  ['example.com', 'www.example.com', 'shop.example.co.uk', 'sso.example.org'],
  ['github.io', 'user.github.io', 'x.user.github.io', 'example.com'],
  ['intranet', 'wiki.intranet', 'localhost', '127.0.0.1'],
  ['localhost', 'a.localhost', '127.0.0.1', 'example.com'],
  ['xn--bcher-kva.example', 'www.xn--bcher-kva.example', 'example.com'],
];

/** Domains as a browser, an extension or a user may write them, for the hosts of a family. */
const ODD_DOMAINS = {
  'example.com': ['Example.COM', '.EXAMPLE.com', 'com', '.com', 'not a host', 'example.com:80', '..example.com'],
  'github.io': ['.github.io', 'GitHub.io'],
  localhost: ['.localhost', 'LocalHost', '.127.0.0.1'],
  intranet: ['.intranet', 'Intranet', '.localhost', '.127.0.0.1'],
  'xn--bcher-kva.example': ['bücher.example', '.bücher.example', 'BÜCHER.example'],
};

/** Domains as a site may write them. */
const LINE_DOMAINS = {
  'example.com': ['Example.COM', 'com'],
  'xn--bcher-kva.example': ['bücher.example', '.bücher.example', 'BÜCHER.example'],
};

const NAMES = ['a', 'a', 'b', 'SID', '__Host-a', '__Secure-a'];
const VALUES = ['@', '@', '@', '"@"', 'a@b', 'ü@', '@=1', '%3D@', '\u00c3\u00bc@', '日@'];
/** What HTTP clients hand over: octets, of UTF-8 and others, the first with a no-break space as its last. */
const OCTETS = ['@', '@', '@', '@', '@\u00c3\u00a0', '\u00a0@', '"@"', 'ü@', '@=1', '%3D@', '\u00c3\u00bc@', ' @ '];
const PATHS = ['/', '/', '/a', '/a/b'];

/** The earliest time there is, in milliseconds: Chromium's begin with the year 1601. */
const BEFORE_ALL = -8.64e15;

/** Expires of lines, each with the time as Chromium 156 reads it, in milliseconds; text that it takes for no date is not here. */
const DATES = new Map([
  ['Mon, 15 Jan 2024 12:01:00 GMT', Date.UTC(2024, 0, 15, 12, 1)],
  ['Mon, 15 Jan 2024 12:30:00 GMT', Date.UTC(2024, 0, 15, 12, 30)],
  ['Wed, 09 Jun 2027 10:18:14 GMT', Date.UTC(2027, 5, 9, 10, 18, 14)],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['01-Jan-1500 00:00:00 GMT', BEFORE_ALL],
  ['01-Jan-1 00:00:00 GMT', Date.UTC(2001)],
  ['15 Jan 02024 13:00:00 GMT', Date.UTC(2024, 0, 15, 13)],
]);
/** The last one is a date to tough-cookie. */
const NO_DATES = ['nonsense', '', '15-Jan-24 12:00:20Z'];
const AGES = [-1, 0, 1, 30, 60, 90, 90, 120, 120, 3600, '+60', 'x', '1.5', '', 99_999_999];

/** Seconds since 1970: in the time of the runs, beyond it, fractions as browsers have them, and what no browser reports. */
const SESSION_EXPIRY = [-1, -1, undefined, 0];
const EXPIRIES = [1705320010, 1705320060.5, 1812536294, 1812536294.125, 1812536294.123456, 1e9];
const ODD_EXPIRIES = [1e20, 1e20, Infinity, Number.NaN, '1812536294', -5, null];

/** Milliseconds between two steps. */
const PAUSES = [
  0, 1, 999, 1000, 20_000, 20_000, 30_000, 30_000, 40_000, 60_000, 60_000, 60_000, 3_600_000, 40_000_000_000,
];

const one = (...values) => fc.constantFrom(...values);
const weighted = (...pairs) => fc.oneof(...pairs.map(([weight, arbitrary]) => ({ weight, arbitrary })));

/** A record some of whose keys are missing. */
const optional = (keys, required = []) => fc.record(keys, { requiredKeys: required });

const urlOf = (family) =>
  fc
    .tuple(
      one('http', 'https', 'https'),
      one(...family),
      one('/', '/', '/', '/a', '/a/b/c', '/a;b/c', '/x?y=/z', '/%61'),
    )
    .map(([scheme, host, path]) => `${scheme}://${host}${path}`);

const domainOf = (family, odd) =>
  weighted([8, one(...family, ...family.map((host) => `.${host}`))], [1, one(...(odd[family[0]] ?? [family[0]]))]);

const expiry = weighted([4, one(...SESSION_EXPIRY)], [6, one(...EXPIRIES)], [1, one(...ODD_EXPIRIES)]);

/** A cookie as Puppeteer and Playwright report it. */
const reportedOf = (family) =>
  optional(
    {
      name: weighted([20, one(...NAMES)], [1, one('')]),
      value: one(...VALUES),
      domain: domainOf(family, ODD_DOMAINS),
      path: weighted([8, one(...PATHS)], [1, one('a', '', '/a;b')]),
      expires: expiry,
      size: one(5),
      httpOnly: fc.boolean(),
      secure: fc.boolean(),
      session: fc.boolean(),
      sameSite: weighted([8, one('Strict', 'Lax', 'None', 'Default')], [1, one('Bogus', 'lax')]),
      priority: weighted([8, one('Low', 'Medium', 'High')], [1, one('Bogus')]),
      sourceScheme: one('Secure', 'NonSecure'),
      partitionKey: weighted(
        [2, one(`https://${family[0]}`, 'https://top.example')],
        [1, one({ sourceOrigin: 'https://top.example', hasCrossSiteAncestor: true }, { sourceOrigin: 5 }, 'no site')],
      ),
    },
    ['name', 'value'],
  ).map((cookie) => (cookie.name.startsWith('__Host-') ? { ...cookie, path: '/' } : cookie));

/** A cookie as a user may set it by hand. */
const byHandOf = (family) =>
  optional({ name: one('a', 'b', 'SID'), value: one(...VALUES), url: urlOf(family), expires: expiry }, [
    'name',
    'value',
  ]);

/** What must not cost the cookies beside it. */
const noCookie = one(
  ...[null, undefined, 5, '@', {}, { name: 'a' }, { name: 5, value: '@' }, { name: 'a', value: 5 }],
  ...[
    { name: 'a\n', value: '@' },
    { name: 'a', value: '@;x' },
    { name: 'a', value: '@', domain: 5 },
  ],
);

const browserCookies = (family) =>
  fc.array(weighted([16, reportedOf(family)], [4, byHandOf(family)], [1, noCookie]), { minLength: 1, maxLength: 4 });

const attributeOf = (family) =>
  weighted(
    [3, domainOf(family, LINE_DOMAINS).map((domain) => `Domain=${domain}`)],
    [3, one(...PATHS).map((path) => `Path=${path}`)],
    [3, one('Secure', 'HttpOnly', 'secure')],
    [2, one('SameSite=Lax', 'SameSite=strict', 'SameSite=None', 'SameSite=None', 'SameSite=x')],
    [3, one(...AGES).map((seconds) => `Max-Age=${seconds}`)],
    [2, one(...DATES.keys()).map((date) => `Expires=${date}`)],
    [1, one(...NO_DATES).map((date) => `Expires=${date}`)],
    [1, one('Domain=', 'Domain=.', 'Domain')],
    [1, one('\u00a0Secure', 'Path=/a\u00a0', 'Foo=\u0001', '\tFoo\t=\tbar\t', 'Foo=b\tr')],
    [1, one('Priority=High', 'Foo=bar')],
  );

/** A `Set-Cookie` line. */
const lineOf = (family) =>
  weighted(
    [
      20,
      fc
        .tuple(one(...NAMES), one(...OCTETS), fc.array(attributeOf(family), { maxLength: 4 }))
        .map(([name, value, attributes]) => [`${name}=${value}`, ...attributes].join('; ')),
    ],
    [1, one('', ';', '=', 'a=@\u0001', 'a\t=@', `a=@${'x'.repeat(4096)}`)],
    [1, one('nothing@', '=@', '=a=@', '=__Host-@', '=@; Path=/a; Secure', '@; Path=/')],
  );

/** How a response holds its lines: `array` and `text` are Crawlee's own, `joined` is Puppeteer's. */
const SHAPES = ['array', 'array', 'array', 'text', 'function', 'joined', 'joined', 'capital', 'fetch', 'get', 'none'];

const responseOf = (family) =>
  fc.record({
    call: one('response'),
    url: urlOf(family),
    urlAs: one('text', 'text', 'URL', 'function'),
    shape: one(...SHAPES),
    lines: fc.array(weighted([20, lineOf(family)], [1, one(5, null)]), { minLength: 1, maxLength: 3 }),
    date: weighted([6, one(undefined)], [1, one('today', '')], [4, one(0, 30_000, -30_000, 3_600_000, -3_600_000)]),
  });

/** One step of a run. After each, the cookies for `look` are compared as well. */
const stepOf = (family) => {
  const url = urlOf(family);
  return fc
    .tuple(
      weighted(
        [6, fc.record({ call: one('markGood', 'markGood', 'markBad') })],
        [1, fc.record({ call: one('retire') })],
        [
          3,
          fc.record({
            call: one('status', 'status', 'check'),
            code: weighted([6, one(200, 301, 404, 500)], [2, one(401, 403, 429)], [2, one('403', undefined, null)]),
            more: one([], [], [[]], [[404]], [[500, '403']]),
          }),
        ],
        [
          1,
          fc.record({
            call: one('codes'),
            change: one('add', 'clear', 'reset', 'replace', 'none'),
            code: one(404, 500, 200),
          }),
        ],
        [5, fc.record({ call: one('clock'), ms: one(...PAUSES) })],
        [
          8,
          fc.record({
            call: one('setCookies'),
            url: weighted([10, url], [1, one(undefined, 'about:blank')]),
            cookies: browserCookies(family),
          }),
        ],
        [8, responseOf(family)],
        [
          2,
          fc.record({
            call: one('setCookie'),
            url: weighted([20, url], [1, one('no url')]),
            line: lineOf(family),
            asObject: one(false, false, true),
          }),
        ],
        [2, fc.record({ call: one('again'), url, back: one(0, 0, 1, 2, 3, 5) })],
        [1, fc.record({ call: one('getCookies', 'getCookieString'), url: one('no url', 'about:blank') })],
        [1, fc.record({ call: one('getCookies'), url: one(undefined) })],
        [1, fc.record({ call: one('restore'), from: one('own', 'other', 'ours', 'theirs', 'hollow') })],
      ),
      url,
    )
    .map(([step, look]) => ({ ...step, look }));
};

/** More cookies of one site than a browser keeps. */
const floodOf = (family) =>
  fc
    .tuple(
      urlOf(family),
      fc.array(one('', '', '; Secure', '; Priority=Low', '; Priority=High'), { minLength: 1, maxLength: 5 }),
    )
    .map(([url, attributes]) => {
      return { call: 'flood', url: url.replace('http:', 'https:'), count: 200, attributes, look: url };
    });

/** A run: the options of both sessions, and what happens to them. */
const run = one(...FAMILIES).chain((family) =>
  fc.record({
    options: optional(
      {
        id: one('session_1', 'mine'),
        maxAgeSecs: one(10, 3000, 100_000),
        userData: one({ token: 'ü', n: [1, null] }),
        maxErrorScore: one(1, 3, 4.5),
        errorScoreDecrement: one(0.5, 0.3, 1),
        usageCount: one(0, 3),
        errorScore: one(0, 0.25, 2, -0.25),
        maxUsageCount: one(5, 50, 400),
      },
      ['id'],
    ),
    steps: fc
      .tuple(
        fc.array(stepOf(family), { minLength: 1, maxLength: 40, size: 'max' }),
        weighted([60, fc.constant([])], [1, fc.tuple(floodOf(family), stepOf(family), stepOf(family))]),
      )
      .map((parts) => parts.flat()),
  }),
);

module.exports = { BEFORE_ALL, DATES, run };
