'use strict';

// What a renewal of a lease writes. A login is saved at once, which is a renewal that comes without waiting.

const { SessionPool } = require('../../pool');
const { until } = require('../helpers/patience');
const { TextStore } = require('./helpers/text-store');

async function open(options) {
  const store = new TextStore();
  const pool = await SessionPool.open({ store, createSessions: false, ...options });
  const steps = [];
  store.before = (step, _pool, _id, _fence, changes) => {
    if (step === 'renew' || step === 'release') steps.push([step, changes]);
  };
  return { pool, store, steps };
}

// Promises: L7
test('a renewal of what has not changed writes nothing, and the lease goes on', async () => {
  const { pool, steps } = await open({ leaseSecs: 3 });
  await pool.add({ id: 'a' });
  const lease = await pool.acquire();
  expect(await until(() => steps.length > 0)).toBe(true);
  await lease.release();
  const nothing = { state: undefined, usableMs: undefined };
  expect(steps).toEqual([
    ['renew', { leaseMs: 3000, ...nothing }],
    ['release', { ...nothing, restMs: 0, reason: undefined }],
  ]);
  await pool.close();
});

// Promises: L2, L7
test('a renewal writes the state and its end; what it has saved, the release does not', async () => {
  const expiresAt = new Date(Date.now() + 1e9);
  const login = (session) => {
    session.expiresAt = expiresAt;
  };
  const { pool, steps } = await open({ login });
  await pool.add({ id: 'a', maxAgeSecs: 3600 });
  const lease = await pool.acquire();
  const { value } = await pool.sessions().next();
  expect([value.status, Math.abs(value.expiresAt - expiresAt) < 1e8]).toEqual(['in use', true]);
  await lease.release();
  expect(steps.map(([step, { state }]) => [step, typeof state])).toEqual([
    ['renew', 'string'],
    ['release', 'undefined'],
  ]);
  await pool.close();
});

// Promises: L9, L10
test('a state that no renewal can save is told once, and the lease goes on', async () => {
  const login = (session) => {
    session.userData.big = 1n;
  };
  const { pool, steps } = await open({ login, leaseSecs: 3 });
  await pool.add({ id: 'a' });
  const failures = [];
  pool.on('storeError', ({ code }) => failures.push(code));
  const lease = await pool.acquire();
  expect(failures).toEqual(['STATE_UNREADABLE']);
  expect(await until(() => steps.length > 1)).toBe(true);
  expect([failures.length, lease.signal.aborted]).toEqual([1, false]);
  await expect(lease.release()).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
  await pool.close();
});

// Promises: L8, L9
test('a renewal that has no answer yet is not sent again because of another session', async () => {
  const { pool, store } = await open({ leaseSecs: 1.5 });
  for (const id of ['a', 'b']) await pool.add({ id });
  const sent = { a: 0, b: 0 };
  store.before = (step, _pool, id) => {
    if (step !== 'renew') return undefined;
    sent[id]++;
    return id === 'a' ? new Promise(() => {}) : undefined;
  };
  const lost = [];
  pool.on('leaseLost', ({ id }) => lost.push(id));
  const [a, b] = [await pool.acquire({ id: 'a' }), await pool.acquire({ id: 'b' })];
  expect(await until(() => lost.length > 0)).toBe(true);
  expect([sent.a, lost[0]]).toEqual([1, 'a']);
  store.before = () => {};
  await Promise.allSettled([a.release(), b.release()]);
  await pool.close();
});
