'use strict';

// What is over leaves nothing behind: no timer, which would keep the process alive, and no memory.

const v8 = require('node:v8');
const vm = require('node:vm');
const { setTimeout: sleep } = require('node:timers/promises');
const { SessionPool } = require('../../pool');
const { until } = require('../helpers/patience');
const { TextStore } = require('./helpers/text-store');

afterEach(() => jest.restoreAllMocks());

/** Counts the timers of the pool that would keep the process alive: those that were set, and neither fired nor cleared. */
function watchTimers() {
  const set = new Set();
  const { setTimeout: realSet, clearTimeout: realClear } = globalThis;
  jest.spyOn(globalThis, 'setTimeout').mockImplementation((react, ...args) => {
    const timer = realSet(
      (...given) => {
        set.delete(timer);
        react(...given);
      },
      ...args,
    );
    set.add(timer);
    return timer;
  });
  jest.spyOn(globalThis, 'clearTimeout').mockImplementation((timer) => {
    set.delete(timer);
    realClear(timer);
  });
  return () => [...set].filter((timer) => timer.hasRef()).length;
}

async function open(options) {
  const store = new TextStore();
  const pool = await SessionPool.open({ store, createSessions: false, ...options });
  await pool.add({ id: 'a' });
  return { pool, store };
}

// Promises: L11, L12
test('a use with a login and a check, and a pool that was closed', async () => {
  const timers = watchTimers();
  const { pool } = await open({ login: () => {}, check: () => true, checkAfterSecs: 1 });
  await pool.use(() => expect(timers()).toBe(0));
  expect(timers()).toBe(0);
  await pool.close();
  expect(timers()).toBe(0);
});

// Promises: L12
test('a login that throws', async () => {
  const timers = watchTimers();
  const { pool } = await open({ loginAttempts: 1, login: () => Promise.reject(new Error('no network')) });
  await expect(pool.acquire()).rejects.toMatchObject({ code: 'LOGIN_FAILED' });
  expect(timers()).toBe(0);
  await pool.close();
});

// Promises: L5
test.each([
  ['any session', undefined],
  ['one session', 'a'],
])('who waited for %s and has gone', async (_, id) => {
  const { pool } = await open({ cooldownSecs: 1000 });
  await pool.use(() => {});
  const timers = watchTimers();
  const controller = new AbortController();
  const waiting = pool.acquire({ id, signal: controller.signal, timeoutSecs: 50 });
  waiting.catch(() => {});
  // Its time-out, and the pause until the store is asked again.
  expect(await until(() => timers() === 2)).toBe(true);
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  expect(timers()).toBe(0);
  await expect(pool.acquire({ id, timeoutSecs: 0 })).rejects.toMatchObject({ code: 'POOL_TIMEOUT' });
  expect(timers()).toBe(0);
  await pool.close();
});

// Promises: L5
test('who goes while others wait leaves them the pause after which the store is asked again', async () => {
  const { pool, store } = await open();
  const { claim } = store;
  let claims = 0;
  store.claim = async () => {
    claims++;
    return { status: 'none', nextMs: 10 };
  };
  const controller = new AbortController();
  const waits = [{ signal: controller.signal }, {}].map((request) => pool.acquire(request));
  for (const wait of waits) wait.catch(() => {});
  expect(await until(() => claims > 3)).toBe(true);
  controller.abort();
  await expect(waits[0]).rejects.toMatchObject({ name: 'AbortError' });
  const seen = claims;
  expect(await until(() => claims > seen + 3)).toBe(true);
  store.claim = claim;
  await waits[1].then((lease) => lease.release());
  await pool.close();
});

// Promises: L9
test('a late answer that gives nothing is put back by nobody', async () => {
  const { pool, store } = await open({ leaseSecs: 0.1 });
  const other = await SessionPool.open({ store });
  const held = await other.acquire();
  let answer;
  const gate = new Promise((resolve) => {
    answer = resolve;
  });
  store.before = (step) => (step === 'claim' ? gate : undefined);
  await expect(pool.acquire({ timeoutSecs: 0.2 })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  store.before = () => {};
  answer();
  await sleep(20);
  expect(store.calls.release).toBe(0);
  await held.release();
  await Promise.all([pool.close(), other.close()]);
});

// Promises: M1
test('ids that were asked for once', async () => {
  v8.setFlagsFromString('--expose-gc');
  const gc = vm.runInNewContext('gc');
  const { pool } = await open();
  let asked = 0;
  const heapAfter = async (count) => {
    for (const end = asked + count; asked < end; asked++) {
      await expect(pool.acquire({ id: `none ${asked}` })).rejects.toHaveProperty('code', 'SESSION_NOT_FOUND');
    }
    gc();
    return process.memoryUsage().heapUsed;
  };
  const first = await heapAfter(1000);
  // A line of waiters that stays takes half a kilobyte.
  expect((await heapAfter(5000)) - first).toBeLessThan(5000 * 300);
  await pool.close();
});
