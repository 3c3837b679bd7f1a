'use strict';

// Cookies and jars of tough-cookie's users that tough-cookie itself loses.

const tough = require('tough-cookie');
const { Cookie, CookieJar, Session } = require('../..');

const SITE = 'https://www.example.com/';

// Promises: C5, C12
test.each([
  ['of this package', Cookie],
  ['of tough-cookie', tough.Cookie],
])('a Cookie %s with a leading dot is a domain cookie, with a URL and without', (_name, Class) => {
  for (const url of [SITE, undefined]) {
    const session = new Session();
    session.setCookies([new Class({ key: 'a', value: 'b', domain: '.Example.com', path: '/', hostOnly: true })], url);
    expect(session.getPuppeteerCookies()).toMatchObject([{ name: 'a', domain: '.example.com' }]);
    expect(session.getCookieString('https://sub.example.com/')).toBe('a=b');
  }
});

// Promises: J11
test.each([
  ['Example.COM', 'https://example.com/', 'example.com'],
  ['bücher.example', 'https://bücher.example/', 'xn--bcher-kva.example'],
  ['::1', 'http://[::1]/', '[::1]'],
  ['127.0.0.1', 'http://127.0.0.1/', '127.0.0.1'],
])('a host-only Cookie of %s stays host-only and is found again', (domain, url, host) => {
  for (const from of [url, undefined]) {
    const session = new Session();
    session.setCookies([new Cookie({ key: 'a', value: 'b', domain, path: '/', hostOnly: true })], from);
    expect(session.getPuppeteerCookies()).toMatchObject([{ name: 'a', domain: host }]);
    expect(session.getCookieString(url)).toBe('a=b');
    const other = new Session();
    other.setCookies(session.getCookies(url));
    expect(other.getPuppeteerCookies()).toEqual(session.getPuppeteerCookies());
  }
});

// Promises: C11
test('Partitioned counts, whether the cookie comes as a line, as an object or in a jar', () => {
  const line = 'a=b; Secure; Partitioned; Path=/';
  const jar = new tough.CookieJar();
  jar.setCookieSync(line, SITE);
  const sessions = [new Session(), new Session(), new Session(), new Session({ cookieJar: jar })];
  sessions[0].setCookie(line, SITE);
  sessions[1].setCookies([tough.Cookie.parse(line)], SITE);
  sessions[2].setCookies([Cookie.parse(line)], SITE);
  for (const session of sessions) {
    expect(session.getPuppeteerCookies()).toMatchObject([{ name: 'a', partitionKey: 'https://example.com' }]);
    expect(session.getCookieString('https://example.com/')).toBe('');
    expect(session.getCookieString(SITE)).toBe('a=b');
  }
});

// Promises: C15
test('one cookie of a foreign jar that no browser takes does not reach the browser; the header has it', () => {
  const jar = new tough.CookieJar(undefined, { prefixSecurity: 'unsafe-disabled' });
  for (const line of ['good=1', `big=${'x'.repeat(5000)}`, '__Secure-a=1', 'path=1; Path=/'])
    jar.setCookieSync(line, SITE);
  const session = new Session({ cookieJar: jar });
  expect(session.getPuppeteerCookies().map(({ name }) => name)).toEqual(['good', 'path']);
  expect(session.getCookieString(SITE)).toBe(jar.getCookieStringSync(SITE));
});

// Promises: P8
test.each(['b\r\nX: y', 'd; e=f', '\0'])('a state cannot smuggle %j into the Cookie header', (value) => {
  const cookieJar = {
    cookies: [
      { key: 'a', value, domain: 'example.com', path: '/' },
      { key: 'c', value: '1', domain: 'example.com' },
    ],
  };
  expect(new Session({ cookieJar }).getCookieString('https://example.com/')).toBe('c=1');
  expect(CookieJar.fromJSON(cookieJar).getCookieStringSync('https://example.com/')).toBe('c=1');
});

test('the error of setCookies can be written as JSON', () => {
  const session = new Session();
  let thrown;
  try {
    session.setCookies(['a=b; Domain=com', '='], SITE);
  } catch (error) {
    thrown = error;
  }
  expect(thrown.errors).toHaveLength(2);
  expect(JSON.parse(JSON.stringify(thrown))).toEqual({ code: 'COOKIE_PUBLIC_SUFFIX', index: 0 });
});

// Promises: E4
test('setCookies leaves the times of stored cookies alone where it stores nothing', () => {
  jest.useFakeTimers({ now: 1_800_000_000_000 });
  const session = new Session();
  session.setCookie('a=b; Max-Age=60', SITE);
  const before = session.getState();
  jest.advanceTimersByTime(1000);
  session.setCookies([], SITE);
  expect(session.getState()).toEqual(before);
  jest.useRealTimers();
});
