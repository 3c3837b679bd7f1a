'use strict';

// Waiting for a session: order, time-outs, abortion, and thousands who wait.

const { getEventListeners, once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');
const { MemoryStore, SessionPool } = require('../../pool');
const { until } = require('../helpers/patience');
const { TextStore } = require('./helpers/text-store');

async function full(options) {
  const pool = await SessionPool.open({ maxPoolSize: 1, ...options });
  return { pool, lease: await pool.acquire() };
}

// Promises: L5
test('first come, first served; a release wakes the first who waits', async () => {
  const { pool, lease } = await full();
  const order = [];
  const uses = [0, 1, 2, 3].map((index) => pool.use(() => order.push(index)));
  await lease.release();
  await Promise.all(uses);
  expect(order).toEqual([0, 1, 2, 3]);
  await pool.close();
});

// Promises: L5
test('who waits for one session gets that one, and others are served meanwhile', async () => {
  const pool = await SessionPool.open({ createSessions: false });
  for (const id of ['a', 'b']) await pool.add({ id });
  const a = await pool.acquire({ id: 'a' });
  const waiting = pool.acquire({ id: 'a' });
  const b = await pool.acquire();
  expect(b.session.id).toBe('b');
  await b.release();
  await a.release();
  const again = await waiting;
  expect(again.session.id).toBe('a');
  expect(again.fence).toBeGreaterThan(a.fence);
  await again.release();
  await pool.close();
});

// Promises: L5
test('a time-out says what the session that was wanted is doing, whatever the others do', async () => {
  const pool = await SessionPool.open({ createSessions: false, cooldownSecs: 1000 });
  for (const id of ['a', 'b']) await pool.add({ id });
  const lease = await pool.acquire({ id: 'a' });
  const messageOf = () => pool.acquire({ id: 'a', timeoutSecs: 0 }).catch(({ message }) => message);
  const { owner } = (await pool.sessions().next()).value;
  expect(await messageOf()).toMatch(
    /^Session "a" was not free within 0 s \(in use by \S+, for [\d.]+ s more unless the lease is renewed\)$/,
  );
  expect(await messageOf()).toContain(`in use by ${owner},`);
  await lease.release();
  expect(await messageOf()).toMatch(/^Session "a" was not free within 0 s \(cooling for [\d.]+ s more\)$/);
  await pool.close();
});

// Promises: L5
test('a time-out says what the sessions are doing', async () => {
  const { pool, lease } = await full();
  const error = await pool.acquire({ timeoutSecs: 0.05 }).catch((thrown) => thrown);
  expect(error).toMatchObject({ name: 'SessionPoolError', code: 'POOL_TIMEOUT' });
  expect(error.message).toMatch(
    /No session was free within 0.05 s \(1 in use, 0 cooling, 0 expired, 0 retired; the next is free in \d/,
  );
  await expect(pool.acquire({ timeoutSecs: 0, id: lease.session.id })).rejects.toMatchObject({
    code: 'POOL_TIMEOUT',
    message: expect.stringContaining(`Session "${lease.session.id}" was not free`),
  });
  await lease.release();
  // Who has no time is asked for once.
  const { release } = await pool.acquire({ timeoutSecs: 0 }).then((taken) => ({ release: () => taken.release() }));
  await release();
  await pool.close();
});

// Promises: L5
test('an aborted wait rejects with the reason of the signal', async () => {
  const { pool, lease } = await full();
  const reason = new Error('enough');
  const controller = new AbortController();
  const waiting = pool.acquire({ signal: controller.signal, timeoutSecs: Infinity });
  const named = pool.acquire({ signal: controller.signal, id: lease.session.id });
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(named).rejects.toBe(reason);
  await expect(pool.acquire({ signal: controller.signal })).rejects.toBe(reason);
  await expect(pool.use(() => {}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  await lease.release();
  const inner = new AbortController();
  await pool.use(
    (_, { signal }) => {
      inner.abort(reason);
      expect(signal.reason).toBe(reason);
    },
    { signal: inner.signal },
  );
  await pool.close();
});

// Promises: L5
test.each([
  ['any session', undefined],
  ['one session', 'a'],
])(
  'one of several who wait for %s by one signal is served, and the others are still told of its abortion',
  async (_, id) => {
    const pool = await SessionPool.open({ createSessions: false });
    await pool.add({ id: 'a' });
    const lease = await pool.acquire();
    const controller = new AbortController();
    const { signal } = controller;
    const waits = [1, 2, 3].map(() => pool.acquire({ id, signal }));
    for (const wait of waits) wait.catch(() => {});
    expect(await until(() => getEventListeners(signal, 'abort').length > 0)).toBe(true);
    // Thousands may wait by one signal, and Node.js warns of that many listeners.
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await lease.release();
    const first = await waits[0];
    const reason = new Error('enough');
    controller.abort(reason);
    const outcomes = await Promise.allSettled(waits.slice(1));
    expect(outcomes.map((outcome) => outcome.reason)).toEqual([reason, reason]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    await first.release();
    await pool.close();
  },
);

// Promises: L5
test('who wait for one session get it in the order of their coming', async () => {
  const { pool, lease } = await full();
  const { id } = lease.session;
  const order = [];
  const uses = [0, 1, 2, 3].map((index) => pool.use(() => order.push(index), { id }));
  await lease.release();
  await Promise.all(uses);
  expect(order).toEqual([0, 1, 2, 3]);
  await pool.close();
});

// Promises: L11
test('who waits for one session is told that the pool is closed, though another who waited for it has gone', async () => {
  const { pool, lease } = await full();
  const { id } = lease.session;
  const controller = new AbortController();
  const gone = pool.acquire({ id, signal: controller.signal });
  const waiting = pool.acquire({ id, timeoutSecs: Infinity });
  waiting.catch(() => {});
  controller.abort();
  await expect(gone).rejects.toMatchObject({ name: 'AbortError' });
  const closing = pool.close();
  await expect(waiting).rejects.toMatchObject({ code: 'POOL_CLOSED' });
  await lease.release();
  await closing;
});

// Promises: L5
test('who has all the time in the world waits on while others run out of it', async () => {
  const { pool, lease } = await full();
  const waiting = pool.acquire({ timeoutSecs: Infinity });
  waiting.catch(() => {});
  await expect(pool.acquire({ timeoutSecs: 0.01 })).rejects.toMatchObject({ code: 'POOL_TIMEOUT' });
  await lease.release();
  await waiting.then((taken) => taken.release());
  await pool.close();
});

// Promises: L5
test.each([
  ['any session', undefined],
  ['one session', 'a'],
])('a session that comes when whoever waited for %s has gone is given back', async (_, id) => {
  const store = new TextStore();
  const pool = await SessionPool.open({ store, createSessions: false });
  await pool.add({ id: 'a' });
  let answer;
  store.after = (step) => (step === 'claim' ? new Promise((resolve) => (answer = resolve)) : undefined);
  const controller = new AbortController();
  const waiting = pool.acquire({ id, signal: controller.signal });
  expect(await until(() => answer !== undefined)).toBe(true);
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  answer();
  expect(await until(() => store.calls.release > 0)).toBe(true);
  expect(await pool.stats()).toMatchObject({ free: 1, inUse: 0 });
  await pool.close();
});

/** A pool of one session that is used up, of which the record doesn't say so yet, and whose store is slow to take it back. */
async function usedUp(id) {
  const store = new TextStore();
  const pool = await SessionPool.open({ store, createSessions: false });
  await pool.add({ id, usageCount: 1, maxUsageCount: 1 });
  store.before = (step) => (step === 'release' ? sleep(100) : undefined);
  return { pool, store };
}

// Promises: L5
test('who is aborted while a session that is used up is given back waits no longer', async () => {
  const { pool, store } = await usedUp('a');
  const controller = new AbortController();
  const waiting = pool.acquire({ signal: controller.signal, timeoutSecs: Infinity });
  expect(await until(() => store.calls.release > 0)).toBe(true);
  const reason = new Error('enough');
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await pool.close();
});

// Promises: L11
test('who gets a session that is used up while the pool is closed gets no other one', async () => {
  const { pool, store } = await usedUp('a');
  await pool.add({ id: 'b' });
  const waiting = pool.acquire();
  expect(await until(() => store.calls.release > 0)).toBe(true);
  const closing = pool.close();
  await expect(waiting).rejects.toMatchObject({ code: 'POOL_CLOSED' });
  await closing;
});

// Promises: L5
test('a session that is used up and can not be given back costs who waits nothing', async () => {
  const { pool, store } = await usedUp('a');
  await pool.add({ id: 'b' });
  const lost = once(pool, 'leaseLost');
  store.before = (step, _pool, id) => (step === 'release' && id === 'a' ? store.remove('default', 'a') : undefined);
  await pool.use((session) => expect(session.id).toBe('b'));
  expect((await lost)[1].code).toBe('LEASE_LOST');
  await pool.close();
});

// Promises: L5
test('thousands who run out of time at once count the sessions a few times', async () => {
  const store = new TextStore();
  const pool = await SessionPool.open({ store, maxPoolSize: 1 });
  const lease = await pool.acquire();
  const waits = Array.from({ length: 1000 }, () => pool.acquire({ timeoutSecs: 0.05 }).catch((error) => error));
  for (const error of await Promise.all(waits)) {
    expect(error).toMatchObject({ code: 'POOL_TIMEOUT', message: expect.stringContaining('1 in use') });
  }
  expect(store.calls.stats).toBeLessThan(100);
  await lease.release();
  await pool.close();
});

// Promises: L5
test('who comes and goes while the line pauses is told of a time-out', async () => {
  const { pool, lease } = await full();
  const first = pool.acquire();
  first.catch(() => {});
  await sleep(50);
  await expect(pool.acquire({ timeoutSecs: 0.01 })).rejects.toMatchObject({ code: 'POOL_TIMEOUT' });
  await lease.release();
  await first.then((taken) => taken.release());
  await pool.close();
});

// Promises: L9
test('a store that does not answer: acquire says so, soon after its time is over', async () => {
  const store = new TextStore();
  const pool = await SessionPool.open({ store });
  let goOn;
  const answer = new Promise((resolve) => {
    goOn = resolve;
  });
  store.before = () => answer;
  for (const id of [undefined, 'a']) {
    await expect(pool.acquire({ timeoutSecs: 0.1, id })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/has not answered/),
    });
  }
  goOn();
  await pool.close();
  await store.open('default');
  expect(await store.stats('default')).toMatchObject({ inUse: 0 });
});

// Promises: L5
test('10,000 wait, half of them are aborted, and each other one gets its turn', async () => {
  const warnings = [];
  const note = (warning) => warnings.push(warning);
  process.on('warning', note);
  const { pool, lease } = await full({ sessionOptions: { maxUsageCount: Infinity } });
  const controller = new AbortController();
  const outcomes = Array.from({ length: 10_000 }, (_, index) =>
    pool.use(() => 'used', index % 2 === 0 ? { signal: controller.signal } : {}).catch((error) => error.name),
  );
  controller.abort();
  await lease.release();
  const counts = {};
  for (const outcome of await Promise.all(outcomes)) counts[outcome] = (counts[outcome] ?? 0) + 1;
  expect(counts).toEqual({ used: 5000, AbortError: 5000 });
  expect(warnings).toEqual([]);
  process.off('warning', note);
  await pool.close();
});

// Promises: L5
test('a session rests between two uses', async () => {
  const pool = await SessionPool.open({ maxPoolSize: 1, cooldownSecs: [0.2, 0.3] });
  const id = await pool.use((session) => session.id);
  const ended = Date.now();
  const stats = await pool.stats();
  if (Date.now() - ended < 150) expect(stats).toMatchObject({ free: 0, cooling: 1 });
  const again = await pool.acquire();
  expect(again.session.id).toBe(id);
  expect(Date.now() - ended).toBeGreaterThanOrEqual(190);
  await again.release();
  await pool.close();
});

// Promises: L5
test('a session that another pool object gives back is found within about a second', async () => {
  const store = new MemoryStore();
  const [one, other] = await Promise.all([1, 2].map(() => SessionPool.open({ store, maxPoolSize: 1 })));
  const lease = await one.acquire();
  const waiting = other.acquire();
  await lease.release();
  const taken = await waiting;
  expect(taken.session.id).toBe(lease.session.id);
  await taken.release();
  await Promise.all([one.close(), other.close()]);
});

// Promises: L6
test.each([
  ['least-recently-used', ['a', 'b', 'c', 'a', 'b', 'c']],
  ['most-recently-used', ['c', 'c', 'c', 'c', 'c', 'c']],
  ['round-robin', ['a', 'b', 'c', 'a', 'b', 'c']],
])('pick: %s', async (pick, expected) => {
  const pool = await SessionPool.open({ createSessions: false, pick });
  for (const id of ['a', 'b', 'c']) await pool.add({ id });
  const picked = [];
  for (let use = 0; use < 6; use++) await pool.use((session) => picked.push(session.id));
  expect(picked).toEqual(expected);
  await pool.close();
});

// Promises: L6
test.each(['least-recently-used', 'most-recently-used', 'round-robin'])(
  'a record that can not be read does not stand before all others: %s',
  async (pick) => {
    const store = new TextStore();
    const pool = await SessionPool.open({ store, createSessions: false, pick });
    await pool.add({ id: 'good' });
    await store.add('default', { id: 'bad', state: '{', usableMs: 1e9 });
    const outcomes = [];
    for (let use = 0; use < 4; use++) outcomes.push(await pool.use((session) => session.id).catch(({ code }) => code));
    expect(outcomes.filter((outcome) => outcome === 'good').length).toBeGreaterThan(1);
    expect(outcomes).toContain('STATE_UNREADABLE');
    await pool.close();
  },
);

// Promises: L6
test('pick: random takes each of them', async () => {
  const pool = await SessionPool.open({
    createSessions: false,
    pick: 'random',
    sessionOptions: { maxUsageCount: Infinity },
  });
  for (const id of ['a', 'b', 'c']) await pool.add({ id });
  const picked = new Set();
  while (picked.size < 3) await pool.use((session) => picked.add(session.id));
  await pool.close();
});

// Promises: L6
test('new sessions are made while there is room, never without createSessions, and added ones always fit', async () => {
  const created = [];
  const pool = await SessionPool.open({
    maxPoolSize: 2,
    sessionOptions: { maxUsageCount: 7, userData: { deep: { n: 1 } } },
  });
  pool.on('sessionCreated', (session) => created.push(session.id));
  const leases = await Promise.all([pool.acquire(), pool.acquire()]);
  expect(leases.map(({ session }) => session.id).sort()).toEqual(created.sort());
  expect(leases[0].session.userData.deep).not.toBe(leases[1].session.userData.deep);
  expect([leases[0].session.userData, leases[0].session.maxUsageCount]).toEqual([{ deep: { n: 1 } }, 7]);
  await expect(pool.acquire({ timeoutSecs: 0 })).rejects.toMatchObject({ code: 'POOL_TIMEOUT' });
  await pool.add({ id: 'mine' });
  await pool.use((session) => expect(session.id).toBe('mine'));
  // One that is retired makes room.
  const third = pool.acquire({ timeoutSecs: Infinity });
  await third.then((lease) => lease.release());
  await Promise.all(leases.map((lease) => lease.release()));
  await pool.close();
  const closed = await SessionPool.open({ createSessions: false });
  await expect(closed.acquire({ timeoutSecs: 0 })).rejects.toMatchObject({ code: 'POOL_TIMEOUT' });
  await closed.close();
});
