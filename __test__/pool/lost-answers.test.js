'use strict';

// Answers of the store that are lost or late. The step may have been made or not, or be made later; the pool can't tell, and must do no harm
// in any case.

const { setTimeout: sleep } = require('node:timers/promises');
const { SessionPool } = require('../../pool');
const { until } = require('../helpers/patience');
const { TextStore } = require('./helpers/text-store');

const URL = 'https://site.example/';

/** Two pools over one store, and what the first of them tells. */
async function two({ leaseSecs = 60, ...options } = {}) {
  const store = new TextStore();
  const pool = await SessionPool.open({ store, maxPoolSize: 1, leaseSecs, ...options });
  const other = await SessionPool.open({ store, maxPoolSize: 1, leaseSecs, ...options });
  const lost = [];
  const failures = [];
  pool.on('leaseLost', (_, { code }) => lost.push(code));
  pool.on('storeError', ({ code }) => failures.push(code));
  return { store, pool, other, lost, failures };
}

/** The answer of a step is lost, once. */
function loseAnswer(store, name) {
  store.after = (step) => {
    if (step !== name) return;
    store.after = () => {};
    throw new Error('connection reset');
  };
}

const setCookie = (value) => (session) => session.setCookie(`a=${value}`, URL);
const cookiesOf = (pool) => pool.use((session) => session.getCookieString(URL));

// Promises: L3, L9
test('a claim whose answer was lost makes nobody take an old state for the last one', async () => {
  const { store, pool, other } = await two({ leaseSecs: 0.5 });
  await pool.use(setCookie('old'));
  await other.use(setCookie('new'));
  loseAnswer(store, 'claim');
  expect(await cookiesOf(pool)).toBe('a=new');
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L3, L9
test('nor does one that has no answer yet, while the process was stopped', async () => {
  const { store, pool, other } = await two({ leaseSecs: 0.5 });
  const { id } = await pool.use((session) => {
    setCookie('old')(session);
    return session;
  });
  await other.use(setCookie('new'));
  store.after = (step) => {
    if (step !== 'claim') return undefined;
    store.after = () => {};
    return new Promise(() => {});
  };
  const waiting = pool.acquire({ timeoutSecs: 0.1 }).catch(({ code }) => code);
  expect(await until(() => store.calls.claim > 2)).toBe(true);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
  // No timer has run since.
  await pool.use((session) => expect(session.getCookieString(URL)).toBe('a=new'), { id });
  expect(await waiting).toBe('STORE_UNAVAILABLE');
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L8
test('a session is not handed out if its lease was over before the answer came', async () => {
  const { store, pool, other, failures } = await two({ leaseSecs: 0.3 });
  const messages = [];
  pool.on('storeError', ({ message }) => messages.push(message));
  store.after = (step) => {
    if (step !== 'add') return undefined;
    store.after = () => {};
    return sleep(400);
  };
  const lease = await pool.acquire();
  expect([lease.signal.aborted, failures[0]]).toEqual([false, 'STORE_UNAVAILABLE']);
  store.after = (step) => {
    if (step !== 'claim') return;
    store.after = () => {};
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
  };
  await lease.release();
  await pool.use((_, { signal }) => expect(signal.aborted).toBe(false));
  expect(new Set(messages)).toEqual(
    new Set(["The pool's store failed: it has not answered", "The pool's store failed: it has answered too late"]),
  );
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L9
test('claims that are never answered are in the way of none that come later', async () => {
  const { store, pool, other } = await two({ leaseSecs: 0.5 });
  store.before = () => new Promise(() => {});
  const refused = await Promise.allSettled(Array.from({ length: 40 }, () => pool.acquire({ timeoutSecs: 0.1 })));
  expect(new Set(refused.map(({ reason }) => reason.code))).toEqual(new Set(['STORE_UNAVAILABLE']));
  store.before = () => {};
  await pool.use(setCookie('b'));
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L9
test.each([
  ['a claim', 'claim'],
  ['the addition of a new session', 'add'],
])('what %s has given after nobody waited for it any more is given back', async (_, name) => {
  const { store, pool, other } = await two({ leaseSecs: 0.5, maxPoolSize: 2 });
  if (name === 'claim') await other.use(() => {});
  let arrive;
  store.before = (step) => {
    if (step !== name) return undefined;
    store.before = () => {};
    return new Promise((resolve) => {
      arrive = resolve;
    });
  };
  // It is tried again when the lease that was asked for would be over.
  const lease = await pool.acquire();
  await lease.release();
  const { release } = store.calls;
  const rests = [];
  store.after = (step, _pool, _id, _fence, changes) => step === 'release' && rests.push(changes.restMs);
  arrive();
  expect(await until(() => store.calls.release > release)).toBe(true);
  expect(await other.stats()).toMatchObject({ inUse: 0 });
  expect(rests).toEqual([0]);
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L9
test('a store that fails while the state of a claimed session is read is tried again', async () => {
  const { store, pool, other, lost, failures } = await two({ leaseSecs: 0.3 });
  await pool.use(setCookie('b'));
  const stalled = await pool.acquire();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
  expect(await until(() => lost.length > 0)).toBe(true);
  // The store leaves out the state, since it was here; but this process has let go of it.
  store.before = (step) => {
    if (step !== 'get') return;
    store.before = () => {};
    throw new Error('connection reset');
  };
  expect(await cookiesOf(pool)).toBe('a=b');
  expect(failures).toEqual(['STORE_UNAVAILABLE']);
  await expect(stalled.release()).rejects.toMatchObject({ code: 'LEASE_LOST' });
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L9
test('a release that the client of the store sends twice by itself is no loss', async () => {
  const { store, pool, other, lost } = await two();
  const { release } = store;
  store.release = async (...args) => {
    await release.apply(store, args);
    return release.apply(store, args);
  };
  await pool.use(setCookie('b'));
  expect(lost).toEqual([]);
  store.release = release;
  expect(await cookiesOf(other)).toBe('a=b');
  await Promise.all([pool.close(), other.close()]);
});

// Promises: L7, L9
test('a renewal that comes late, after another one, costs nothing of what that one has saved', async () => {
  const { store, pool, other } = await two({ leaseSecs: 3 });
  const lease = await pool.acquire();
  setCookie('first')(lease.session);
  let late;
  store.before = (step, ...args) => {
    if (step !== 'renew') return;
    late = args;
    store.before = () => {};
    throw new Error('connection reset');
  };
  expect(await until(() => late !== undefined)).toBe(true);
  setCookie('second')(lease.session);
  const { renew } = store.calls;
  expect(await until(() => store.calls.renew > renew)).toBe(true);
  await sleep(1);
  await store.renew(...late);
  await lease.release();
  expect(await cookiesOf(other)).toBe('a=second');
  await Promise.all([pool.close(), other.close()]);
});
