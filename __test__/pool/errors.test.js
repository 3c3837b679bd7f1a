'use strict';

// What errors of a pool say, and what they have as their cause.

const { SessionPool, SessionPoolError } = require('../../pool');
const { TextStore } = require('./helpers/text-store');

async function open(options) {
  const store = new TextStore();
  const pool = await SessionPool.open({ store, createSessions: false, ...options });
  return { pool, store };
}

const errorOf = (promise) => promise.then(Object, (error) => error);

// Promises: L9
test.each([
  ['an Error', new Error('connection refused'), 'connection refused'],
  ['an object', { message: 'no route' }, 'no route'],
  ['an object that says nothing', { message: 7 }, '[object Object]'],
  ['a text', 'no route', 'no route'],
  ['nothing', undefined, 'undefined'],
  ['null', null, 'null'],
])('what a store throws is told, with its words: %s', async (_, cause, words) => {
  const { pool, store } = await open();
  store.before = () => {
    throw cause;
  };
  const error = await errorOf(pool.stats());
  expect(error).toBeInstanceOf(SessionPoolError);
  expect({ ...error, message: error.message, cause: error.cause }).toEqual({
    code: 'STORE_UNAVAILABLE',
    message: `The pool's store failed: ${words}`,
    cause,
  });
  store.before = () => {};
  await pool.close();
});

// Promises: L9
test('a store that throws before it gives a promise has failed like any other', async () => {
  const { pool, store } = await open();
  const { claim } = store;
  store.claim = () => {
    throw new Error('no connection');
  };
  const error = await errorOf(pool.acquire({ timeoutSecs: 0 }));
  expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE', message: expect.stringMatching(/: no connection$/) });
  store.claim = claim;
  await pool.close();
});

// Promises: L9
test("a store's own SessionPoolError comes through as it is", async () => {
  const { pool, store } = await open();
  const thrown = new SessionPoolError('STORE_CORRUPT', 'The file is damaged');
  store.before = () => {
    throw thrown;
  };
  await expect(pool.stats()).rejects.toBe(thrown);
  store.before = () => {};
  await pool.close();
});

// Promises: L9
test('acquire says for how long the store has failed, and why', async () => {
  const { pool, store } = await open();
  store.before = () => {
    throw new Error('connection refused');
  };
  const error = await errorOf(pool.acquire({ timeoutSecs: 0 }));
  expect(error.message).toBe("The pool's store failed for 0 s: The pool's store failed: connection refused");
  store.before = () => {};
  await pool.close();
});

// Promises: L2, L4
test('a session that can not be had is named, with the reason', async () => {
  const { pool } = await open();
  await pool.add({ id: 'old', maxAgeSecs: -1 });
  await pool.add({ id: 'bad' });
  await pool.retire('bad', 'captcha');
  const messages = [];
  for (const id of ['none', 'old', 'bad']) messages.push((await errorOf(pool.acquire({ id }))).message);
  expect(messages).toEqual([
    'There is no session "none" in the pool',
    'Session "old" is expired. pool.renew(id) brings it back',
    'Session "bad" is retired: captcha. pool.renew(id) brings it back',
  ]);
  const exists = await errorOf(pool.add({ id: 'bad' }));
  expect(exists.message).toBe(
    'There is a session "bad" in the pool already (ifExists: \'keep\' keeps it, pool.renew(id) begins it anew)',
  );
  await pool.close();
});

// Promises: L8
test.each([
  ['renewed', (pool) => pool.renew('a'), 'the session was renewed'],
  ['removed', (pool) => pool.remove('a'), 'the session was removed'],
])('a use whose session is %s is over, and does not mark it', async (_, take, why) => {
  const { pool } = await open();
  await pool.add({ id: 'a' });
  let session;
  const use = pool.use((given) => {
    session = given;
    return take(pool);
  });
  await expect(use).rejects.toMatchObject({ code: 'LEASE_LOST', message: expect.stringContaining(why) });
  expect([session.usageCount, session.errorCount]).toEqual([0, 0]);
  await pool.close();
});

// Promises: L8
test('a lost lease says of which session, why, and what that costs; it has a cause only if there is one', async () => {
  const { pool } = await open();
  await pool.add({ id: 'a' });
  const lease = await pool.acquire();
  const { signal } = lease;
  expect(lease.signal).toBe(signal);
  await pool.remove('a');
  expect(signal.aborted).toBe(true);
  const error = await errorOf(lease.release());
  expect(error.message).toBe(
    'The lease of session "a" is lost: the session was removed. Nothing was saved since the last renewal',
  );
  expect(error).not.toHaveProperty('cause');
  expect(lease.signal.reason).toBe(error);
  await pool.close();
});

// Promises: L11
test('a pool that is closed says so', async () => {
  const { pool } = await open();
  await pool.close();
  expect(await errorOf(pool.stats())).toMatchObject({ code: 'POOL_CLOSED', message: 'The pool is closed' });
});
