'use strict';

// What the class for Crawlee promises by itself, without a host. With hosts it is tested in __test__/crawlers and __test__/side-by-side.

const { EventEmitter } = require('node:events');
const tough = require('tough-cookie');
const { Cookie, CookieError, Session: MainSession } = require('../..');
const { Session } = require('../../crawlee');

const HOME = 'https://www.example.com/';

// Promises: A1
test('is the main class, with cookies in the shape of browsers', () => {
  const session = new Session();
  expect(session).toBeInstanceOf(MainSession);
  const cookie = {
    name: 'a',
    value: 'b',
    domain: '.example.com',
    path: '/',
    expires: -1,
    httpOnly: true,
    secure: false,
  };
  session.setCookies([{ name: 'bad', value: 'b;', domain: 'example.com' }, cookie, null, 7], HOME);
  expect(session.getCookies(HOME)).toEqual([cookie]);
  expect(session.getCookies()).toEqual(session.getPuppeteerCookies());
});

// Promises: A1
test('setCookie stores a line or a Cookie, and throws for one that is refused', () => {
  const session = new Session();
  session.setCookie('line=1', HOME);
  session.setCookie(Cookie.parse('own=1'), HOME);
  session.setCookie(tough.Cookie.parse('tough=1'), HOME);
  expect(session.getCookieString(HOME)).toBe('line=1; own=1; tough=1');
  expect(() => session.setCookie('a=1; Domain=com', HOME)).toThrow(CookieError);
});

// Promises: A2
test.each(['markGood', 'markBad'])('%s retires a session that is used up, once', (method) => {
  const pool = new EventEmitter();
  const listener = jest.fn();
  pool.on('sessionRetired', listener);
  const session = new Session({ sessionPool: pool, maxUsageCount: 2 });
  session[method]();
  expect(session.retired).toBe(false);
  for (let i = 0; i < 3; i++) session[method]();
  expect(session.retired).toBe(true);
  expect(listener.mock.calls).toEqual([[session]]);
});

// Promises: A3
test.each([
  ['no pool', undefined, [401, 403, 429]],
  ['a pool without a list', new EventEmitter(), [401, 403, 429]],
  ['a list of its own', Object.assign(new EventEmitter(), { blockedStatusCodes: [404] }), [404]],
  ['an empty list', Object.assign(new EventEmitter(), { blockedStatusCodes: [] }), []],
])('with %s, the blocked status codes are those', (_name, sessionPool, codes) => {
  for (const method of ['checkStatus', 'retireOnBlockedStatusCodes']) {
    const blocked = [200, 401, 403, 404, 429, 500].filter((code) => new Session({ sessionPool })[method](code));
    expect([method, blocked]).toEqual([method, codes]);
  }
});

// Promises: A4
test('the state has exactly the keys that built-in sessions take', () => {
  const session = new Session({ cookies: [1], replaceBrowserCookies: true });
  session.retire();
  expect(Object.keys(session.getState()).sort()).toEqual([
    ...['cookieJar', 'createdAt', 'errorScore', 'errorScoreDecrement', 'expiresAt', 'id', 'maxErrorScore'],
    ...['maxUsageCount', 'usageCount', 'userData'],
  ]);
});

// Promises: A5
test('a session that was retired is blocked by the score of its state, whatever its own score is', () => {
  const session = new Session();
  session.retire();
  for (let i = 0; i < 10; i++) session.markGood();
  const { errorScore, maxErrorScore } = session.getState();
  expect(session.errorScore).toBeLessThan(maxErrorScore);
  expect(errorScore).toBe(maxErrorScore);
  expect(new Session(session.getState()).isBlocked()).toBe(true);
});
