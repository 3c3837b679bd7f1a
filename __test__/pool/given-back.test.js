'use strict';

// What is said to the store when a session is given back, and what follows if that goes wrong.

const { setTimeout: sleep } = require('node:timers/promises');
const { MemoryStore, SessionPool } = require('../../pool');
const { until } = require('../helpers/patience');
const { TextStore } = require('./helpers/text-store');

afterEach(() => jest.restoreAllMocks());

async function open({ store = new TextStore(), ...options } = {}) {
  const pool = await SessionPool.open({ store, createSessions: false, ...options });
  await pool.add({ id: 'a', maxAgeSecs: 3600 });
  const lost = [];
  pool.on('leaseLost', (_, error) => lost.push(error));
  return { pool, store, lost };
}

/** Holds a step until it is let go. Returns what lets go, once the step was called. */
function hold(store, name) {
  let letGo;
  const gate = new Promise((resolve) => {
    letGo = resolve;
  });
  store.before = (step) => (step === name ? gate : undefined);
  return () => {
    store.before = () => {};
    letGo();
  };
}

/** What the releases of a store were given. */
function watchReleases(store) {
  const releases = [];
  store.after = (step, _pool, _id, _fence, changes) => {
    if (step === 'release') releases.push(changes);
  };
  return releases;
}

// Promises: L7
test('what has not changed is not written: no state, no end, no rest', async () => {
  const { pool, store } = await open();
  const releases = watchReleases(store);
  await pool.acquire().then((lease) => lease.release());
  expect(releases).toEqual([{ state: undefined, usableMs: undefined, restMs: 0, reason: undefined }]);
  await pool.close();
});

// Promises: L2, L7
test('an end that was moved is written with the state', async () => {
  const { pool } = await open();
  const expiresAt = new Date(Date.now() + 1e9);
  await pool.use((session) => {
    session.expiresAt = expiresAt;
  });
  const { value } = await pool.sessions().next();
  // The store's clock may be a moment behind or ahead.
  expect(Math.abs(value.expiresAt - expiresAt)).toBeLessThan(1e8);
  await pool.close();
});

// Promises: L2
test('a session that has expired while it was used is expired in the store as well, though nothing else has changed', async () => {
  const { pool } = await open();
  const lease = await pool.acquire();
  jest.spyOn(Date, 'now').mockReturnValue(lease.session.expiresAt.getTime());
  await lease.release();
  expect(await pool.stats()).toMatchObject({ free: 0, expired: 1 });
  await pool.close();
});

// Promises: L13
test('when a session was used last is kept for check alone', async () => {
  const { pool, store } = await open();
  await pool.use(() => {});
  expect((await store.get('default', 'a')).state).not.toContain('"pool"');
  await pool.close();
});

// Promises: L8
test('who comes to release after the lease is over is told so, and the store is not asked', async () => {
  const { pool, store, lost } = await open({ leaseSecs: 0.3 });
  const lease = await pool.acquire();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
  const message = expect.stringContaining('it was not renewed in time');
  await expect(lease.release()).rejects.toMatchObject({ code: 'LEASE_LOST', message });
  expect([lost.length, store.calls.release]).toEqual([1, 0]);
  await pool.close();
});

// Promises: L8
test('a store that refuses to take back what it says is held has lost the lease', async () => {
  const { pool, store } = await open();
  const lease = await pool.acquire();
  const { release } = store;
  store.release = async () => ({ held: false });
  const message = expect.stringContaining('another process has taken, renewed or removed the session');
  await expect(lease.release()).rejects.toMatchObject({ code: 'LEASE_LOST', message });
  store.release = release;
  await pool.close();
});

// Promises: L8
test('a release that came when the lease was over is no release, though nobody else had the session', async () => {
  class Slow extends MemoryStore {
    async release(...args) {
      await sleep(400);
      return super.release(...args);
    }
  }
  const { pool } = await open({ store: new Slow(), leaseSecs: 0.3 });
  const lease = await pool.acquire();
  await expect(lease.release()).rejects.toMatchObject({ code: 'LEASE_LOST' });
  await pool.close();
});

// Promises: L5
test('a session that is being given back is shared with nobody', async () => {
  const { pool, store } = await open({ maxConcurrency: 2 });
  const lease = await pool.acquire();
  const letGo = hold(store, 'release');
  const released = lease.release();
  for (const request of [{}, { id: 'a' }]) {
    await expect(pool.acquire({ ...request, timeoutSecs: 0 })).rejects.toMatchObject({ code: 'POOL_TIMEOUT' });
  }
  letGo();
  await released;
  await pool.close();
});

// Promises: L2
test('a session is given back when its retirement has arrived, not before', async () => {
  const { pool, store } = await open();
  const lease = await pool.acquire();
  const letGo = hold(store, 'retire');
  lease.session.retire();
  const released = lease.release();
  for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate);
  expect([store.calls.retire, store.calls.release]).toEqual([1, 0]);
  letGo();
  await released;
  await pool.close();
});

// Promises: L8
test('a session that is removed while it is given back is lost once', async () => {
  const { pool, store, lost } = await open();
  const lease = await pool.acquire();
  const letGo = hold(store, 'release');
  const released = lease.release();
  released.catch(() => {});
  await pool.remove('a');
  letGo();
  await expect(released).rejects.toMatchObject({ code: 'LEASE_LOST' });
  expect(lost).toHaveLength(1);
  await pool.close();
});

// Promises: L11
test('who is left when the pool is closed is told that, whatever becomes of the session', async () => {
  const { pool, store } = await open();
  const lease = await pool.acquire();
  store.before = (step) => (step === 'release' ? store.remove('default', 'a') : undefined);
  await pool.close({ timeoutSecs: 0 });
  expect(lease.signal.reason.code).toBe('POOL_CLOSED');
  await expect(lease.release()).rejects.toMatchObject({ code: 'POOL_CLOSED' });
});

// Promises: L11
test.each([
  ['by default', undefined],
  ['however long they take', { timeoutSecs: Infinity }],
])('close tells that it has begun, and waits for each of several uses, %s', async (_, options) => {
  const { pool } = await open();
  await pool.add({ id: 'b' });
  const events = [];
  pool.on('closing', () => events.push('closing'));
  const stops = [];
  const uses = ['a', 'b'].map((id) => pool.use(() => new Promise((stop) => stops.push(() => stop(id)))));
  expect(await until(() => stops.length === 2)).toBe(true);
  const closing = pool.close(options).then(() => events.push('closed'));
  stops[0]();
  await uses[0];
  await sleep(20);
  expect(events).toEqual(['closing']);
  stops[1]();
  expect(await Promise.all(uses)).toEqual(['a', 'b']);
  await closing;
  expect(events).toEqual(['closing', 'closed']);
});

// Promises: L11
test.each([
  ['a release', 'release', async (pool) => (await pool.acquire({ id: 'a' })).release()],
  ['a retirement of a session that nobody holds', 'retire', async (_, notHeld) => notHeld.retire()],
  ['what a claim has given that nobody waits for any more', 'release', async (pool) => pool.acquire()],
])('close is done when what was under way is: %s', async (_, step, begin) => {
  const { pool, store } = await open();
  const notHeld = await pool.use((session) => session);
  const isBegun = store.calls[step];
  const events = [];
  store.after = (made) => events.push(made);
  const letGo = hold(store, step);
  const { claim } = store.calls;
  begin(pool, notHeld).catch(() => {});
  expect(await until(() => store.calls[step] > isBegun || store.calls.claim > claim)).toBe(true);
  const closing = pool.close({ timeoutSecs: 0 }).then(() => events.push('closed'));
  await Promise.race([closing, sleep(50)]);
  letGo();
  await closing;
  expect(events.slice(-2)).toEqual([step, 'closed']);
});
