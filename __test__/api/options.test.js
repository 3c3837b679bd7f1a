'use strict';

// The constructor: options, defaults, wrong options.

const { EventEmitter } = require('node:events');
const { CookieJar, Session } = require('../..');

const NOW = new Date('2026-11-23T12:00:00.000Z');

beforeEach(() => jest.useFakeTimers({ now: NOW }));
afterEach(() => jest.useRealTimers());

// Promises: S1
test('every option has the default of the reference', () => {
  const session = new Session();
  expect(session).toMatchObject({
    maxAgeSecs: 3000,
    userData: {},
    maxErrorScore: 3,
    errorScoreDecrement: 0.5,
    createdAt: NOW,
    expiresAt: new Date(NOW.getTime() + 3_000_000),
    usageCount: 0,
    errorScore: 0,
    errorCount: 0,
    maxUsageCount: 50,
    sessionPool: undefined,
    cookies: [],
    retired: false,
  });
  expect(session.cookieJar.toJSON().cookies).toEqual([]);
  expect(new Session(undefined).isUsable()).toBe(true);
});

// Promises: S1, S5
test('every option is taken as it is', () => {
  const given = {
    id: 'my session/1',
    maxAgeSecs: 60,
    userData: { a: 1 },
    maxErrorScore: 5,
    errorScoreDecrement: 0.25,
    createdAt: new Date('2026-11-23T11:00:00Z'),
    expiresAt: new Date('2026-11-23T13:00:00Z'),
    usageCount: 7,
    errorScore: 1.5,
    errorCount: 2,
    maxUsageCount: 9,
    sessionPool: new EventEmitter(),
    cookieJar: new CookieJar(),
    cookies: [{ any: 'thing' }],
  };
  const session = new Session(given);
  for (const key of Object.keys(given)) expect([key, session[key]]).toEqual([key, given[key]]);
  for (const key of ['userData', 'sessionPool', 'cookieJar', 'cookies']) expect(session[key]).toBe(given[key]);
});

// Promises: S1
test('unknown keys and undefined values are ignored', () => {
  const options = { nonsense: 1, proxyInfo: {}, id: undefined, maxAgeSecs: undefined, createdAt: undefined };
  const session = new Session({ ...options, expiresAt: undefined, sessionPool: undefined, cookieJar: undefined });
  expect(session.maxAgeSecs).toBe(3000);
  expect(session.nonsense).toBeUndefined();
});

// Promises: S2
test('expiresAt defaults to createdAt + maxAgeSecs', () => {
  const session = new Session({ createdAt: new Date('2026-11-23T10:00:00Z'), maxAgeSecs: 90 });
  expect(session.expiresAt).toEqual(new Date('2026-11-23T10:01:30Z'));
});

// Promises: S2
test('expiredAt, the name in the reference, is accepted; expiresAt counts if both are given', () => {
  const [early, late] = [new Date('2026-11-23T12:01:00Z'), new Date('2026-11-23T12:02:00Z')];
  expect(new Session({ expiredAt: early }).expiresAt).toEqual(early);
  expect(new Session({ expiredAt: early, expiresAt: late }).expiresAt).toEqual(late);
  expect(new Session({ expiresAt: null }).expiresAt).toEqual(new Date(NOW.getTime() + 3_000_000));
});

// Promises: S2
test.each(['createdAt', 'expiresAt', 'expiredAt'])('%s may be a Date, ISO text or epoch milliseconds', (name) => {
  const read = (value) => new Session({ [name]: value })[name === 'expiredAt' ? 'expiresAt' : name];
  const date = new Date('2027-01-01T00:00:00.123Z');
  expect(read(date)).toEqual(date);
  expect(read(date.toISOString())).toEqual(date);
  expect(read(date.getTime())).toEqual(date);
});

// Promises: S3
test('limits may be infinite: the session then never expires, is never blocked by its score and never used up', () => {
  const session = new Session({ maxAgeSecs: Infinity, maxErrorScore: Infinity, maxUsageCount: Infinity });
  for (let i = 0; i < 1000; i++) session.markBad();
  jest.setSystemTime(new Date('3000-01-01'));
  expect(session.isUsable()).toBe(true);
  const restored = new Session(JSON.parse(JSON.stringify(session.getState())));
  expect(restored.isUsable()).toBe(true);
  expect(new Session({ maxAgeSecs: 1e300 }).getState().expiresAt).toBe('+275760-09-13T00:00:00.000Z');
});

// Promises: E1
test.each([
  ['id', [1, null, {}, true]],
  ['maxAgeSecs', ['60', NaN, {}, -Infinity]],
  ['maxErrorScore', ['3', NaN, []]],
  ['errorScoreDecrement', ['1', null, NaN, Infinity]],
  ['usageCount', ['1', null, NaN, Infinity]],
  ['errorScore', ['1', null, NaN, Infinity]],
  ['errorCount', ['1', null, NaN, Infinity, 1n]],
  ['maxUsageCount', ['1', NaN, () => 1]],
  ['userData', ['x', null, 1, []]],
  ['createdAt', [null, {}, new Date(NaN), 'yesterday', NaN, Infinity, 1e300]],
  ['expiresAt', [{}, new Date(NaN), 'tomorrow', NaN, Infinity]],
  ['expiredAt', [{}, new Date(NaN), 'tomorrow', NaN, Infinity]],
  ['cookieJar', [null, 1, {}, { cookies: 1 }, 'x', '{}', { setCookie() {}, toJSON: () => undefined }, [1]]],
  ['cookies', [null, {}, 'x']],
  ['log', [null, {}, 1]],
])('a wrong %s throws a TypeError that names it', (name, values) => {
  for (const value of values) {
    expect(() => new Session({ [name]: value })).toThrow(TypeError);
    expect(() => new Session({ [name]: value })).toThrow(name);
    expect(() => new Session({ [name]: value })).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^ERR_/) }),
    );
  }
});

// Promises: E1
test.each([null, 1, 'x', true])('options that are no object throw a TypeError: %p', (options) => {
  expect(() => new Session(options)).toThrow(TypeError);
});

// Promises: E1
test('an error says what was expected and what was given', () => {
  expect(() => new Session({ maxAgeSecs: '60' })).toThrow('maxAgeSecs must be a number or Infinity, got "60"');
  expect(() => new Session({ createdAt: new Date(NaN) })).toThrow(
    'createdAt must be a valid date, got an invalid Date',
  );
});

// Promises: S4
test.each([null, {}, 'pool', 1, { emit: 'x' }])('a sessionPool that cannot emit is refused: %p', (sessionPool) => {
  expect(() => new Session({ sessionPool })).toThrow(/^Session: sessionPool must be instance of SessionPool/);
  expect(() => new Session({ sessionPool })).toThrow(TypeError);
});

// Promises: S4
test('anything with a callable emit is a pool, whatever its class', () => {
  for (const sessionPool of [new EventEmitter(), { emit() {} }, Object.assign(() => {}, { emit() {} })]) {
    expect(new Session({ sessionPool }).sessionPool).toBe(sessionPool);
  }
});

// Promises: S5
test('the default id is unique and fit as session name of a proxy', () => {
  const ids = new Set();
  for (let i = 0; i < 5000; i++) ids.add(new Session().id);
  expect(ids.size).toBe(5000);
  for (const id of ids) {
    expect(id).toMatch(/^session_[A-Za-z0-9]{10}$/);
    expect(id).toMatch(/^[\w._~]+$/);
  }
});

// Promises: S6
test('a cookieJar of this package is shared, not copied', () => {
  const cookieJar = new CookieJar();
  const [one, two] = [new Session({ cookieJar }), new Session({ cookieJar })];
  one.setCookie('a=b', 'https://example.com/');
  expect(two.getCookieString('https://example.com/')).toBe('a=b');
  expect(cookieJar.getCookieStringSync('https://example.com/')).toBe('a=b');
});

// Promises: S6
test('a live tough-cookie jar is taken over: its cookies come along, later changes do not', () => {
  const { CookieJar: ToughJar } = require('tough-cookie');
  const tough = new ToughJar();
  tough.setCookieSync('a=b; SameSite=Lax', 'https://example.com/');
  const session = new Session({ cookieJar: tough });
  tough.setCookieSync('c=d', 'https://example.com/');
  expect(session.getCookieString('https://example.com/')).toBe('a=b');
  expect(session.getPuppeteerCookies()[0].sameSite).toBe('Lax');
});

// Promises: J12
test('a serialized jar is taken as an object and as text', () => {
  const jar = new CookieJar();
  jar.setCookieSync('a=b', 'https://example.com/');
  for (const cookieJar of [jar.toJSON(), JSON.stringify(jar)]) {
    expect(new Session({ cookieJar }).getCookieString('https://example.com/')).toBe('a=b');
  }
});

// Promises: E2
test('a jar that only pretends to be one of this package does not reach native code', () => {
  const fake = Object.create(CookieJar.prototype);
  expect(() => new Session({ cookieJar: fake })).toThrow(TypeError);
  const session = Object.setPrototypeOf(new Session(), CookieJar.prototype);
  expect(() => new Session({ cookieJar: session })).toThrow(TypeError);
});
