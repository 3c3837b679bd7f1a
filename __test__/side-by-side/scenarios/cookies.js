'use strict';

const { URL, make, put, tough3, tough6 } = require('../../helpers/sides');

const URLS = [
  ...['https://www.example.com/', 'https://www.example.com', 'http://www.example.com/', 'HTTPS://WWW.EXAMPLE.COM/'],
  ...[
    'https://www.example.com/a',
    'https://www.example.com/a/',
    'https://www.example.com/a/b/c?x=/z',
    'https://www.example.com/ab',
  ],
  ...['https://www.example.com:8443/a/b', 'https://user:pass@www.example.com/a', 'https://www.example.com/a#/b'],
  ...[
    'https://example.com/',
    'https://sub.www.example.com/a',
    'https://other.example.com/a/b',
    'https://notexample.com/',
  ],
  ...['https://example.com.evil.org/', 'https://www.example.com./', 'http://127.0.0.1/', 'about:blank'],
];

const strings = (session, urls = URLS) => urls.map((url) => [url, session.getCookieString(url)]);

/** The fields of cookies, as the JSON of both has them. */
const fields = (session, url = URL) => session.getCookies(url).map((cookie) => cookie.toJSON());

const LINES = [
  ...[
    'a=1',
    'b=2; Path=/',
    'c=3; Path=/a',
    'd=4; Path=/a/b',
    'e=5; Path=/a/',
    'f=6; Domain=example.com',
    'g=7; Domain=.example.com',
  ],
  ...[
    'h=8; Domain=EXAMPLE.com; Path=/a',
    'i=9; Secure',
    'j=10; HttpOnly',
    'k=11; Secure; HttpOnly; Path=/a/b',
    'l=12; Max-Age=600',
  ],
  ...[
    'm=13; Expires=Wed, 01 Jan 2025 00:00:00 GMT',
    'n=14; Expires=Wed, 01 Jan 2020 00:00:00 GMT',
    'o=15; Max-Age=0',
    'p=16; Max-Age=-1',
  ],
  ...[
    'q=17; Max-Age=60; Expires=Wed, 01 Jan 2020 00:00:00 GMT',
    'r=a=b=c',
    's="quoted, text"',
    't=',
    'u=\u00c3\u00bc',
    'v=1; Path=relative',
  ],
  ...[
    'w=1; path=/a; PATH=/',
    'x=1; domain=www.example.com',
    'y=1; Domain=',
    'z=1; Expires=never',
    'A=upper',
    '  sp  =  value with space  ; path=/',
  ],
  ...[
    'B=1; Max-Age=abc',
    'C=1;secure;httponly;Unknown=thing;Other',
    'D=1; Max-Age=1.5',
    'E=1; Expires=Wednesday, 06-Nov-24 08:49:37 GMT',
    'F=1;;;',
  ],
];

/** Rules of cookies that come in headers and go out as strings. */
module.exports = [
  {
    name: 'one line as a string, for every URL',
    run(Session, pool) {
      return LINES.map((line) => {
        const session = make(Session, pool);
        put(session, line);
        return [line, strings(session), fields(session)];
      });
    },
  },
  {
    name: 'all lines as an array, for every URL',
    run(Session, pool) {
      const session = make(Session, pool);
      put(session, LINES);
      return strings(session);
    },
  },
  {
    name: 'lines that came from a deeper page have its directory as their path',
    run(Session, pool) {
      const from = [
        'https://www.example.com/x/y/z',
        'https://www.example.com/x/y/',
        'https://www.example.com/x',
        'https://www.example.com/a%20b/c?d=/e/f',
      ];
      return from.map((url) => {
        const session = make(Session, pool);
        put(session, ['a=1', 'b=2; Path=', 'c=3; Path=no'], url);
        return [url, fields(session, url), strings(session, [...from, URL])];
      });
    },
  },
  {
    name: 'lines that hold no cookie are passed over',
    run(Session, pool) {
      const session = make(Session, pool);
      put(session, ['', ';', 'ok=1', '   ', '; Path=/']);
      return strings(session);
    },
  },
  {
    name: 'an array with no lines sets nothing',
    run(Session, pool) {
      const session = make(Session, pool);
      put(session, []);
      return [strings(session), session.getCookies(URL)];
    },
  },
  {
    name: 'longer paths come first, then older cookies, then those set first',
    run(Session, pool, clock) {
      const session = make(Session, pool);
      put(session, ['late-in-list=1; Path=/', 'deep=1; Path=/a/b', 'mid=1; Path=/a', 'root=1; Path=/']);
      clock.advance(1000);
      put(session, ['newer-deep=1; Path=/a/b', 'newer-root=1; Path=/', 'domain=1; Domain=example.com; Path=/']);
      return strings(session);
    },
  },
  {
    name: 'a cookie that replaces another of the same value keeps its place and its creation',
    run(Session, pool, clock) {
      const session = make(Session, pool);
      put(session, ['one=1; Path=/', 'two=2; Path=/', 'three=3; Path=/']);
      clock.advance(5000);
      put(session, ['two=2; Path=/; HttpOnly', 'one=1; Path=/; Foo=bar']);
      clock.advance(65_000);
      return [strings(session), fields(session)];
    },
  },
  {
    name: 'the same name on another path or domain is another cookie',
    run(Session, pool) {
      const session = make(Session, pool);
      put(session, ['id=root; Path=/', 'id=a; Path=/a', 'id=domain; Domain=example.com; Path=/', 'ID=upper; Path=/']);
      return strings(session);
    },
  },
  {
    name: 'a cookie that comes back expired is gone, and may be set anew',
    run(Session, pool, clock) {
      const session = make(Session, pool);
      put(session, ['a=1; Path=/', 'b=2; Path=/']);
      clock.advance(10);
      put(session, ['a=; Path=/; Max-Age=0', 'b=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT']);
      const gone = strings(session);
      put(session, 'a=again; Path=/');
      return [gone, strings(session)];
    },
  },
  {
    name: 'cookies expire by the clock of JavaScript, to the millisecond',
    run(Session, pool, clock) {
      const session = make(Session, pool);
      const expires = new Date(Date.now() + 90_000).toUTCString();
      put(session, [
        'age=1; Max-Age=60',
        `date=1; Expires=${expires}`,
        `both=1; Max-Age=30; Expires=${expires}`,
        'session=1',
      ]);
      const seen = [session.getCookieString(URL)];
      for (const step of [29_999, 1, 29_999, 1, 29_749, 1, 1000]) {
        clock.advance(step);
        seen.push([Date.now(), session.getCookieString(URL)]);
      }
      return seen;
    },
  },
  {
    name: 'a Set-Cookie with another domain of the same site',
    run(Session, pool) {
      const session = make(Session, pool);
      put(session, 'parent=1; Domain=example.co.uk', 'https://a.b.example.co.uk/');
      put(session, 'middle=1; Domain=b.example.co.uk', 'https://a.b.example.co.uk/');
      return strings(session, [
        'https://a.b.example.co.uk/',
        'https://b.example.co.uk/',
        'https://example.co.uk/',
        'https://c.example.co.uk/',
      ]);
    },
  },
  {
    name: 'cookies of an IP address',
    run(Session, pool) {
      const session = make(Session, pool);
      put(session, ['a=1', 'b=2; Path=/x'], 'http://127.0.0.1:8080/');
      put(session, ['c=3'], 'http://[::1]:8080/');
      return strings(session, [
        'http://127.0.0.1/',
        'http://127.0.0.1:1/x',
        'http://127.0.0.2/',
        'http://[::1]/',
        'http://0.0.1/',
      ]);
    },
  },
  {
    name: 'cookies of an encoded Unicode domain are found under both of its names',
    run(Session, pool) {
      const session = make(Session, pool);
      put(session, 'a=1', 'https://bücher.example.com/');
      put(session, 'b=1; Domain=xn--bcher-kva.example.com', 'https://xn--bcher-kva.example.com/');
      return strings(session, [
        'https://bücher.example.com/',
        'https://xn--bcher-kva.example.com/',
        'https://x.bücher.example.com/',
      ]);
    },
  },
  {
    name: 'getCookies() has the fields of tough-cookie, with their values and texts',
    run(Session, pool, clock) {
      const session = make(Session, pool);
      put(session, LINES);
      clock.advance(61_234);
      const read = ['key', 'value', 'domain', 'path', 'secure', 'httpOnly', 'hostOnly', 'pathIsDefault', 'extensions'];
      return session
        .getCookies(URL)
        .map((cookie) => [
          read.map((name) => cookie[name]),
          String(cookie.expires),
          cookie.maxAge,
          cookie.creation.toISOString(),
          cookie.lastAccessed.toISOString(),
          cookie.toString(),
          cookie.cookieString(),
          cookie.isPersistent(),
          cookie.expiryTime(cookie.creation),
          cookie.TTL(),
          cookie.cdomain(),
          JSON.stringify(cookie),
        ]);
    },
  },
  {
    name: 'getCookies() gives the cookies of getCookieString(), in its order',
    run(Session, pool) {
      const session = make(Session, pool);
      put(session, LINES);
      return URLS.map((url) => {
        const joined = session.getCookies(url).map((cookie) => cookie.cookieString());
        return joined.join('; ') === session.getCookieString(url);
      });
    },
  },
  {
    name: 'setCookies() takes objects of tough-cookie 3 and lines',
    run(Session, pool) {
      const session = make(Session, pool);
      const returned = session.setCookies(
        [
          tough3.Cookie.parse('a=1'),
          tough3.Cookie.parse('b=2; Domain=example.com; Path=/a; Secure; HttpOnly; Max-Age=60; Foo=bar'),
          new tough3.Cookie({ key: 'c', value: '3', expires: new Date(Date.now() + 10_000), path: '/' }),
          new tough3.Cookie({ key: 'd', value: '4', domain: 'www.example.com', hostOnly: true, path: '/' }),
          'e=5; Path=/',
        ],
        URL,
      );
      session.setCookies([], URL);
      return [returned, strings(session), fields(session, 'https://www.example.com/a/')];
    },
  },
  {
    name: 'cookies of one session can be given to another',
    run(Session, pool) {
      const [from, to] = [make(Session, pool), make(Session, pool)];
      put(from, LINES);
      to.setCookies(from.getCookies(URL), URL);
      return strings(to, [URL]);
    },
  },
  {
    name: 'cookieJar as the object that tough-cookie 3 serialized',
    run(Session, pool) {
      const jar = new tough3.CookieJar();
      for (const line of LINES) jar.setCookieSync(line, URL);
      const session = make(Session, pool, { cookieJar: jar.toJSON() });
      const first = strings(session);
      put(session, ['a=1; HttpOnly', 'new=1']);
      return [first, strings(session), fields(session)];
    },
  },
  {
    name: 'cookieJar as the object that tough-cookie 6 serialized',
    run(Session, pool) {
      const jar = new tough6.CookieJar();
      for (const line of LINES) jar.setCookieSync(line, URL, { ignoreError: true });
      const session = make(Session, pool, { cookieJar: jar.toJSON() });
      const first = strings(session);
      put(session, ['a=1; HttpOnly', 'new=1']);
      return [first, strings(session)];
    },
  },
  {
    name: 'cookieJar as a live jar of tough-cookie 3',
    run(Session, pool) {
      const jar = new tough3.CookieJar();
      for (const line of LINES) jar.setCookieSync(line, URL);
      const session = make(Session, pool, { cookieJar: jar });
      const first = strings(session);
      put(session, ['a=1; HttpOnly', 'new=1']);
      return [first, strings(session)];
    },
  },
  {
    name: 'cookieJar as a live jar of tough-cookie 6',
    run(Session, pool) {
      const jar = new tough6.CookieJar();
      for (const line of LINES) jar.setCookieSync(line, URL, { ignoreError: true });
      return strings(make(Session, pool, { cookieJar: jar }));
    },
  },
  {
    name: 'two sessions that were given the same serialized jar do not share it',
    run(Session, pool) {
      const jar = new tough3.CookieJar();
      jar.setCookieSync('a=1', URL);
      const json = jar.toJSON();
      const [one, two] = [make(Session, pool, { cookieJar: json }), make(Session, pool, { cookieJar: json })];
      put(one, 'b=2');
      return [one.getCookieString(URL), two.getCookieString(URL)];
    },
  },
  {
    name: 'the jar of a session and the session see the same cookies',
    run(Session, pool) {
      const session = make(Session, pool);
      session.cookieJar.setCookieSync('jar=1; Path=/', URL);
      put(session, 'session=1; Path=/');
      return [session.getCookieString(URL), session.cookieJar.getCookieStringSync(URL)];
    },
  },
  {
    name: 'getPuppeteerCookies() has name, value, path, secure and httpOnly',
    run(Session, pool) {
      const session = make(Session, pool);
      // What is beyond ASCII is text to a browser here, and octets there: see the differences.
      put(
        session,
        LINES.filter((line) => !line.startsWith('u=')),
      );
      return session
        .getPuppeteerCookies('https://www.example.com/a/b')
        .map(({ name, value, path, secure, httpOnly }) => ({ name, value, path, secure, httpOnly }));
    },
  },
];
