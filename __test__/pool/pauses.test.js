'use strict';

// How long the pool pauses before it tries again, and when a lease is renewed and counts as lost. No time passes here: the timers are looked at.

const { SessionPool } = require('../../pool');
const { until } = require('../helpers/patience');
const { TextStore } = require('./helpers/text-store');

const realTimeout = setTimeout;
afterEach(() => jest.restoreAllMocks());

/** Notes for how long each timer is set. Those below `hurried` fire at once; pauses are drawn as if by chance from a quarter up. */
function watchTimers({ hurried = 0 } = {}) {
  const delays = [];
  jest.spyOn(Math, 'random').mockReturnValue(0.25);
  jest.spyOn(globalThis, 'setTimeout').mockImplementation((react, ms, ...args) => {
    delays.push(ms);
    return realTimeout(react, ms < hurried ? 0 : ms, ...args);
  });
  return { pauses: () => delays.filter((ms) => ms < hurried), delays };
}

async function open(options) {
  const store = new TextStore();
  const pool = await SessionPool.open({ store, createSessions: false, ...options });
  await pool.add({ id: 'a' });
  return { pool, store };
}

/** The next calls of a step fail. */
function failing(store, name, times) {
  let left = times;
  store.before = (step) => {
    if (step === name && left-- > 0) throw new Error('connection refused');
  };
}

// Promises: L12
test('the pause between two attempts to log in doubles, around a second at first', async () => {
  let attempts = 0;
  const login = () => {
    if (++attempts < 4) throw new Error('no network');
  };
  const { pool } = await open({ login, loginAttempts: 4 });
  const { pauses } = watchTimers({ hurried: 5000 });
  await pool.use(() => {});
  expect(pauses()).toEqual([750, 1500, 3000]);
  await pool.close();
});

// Promises: L12
test('who is aborted between two attempts to log in waits for no other', async () => {
  let attempts = 0;
  const login = () => {
    attempts++;
    throw new Error('no network');
  };
  const { pool } = await open({ login });
  const controller = new AbortController();
  const reason = new Error('enough');
  jest.spyOn(globalThis, 'setTimeout').mockImplementation((react, ms, ...args) => {
    if (ms >= 500 && ms <= 1500) queueMicrotask(() => controller.abort(reason));
    return realTimeout(react, Math.max(ms, 50_000), ...args);
  });
  await expect(pool.acquire({ signal: controller.signal })).rejects.toBe(reason);
  expect(attempts).toBe(1);
  jest.restoreAllMocks();
  await pool.close();
});

// Promises: L9
test('the pause before a release is tried again doubles up to a second', async () => {
  const { pool, store } = await open();
  const lease = await pool.acquire();
  failing(store, 'release', 7);
  const { pauses } = watchTimers({ hurried: 5000 });
  await lease.release();
  expect(pauses()).toEqual([31.25, 62.5, 125, 250, 500, 625, 625]);
  await pool.close();
});

// Promises: L9
test('the pause before a claim is tried again doubles up to two seconds, and begins anew after a success', async () => {
  const { pool, store } = await open();
  const { pauses } = watchTimers({ hurried: 5000 });
  failing(store, 'claim', 8);
  await pool.use(() => {});
  failing(store, 'claim', 1);
  await pool.use(() => {});
  expect(pauses()).toEqual([31.25, 62.5, 125, 250, 500, 1000, 1250, 1250, 31.25]);
  await pool.close();
});

// Promises: L5
test.each([
  ['when the first session is free', 500, 500],
  ['after a second, though none is free before', 1e6, 1000],
  ['after a second, if none will be free by itself', undefined, 1000],
])('nothing is free: the store is asked again %s', async (_, nextMs, expected) => {
  const { pool, store } = await open();
  const { claim } = store;
  store.claim = async () => ({ status: 'none', nextMs });
  const { delays } = watchTimers();
  const controller = new AbortController();
  const waiting = pool.acquire({ signal: controller.signal, timeoutSecs: Infinity });
  waiting.catch(() => {});
  const pauses = () => delays.filter((ms) => !(ms > 10_000));
  expect(await until(() => pauses().length > 0)).toBe(true);
  expect(pauses()[0]).toBe(expected);
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  store.claim = claim;
  await pool.close();
});

// Promises: L5
test('a session that is held here is waited for, and looked for after a second', async () => {
  const { pool } = await open();
  const lease = await pool.acquire();
  const { delays } = watchTimers();
  const waiting = pool.acquire({ id: 'a', timeoutSecs: Infinity });
  expect(await until(() => delays.length > 0)).toBe(true);
  expect(delays[0]).toBe(1000);
  await lease.release();
  await waiting.then((taken) => taken.release());
  await pool.close();
});

// Promises: L6
test('where others have taken the place of a new session, there is a pause of a second', async () => {
  const { pool, store } = await open({ createSessions: true });
  const { add, claim } = store;
  store.claim = async () => ({ status: 'none', hasRoom: true });
  store.add = async () => ({ status: 'full' });
  const { delays } = watchTimers();
  const waiting = pool.acquire({ timeoutSecs: Infinity });
  const pauses = () => delays.filter((ms) => !(ms > 10_000));
  expect(await until(() => pauses().length > 0)).toBe(true);
  expect(pauses()[0]).toBe(1000);
  Object.assign(store, { add, claim });
  await waiting.then((lease) => lease.release());
  await pool.close();
});

// Promises: L5, L12
test('who waits for a session that is made ready is told when it is, and need not ask again', async () => {
  let goOn;
  const login = () =>
    new Promise((resolve) => {
      goOn = resolve;
    });
  const { pool } = await open({ login, maxConcurrency: 2 });
  // No pause ends.
  const pauses = [];
  jest.spyOn(globalThis, 'setTimeout').mockImplementation((react, ms, ...args) => {
    if (ms <= 2000) pauses.push(ms);
    return realTimeout(react, ms <= 2000 ? 2 ** 30 : ms, ...args);
  });
  const first = pool.acquire();
  const second = pool.acquire();
  while (goOn === undefined || pauses.length === 0) await new Promise(setImmediate);
  goOn();
  expect((await second).session).toBe((await first).session);
  jest.restoreAllMocks();
  await Promise.all([first, second].map(async (lease) => (await lease).release()));
  await pool.close();
});

const near = (wanted) => (ms) => ms > wanted - 5000 && ms <= wanted;

// Promises: L7, L8
test.each([
  [30, 10_000, 27_000],
  [300, 100_000, 295_000],
])(
  'a lease of %d seconds is renewed after a third, and is lost a tenth before its end, five seconds at most',
  async (leaseSecs, renewal, loss) => {
    const { pool } = await open({ leaseSecs });
    const { delays } = watchTimers();
    const lease = await pool.acquire();
    // The claim has to be answered before its lease is lost; then the renewal is waited for.
    expect(delays.filter(near(loss))).toHaveLength(1);
    expect(delays.filter(near(renewal))).toHaveLength(1);
    await lease.release();
    await pool.close();
  },
);

// Promises: L9
test.each([
  [6, 600],
  [60, 1000],
])('a renewal that has failed is tried again: lease of %d seconds, after %d ms', async (leaseSecs, expected) => {
  const { pool, store } = await open({ leaseSecs, login: () => {} });
  const { delays } = watchTimers();
  // What the login has left is saved at once, by a renewal.
  failing(store, 'renew', 1);
  const lease = await pool.acquire();
  const retries = delays.filter((ms) => ms > expected - 300 && ms <= expected);
  expect(retries).toHaveLength(1);
  await lease.release();
  await pool.close();
});
