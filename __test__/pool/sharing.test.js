'use strict';

// Several uses of one session at a time (`maxConcurrency`): who shares which session, and from when on.

const { SessionPool } = require('../../pool');
const { until } = require('../helpers/patience');
const { TextStore } = require('./helpers/text-store');

async function open({ ids, ...options }) {
  const store = new TextStore();
  const pool = await SessionPool.open({ store, createSessions: false, ...options });
  for (const id of ids) await pool.add({ id });
  return { pool, store };
}

const releaseAll = (leases) => Promise.all(leases.map((lease) => lease.release()));

// Promises: L5
test('a session that is wanted by its id is shared while it has a place, and then waited for', async () => {
  const { pool } = await open({ ids: ['a', 'b'], maxConcurrency: 2 });
  const [first, second] = [await pool.acquire({ id: 'a' }), await pool.acquire({ id: 'a' })];
  expect(second.session).toBe(first.session);
  await expect(pool.acquire({ id: 'a', timeoutSecs: 0 })).rejects.toMatchObject({ code: 'POOL_TIMEOUT' });
  const third = pool.acquire({ id: 'a' });
  await first.release();
  expect((await third).session).toBe(first.session);
  await releaseAll([second, await third]);
  await pool.close();
});

// Promises: L5
test('for a session that is held here, the store is not asked', async () => {
  const { pool, store } = await open({ ids: ['a'] });
  const lease = await pool.acquire({ id: 'a' });
  const { claim } = store.calls;
  await expect(pool.acquire({ id: 'a', timeoutSecs: 0 })).rejects.toMatchObject({ code: 'POOL_TIMEOUT' });
  expect(store.calls.claim).toBe(claim);
  await lease.release();
  await pool.close();
});

// Promises: L6
test.each([
  ['a', 'b'],
  ['b', 'a'],
])('whoever takes any session shares the one with the fewest uses: %s has two, %s one', async (two, one) => {
  const { pool } = await open({ ids: ['a', 'b'], maxConcurrency: 3 });
  const leases = [await pool.acquire({ id: 'a' }), await pool.acquire({ id: 'b' }), await pool.acquire({ id: two })];
  const any = await pool.acquire();
  expect(any.session.id).toBe(one);
  await releaseAll([...leases, any]);
  await pool.close();
});

// Promises: L12
test('who shares a session waits until it is logged in, and it is logged in once', async () => {
  const logins = [];
  const login = ({ id }) => new Promise((goOn) => logins.push({ id, goOn }));
  const { pool, store } = await open({ ids: ['a'], maxConcurrency: 2, login });
  let isUsed = false;
  const use = () => {
    isUsed = true;
  };
  const uses = [pool.use(use), pool.use(use, { id: 'a' })];
  expect(await until(() => logins.length > 0)).toBe(true);
  const { claim } = store.calls;
  // Whoever comes now is asked for as well.
  uses.push(pool.use(use));
  expect(await until(() => store.calls.claim > claim)).toBe(true);
  expect([isUsed, logins.length]).toEqual([false, 1]);
  logins[0].goOn();
  await Promise.all(uses);
  expect(logins).toHaveLength(1);
  await pool.close();
});

// Promises: L1
test.each(['markGood', 'markBad'])(
  'of several uses of a session, the one that called %s is not marked again',
  async (mark) => {
    const { pool } = await open({ ids: ['a'], maxConcurrency: 2, sessionOptions: {} });
    const session = await pool.use(async (given) => {
      given[mark]();
      await pool.use(() => {});
      return given;
    });
    expect([session.usageCount, session.errorCount]).toEqual([2, mark === 'markBad' ? 1 : 0]);
    await pool.close();
  },
);

// Promises: L1
test("what a shared session's marks are can be changed, as with any other", async () => {
  const { pool } = await open({ ids: ['a'], maxConcurrency: 2 });
  await pool.use((session) => {
    for (const mark of ['markGood', 'markBad']) {
      const property = Object.getOwnPropertyDescriptor(session, mark);
      expect(property).toMatchObject({ configurable: true, writable: true, enumerable: false });
    }
  });
  await pool.close();
});

// Promises: L1
test('a use that has its session alone sees a mark from wherever it comes', async () => {
  const { pool } = await open({ ids: ['a'] });
  let marked;
  const done = new Promise((resolve) => {
    marked = resolve;
  });
  let session;
  const outside = setInterval(() => {
    if (session === undefined) return;
    clearInterval(outside);
    session.markBad();
    marked();
  }, 1);
  await pool.use((given) => {
    session = given;
    return done;
  });
  expect([session.usageCount, session.errorCount]).toEqual([1, 1]);
  await pool.close();
});
