'use strict';

// The encryption of states: what the store sees, wrong keys, swapped records, new keys.

const { randomBytes } = require('node:crypto');
const { SessionPool } = require('../../pool');
const { TextStore } = require('./helpers/text-store');

const [KEY, OTHER] = [randomBytes(32), new Uint8Array(32).fill(7)];
const SECRET = 'sid=very-secret-value';

/** What version 0.1.0 has written with the key `OTHER`. */
// cspell:disable-next-line
const EARLIER =
  'aes-256-gcm:56e56cef:1+DwEyBU8le27VXDax5rqic/71s4xgG9oyr1nJpQcpZ9n+mhTT2zoQv4HBxtmIESYzhgP3JSA+yE68T4PC2bOb2k4n9ChdyMro3suFPR3NRs/vADCBkiZDaHMiHqafXQHK4VQCMj6CMCIxnM04rnDH3wiVrX2wg2R/4ikpV8kegr9Mm/Riy7er1Um2GfnUBqlNVae4a2epPTB6LDTtCDMw5/eTpfJ7sBv3GHuJCRQgjXmNzeUyRQsWAe5QQGbB97VlraIaMgbQthzbvHD5Hns4sOoSvbZh++XAs6gmetOEs1xQZqPz5PagPaquZmjJ5OCaVElE0F5WBIwAmnIo9ooy1UBAfnV8++zy7cV11lE5yihebtkg4Lf4sDknFtVZeFMJxJioXmp9PeN82ad0KhA9R4dnsRj/YSIyq2EOVIq7GxTkhZrmI9DemEEB7ux0l9ekLmjFuod/C8sgnL7c85BiQxTPpE0+9dDZTuyZro0YKKpekHkHRiZjW8QIBW2yqPHJa3thDAvNZGctGbTPrru65jzeowONP/FFhhnuN6X/m08rpOcPG73Q/dsVZB4IKuRx0GD3QPElV14/QK1Eh6riXa+jd1dKJmjAe17frBpLiIrQG/Y67zRB18Znoq/ib6SmTvd/TKdnDe246QUoqqDZB+89Jh7veI9Fkj2zNPmvDOpsUpYPRMa0Sj0B6D9fhtxY7jqIEPclUr+IeJcxv9n5sGETCCVBqbOEQRBrAXZL27giFJRAUxEpzuq+oCEhMZXXRdq/SrHFZdbw==';

async function stored(encryptionKey, store = new TextStore(), name = 'default') {
  const pool = await SessionPool.open({ store, encryptionKey, name, createSessions: false });
  await pool.add({ id: 'a' });
  await pool.use((session) => session.setCookie(SECRET, 'https://site.example/'));
  await pool.close();
  return store;
}

async function stateOf(store, id = 'a', name = 'default') {
  await store.open(name);
  const { state } = await store.get(name, id);
  await store.close(name);
  return state;
}

/** The header of the session in the store, by these keys. */
async function headerOf(store, encryptionKey, name) {
  const pool = await SessionPool.open({ store, encryptionKey, name, createSessions: false });
  try {
    return await pool.use((session) => session.getCookieString('https://site.example/'));
  } finally {
    await pool.close();
  }
}

// Promises: L14
test('an encrypted state shows nothing, and comes back whole', async () => {
  const store = await stored(KEY);
  const state = await stateOf(store);
  expect(state).toMatch(/^aes-256-gcm:[0-9a-f]{8}:[A-Za-z0-9+/]+=*$/);
  expect(Buffer.from(state.split(':')[2], 'base64').toString('latin1')).not.toContain('secret');
  expect(await headerOf(store, KEY)).toBe(SECRET);
  expect(JSON.parse(await stateOf(await stored())).cookieJar.cookies).toHaveLength(1);
});

// Promises: L14
test.each([
  ['another key', OTHER, /encrypted with another key/],
  ['no key', undefined, /it is encrypted, and the pool has no encryptionKey/],
])('%s: open rejects, and nothing is overwritten', async (_, key, message) => {
  const store = await stored(KEY);
  const before = await stateOf(store);
  await expect(SessionPool.open({ store, encryptionKey: key })).rejects.toMatchObject({
    code: 'STATE_UNREADABLE',
    message: expect.stringMatching(message),
  });
  expect(await stateOf(store)).toBe(before);
  expect(await headerOf(store, KEY)).toBe(SECRET);
});

// Promises: L14
test('a pool that can not be opened leaves its store closed', async () => {
  const store = await stored(KEY);
  await expect(SessionPool.open({ store, encryptionKey: OTHER })).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
  await expect(store.stats('default')).rejects.toThrow(/not open/);
});

// Promises: L14
test('a state that an earlier version has encrypted is read', async () => {
  const store = new TextStore();
  await store.open('default');
  await store.add('default', { id: 'a', state: EARLIER, usableMs: 1e9 });
  await store.close('default');
  expect(await headerOf(store, OTHER)).toBe(SECRET);
});

// Promises: L14
test('a state that was changed is told with the cause; one without a key has none', async () => {
  const store = await stored(KEY);
  const state = await stateOf(store);
  await store.open('default');
  await store.add('default', { id: 'b', state: `${state.slice(0, -60)}`, usableMs: 1e9 });
  await store.add('default', { id: 'c', state: state.replace(/:[0-9a-f]{8}:/, ':00000000:'), usableMs: 1e9 });
  const pool = await SessionPool.open({ store, encryptionKey: KEY, createSessions: false });
  const errors = [];
  for await (const { error } of pool.sessions({ state: true })) if (error !== undefined) errors.push(error);
  expect(errors.map(({ message }) => message)).toEqual([
    'The state of session "b" can\'t be read: it was changed, or belongs to another session or pool',
    'The state of session "c" can\'t be read: it is encrypted with another key (00000000)',
  ]);
  expect(errors[0].cause.message).toMatch(/authenticate/);
  expect(errors[1]).not.toHaveProperty('cause');
  await pool.close();
});

// Promises: L14
test('two pools of one name with different keys: the second that uses a session is told, and the session stays', async () => {
  const store = new TextStore();
  const one = await SessionPool.open({ store, encryptionKey: KEY, maxPoolSize: 1 });
  const other = await SessionPool.open({ store, encryptionKey: OTHER, maxPoolSize: 1 });
  const id = await one.use((session) => session.id);
  const before = await store.get('default', id);
  for (const request of [{}, { id }]) {
    await expect(other.acquire(request)).rejects.toMatchObject({
      code: 'STATE_UNREADABLE',
      message: expect.stringMatching(/another key/),
    });
  }
  for (const step of ['renew']) await expect(other[step](id)).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
  expect((await store.get('default', id)).state).toBe(before.state);
  expect(await one.use((session) => session.id)).toBe(id);
  await Promise.all([one.close(), other.close()]);
});

// Promises: L14
test('records can not be swapped, within a pool or between pools, nor changed', async () => {
  const store = await stored(KEY);
  const state = await stateOf(store);
  const put = async (id, text, name = 'default') => {
    await store.open(name);
    await store.add(name, { id, state: text, usableMs: 1e9 });
    await store.close(name);
  };
  await put('b', state);
  await put('a', state, 'elsewhere');
  const flipped = Buffer.from(state.split(':')[2], 'base64');
  flipped[40] ^= 1;
  await put('c', [...state.split(':').slice(0, 2), flipped.toString('base64')].join(':'));
  await put('d', state.slice(0, -60));
  await put('e', `${state.slice(0, 21)}`);
  const pool = await SessionPool.open({ store, encryptionKey: KEY });
  for (const id of ['b', 'c', 'd', 'e']) {
    await expect(pool.acquire({ id })).rejects.toMatchObject({
      code: 'STATE_UNREADABLE',
      message: expect.stringMatching(/it was changed, or belongs to another session or pool/),
    });
  }
  await pool.use(() => {}, { id: 'a' });
  await pool.close();
  // One record that can't be read keeps no pool closed: it can be removed.
  const elsewhere = await SessionPool.open({ store, encryptionKey: KEY, name: 'elsewhere' });
  await expect(elsewhere.acquire({ id: 'a' })).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
  const { value: summary } = await elsewhere.sessions({ state: true }).next();
  expect([summary.id, summary.error.code]).toEqual(['a', 'STATE_UNREADABLE']);
  expect(await elsewhere.remove('a')).toBe(true);
  await elsewhere.close();
});

// Promises: L14
test('a new key encrypts what is saved, and the old one still decrypts', async () => {
  const store = await stored(KEY);
  const old = await stateOf(store);
  expect(await headerOf(store, [OTHER, KEY])).toBe(SECRET);
  const renewed = await stateOf(store);
  expect(renewed.split(':')[1]).not.toBe(old.split(':')[1]);
  expect(await headerOf(store, OTHER)).toBe(SECRET);
  await expect(headerOf(store, KEY)).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
});

// Promises: L14
test('states that are not encrypted are accepted with null among the keys, and encrypted from then on', async () => {
  const store = await stored();
  await expect(headerOf(store, KEY)).rejects.toMatchObject({
    code: 'STATE_UNREADABLE',
    message: expect.stringMatching(/it is not encrypted/),
  });
  expect(await headerOf(store, [KEY, null])).toBe(SECRET);
  expect(await headerOf(store, KEY)).toBe(SECRET);
});
