'use strict';

// Properties of a session.

const { EventEmitter } = require('node:events');
const { inspect } = require('node:util');
const { CookieJar, Session } = require('../..');

// Promises: S7
test.each([
  ['maxAgeSecs', 7],
  ['maxErrorScore', 7],
  ['errorScoreDecrement', 0.25],
  ['usageCount', 7],
  ['errorScore', 1.5],
  ['errorCount', 7],
  ['maxUsageCount', Infinity],
  ['userData', { a: 1 }],
  ['sessionPool', new EventEmitter()],
  ['cookies', [1]],
  ['createdAt', new Date('2027-01-01')],
  ['expiresAt', new Date('2027-01-01')],
])('%s is readable and writable', (name, value) => {
  const session = new Session();
  session[name] = value;
  expect(session[name]).toEqual(value);
});

// Promises: E1
test.each([
  ['maxAgeSecs', '7'],
  ['maxErrorScore', NaN],
  ['errorScoreDecrement', undefined],
  ['usageCount', null],
  ['errorScore', {}],
  ['errorCount', Infinity],
  ['maxUsageCount', []],
  ['userData', 'x'],
  ['sessionPool', {}],
  ['cookies', {}],
  ['createdAt', new Date(NaN)],
  ['expiresAt', 'never'],
])('a wrong value for %s throws a TypeError that names it, and the old value stays', (name, value) => {
  const session = new Session();
  const before = session[name];
  expect(() => {
    session[name] = value;
  }).toThrow(TypeError);
  expect(() => {
    session[name] = value;
  }).toThrow(name);
  expect(session[name]).toEqual(before);
});

// Promises: S7
test.each(['id', 'cookieJar', 'retired'])('%s is read-only', (name) => {
  const session = new Session();
  const before = session[name];
  expect(() => {
    session[name] = 'x';
  }).toThrow(TypeError);
  expect(session[name]).toBe(before);
});

// Promises: S7
test('a written limit counts at once', () => {
  const session = new Session({ errorScore: 2 });
  session.maxErrorScore = 2;
  expect(session.isBlocked()).toBe(true);
  session.maxErrorScore = 3;
  session.expiresAt = new Date(0);
  expect(session.isExpired()).toBe(true);
});

// Promises: S7
test.each(['userData', 'sessionPool', 'cookieJar', 'cookies'])('%s is the same object at every read', (name) => {
  const session = new Session({ sessionPool: new EventEmitter() });
  expect(session[name]).toBe(session[name]);
  expect(session[name]).toBeDefined();
});

// Promises: S6
test('the jar of a session sees the cookies of the session, and the other way round', () => {
  const session = new Session();
  session.setCookie('a=b', 'https://example.com/');
  expect(session.cookieJar).toBeInstanceOf(CookieJar);
  expect(session.cookieJar.getCookieStringSync('https://example.com/')).toBe('a=b');
  session.cookieJar.setCookieSync('c=d', 'https://example.com/');
  expect(session.getCookieString('https://example.com/')).toBe('a=b; c=d');
});

// Promises: S8
test('a session is not thenable, works as a WeakMap key and knows its class', async () => {
  const session = new Session();
  expect(session.then).toBeUndefined();
  expect(await session).toBe(session);
  expect(new WeakMap([[session, 1]]).get(session)).toBe(1);
  expect(session.constructor.name).toBe('Session');
  class Mine extends Session {}
  expect(new Mine()).toBeInstanceOf(Session);
  expect(new Mine().constructor.name).toBe('Mine');
});

// Promises: S8, P2, E8
test('console.log and JSON.stringify show the fields', () => {
  const pool = new EventEmitter();
  const session = new Session({ id: 'one', userData: { token: 'x' }, sessionPool: pool });
  session.setCookie('a=b', 'https://example.com/');
  const json = JSON.parse(JSON.stringify(session));
  expect(json).toMatchObject({ id: 'one', userData: { token: 'x' }, usageCount: 0, maxAgeSecs: 3000 });
  expect(json.cookieJar.cookies).toHaveLength(1);
  const shown = inspect(session);
  for (const part of ['Session {', "id: 'one'", 'token', 'usageCount: 0', '[CookieJar: 1 cookies]', '[EventEmitter]']) {
    expect(shown).toContain(part);
  }
  expect(shown).not.toContain('a=b');
  expect(inspect(session.cookieJar)).toContain("key: 'a'");
  expect(inspect({ deep: { deeper: { deepest: session } } })).toContain('[Session]');
});

// Promises: E2
test('a method called on anything but a session throws a TypeError and does not crash', async () => {
  const foreign = [{}, null, undefined, 1, Object.create(Session.prototype), new CookieJar()];
  for (const name of Object.getOwnPropertyNames(Session.prototype)) {
    const { value, get } = Object.getOwnPropertyDescriptor(Session.prototype, name);
    const method = value ?? get;
    if (typeof method !== 'function' || name === 'constructor') continue;
    for (const receiver of foreign) {
      let thrown;
      try {
        // With a blocked status, so that `checkStatus` has something to do.
        await method.call(receiver, 403);
      } catch (error) {
        thrown = error;
      }
      expect([name, String(thrown?.name)]).toEqual([name, 'TypeError']);
    }
  }
});
