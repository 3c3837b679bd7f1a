'use strict';

// Leases: renewal, loss, and what a stale holder can't do.

const { setTimeout: sleep } = require('node:timers/promises');
const { MemoryStore, SessionPool } = require('../../pool');
const { until } = require('../helpers/patience');
const { TextStore } = require('./helpers/text-store');

const URL = 'https://site.example/';

/** A pool whose leases are short, and one over the same store that waits for them to end. */
async function two({ leaseSecs = 0.3, ...options } = {}) {
  const store = new TextStore();
  const pool = await SessionPool.open({ store, maxPoolSize: 1, leaseSecs, ...options });
  const lost = [];
  pool.on('leaseLost', (session, error) => lost.push([session, error.code]));
  const other = await SessionPool.open({ store, maxPoolSize: 1, ...options });
  return { store, pool, other, lost };
}

/** Holds the event loop. */
function block(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

// Promises: L7
test('a lease is renewed while a use runs, and a renewal saves what has changed', async () => {
  const { store, pool, other } = await two({ leaseSecs: 5 });
  const lease = await pool.acquire();
  lease.session.setCookie('a=1', URL);
  expect(await until(() => store.calls.renew >= 1)).toBe(true);
  const { value: summary } = await other.sessions({ state: true }).next();
  expect(summary.state.cookieJar.cookies.map(({ key }) => key)).toEqual(['a']);
  expect(summary.status).toBe('in use');
  await lease.release();
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L7
test('a state that has not changed is not saved, and one that has changed is', async () => {
  const { store, pool, other } = await two({ leaseSecs: 60 });
  const saved = [];
  store.before = (step, _pool, _id, _fence, changes) => {
    if (step === 'release') saved.push(changes.state === undefined ? undefined : JSON.parse(changes.state).usageCount);
  };
  await pool.use(() => {});
  await pool.acquire().then((lease) => lease.release());
  await pool.acquire().then((lease) => {
    lease.session.userData.deep = [1];
    return lease.release();
  });
  await pool.acquire().then((lease) => {
    lease.session.userData.deep.push(2);
    return lease.release();
  });
  expect(saved).toEqual([1, undefined, 1, 1]);
  expect(store.calls.get).toBe(0);
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L8
test('who blocks its event loop past the lease gets LEASE_LOST, and what it did is not saved', async () => {
  const { pool, other, lost } = await two();
  let session;
  const use = pool.use((given) => {
    session = given;
    session.setCookie('stale=1', URL);
    block(400);
  });
  await expect(use).rejects.toMatchObject({ code: 'LEASE_LOST' });
  expect(lost).toEqual([[session, 'LEASE_LOST']]);
  const lease = await other.acquire();
  expect(lease.session.id).toBe(session.id);
  expect([lease.session.getCookieString(URL), lease.session.usageCount]).toEqual(['', 0]);
  await lease.release();
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L8
test('a lease that the store lost: the signal aborts, use rejects while its function still runs, later writes are refused', async () => {
  const { store, pool, other } = await two({ leaseSecs: 1 });
  let stop;
  const running = new Promise((resolve) => {
    stop = resolve;
  });
  let context;
  let stale;
  const use = pool.use(async (session, given) => {
    stale = session;
    context = given;
    await running;
    throw new Error('never seen');
  });
  expect(await until(() => context !== undefined)).toBe(true);
  const { signal } = context;
  // The record is removed: the next renewal says so.
  await store.remove('default', stale.id);
  await expect(use).rejects.toMatchObject({ code: 'LEASE_LOST' });
  expect(signal.aborted).toBe(true);
  expect(signal.reason.code).toBe('LEASE_LOST');
  stop();
  await sleep(1);
  expect(await other.stats()).toMatchObject({ free: 0, inUse: 0 });
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L8
test('a stale holder that retires its session retires it for all', async () => {
  const { pool, other, lost } = await two();
  const lease = await pool.acquire();
  const { session } = lease;
  block(400);
  expect(await until(() => lost.length > 0)).toBe(true);
  await other.use((taken) => expect(taken.id).toBe(session.id));
  session.retire();
  expect(await until(() => session.retired)).toBe(true);
  await expect(lease.release()).rejects.toMatchObject({ code: 'LEASE_LOST' });
  await pool.close();
  expect((await other.stats()).retired).toEqual({ retired: 1 });
  await other.close();
});

// Promises: L8
test('a lease that was lost says nothing of the next one of the same session', async () => {
  const { pool, other, lost } = await two();
  const first = await pool.acquire();
  block(400);
  expect(await until(() => lost.length > 0)).toBe(true);
  const second = await pool.acquire();
  expect(second.session.id).toBe(first.session.id);
  await expect(first.release()).rejects.toMatchObject({ code: 'LEASE_LOST' });
  second.session.setCookie('a=1', URL);
  await second.release();
  await other.use((session) => expect(session.getCookieString(URL)).toBe('a=1'));
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L8
test.each([
  ['text', () => new TextStore()],
  ['memory', () => new MemoryStore()],
])(
  'a session that is taken again before the loss of its lease was noticed belongs to the second use alone: %s',
  async (_, newStore) => {
    const pool = await SessionPool.open({ store: newStore(), maxPoolSize: 1, leaseSecs: 0.3 });
    const lost = [];
    pool.on('leaseLost', (_session, error) => lost.push(error.code));
    const first = await pool.acquire();
    block(400);
    // No timer has run since.
    const second = await pool.acquire({ timeoutSecs: 0 });
    expect(second.session.id).toBe(first.session.id);
    expect([first.signal.aborted, second.signal.aborted, lost]).toEqual([true, false, ['LEASE_LOST']]);
    expect(first.signal.reason.message).toMatch(/ is lost: it was not renewed in time\. /);
    await expect(first.release()).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(await pool.stats()).toMatchObject({ free: 0, inUse: 1 });
    await second.release();
    expect(await pool.stats()).toMatchObject({ free: 1, inUse: 0 });
    await pool.close();
  },
);

// Promises: L8
test('a session that another renewed and this pool took again: the first use is told at once, and the store is left alone', async () => {
  const { store, pool, other, lost } = await two({ leaseSecs: 1.5 });
  const first = await pool.acquire();
  await other.renew(first.session.id);
  const second = await pool.acquire();
  expect([first.signal.aborted, lost]).toEqual([true, [[first.session, 'LEASE_LOST']]]);
  expect(first.signal.reason.message).toMatch(/ is lost: another process has taken, renewed or removed the session\. /);
  expect(await until(() => store.calls.renew >= 2)).toBe(true);
  await sleep(100);
  expect(store.calls.renew).toBeLessThan(5);
  await second.release();
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L4, L8
test('a renewal of a session takes no lease that began since', async () => {
  const { store, pool, other, lost } = await two({ leaseSecs: 60 });
  const first = await pool.acquire();
  const { id } = first.session;
  let answered;
  const taken = new Promise((resolve) => {
    answered = resolve;
  });
  store.after = (step) => (step === 'reset' ? taken : undefined);
  const renewing = pool.renew(id);
  expect(await until(() => store.calls.reset > 0)).toBe(true);
  const second = await pool.acquire();
  answered();
  await renewing;
  expect(lost.map(([session]) => session)).toEqual([first.session]);
  await second.release();
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L11
test('close takes no session of which the release is under way', async () => {
  const { store, pool, other, lost } = await two({ leaseSecs: 60 });
  const lease = await pool.acquire();
  store.before = (step) => (step === 'release' ? sleep(100) : undefined);
  const released = lease.release();
  await pool.close({ timeoutSecs: 0 });
  await expect(released).resolves.toBeUndefined();
  expect([lost, store.calls.release]).toEqual([[], 1]);
  await other.close();
});

// Promises: L9
test('the store is down for a while: uses go on, acquire and release try again, and each failure is an event', async () => {
  const { store, pool, other } = await two({ leaseSecs: 60 });
  const failures = [];
  pool.on('storeError', (error) => failures.push(error.code));
  const lease = await pool.acquire();
  let down = 3;
  store.before = () => {
    if (down-- > 0) throw new Error('connection refused');
  };
  lease.session.setCookie('a=1', URL);
  await lease.release();
  expect(failures).toEqual(['STORE_UNAVAILABLE', 'STORE_UNAVAILABLE', 'STORE_UNAVAILABLE']);
  down = 2;
  const again = await pool.acquire();
  expect(again.session.getCookieString(URL)).toBe('a=1');
  await again.release();
  expect(failures).toHaveLength(5);
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L9
test('the store stays down: acquire says STORE_UNAVAILABLE with the cause, and a lost session is an event', async () => {
  const { store, pool, other, lost } = await two({ leaseSecs: 0.5 });
  const lease = await pool.acquire();
  const cause = new Error('connection refused');
  store.before = () => {
    throw cause;
  };
  await expect(other.acquire({ timeoutSecs: 0.2 })).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
    cause: { code: 'STORE_UNAVAILABLE', cause },
  });
  await expect(lease.release()).rejects.toMatchObject({
    code: expect.stringMatching(/^(STORE_UNAVAILABLE|LEASE_LOST)$/),
  });
  expect(lost.map(([session]) => session)).toEqual([lease.session]);
  await expect(pool.stats()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', cause });
  store.before = () => {};
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L9
test.each(['STORE_CORRUPT', 'STORE_VERSION'])('%s is not tried again', async (code) => {
  const { store, pool, other } = await two();
  store.before = () => {
    throw Object.assign(new Error('no database'), { code });
  };
  await expect(pool.acquire({ timeoutSecs: Infinity })).rejects.toMatchObject({ code });
  store.before = () => {};
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L10
test.each([
  ['a cycle', (data) => Object.assign(data, { data })],
  ['a BigInt', (data) => Object.assign(data, { big: 1n })],
])(
  'userData that JSON can not hold: release rejects, the record keeps its state, the session goes on: %s',
  async (_, spoil) => {
    const { pool, other } = await two({ leaseSecs: 60 });
    const errors = [];
    pool.on('storeError', (error) => errors.push(error.code));
    await pool.use((session) => {
      session.userData.a = 1;
    });
    const use = pool.use((session) => {
      spoil(session.userData);
      return 'result';
    });
    await expect(use).rejects.toMatchObject({
      code: 'STATE_UNREADABLE',
      message: expect.stringMatching(/can't be saved: JSON can't hold it/),
    });
    const own = new Error('its own');
    const failing = pool.use((session) => {
      // The use before has spoilt nothing for this one.
      expect([session.userData, session.usageCount]).toEqual([{ a: 1 }, 1]);
      spoil(session.userData);
      throw own;
    });
    await expect(failing).rejects.toBe(own);
    expect(errors).toEqual(['STATE_UNREADABLE', 'STATE_UNREADABLE']);
    const lease = await pool.acquire();
    spoil(lease.session.userData);
    lease.session.markGood();
    for (const key of Object.keys(lease.session.userData)) if (key !== 'a') delete lease.session.userData[key];
    await lease.release();
    await other.use((copy) => expect([copy.userData, copy.usageCount]).toEqual([{ a: 1 }, 2]));
    await Promise.all([pool.close(), other.close()]);
  },
);

// Promises: L11
test('close waits for uses, refuses new ones, and gives all back; twice is once', async () => {
  const { pool, other } = await two({ leaseSecs: 60 });
  let stop;
  const use = pool.use(async (session) => {
    await new Promise((resolve) => {
      stop = resolve;
    });
    session.setCookie('a=1', URL);
    return 'done';
  });
  expect(await until(() => stop !== undefined)).toBe(true);
  const waiting = pool.acquire();
  const closing = pool.close();
  expect(pool.close()).toBe(closing);
  await expect(waiting).rejects.toMatchObject({ code: 'POOL_CLOSED' });
  await expect(pool.acquire()).rejects.toMatchObject({ code: 'POOL_CLOSED' });
  for (const step of ['add', 'retire', 'renew', 'remove', 'prune', 'stats']) {
    await expect(pool[step]({ id: 'x' })).rejects.toMatchObject({ code: 'POOL_CLOSED' });
  }
  stop();
  await expect(use).resolves.toBe('done');
  await closing;
  await other.use((session) => expect(session.getCookieString(URL)).toBe('a=1'));
  await other.close();
});

// Promises: L11
test('close takes sessions from uses that do not end in time, with what they have done', async () => {
  const { pool, other } = await two({ leaseSecs: 60 });
  let signal;
  const use = pool.use((session, context) => {
    session.setCookie('a=1', URL);
    signal = context.signal;
    return new Promise(() => {});
  });
  use.catch(() => {});
  expect(await until(() => signal !== undefined)).toBe(true);
  await pool.close({ timeoutSecs: 0 });
  expect([signal.aborted, signal.reason.code]).toEqual([true, 'POOL_CLOSED']);
  await expect(use).rejects.toMatchObject({ code: 'POOL_CLOSED' });
  await other.use((session) => expect(session.getCookieString(URL)).toBe('a=1'));
  await other.close();
});

// Promises: L11
test('leases and pools can be disposed of', async () => {
  const dispose = Symbol.asyncDispose ?? Symbol.for('nodejs.asyncDispose');
  const { pool, other } = await two({ leaseSecs: 60 });
  const lease = await pool.acquire();
  await lease[dispose]();
  expect(await other.stats()).toMatchObject({ free: 1, inUse: 0 });
  await pool[dispose]();
  await expect(pool.acquire()).rejects.toMatchObject({ code: 'POOL_CLOSED' });
  await other.close();
});

// Promises: L9
test('a release that the store made without having told so is no loss', async () => {
  const { store, pool, other, lost } = await two({ leaseSecs: 60 });
  const lease = await pool.acquire();
  lease.session.setCookie('a=1', URL);
  let isLost = false;
  store.after = (step) => {
    if (step !== 'release' || isLost) return;
    isLost = true;
    throw new Error('connection reset');
  };
  await lease.release();
  expect([isLost, lost]).toEqual([true, []]);
  await other.use((session) => expect(session.getCookieString(URL)).toBe('a=1'));
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L9
test('a store that does not answer keeps neither release nor close for longer than a lease', async () => {
  const { store, pool, other, lost } = await two({ leaseSecs: 0.5 });
  const lease = await pool.acquire();
  store.before = () => new Promise(() => {});
  await expect(lease.release()).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
    message: expect.stringMatching(/has not answered/),
  });
  expect(lost.map(([session]) => session)).toEqual([lease.session]);
  await pool.close();
  store.before = () => {};
  await other.close();
});

// Promises: L8, L9
test('a renewal that is not answered loses the lease, and names the store', async () => {
  const { store, pool, other } = await two({ leaseSecs: 0.5 });
  const errors = [];
  pool.on('storeError', (error) => errors.push(error));
  const reasons = [];
  pool.on('leaseLost', (_session, error) => reasons.push(error));
  const lease = await pool.acquire();
  store.before = (step) => (step === 'renew' ? new Promise(() => {}) : undefined);
  expect(await until(() => reasons.length > 0)).toBe(true);
  expect(errors).toMatchObject([
    { code: 'STORE_UNAVAILABLE', message: expect.stringMatching(/has not answered the renewal/) },
  ]);
  expect(reasons).toMatchObject([{ code: 'LEASE_LOST', cause: errors[0] }]);
  await expect(lease.release()).rejects.toBe(reasons[0]);
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L8, L9
test('what a slow store hands out when its lease would be over is put back, and lost by nobody', async () => {
  const { store, pool, other, lost } = await two({ leaseSecs: 0.5 });
  for (const step of ['add', 'claim']) {
    let goOn;
    const slow = new Promise((resolve) => {
      goOn = resolve;
    });
    store.before = (name) => (name === step ? slow : undefined);
    const calls = store.calls[step];
    const acquiring = pool.acquire();
    expect(await until(() => store.calls[step] > calls)).toBe(true);
    await sleep(600);
    store.before = () => {};
    goOn();
    await acquiring.then((lease) => lease.release());
    expect(store.calls.claim).toBeGreaterThan(calls + 1);
  }
  expect(lost).toEqual([]);
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L11
test('a session that is retired when its pool is closed says once that nobody was told', async () => {
  const { pool, other } = await two();
  const session = await pool.use((used) => used);
  await pool.close();
  const errors = [];
  pool.on('storeError', (error) => errors.push(error.code));
  session.retire();
  expect(await until(() => errors.length > 0)).toBe(true);
  await sleep(200);
  expect(errors).toEqual(['POOL_CLOSED']);
  await other.close();
});

// Promises: L2, L9
test('a retirement that the store does not take is tried again, and told if it is not taken at all', async () => {
  const { store, pool, other } = await two({ leaseSecs: 0.5 });
  const lease = await pool.acquire();
  let down = 2;
  store.before = (step) => {
    if (step === 'retire' && down-- > 0) throw new Error('connection refused');
  };
  await pool.retire(lease.session.id, 'banned');
  expect((await other.stats()).retired).toEqual({ banned: 1 });
  await lease.release().catch(() => {});
  const next = await pool.acquire();
  down = Infinity;
  await expect(pool.retire(next.session.id)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  store.before = () => {};
  await next.release().catch(() => {});
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L2, L4
test('whoever still has the session of before a renewal and retires it retires nothing', async () => {
  const { pool, other } = await two({ leaseSecs: 60 });
  const { session } = await pool.acquire();
  await pool.renew(session.id);
  session.retire();
  await pool.use((renewed) => expect(renewed.id).toBe(session.id));
  expect((await pool.stats()).retired).toEqual({});
  await Promise.all([pool.close(), other.close()]);
});
