'use strict';

// What `stats` and `sessions` say, and time-outs in words.

const { SessionPool } = require('../../pool');
const { TextStore } = require('./helpers/text-store');

async function open(options) {
  const store = new TextStore();
  const pool = await SessionPool.open({ store, createSessions: false, ...options });
  return { pool, store };
}

async function listed(pool, options) {
  const all = [];
  for await (const summary of pool.sessions(options)) all.push(summary);
  return all;
}

// Promises: L4
test('sessions goes through all of them, in the order of adding, page by page', async () => {
  const { pool, store } = await open();
  const ids = Array.from({ length: 201 }, (_, index) => `s${index}`);
  for (const id of ids) await pool.add({ id });
  const { list } = store.calls;
  expect((await listed(pool)).map(({ id }) => id)).toEqual(ids);
  expect(store.calls.list - list).toBe(3);
  await pool.close();
});

// Promises: L4
test('a summary has what there is to say, as dates, and nothing else', async () => {
  const { pool, store } = await open();
  const now = Date.now();
  const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
  const common = { fence: 3, usedMs: 50, usableMs: 7000 };
  const records = [
    { id: 'free', status: 'free', ...common },
    { id: 'held', status: 'in use', owner: 'me', leaseMs: 900, ...common },
    { id: 'cool', status: 'cooling', restMs: 800, ...common },
    { id: 'gone', status: 'retired', reason: 'captcha', ...common, usedMs: 1e17, usableMs: 1e17 },
  ];
  const { list } = store;
  store.list = async () => ({ records });
  const dates = { fence: 3, usedAt: new Date(now - 50), expiresAt: new Date(now + 7000) };
  expect(await listed(pool)).toEqual([
    { id: 'free', status: 'free', ...dates },
    { id: 'held', status: 'in use', owner: 'me', leaseEndsAt: new Date(now + 900), ...dates },
    { id: 'cool', status: 'cooling', readyAt: new Date(now + 800), ...dates },
    {
      id: 'gone',
      status: 'retired',
      reason: 'captcha',
      fence: 3,
      usedAt: new Date(-8.64e15),
      expiresAt: new Date(8.64e15),
    },
  ]);
  for (const summary of await listed(pool)) expect(Object.values(summary)).not.toContain(undefined);
  store.list = list;
  clock.mockRestore();
  await pool.close();
});

// Promises: L4, E8
test('a state that is no JSON is told, and not quoted', async () => {
  const { pool, store } = await open();
  await store.add('default', { id: 'a', state: 'sid=secret', usableMs: 1e9 });
  const [{ error, state }] = await listed(pool, { state: true });
  expect([error.code, error.message, state]).toEqual([
    'STATE_UNREADABLE',
    'The state of session "a" can\'t be read: it is no JSON',
    undefined,
  ]);
  expect(error).not.toHaveProperty('cause');
  await pool.close();
});

// Promises: L4
test('stats says when the next session is free, if one will be', async () => {
  const { pool, store } = await open();
  expect((await pool.stats()).nextFreeAt).toBeNull();
  const now = Date.now();
  const clock = jest.spyOn(Date, 'now').mockReturnValue(now);
  const { stats } = store;
  store.stats = async () => ({ free: 0, nextMs: 5000 });
  expect(await pool.stats()).toEqual({ free: 0, nextFreeAt: new Date(now + 5000) });
  store.stats = stats;
  clock.mockRestore();
  await pool.close();
});

const COUNTS = { free: 0, inUse: 2, cooling: 3, expired: 4 };

// Promises: L5
test.each([
  [{ ...COUNTS, retired: {} }, '2 in use, 3 cooling, 4 expired, 0 retired; none will be free by itself'],
  [
    { ...COUNTS, retired: { blocked: 5, 'used up': 6 }, nextMs: 1501 },
    '2 in use, 3 cooling, 4 expired, retired: 5 blocked, 6 used up; the next is free in 1.6 s, unless a lease is renewed',
  ],
  [
    { ...COUNTS, retired: {}, nextMs: 0 },
    '2 in use, 3 cooling, 4 expired, 0 retired; the next is free in 0.1 s, unless a lease is renewed',
  ],
])('a time-out counts the sessions: %j', async (counts, words) => {
  const { pool, store } = await open();
  const { stats } = store;
  store.stats = async () => counts;
  const message = `No session was free within 0 s (${words})`;
  await expect(pool.acquire({ timeoutSecs: 0 })).rejects.toMatchObject({ code: 'POOL_TIMEOUT', message });
  store.stats = stats;
  await pool.close();
});

// Promises: L5
test.each([
  [{ status: 'in use', owner: 'me', leaseMs: 1501 }, ' (in use by me, for 1.6 s more unless the lease is renewed)'],
  [{ status: 'cooling', restMs: 2000 }, ' (cooling for 2 s more)'],
  [{ status: 'free' }, ' (free)'],
  [undefined, ''],
])('a time-out says what the session that was wanted does: %j', async (record, words) => {
  const { pool, store } = await open();
  const { claim, get } = store;
  store.claim = async () => ({ status: 'none' });
  store.get = async () => record;
  const message = `Session "a" was not free within 0 s${words}`;
  await expect(pool.acquire({ id: 'a', timeoutSecs: 0 })).rejects.toMatchObject({ code: 'POOL_TIMEOUT', message });
  Object.assign(store, { claim, get });
  await pool.close();
});

// Promises: L5, L9
test('a time-out is told though the store does not say what the sessions are doing', async () => {
  const { pool, store } = await open();
  const { claim } = store;
  store.claim = async () => ({ status: 'none' });
  store.before = () => {
    throw new Error('connection refused');
  };
  for (const [id, message] of [
    [undefined, 'No session was free within 0 s'],
    ['a', 'Session "a" was not free within 0 s'],
  ]) {
    await expect(pool.acquire({ id, timeoutSecs: 0 })).rejects.toMatchObject({ code: 'POOL_TIMEOUT', message });
  }
  store.before = () => {};
  store.claim = claim;
  await pool.close();
});
