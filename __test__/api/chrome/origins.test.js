'use strict';

// Rows 7, 8, 14 and 16 of the rules (docs/chrome.md): what the response, its origin and its host say.
// Promises: C19

const { CookieJar, Session } = require('../../..');
const { ALL, CHROME, filled } = require('./jars');

const SITE = 'https://site.example/';
const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 26, 12, 0, 0, 250);

afterEach(() => jest.useRealTimers());

describe("row 7: Expires is read by the server's clock", () => {
  const text = (ms) => new Date(ms).toUTCString();
  /** Milliseconds until the cookie ends; `'gone'` if it was deleted at once. */
  function life(ahead, { attributes = `Expires=${text(NOW + ahead + 30 * MINUTE)}`, headers } = {}) {
    jest.useFakeTimers({ now: NOW });
    const session = new Session();
    const fields = headers ?? { date: text(NOW + ahead) };
    session.putResponse({ url: SITE, headers: withLines(fields, `a=1; ${attributes}`) });
    const [cookie] = session.getPuppeteerCookies();
    return cookie === undefined ? 'gone' : Math.round(cookie.expires * 1000) - NOW;
  }

  function withLines(fields, line) {
    if (fields instanceof Headers) {
      fields.append('set-cookie', line);
      return fields;
    }
    return typeof fields === 'function'
      ? () => ({ ...fields(), 'set-cookie': line })
      : { ...fields, 'set-cookie': line };
  }

  test.each([-60, -1, 0, 1, 60, 600])('a server whose clock is %s minutes ahead', (ahead) => {
    expect(life(ahead * MINUTE)).toBe(30 * MINUTE);
  });

  test('an hour behind, Expires in its half past: kept; an hour ahead, Expires ten minutes ago by its clock: deleted', () => {
    expect(life(-60 * MINUTE)).toBe(30 * MINUTE);
    expect(life(60 * MINUTE, { attributes: `Expires=${text(NOW + 50 * MINUTE)}` })).toBe('gone');
  });

  test.each([
    ['Date', { Date: text(NOW - 60 * MINUTE) }],
    ['DATE', { DATE: text(NOW - 60 * MINUTE) }],
    ['a function, as Puppeteer has it', () => ({ date: text(NOW - 60 * MINUTE) })],
    ['Headers', new Headers({ date: text(NOW - 60 * MINUTE) })],
    ['several, of which the first counts', { date: [text(NOW - 60 * MINUTE), text(NOW)] }],
    ['RFC 850', { date: 'Thursday, 26-Nov-26 11:00:00 GMT' }],
    ['asctime', { date: 'Thu Nov 26 11:00:00 2026' }],
  ])('wherever the date stands: %s', (_, headers) => {
    expect(life(-60 * MINUTE, { headers })).toBe(30 * MINUTE);
  });

  test.each([
    ['none', undefined],
    ['', ''],
    ['no date', 'yesterday'],
    ['a number', 1],
    ['an object', {}],
  ])('without a date nothing is shifted: %s', (_, date) => {
    const headers = date === undefined ? {} : { date };
    expect(life(0, { headers, attributes: `Expires=${text(NOW + 30 * MINUTE)}` })).toBe(30 * MINUTE - 250);
  });

  test('Max-Age is not shifted, and the 400 days count after the shift', () => {
    expect(life(-60 * MINUTE, { attributes: 'Max-Age=1800' })).toBe(30 * MINUTE);
    const days = 24 * 60 * MINUTE;
    expect(life(60 * MINUTE, { attributes: `Expires=${text(NOW + 400 * days + 30 * MINUTE)}` })).toBe(
      400 * days - 30 * MINUTE,
    );
    expect(life(-60 * MINUTE, { attributes: `Expires=${text(NOW + 400 * days)}` })).toBe(400 * days);
  });
});

describe.each(CHROME)('row 8, in %s: an insecure origin leaves Secure cookies alone', (_, make) => {
  const code = 'COOKIE_SECURE_OVERWRITE';
  const secure = (line, ...rest) => filled(make, 'https://site.example/x/y', line, ...rest);

  test.each([
    ['A=2', 'http://site.example/x/y'],
    ['A=1', 'http://site.example/x/y'],
    ['A=; Max-Age=0', 'http://site.example/x/y'],
    ['A=; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'http://site.example/x/y'],
    ['A=2; Domain=site.example', 'http://site.example/x/y'],
    ['A=2', 'http://sub.site.example/x/z'],
    ['A=2; Path=/x/deep', 'http://site.example/'],
  ])('%s from %s is refused', (line, url) => {
    const { codes, header } = secure('A=1; Secure', url, line);
    expect([codes, header('https://site.example/x/y')]).toEqual([[code], 'A=1']);
  });

  test.each([
    ['A=2; Path=/', 'http://site.example/'],
    ['A=2; Path=/xy', 'http://site.example/'],
    ['a=2', 'http://site.example/x/y'],
    ['A=2', 'http://other.example/x/y'],
    ['A=2', 'https://site.example/x/y'],
  ])('%s from %s is not', (line, url) => expect(secure('A=1; Secure', url, line).codes).toEqual([]));

  test('a domain below or above is the same as the host', () => {
    const domain = filled(
      make,
      'https://a.site.example/',
      'A=1; Secure; Domain=site.example',
      'http://b.site.example/',
      'A=2',
    );
    expect(domain.codes).toEqual([code]);
    const below = filled(
      make,
      'https://a.site.example/',
      'A=1; Secure',
      'http://site.example/',
      'A=2; Domain=site.example',
    );
    expect(below.codes).toEqual([code]);
    const beside = filled(make, 'https://a.site.example/', 'A=1; Secure', 'http://b.site.example/', 'A=2');
    expect(beside.codes).toEqual([]);
  });

  test('what is not Secure, or in a partition, is replaced or stands beside it', () => {
    expect(secure('A=1', 'http://site.example/x/y', 'A=2').header()).toBe('A=2');
    expect(secure('A=1; Secure; Partitioned', 'http://site.example/x/y', 'A=2').codes).toEqual([]);
  });

  test.each(['localhost', 'a.localhost', '127.0.0.1', '[::1]'])('http://%s is a secure origin', (host) => {
    const { codes, header } = filled(make, `https://${host}/`, 'A=1; Secure', `http://${host}/`, 'A=2');
    expect([codes, header()]).toEqual([[], 'A=2']);
  });
});

test('row 8: a CookieJar replaces it, as tough-cookie does', () => {
  const [, make] = ALL.at(-1);
  expect(filled(make, SITE, 'A=1; Secure', 'http://site.example/', 'A=2').header()).toBe('A=2');
});

describe.each(ALL)('row 14, in %s: an address is a host of its own', (_, make) => {
  test.each(['127.0.0.1', '10.1.2.3', '[::1]', '[2001:db8::1]'])('%s with and without Domain is one cookie', (host) => {
    const { header } = filled(make, `http://${host}/`, 'sid=old', `sid=new; Domain=${host}`);
    expect(header()).toBe('sid=new');
    expect(filled(make, `http://${host}/`, 'sid=old', `sid=; Max-Age=0; Domain=.${host}`).header()).toBe('');
  });
});

describe.each(CHROME)('row 14, in %s: a host without registrable domain shares nothing', (_, make) => {
  test.each(['localhost', 'intranet', 'invalid', 'local', 'github.io', 'co.uk', 'localhost.'])('%s', (host) => {
    const { header } = filled(make, `http://${host}/`, 'sid=old', `sid=new; Domain=${host}`);
    expect([header(), header(`http://a.${host}/`)]).toEqual(['sid=new', '']);
    expect(filled(make, `http://${host}/`, `sid=1; Domain=.${host.toUpperCase()}`).header()).toBe('sid=1');
    expect(filled(make, `http://a.${host}/`, `sid=1; Domain=${host}`).codes).toHaveLength(1);
  });

  test.each([
    ['127.0.0.1', '127.1'],
    ['127.0.0.1', '0.0.1'],
    ['127.0.0.1', '127.0.0.1.'],
    ['127.0.0.1', '2130706433'],
    ['[::1]', '::1'],
    ['[::1]', '[0:0::1]'],
    ['localhost', 'localhost.'],
    ['localhost.', 'localhost'],
    ['site.example', 'site.example.'],
    ['site.example.', 'site.example'],
    ['b.a.localhost', 'localhost'],
  ])('from %s, Domain=%s is refused', (host, domain) => {
    expect(filled(make, `http://${host}/`, `a=1; Domain=${domain}`).codes).toHaveLength(1);
  });

  test.each([
    ['a.localhost', 'a.localhost'],
    ['b.a.localhost', 'a.localhost'],
    ['a.intranet', '.a.intranet'],
    ['site.example.', 'site.example.'],
    ['a.github.io', 'A.GitHub.io'],
  ])('from %s, Domain=%s is shared', (host, domain) => {
    const { header } = filled(make, `http://${host}/`, `a=1; Domain=${domain}`);
    expect(header(`http://x.${domain.replace(/^\./, '')}/`)).toBe('a=1');
  });
});

test('row 14: in a CookieJar, localhost is shared, as tough-cookie stores it', () => {
  const [, make] = ALL.at(-1);
  expect(filled(make, 'http://localhost/', 'a=1; Domain=localhost').header('http://a.localhost/')).toBe('a=1');
});

// Promises: J7, P7
describe("the rules that a session's jar follows", () => {
  const replaced = (session) => {
    session.setCookies(['a=1', 'b=1', 'a=2'], SITE);
    return session.getCookieString(SITE);
  };
  const again = (session) => new Session(JSON.parse(JSON.stringify(session.getState())));

  test('are its own unless it was given a jar', () => {
    const cookieJar = new CookieJar();
    expect([replaced(new Session()), replaced(new Session({ cookieJar }))]).toEqual(['b=1; a=2', 'a=2; b=1']);
    expect([new Session().cookieJar.rules, cookieJar.rules]).toEqual(['chrome', 'tough-cookie']);
    expect(replaced(new Session({ cookieJar: new CookieJar(null, { rules: 'chrome' }) }))).toBe('b=1; a=2');
  });

  test('are kept in the state where they are not those of its kind', () => {
    const tough = again(new Session({ cookieJar: new CookieJar() }));
    expect([tough.cookieJar.rules, replaced(tough)]).toEqual(['tough-cookie', 'a=2; b=1']);
    expect(replaced(again(again(tough)))).toBe('a=2; b=1');
    const own = new Session();
    expect(own.getState().cookieJar).not.toHaveProperty('rules');
    expect(again(own).cookieJar.rules).toBe('chrome');
    expect(new CookieJar().toJSON()).not.toHaveProperty('rules');
    const chrome = new CookieJar(null, { rules: 'chrome' });
    expect(chrome.toJSON().rules).toBe('chrome');
    expect([CookieJar.fromJSON(JSON.stringify(chrome)).rules, chrome.cloneSync().rules]).toEqual(['chrome', 'chrome']);
    expect(new Session().cookieJar.cloneSync().toJSON().rules).toBe('chrome');
  });

  test("are not in the state of a session whose jar another session has as well, if they are a session's", () => {
    const first = new Session();
    const second = new Session({ cookieJar: first.cookieJar });
    for (const session of [first, second]) {
      expect(session.getState().cookieJar).not.toHaveProperty('rules');
      expect(again(session).cookieJar.rules).toBe('chrome');
    }
    const tough = again(new Session({ cookieJar: new CookieJar() }));
    expect(new Session({ cookieJar: tough.cookieJar }).getState().cookieJar.rules).toBe('tough-cookie');
    expect(tough.getState().cookieJar.rules).toBe('tough-cookie');
  });

  test('a state and session.cookieJar.toJSON() are equal, whose jar it is', () => {
    for (const session of [
      new Session(),
      new Session({ cookieJar: new CookieJar() }),
      again(new Session({ cookieJar: new CookieJar() })),
    ]) {
      session.setCookie('a=1', SITE);
      expect(session.getState().cookieJar).toEqual(session.cookieJar.toJSON());
    }
  });

  test.each([['Chrome'], [''], [1], [true], [{}]])('rules: %p is a TypeError that says what there is', (rules) => {
    expect(() => new CookieJar(null, { rules })).toThrow(TypeError);
    expect(() => new CookieJar(null, { rules })).toThrow(/options\.rules must be 'tough-cookie' or 'chrome', got/);
  });

  test.each([undefined, null])('rules: %p are the default', (rules) => {
    expect(new CookieJar(null, { rules }).rules).toBe('tough-cookie');
  });
});
