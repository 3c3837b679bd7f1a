'use strict';

const { EventEmitter } = require('node:events');
const { CHROME } = require('./chrome-differences');
const { START, URL, counters, make, plain, put, thrown, tough3, tough6 } = require('../helpers/sides');

/**
 * Every difference between the original class and ours that a promise wants, in one place. Both results are asserted, so that
 * a difference that disappears is noticed as well. The reason begins with the promise (docs/promises.md).
 */
const NO_POOL = 'Parameter "options.sessionPool" of type Object must be provided';
const NOT_A_POOL = 'Session: sessionPool must be instance of SessionPool';
const FAR = Date.UTC(2031, 0, 1) / 1000;

const threw = (name, message) => ({ isError: true, name, message });
const parameter = (name, type) =>
  threw('ApifyClientError', `Parameter "options.${name}" of type ${type} must be provided`);

/** A cookie as Puppeteer reports it. */
const reported = (fields) => ({
  ...{ name: 'a', value: '1', domain: 'www.example.com', path: '/', expires: FAR, size: 2 },
  ...{ httpOnly: false, secure: false, session: false },
  ...fields,
});

/** What the class makes of cookies that Puppeteer reported: the error if it throws one, else the strings for the URLs. */
function reportedTo(Session, pool, cookies, urls = [URL], from = URL) {
  const session = make(Session, pool);
  const outcome = thrown(() => session.putPuppeteerCookies(cookies, from));
  return outcome.isError ? outcome.message : urls.map((url) => session.getCookieString(url));
}

/** What the class makes of `Set-Cookie` lines. */
function linesTo(Session, pool, lines, from = URL, to = from) {
  const session = make(Session, pool);
  const outcome = thrown(() => put(session, lines, from));
  return [outcome.message ?? null, session.getCookieString(to)];
}

/** What the class makes of a whole response. */
function responseTo(Session, pool, response) {
  const session = make(Session, pool);
  const { message = null } = thrown(() => session.putResponse(response));
  return [message !== null, session.getCookieString(URL)];
}

const OPTIONS = [
  {
    name: 'sessionPool may be absent, and retire() then emits nothing',
    reason: 'S4 sessionPool',
    run: (Session) => {
      const outcome = thrown(() => counters(new Session()));
      if (!outcome.returned) return outcome;
      const session = new Session();
      session.retire();
      return counters(session).blocked;
    },
    original: threw('ApifyClientError', NO_POOL),
    ours: true,
  },
  {
    name: 'sessionPool may be anything with a callable emit',
    reason: 'S4 sessionPool',
    run: (Session) => {
      const emitter = new EventEmitter();
      let events = 0;
      emitter.on('sessionRetired', () => {
        events++;
      });
      return [emitter, { emit: () => events++ }].map((sessionPool) => {
        return thrown(() => new Session({ sessionPool }).retire()).message ?? events;
      });
    },
    original: [NOT_A_POOL, NOT_A_POOL],
    ours: [1, 2],
  },
  {
    name: 'sessionPool of a primitive is refused with the message of the pool',
    reason: 'S4 sessionPool',
    run: (Session) =>
      [null, 5].map((sessionPool) => thrown(() => new Session({ sessionPool })).message.slice(0, NOT_A_POOL.length)),
    original: [NO_POOL.slice(0, NOT_A_POOL.length), NO_POOL.slice(0, NOT_A_POOL.length)],
    ours: [NOT_A_POOL, NOT_A_POOL],
  },
  {
    name: 'a wrong option is a TypeError that says what was expected',
    reason: 'E1 a wrong option',
    run: (Session, pool) => thrown(() => make(Session, pool, { maxAgeSecs: 'x' })),
    original: parameter('maxAgeSecs', 'Number'),
    ours: threw('TypeError', 'maxAgeSecs must be a number or Infinity, got "x"'),
  },
  {
    name: 'an infinite count is refused',
    reason: 'E1 Infinity where it makes no sense',
    run: (Session, pool) =>
      ['usageCount', 'errorScore', 'errorScoreDecrement'].map(
        (name) => thrown(() => make(Session, pool, { [name]: Infinity }).id).name ?? 'taken',
      ),
    original: ['taken', 'taken', 'taken'],
    ours: ['TypeError', 'TypeError', 'TypeError'],
  },
  {
    name: 'errorScoreDecrement and cookies are checked as well',
    reason: 'E1 a wrong option',
    run: (Session, pool) =>
      [{ errorScoreDecrement: 'x' }, { cookies: 5 }].map(
        (options) => thrown(() => make(Session, pool, options).id).name ?? 'taken',
      ),
    original: ['taken', 'taken'],
    ours: ['TypeError', 'TypeError'],
  },
  {
    name: 'expiredAt is accepted as a name of expiresAt',
    reason: 'S2 dates',
    run: (Session, pool) => make(Session, pool, { expiredAt: new Date(START - 1) }).isExpired(),
    original: false,
    ours: true,
  },
  {
    name: 'dates are accepted as ISO text and as milliseconds',
    reason: 'S2 dates',
    run: (Session, pool) =>
      ['2033-05-06T00:00:00.000Z', Date.UTC(2033, 4, 6)].map(
        (date) =>
          thrown(() => make(Session, pool, { createdAt: date, expiresAt: date }).getState().expiresAt).returned ??
          'refused',
      ),
    original: ['refused', 'refused'],
    ours: ['2033-05-06T00:00:00.000Z', '2033-05-06T00:00:00.000Z'],
  },
  {
    name: 'expiresAt defaults to createdAt + maxAgeSecs, not to now + maxAgeSecs',
    reason: 'S2 dates',
    run: (Session, pool) => {
      const session = make(Session, pool, { createdAt: new Date(START - 60_000), maxAgeSecs: 30 });
      return [session.expiresAt.getTime() - START, session.isExpired()];
    },
    original: [30_000, false],
    ours: [-30_000, true],
  },
  {
    name: 'expiresAt null counts as not given',
    reason: 'S1 all options are optional',
    run: (Session, pool) => make(Session, pool, { expiresAt: null }).isExpired(),
    original: true,
    ours: false,
  },
  {
    name: 'an age without end is allowed',
    reason: 'S3 here Infinity makes sense',
    run: (Session, pool) => thrown(() => make(Session, pool, { maxAgeSecs: Infinity }).isExpired()),
    original: parameter('expiresAt', 'Maybe Date'),
    ours: { returned: false },
  },
  {
    name: 'errorCount counts the calls of markBad()',
    reason: 'S11 an error is counted',
    run: (Session, pool) => {
      const session = make(Session, pool, { errorCount: 4 });
      session.markBad();
      session.markGood();
      return [session.errorCount];
    },
    original: [undefined],
    ours: [5],
  },
  {
    name: 'cookieJar may be the JSON text of a serialized jar',
    reason: 'J12 as an object and as JSON text',
    run: (Session, pool) => {
      const jar = new tough3.CookieJar();
      jar.setCookieSync('a=1', URL);
      return thrown(() => make(Session, pool, { cookieJar: JSON.stringify(jar) }).getCookieString(URL));
    },
    original: threw('Error', 'serialized jar has no cookies array'),
    ours: { returned: 'a=1' },
  },
  {
    name: 'the cookies of a live tough-cookie jar are taken over, the jar is not shared',
    reason: 'S6 only a CookieJar of this package is shared',
    run: (Session, pool) => {
      const jar = new tough3.CookieJar();
      jar.setCookieSync('a=1', URL);
      const session = make(Session, pool, { cookieJar: jar });
      put(session, 'b=2');
      return [session.cookieJar === jar, jar.getCookieStringSync(URL), session.getCookieString(URL)];
    },
    original: [true, 'a=1; b=2', 'a=1; b=2'],
    ours: [false, 'a=1', 'a=1; b=2'],
  },
  {
    name: 'a live jar of tough-cookie 6 goes on to work with responses',
    reason: 'S6 a jar of tough-cookie, whatever its version',
    run: (Session, pool) => {
      const session = make(Session, pool, { cookieJar: new tough6.CookieJar() });
      return thrown(() => put(session, 'b=2')).message ?? session.getCookieString(URL);
    },
    original: 'First argument to setCookie must be a Cookie object or string',
    ours: 'b=2',
  },
  {
    name: 'id and cookieJar are read-only',
    reason: 'S7 properties',
    run: (Session, pool) => {
      const session = make(Session, pool, { id: 'mine' });
      const { cookieJar } = session;
      thrown(() => {
        session.id = 'other';
      });
      thrown(() => {
        session.cookieJar = new tough3.CookieJar();
      });
      return [session.id, session.cookieJar === cookieJar];
    },
    original: ['other', false],
    ours: ['mine', true],
  },
  {
    name: 'methods have their later names as well',
    reason: 'S16 later names',
    run: (Session, pool) => {
      const session = make(Session, pool);
      const names = ['setCookiesFromResponse', 'setPuppeteerCookies', 'retireOnBlockedStatusCodes', 'setCookie'];
      return names.map((name) => typeof session[name]);
    },
    original: ['undefined', 'undefined', 'undefined', 'undefined'],
    ours: ['function', 'function', 'function', 'function'],
  },
];

const USAGE = [
  {
    name: 'retirement is terminal: markGood() does not revive a session',
    reason: 'S14 retirement is for good',
    run: (Session, pool) => {
      const session = make(Session, pool);
      session.retire();
      session.markGood();
      return counters(session);
    },
    original: { errorScore: 2.5, usageCount: 2, blocked: false, expired: false, maxUsage: false, usable: true },
    ours: { errorScore: 2.5, usageCount: 2, blocked: true, expired: false, maxUsage: false, usable: false },
  },
  {
    name: 'retirement is terminal: a score below zero does not save a session',
    reason: 'S14 retirement is for good',
    run: (Session, pool) => {
      const session = make(Session, pool, { errorScore: -0.25 });
      session.retire();
      return [session.errorScore, session.isBlocked()];
    },
    original: [2.75, false],
    ours: [2.75, true],
  },
  {
    name: 'getState() has errorCount and maxUsageCount',
    reason: 'P1 exactly the documented keys',
    run: (Session, pool) => Object.keys(make(Session, pool).getState()).slice(8),
    original: ['usageCount', 'errorScore'],
    ours: ['usageCount', 'errorScore', 'errorCount', 'maxUsageCount'],
  },
  {
    name: 'maxUsageCount survives the state',
    reason: 'P1, P2 maxUsageCount is persisted',
    run: (Session, pool) => {
      const { maxUsageCount } = plain(make(Session, pool, { maxUsageCount: 7 }).getState());
      return make(Session, pool, { maxUsageCount }).maxUsageCount;
    },
    original: 50,
    ours: 7,
  },
  {
    name: 'the state names the version of tough-cookie whose form it has',
    reason: "P4 tough-cookie's form",
    run: (Session, pool) => make(Session, pool).getState().cookieJar.version,
    original: 'tough-cookie@3.0.1',
    ours: 'tough-cookie@6.1.0',
  },
];

const RESPONSES = [
  {
    name: 'a response without set-cookie sets nothing',
    reason: 'C1 a response without set-cookie',
    run: (Session, pool) => responseTo(Session, pool, { headers: {}, url: URL }),
    original: [true, ''],
    ours: [false, ''],
  },
  {
    name: 'several lines joined by line feeds, as Puppeteer has them',
    reason: 'C2 lines joined by line feeds',
    run: (Session, pool) => linesTo(Session, pool, 'a=1\nb=2\nc=3; HttpOnly'),
    original: [null, 'a=1'],
    ours: [null, 'a=1; b=2; c=3'],
  },
  {
    name: 'a header in any letter case',
    reason: 'C2 headers',
    run: (Session, pool) => responseTo(Session, pool, { headers: { 'Set-Cookie': ['a=1'] }, url: URL }),
    original: [true, ''],
    ours: [false, 'a=1'],
  },
  {
    name: 'headers and url as functions, as Puppeteer has them',
    reason: 'C2 headers, url',
    run: (Session, pool) => responseTo(Session, pool, { headers: () => ({ 'set-cookie': 'a=1' }), url: () => URL }),
    original: [true, ''],
    ours: [false, 'a=1'],
  },
  {
    name: 'headers of fetch',
    reason: 'C2 headers',
    run: (Session, pool) => {
      const headers = new Headers();
      headers.append('set-cookie', 'a=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT');
      headers.append('set-cookie', 'b="x, y=z"');
      return responseTo(Session, pool, { headers, url: URL });
    },
    original: [true, ''],
    ours: [false, 'a=1; b="x, y=z"'],
  },
  {
    name: 'one refused line of a response does not stop the others, and nothing is thrown',
    reason: 'C1 never throws for what a site sent',
    run: (Session, pool) => linesTo(Session, pool, ['a=1', 'b=2; Domain=other.com', 'c=3']),
    original: ["Cookie not in this host's domain. Cookie:other.com Request:www.example.com", 'a=1'],
    ours: [null, 'a=1; c=3'],
  },
  {
    name: 'the refusals of a response go to the log',
    reason: 'C21 log.debug()',
    run: (Session, pool) => {
      const calls = [];
      const session = make(Session, pool, { log: { debug: (...args) => calls.push(args) } });
      thrown(() => put(session, ['a=1; Domain=other.com']));
      return calls;
    },
    original: [],
    ours: [
      [
        'Could not set cookies.',
        {
          errorMessages: ["Cookie not in this host's domain. Cookie:other.com Request:www.example.com"],
          refusals: [{ name: 'a', domain: 'other.com', code: 'COOKIE_DOMAIN_MISMATCH' }],
        },
      ],
    ],
  },
  {
    name: 'a Secure cookie in a header that came over plain http is refused',
    reason: 'C10 Secure over plain http',
    run: (Session, pool) => linesTo(Session, pool, ['a=1; Secure', 'b=2'], 'http://www.example.com/', URL),
    original: [null, 'a=1; b=2'],
    ours: [null, 'b=2'],
  },
  {
    name: 'on loopback, Secure cookies go in and out over plain http',
    reason: 'C10 loopback is exempt',
    run: (Session, pool) => linesTo(Session, pool, ['a=1; Secure', 'b=2'], 'http://localhost/'),
    original: [null, 'b=2'],
    ours: [null, 'a=1; b=2'],
  },
  {
    name: 'the domain localhost is no public suffix',
    reason: 'C19 Domain=localhost is as none',
    run: (Session, pool) => linesTo(Session, pool, ['a=1; Domain=localhost'], 'http://localhost/'),
    original: ['Cookie has domain set to a public suffix', ''],
    ours: [null, 'a=1'],
  },
  {
    name: 'the prefixes __Secure- and __Host- are enforced',
    reason: 'J10 the prefixes bind',
    run: (Session, pool) => linesTo(Session, pool, ['__Secure-a=1', '__Host-b=2', '__Secure-c=3; Secure']),
    original: [null, '__Secure-a=1; __Host-b=2; __Secure-c=3'],
    ours: [null, '__Secure-c=3'],
  },
  {
    name: 'Max-Age of a cookie that replaces another starts anew',
    reason: 'J11 Max-Age counts from when it was set',
    run: (Session, pool, clock) => {
      const session = make(Session, pool);
      put(session, 'a=1; Max-Age=10');
      clock.advance(8000);
      put(session, 'a=2; Max-Age=10');
      clock.advance(7000);
      const later = session.getCookieString(URL);
      clock.advance(3000);
      return [later, session.getCookieString(URL)];
    },
    original: ['', ''],
    ours: ['a=2', ''],
  },
  {
    name: 'a host-only cookie and a domain cookie of the same name are two cookies, as in a browser',
    reason: 'C5 they stay apart',
    run: (Session, pool) => linesTo(Session, pool, ['a=host; Path=/', 'a=domain; Path=/; Domain=www.example.com']),
    original: [null, 'a=domain'],
    ours: [null, 'a=host; a=domain'],
  },
  {
    name: 'expiryTime() of a cookie counts Max-Age from the last access',
    reason: 'J15 as in tough-cookie 6',
    run: (Session, pool, clock) => {
      const session = make(Session, pool);
      put(session, 'a=1; Max-Age=100');
      clock.advance(64_000);
      return session.getCookies(URL)[0].expiryTime() - START;
    },
    original: 100_000,
    ours: 164_000,
  },
  {
    name: 'SameSite has a field of its own',
    reason: 'C8, P4 sameSite is kept',
    run: (Session, pool) => {
      const session = make(Session, pool);
      put(session, 'a=1; SameSite=Lax; Foo=bar');
      const [{ sameSite, extensions }] = session.getState().cookieJar.cookies;
      return [
        sameSite ?? null,
        extensions,
        session.getCookies(URL)[0].sameSite ?? null,
        session.getPuppeteerCookies(URL)[0].sameSite ?? null,
      ];
    },
    original: [null, ['SameSite=Lax', 'Foo=bar'], null, null],
    ours: ['lax', ['Foo=bar'], 'lax', 'Lax'],
  },
  {
    name: 'a Unicode domain in a header is canonicalised',
    reason: 'C6 domains in capitals or in Unicode',
    run: (Session, pool) => linesTo(Session, pool, 'a=1; Domain=bücher.example.com', 'https://bücher.example.com/'),
    original: [null, ''],
    ours: [null, 'a=1'],
  },
  {
    name: 'the path of a URL is not decoded',
    reason: 'C19 paths are compared as they stand',
    run: (Session, pool) => {
      const session = make(Session, pool);
      put(session, 'a=1', 'https://www.example.com/caf%C3%A9/x');
      return session.getState().cookieJar.cookies[0].path;
    },
    original: '/café',
    ours: '/caf%C3%A9',
  },
];

const BROWSERS = [
  {
    name: "expires of a browser's cookie is in seconds, fractions kept",
    reason: 'C7 expires is in seconds',
    run: (Session, pool) => {
      const session = make(Session, pool);
      session.putPuppeteerCookies([reported({ expires: FAR + 0.125 })], URL);
      return session.getPuppeteerCookies(URL).map(({ expires }) => expires);
    },
    original: [],
    ours: [FAR + 0.125],
  },
  {
    name: 'expires of a cookie from a header is given out in seconds',
    reason: 'C7 expires is in seconds',
    run: (Session, pool) => {
      const session = make(Session, pool);
      put(session, 'a=1; Expires=Wed, 01 Jan 2025 00:00:00 GMT');
      return session.getPuppeteerCookies(URL).map(({ expires }) => expires);
    },
    original: [Date.UTC(2025, 0, 1)],
    ours: [Date.UTC(2025, 0, 1) / 1000],
  },
  {
    name: 'session cookies stay session cookies',
    reason: 'C7 session cookies stay session cookies',
    run: (Session, pool) => {
      const session = make(Session, pool);
      session.putPuppeteerCookies([reported({ expires: -1, session: true })], URL);
      return [session.getCookieString(URL), session.getPuppeteerCookies(URL).map(({ expires }) => expires)];
    },
    original: ['', []],
    ours: ['a=1', [-1]],
  },
  {
    name: 'session cookies from a header are given out as such',
    reason: 'C7 session cookies stay session cookies',
    run: (Session, pool) => {
      const session = make(Session, pool);
      put(session, 'a=1');
      return session.getPuppeteerCookies(URL).map(({ expires }) => expires);
    },
    original: [Number.NaN],
    ours: [-1],
  },
  {
    name: 'a leading dot means a domain cookie',
    reason: 'C5 the dot before a domain',
    // In the unit that the original reads, so that the cookie is not expired there.
    run: (Session, pool) =>
      reportedTo(
        Session,
        pool,
        [reported({ domain: '.example.com', expires: FAR * 1000 })],
        [URL, 'https://example.com/'],
      ),
    original: ['', ''],
    ours: ['a=1', 'a=1'],
  },
  {
    name: 'no leading dot means a host-only cookie',
    reason: 'C5 the dot before a domain',
    run: (Session, pool) =>
      reportedTo(Session, pool, [reported({ expires: FAR * 1000 })], [URL, 'https://sub.www.example.com/']),
    original: ['a=1', 'a=1'],
    ours: ['a=1', ''],
  },
  {
    name: 'the dot is there on the way out as well',
    reason: 'C5 the dot before a domain',
    run: (Session, pool) => {
      const session = make(Session, pool);
      put(session, ['a=1; Domain=example.com', 'b=2']);
      return session.getPuppeteerCookies(URL).map(({ domain }) => domain);
    },
    original: ['example.com', 'www.example.com'],
    ours: ['.example.com', 'www.example.com'],
  },
  {
    name: "one bad cookie of a browser's does not stop the others",
    reason: 'C3 a refused cookie costs no other',
    run: (Session, pool) =>
      reportedTo(Session, pool, [
        reported({ name: 'a', expires: FAR * 1000 }),
        reported({ name: 'b', domain: 'com', expires: FAR * 1000 }),
        reported({ name: 'c', expires: FAR * 1000 }),
      ]),
    original: 'Cookie has domain set to a public suffix',
    ours: ['a=1; c=1'],
  },
  {
    name: 'null among the cookies of a browser is skipped',
    reason: 'C3 null is skipped',
    run: (Session, pool) => reportedTo(Session, pool, [null, reported({ expires: FAR * 1000 })]),
    original: "Cannot read properties of null (reading 'name')",
    ours: ['a=1'],
  },
  {
    name: 'a cookie is filed under its own domain, whatever the URL',
    reason: 'C4 browser.cookies() of a whole browser',
    run: (Session, pool) =>
      reportedTo(Session, pool, [reported({ domain: 'other.com', expires: FAR * 1000 })], [URL, 'https://other.com/']),
    original: "Cookie not in this host's domain. Cookie:other.com Request:www.example.com",
    ours: ['', 'a=1'],
  },
  {
    name: 'expires that is no date is ignored, and the state can be saved',
    reason: 'C7 no time, or beyond what a Date holds',
    run: (Session, pool) => {
      const session = make(Session, pool);
      session.putPuppeteerCookies([reported({ expires: Number.NaN })], URL);
      return thrown(() => session.getState().cookieJar.cookies.length);
    },
    original: threw('RangeError', 'Invalid time value'),
    ours: { returned: 1 },
  },
  {
    name: 'a huge expires is clamped, and the state can be saved',
    reason: 'C7 no time, or beyond what a Date holds',
    run: (Session, pool) => {
      const session = make(Session, pool);
      session.putPuppeteerCookies([reported({ expires: 1e300 })], URL);
      return thrown(() => session.getState().cookieJar.cookies[0].expires);
    },
    original: threw('RangeError', 'Invalid time value'),
    ours: { returned: '+275760-09-13T00:00:00.000Z' },
  },
  {
    name: "a mixed-case domain of a browser's cookie is found",
    reason: 'C6 domains in capitals or in Unicode',
    run: (Session, pool) => reportedTo(Session, pool, [reported({ domain: 'WWW.Example.COM', expires: FAR * 1000 })]),
    original: [''],
    ours: ['a=1'],
  },
  {
    name: 'host-only cookies on a public suffix are stored',
    reason: 'C6 host-only cookies of a public suffix',
    run: (Session, pool) =>
      ['github.io', 'intranet'].map((domain) => {
        const url = `https://${domain}/`;
        return reportedTo(Session, pool, [reported({ domain, expires: FAR * 1000 })], [url], url);
      }),
    original: ['Cookie has domain set to a public suffix', 'Cookie has domain set to a public suffix'],
    ours: [['a=1'], ['a=1']],
  },
  {
    name: 'sameSite, partitionKey and priority are kept',
    reason: 'C8 kept',
    run: (Session, pool) => {
      const partitionKey = { sourceOrigin: 'https://top.com', hasCrossSiteAncestor: false };
      const cookie = reported({ secure: true, sameSite: 'None', priority: 'High', partitionKey, expires: FAR * 1000 });
      const session = make(Session, pool);
      session.putPuppeteerCookies([cookie], URL);
      const restored = make(Session, pool, { cookieJar: plain(session.getState().cookieJar) });
      const [out] = restored.getPuppeteerCookies();
      return [out?.sameSite, out?.priority, out?.partitionKey];
    },
    original: [undefined, undefined, undefined],
    // The form that Playwright takes too.
    ours: ['None', 'High', 'https://top.com'],
  },
  {
    name: 'a Secure cookie that a browser reported is stored, also for a page of plain http',
    reason: 'C10, C7 what a browser reported is kept; expires is in seconds',
    run: (Session, pool) => reportedTo(Session, pool, [reported({ secure: true })], [URL], 'http://www.example.com/'),
    original: [''],
    ours: ['a=1'],
  },
  {
    name: 'getPuppeteerCookies() without a URL gives the whole jar',
    reason: 'C14 the whole jar',
    run: (Session, pool) => {
      const session = make(Session, pool);
      put(session, 'a=1');
      put(session, 'b=2', 'https://other.com/x/');
      return session
        .getPuppeteerCookies()
        .map(({ name }) => name)
        .sort();
    },
    original: [],
    ours: ['a', 'b'],
  },
];

const EXPLICIT = [
  {
    name: 'setCookies() stores all the good ones before it throws',
    reason: 'C12 setCookies',
    run: (Session, pool) => {
      const session = make(Session, pool);
      const error = thrown(() => session.setCookies(['a=1', 'b=2; Domain=other.com', 'c=3'], URL));
      return [error.isError, session.getCookieString(URL)];
    },
    original: [true, 'a=1'],
    ours: [true, 'a=1; c=3'],
  },
  {
    name: 'the error of setCookies() has a code and all refusals',
    reason: 'C12 setCookies',
    run: (Session, pool) => {
      try {
        make(Session, pool).setCookies(['a=1; Domain=other.com', 'b=2', 'c=3; Domain=com'], URL);
      } catch (error) {
        return [error.code ?? null, error.errors?.map(({ code, index }) => [code, index]) ?? null];
      }
      return 'nothing thrown';
    },
    original: [null, null],
    ours: [
      'COOKIE_DOMAIN_MISMATCH',
      [
        ['COOKIE_DOMAIN_MISMATCH', 0],
        ['COOKIE_PUBLIC_SUFFIX', 2],
      ],
    ],
  },
  {
    name: 'setCookies() takes cookies of every version of tough-cookie, look-alikes and those of Puppeteer',
    reason: 'C12 setCookies',
    run: (Session, pool) =>
      [tough6.Cookie.parse('a=1'), { key: 'a', value: '1' }, { name: 'a', value: '1' }].map((cookie) => {
        const session = make(Session, pool);
        return thrown(() => session.setCookies([cookie], URL)).message ?? session.getCookieString(URL);
      }),
    original: Array(3).fill('First argument to setCookie must be a Cookie object or string'),
    ours: ['a=1', 'a=1', 'a=1'],
  },
  {
    name: 'an invalid URL is a TypeError',
    reason: 'C22 a text that is no URL',
    run: (Session, pool) => {
      const session = make(Session, pool);
      put(session, 'a=1');
      return ['no url', '', '/a', 'http://', undefined, null, 42, {}].flatMap((url) => [
        thrown(() => session.getCookieString(url)).name ?? session.getCookieString(url),
        thrown(() => session.getCookies(url)).name ?? session.getCookies(url).length,
      ]);
    },
    original: Array(8).fill(['', 0]).flat(),
    ours: Array(16).fill('TypeError'),
  },
  {
    name: 'an invalid URL in setCookies() is a TypeError, and nothing is stored',
    reason: 'C22 a text that is no URL',
    run: (Session, pool) => {
      const session = make(Session, pool);
      const { name = 'nothing thrown' } = thrown(() => session.setCookies(['a=1'], 'no url'));
      return [name, session.getState().cookieJar.cookies.length];
    },
    original: ['nothing thrown', 1],
    ours: ['TypeError', 0],
  },
  {
    name: 'a URL of ftp gives nothing',
    reason: 'C22 a URL that is not of http(s)',
    run: (Session, pool) => linesTo(Session, pool, 'a=1', URL, 'ftp://www.example.com/'),
    original: [null, 'a=1'],
    ours: [null, ''],
  },
  {
    name: 'a URL of a web socket gives nothing',
    reason: 'C22 a URL that is not of http(s)',
    run: (Session, pool) =>
      ['ws:', 'wss:'].map((scheme) => linesTo(Session, pool, 'a=1', URL, `${scheme}//www.example.com/`)[1]),
    original: ['a=1', 'a=1'],
    ours: ['', ''],
  },
];

const DIFFERENCES = [...OPTIONS, ...USAGE, ...RESPONSES, ...BROWSERS, ...EXPLICIT, ...CHROME];

module.exports = { DIFFERENCES };
