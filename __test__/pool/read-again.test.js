'use strict';

// Sessions that have to be read from the store again, and those that needn't.

const { setTimeout: sleep } = require('node:timers/promises');
const { SessionPool } = require('../../pool');
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
  await pool.use((session) => expect([session.id === id, session.getCookieString(URL)]).toEqual([false, '']));
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
