'use strict';

// getState and restoring. Other hosts are in __test__/side-by-side.

const { EventEmitter } = require('node:events');
const { Session } = require('../..');

const KEYS = [
  ...['id', 'cookies', 'cookieJar', 'userData', 'maxErrorScore', 'errorScoreDecrement', 'expiresAt', 'createdAt'],
  ...['usageCount', 'errorScore', 'errorCount', 'maxUsageCount'],
];

function used() {
  const session = new Session({
    id: 'one',
    userData: { token: 'x', deep: [1, { two: 2 }] },
    maxAgeSecs: 77,
    sessionPool: new EventEmitter(),
  });
  session.putResponse({
    url: 'https://www.example.com/a/b',
    headers: {
      'set-cookie': [
        's=1',
        'm=1; Max-Age=50',
        'd=1; Domain=example.com; Secure; HttpOnly; SameSite=None; Priority=Low',
      ],
    },
  });
  session.putPuppeteerCookies([
    {
      name: 'p',
      value: '"x"',
      domain: '.example.com',
      path: '/',
      expires: Date.now() / 1000 + 500.123456,
      sameSite: 'Lax',
    },
    { name: 'q', value: 'é', domain: 'example.com', path: '/', secure: true, partitionKey: 'https://top.example' },
  ]);
  session.markGood();
  session.markBad();
  return session;
}

function throughJson(session) {
  return new Session({ ...JSON.parse(JSON.stringify(session.getState())), sessionPool: session.sessionPool });
}

// Promises: P1
test('the state has exactly the documented keys, equal to the properties', () => {
  const session = used();
  const state = session.getState();
  expect(Object.keys(state).sort()).toEqual([...KEYS].sort());
  for (const key of KEYS) {
    const value = session[key];
    const expected = value instanceof Date ? value.toISOString() : key === 'cookieJar' ? value.toJSON() : value;
    expect([key, state[key]]).toEqual([key, expected]);
  }
});

// Promises: P1
test('the state is plain JSON data', () => {
  const state = used().getState();
  expect(JSON.parse(JSON.stringify(state))).toEqual(state);
});

// Promises: P4
test("the jar in it is tough-cookie's form, defaults left out", () => {
  const session = new Session();
  session.setCookie('a=b; SameSite=Lax', 'https://example.com/x/y');
  const { cookieJar } = session.getState();
  expect(Object.keys(cookieJar)).toEqual(['version', 'storeType', 'rejectPublicSuffixes', 'cookies']);
  expect(cookieJar).toMatchObject({ version: expect.stringMatching(/^tough-cookie@/), rejectPublicSuffixes: true });
  expect(Object.keys(cookieJar.cookies[0])).toEqual([
    ...['key', 'value', 'domain', 'path', 'hostOnly', 'pathIsDefault', 'creation', 'lastAccessed', 'sameSite'],
  ]);
  expect(cookieJar.cookies[0]).toMatchObject({
    domain: 'example.com',
    path: '/x',
    hostOnly: true,
    pathIsDefault: true,
  });
});

// Promises: P2
test('a restored session is the same session', () => {
  const session = used();
  const restored = throughJson(session);
  expect(restored.getState()).toEqual(session.getState());
  expect(restored.getPuppeteerCookies()).toEqual(session.getPuppeteerCookies());
  expect(restored.expiresAt).toEqual(session.expiresAt);
  expect(throughJson(restored).getState()).toEqual(session.getState());
});

// Promises: P3
test('retirement survives the state, even where the score no longer tells', () => {
  const session = new Session();
  session.retire();
  const restored = throughJson(session);
  restored.markGood();
  expect([restored.errorScore, restored.isBlocked()]).toEqual([2.5, true]);
  for (let i = 0; i < 4; i++) session.markGood();
  expect(session.getState()).toMatchObject({ retired: true, errorScore: 1 });
  expect(throughJson(session).isBlocked()).toBe(true);
});

// Promises: S7
test("userData and cookies are the user's own objects", () => {
  const session = used();
  expect(session.getState().userData).toBe(session.userData);
  expect(session.getState().cookies).toBe(session.cookies);
});

// Promises: P5
test('a site cannot forge what this package keeps in extensions', () => {
  const session = new Session();
  session.setCookie(
    'a=b; crawler-session-partition=https://evil.example; crawler-session-expiry=1.000000',
    'https://example.com/',
  );
  expect(throughJson(session).getPuppeteerCookies()).toEqual(session.getPuppeteerCookies());
  expect(session.getPuppeteerCookies()[0]).not.toHaveProperty('partitionKey');
});
