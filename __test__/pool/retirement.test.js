'use strict';

// The retirement of a session that is held: what the store is told, and how often.

const { MemoryStore, SessionPool } = require('../../pool');
const { TextStore } = require('./helpers/text-store');

const URL = 'https://site.example/';

async function open(options) {
  const store = new TextStore();
  const pool = await SessionPool.open({ store, createSessions: false, ...options });
  await pool.add({ id: 'a' });
  const steps = [];
  store.before = (step, _pool, ...args) => {
    if (step === 'retire') steps.push({ step, reason: args[1], held: args[2] });
    if (step === 'release') steps.push({ step, state: args[2].state });
  };
  return { pool, store, steps };
}

// Promises: L2, L7
test('a session that is retired while it is used is retired and saved by one step, at once', async () => {
  const { pool, store, steps } = await open();
  const lease = await pool.acquire();
  lease.session.setCookie('a=1', URL);
  lease.session.retire();
  await lease.release();
  expect(steps).toEqual([
    { step: 'retire', reason: 'retired', held: { fence: lease.fence, state: expect.stringContaining('"a"') } },
    { step: 'release', state: undefined },
  ]);
  const { state } = await store.get('default', 'a');
  expect(JSON.parse(state)).toMatchObject({ retired: true, cookieJar: { cookies: [{ key: 'a', value: '1' }] } });
  await pool.close();
});

// Promises: L2
test('a session that is retired twice while it is used is retired by one step', async () => {
  const { pool, steps } = await open();
  const lease = await pool.acquire();
  for (let time = 0; time < 2; time++) lease.session.retire();
  await pool.retire('a', 'again');
  await lease.release();
  expect(steps.map(({ step, reason }) => [step, reason])).toEqual([
    ['retire', 'retired'],
    ['release', undefined],
  ]);
  await pool.close();
});

// Promises: L2, L10
test.each([
  ['the pool', (pool) => pool.retire('a', 'captcha'), 'captcha'],
  ['the session', (_, session) => session.retire(), 'retired'],
])('a session that can not be saved can be retired all the same, by %s', async (_, retire, reason) => {
  const { pool } = await open();
  const lease = await pool.acquire();
  lease.session.userData.big = 1n;
  await retire(pool, lease.session);
  await expect(lease.release()).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
  expect((await pool.stats()).retired).toEqual({ [reason]: 1 });
  await pool.close();
});

// Promises: L2
test('a retirement that was told is not told again, and emit says so', async () => {
  const { pool } = await open();
  const lease = await pool.acquire();
  const reasons = [];
  pool.on('sessionRetired', (_, reason) => reasons.push(reason));
  expect(pool.emit('sessionRetired', lease.session)).toBe(true);
  expect(pool.emit('sessionRetired', lease.session)).toBe(false);
  expect(reasons).toEqual(['retired']);
  await lease.release();
  await pool.close();
});

// Promises: L2, L12
test.each([
  ['whoever wanted it is told', { id: 'a' }, undefined],
  ['whoever takes any session gets another one', {}, 'b'],
])('a session that another retires while it is logged in is not handed out: %s', async (_, request, expected) => {
  let other;
  const { pool, store, steps } = await open({
    login: ({ id }) => (id === 'a' ? other.retire('a', 'banned') : undefined),
  });
  other = await SessionPool.open({ store });
  await pool.add({ id: 'b' });
  const retired = [];
  pool.on('sessionRetired', ({ id }, reason) => retired.push([id, reason]));
  const acquiring = pool.acquire(request);
  if (expected === undefined) {
    const message = expect.stringContaining('retired: banned');
    await expect(acquiring).rejects.toMatchObject({ code: 'SESSION_RETIRED', message });
  } else {
    const lease = await acquiring;
    expect(lease.session.id).toBe(expected);
    await lease.release();
  }
  expect(retired).toEqual([['a', 'banned']]);
  // This pool has nothing to tell the store.
  expect(steps.filter(({ step }) => step === 'retire')).toHaveLength(1);
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L2
test('a session that has retired itself is not retired again by its id', async () => {
  const { pool } = await open();
  const lease = await pool.acquire();
  lease.session.retire();
  await pool.retire('a', 'captcha');
  expect(lease.session.usageCount).toBe(1);
  await lease.release();
  expect((await pool.stats()).retired).toEqual({ retired: 1 });
  await pool.close();
});

// Promises: L2
test('a session that was retired by its id tells nothing when it retires itself', async () => {
  const pool = await SessionPool.open({ store: new MemoryStore() });
  const session = await pool.use((used) => used);
  const reasons = [];
  pool.on('sessionRetired', (_, reason) => reasons.push(reason));
  await pool.retire(session.id, 'captcha');
  session.retire();
  expect(reasons).toEqual(['captcha']);
  await pool.close();
});

// Promises: L2
test('the record of a session is read for its retirement if somebody listens', async () => {
  const { pool, store } = await open();
  await pool.add({ id: 'b' });
  await pool.retire('a');
  expect(store.calls.get).toBe(0);
  const told = [];
  pool.on('sessionRetired', ({ id }, reason) => told.push([id, reason]));
  await pool.retire('b', 'captcha');
  expect([told, store.calls.get]).toEqual([[['b', 'captcha']], 1]);
  await pool.close();
});

// Promises: L2
test('who comes second with another reason tells nobody', async () => {
  const { pool, store } = await open();
  const told = [];
  pool.on('sessionRetired', (_, reason) => told.push(reason));
  store.before = (step) => {
    if (step !== 'retire') return undefined;
    store.before = () => {};
    return store.retire('default', 'a', 'banned');
  };
  await pool.retire('a', 'captcha');
  expect(told).toEqual([]);
  expect((await pool.stats()).retired).toEqual({ banned: 1 });
  await pool.close();
});

// Promises: L2
test('no other event retires a session, nor one with a reason, which is only passed on', async () => {
  const { pool, store } = await open();
  const lease = await pool.acquire();
  const seen = [];
  for (const event of ['other', 'sessionRetired']) pool.on(event, (...args) => seen.push([event, ...args]));
  pool.emit('other', lease.session);
  pool.emit('sessionRetired', lease.session, 'for fun');
  expect(seen).toEqual([
    ['other', lease.session],
    ['sessionRetired', lease.session, 'for fun'],
  ]);
  expect(store.calls.retire).toBe(0);
  await lease.release();
  await pool.close();
});
