'use strict';

// Sessions that have to be read from the store again, and those that needn't.

const { setTimeout: sleep } = require('node:timers/promises');
const { SessionPool } = require('../../pool');
const { Session } = require('../..');
const { until } = require('../helpers/patience');
const { TextStore } = require('./helpers/text-store');

const URL = 'https://site.example/';

async function open(options) {
  const store = new TextStore();
  const pool = await SessionPool.open({ store, ...options });
  return { pool, store };
}

/** A pool whose only session has to be read again, since its last use has left what can't be saved. The store leaves out its state. */
async function spoilt() {
  const { pool, store } = await open({ maxPoolSize: 1 });
  const id = await pool.use((session) => {
    session.setCookie('a=1', URL);
    return session.id;
  });
  const use = pool.use((session) => {
    session.userData.big = 1n;
  });
  await expect(use).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
  return { id, pool, store };
}

/** What the given step does at its next call. */
function onNext(store, name, react) {
  store.before = (step, ...args) => {
    if (step !== name) return undefined;
    store.before = () => {};
    return react(...args);
  };
}

// Promises: L3
test('a state that comes with the claim is not asked for', async () => {
  const { pool, store } = await open({ maxPoolSize: 1 });
  const other = await SessionPool.open({ store });
  const id = await pool.use((session) => session.id);
  for (const taker of [other, other, pool]) await taker.use((session) => expect(session.id).toBe(id));
  expect(store.calls.get).toBe(0);
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L4, L10
test('a session that is removed while its state is read is nobody any more, and another one is taken', async () => {
  const { id, pool, store } = await spoilt();
  onNext(store, 'get', () => store.remove('default', id));
  const { release } = store.calls;
  await pool.use((session) => expect([session.id === id, session.getCookieString(URL)]).toEqual([false, '']));
  // Nothing was there to be given back.
  expect(store.calls.release).toBe(release + 1);
  expect(await pool.stats()).toMatchObject({ free: 1, inUse: 0 });
  await pool.close();
});

// Promises: L9
test('a session of which the state can not be read now is given back at once, and read again', async () => {
  const { id, pool, store } = await spoilt();
  const given = [];
  store.after = (step, _pool, of, _fence, changes) => {
    if (step === 'release') given.push([of, changes]);
  };
  onNext(store, 'get', () => {
    throw new Error('connection reset');
  });
  await pool.use((session) => expect([session.id, session.getCookieString(URL)]).toEqual([id, 'a=1']));
  expect(given[0]).toEqual([id, { restMs: 0 }]);
  await pool.close();
});

// Promises: L6, L9
test('a record that can not be read is given back once, for a rest, however slow the store is', async () => {
  const { pool, store } = await open({ createSessions: false });
  await store.add('default', { id: 'bad', state: '{', usableMs: 1e9 });
  const given = [];
  store.before = (step, _pool, id, _fence, changes) => {
    if (step !== 'release') return undefined;
    given.push([id, changes]);
    return sleep(20);
  };
  await expect(pool.acquire({ id: 'bad' })).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
  expect(given).toEqual([['bad', { restMs: 1000 }]]);
  await pool.close();
});

// Promises: L3
test('the thousand sessions that were held last are kept, and no others', async () => {
  const { pool } = await open({ createSessions: false });
  const ids = Array.from({ length: 1001 }, (_, index) => `s${index}`);
  const first = new Map();
  for (const id of ids) {
    await pool.add({ id });
    first.set(id, await pool.use((session) => session, { id }));
  }
  for (const [id, isKept] of [
    ['s1', true],
    ['s0', false],
    ['s1000', true],
  ]) {
    await pool.use((session) => expect([id, session === first.get(id)]).toEqual([id, isKept]), { id });
  }
  await pool.close();
});

const stateOf = (options) => new Session(options).getStateText();

// Promises: L14
test("a state of another session under a session's id is not taken for its own", async () => {
  const { pool, store } = await open({ createSessions: false });
  await store.add('default', { id: 'b', state: stateOf({ id: 'a' }), usableMs: 1e9 });
  const error = await pool.acquire({ id: 'b' }).catch((thrown) => thrown);
  expect(error).toMatchObject({
    code: 'STATE_UNREADABLE',
    message: 'The state of session "b" can\'t be read: its id is another one ("a")',
    cause: { code: 'STATE_UNREADABLE' },
  });
  await pool.close();
});

// Promises: L2
test('a session that its state alone says is retired is retired, and used by nobody', async () => {
  const { pool, store } = await open({ createSessions: false });
  await store.add('default', { id: 'a', state: stateOf({ id: 'a', retired: true }), usableMs: 1e9 });
  await pool.add({ id: 'b' });
  await pool.use((session) => expect(session.id).toBe('b'));
  expect((await pool.stats()).retired).toEqual({ retired: 1 });
  await pool.close();
});

// Promises: L3
test('the same object is taken again after a lease of it would have been over', async () => {
  const { pool, store } = await open({ maxPoolSize: 1, leaseSecs: 0.3 });
  const first = await pool.use((session) => session);
  const over = performance.now() + 300;
  expect(await until(() => performance.now() > over)).toBe(true);
  await pool.use((session) => expect(session).toBe(first));
  expect(store.calls.get).toBe(0);
  await pool.close();
});

// Promises: L2, L4
test('whoever kept a session that was renewed since retires nothing by it', async () => {
  const { pool } = await open({ maxPoolSize: 1 });
  const kept = await pool.use((session) => session);
  await pool.renew(kept.id);
  kept.retire();
  await pool.use((session) => expect([session.id, session === kept]).toEqual([kept.id, false]));
  expect((await pool.stats()).retired).toEqual({});
  await pool.close();
});

// Promises: L4
test.each([
  ['a length of life', { maxAgeSecs: 3600 }, 3600_000],
  ['a life that began in the past', { createdAt: Date.now() - 1e6, maxAgeSecs: 3600 }, 3600_000],
])('a renewal gives as long a life as the session had: %s', async (_, options, lifeMs) => {
  const { pool } = await open({ createSessions: false });
  await pool.add({ id: 'a', ...options });
  await pool.renew('a');
  await pool.use(({ createdAt, expiresAt }) => expect(expiresAt - createdAt).toBe(lifeMs));
  await pool.close();
});

// Promises: L4
test.each([
  ['that has no end', { maxAgeSecs: Infinity }],
  ['that has no end, and begins later', { createdAt: Date.now() + 1e9, maxAgeSecs: Infinity }],
  ['of which the end would be later than any date', { createdAt: 0, expiresAt: 8.64e15 - 1 }],
])('a renewal of a life %s has no end', async (_, options) => {
  const { pool } = await open({ createSessions: false });
  await pool.add({ id: 'a', ...options });
  await pool.renew('a');
  const { value } = await pool.sessions({ state: true }).next();
  expect(value.state.expiresAt).toBe('+275760-09-13T00:00:00.000Z');
  await pool.close();
});
