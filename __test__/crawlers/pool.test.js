'use strict';

const { Configuration, Session: BuiltIn, SessionPool } = require('@crawlee/core');
const { MemoryStorage } = require('@crawlee/memory-storage');
const { Session: MainSession } = require('../..');
const { Session, createSessionFunction } = require('../../crawlee');

const URL = 'https://shop.example/';
const pools = [];

/** A configuration whose storage is in memory alone; pools of the same one find each other's state. */
function configure() {
  return new Configuration({ storageClient: new MemoryStorage({ persistStorage: false, writeMetadata: false }) });
}

async function open(options = {}, configuration = configure()) {
  const pool = await SessionPool.open({ createSessionFunction, maxPoolSize: 2, ...options }, configuration);
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.teardown({ persistState: false });
});

/** The ids of the sessions whose retirement a pool hears of. */
function retiredIds(pool) {
  const ids = [];
  pool.on('sessionRetired', ({ id }) => ids.push(id));
  return ids;
}

// Promises: A6
test('a new session has the options of the pool', async () => {
  const pool = await open({ sessionOptions: { maxUsageCount: 7, userData: { plan: 'free' } } });
  const session = await pool.getSession();
  expect(session).toBeInstanceOf(Session);
  expect(session).toBeInstanceOf(MainSession);
  expect(session).toMatchObject({ maxUsageCount: 7, userData: { plan: 'free' } });
  expect(session.sessionPool).toBe(pool);
});

// Promises: A6
describe('addSession', () => {
  test('options go over those of the pool, and getSession(id) finds the session', async () => {
    const pool = await open({ sessionOptions: { maxUsageCount: 7, maxErrorScore: 2 } });
    await pool.addSession({ id: 'alice', maxErrorScore: 5 });
    const session = await pool.getSession('alice');
    expect(session).toBeInstanceOf(Session);
    expect(session).toMatchObject({ id: 'alice', maxUsageCount: 7, maxErrorScore: 5 });
  });

  test('a session of ours goes into the pool as it is', async () => {
    const pool = await open();
    const session = new Session({ id: 'alice', sessionPool: pool });
    session.setCookie('sid=1', URL);
    await pool.addSession(session);
    expect(await pool.getSession('alice')).toBe(session);
  });

  test('an id can be added once', async () => {
    const pool = await open();
    await pool.addSession(new Session({ id: 'alice' }));
    await expect(pool.addSession(new Session({ id: 'alice' }))).rejects.toThrow("session with id 'alice'");
  });

  test('a session without a pool gets this one: its retirement is heard, the blocked codes are those of the pool', async () => {
    const pool = await open({ blockedStatusCodes: [404] });
    const ids = retiredIds(pool);
    const session = new Session({ id: 'alice' });
    await pool.addSession(session);
    expect(session.retireOnBlockedStatusCodes(403)).toBe(false);
    expect(session.retireOnBlockedStatusCodes(404)).toBe(true);
    expect(ids).toEqual(['alice']);
  });

  test('a session of another pool stays with that one, as built-in sessions do', async () => {
    const [first, second] = [await open(), await open()];
    const session = await first.getSession();
    await second.addSession(session);
    expect(session.sessionPool).toBe(first);
  });

  test('a subclass with a factory of its own is restored as that subclass', async () => {
    class Customer extends Session {}
    const configuration = configure();
    const options = {
      createSessionFunction: (pool, { sessionOptions } = {}) => new Customer({ ...sessionOptions, sessionPool: pool }),
    };
    const pool = await open(options, configuration);
    const session = await pool.getSession();
    session.setCookie('sid=1', URL);
    await pool.persistState();
    const [restored] = (await open(options, configuration)).sessions;
    expect(restored).toBeInstanceOf(Customer);
    expect(restored.getCookieString(URL)).toBe('sid=1');
  });
});

// Promises: S9, A2
describe('methods call each other by name, so that a subclass can replace them', () => {
  test('_maybeSelfRetire', async () => {
    class Patient extends Session {
      _maybeSelfRetire() {}
    }
    const pool = await open();
    const ids = retiredIds(pool);
    const session = new Patient({ maxUsageCount: 1, sessionPool: pool });
    session.markGood();
    session.markBad();
    expect([ids, session.retired, session.usageCount]).toEqual([[], false, 2]);
  });

  test('isUsable, and the retire that follows from it', async () => {
    let calls = 0;
    class Strict extends Session {
      isUsable() {
        return this.errorScore === 0 && super.isUsable();
      }

      retire() {
        calls++;
        super.retire();
      }
    }
    const pool = await open();
    const ids = retiredIds(pool);
    const session = new Strict({ id: 'alice', sessionPool: pool });
    session.markGood();
    expect(calls).toBe(0);
    session.markBad();
    expect([calls, ids, session.retired]).toEqual([1, ['alice'], true]);
  });
});

test('getSession(id) gives no session that is retired', async () => {
  const pool = await open();
  await pool.addSession({ id: 'alice' });
  (await pool.getSession('alice')).retire();
  expect(await pool.getSession('alice')).toBeUndefined();
});

// Promises: A3
test('a change of the blocked codes in place counts at once, as the Cloudflare helper makes it', async () => {
  const pool = await open();
  const session = await pool.getSession();
  session.sessionPool.blockedStatusCodes.splice(0);
  expect(session.retireOnBlockedStatusCodes(403)).toBe(false);
  expect(session.retireOnBlockedStatusCodes(403, [403])).toBe(true);
});

// Promises: P6
test.each([
  ['ours', 'ours', createSessionFunction, createSessionFunction],
  ['ours', 'the built-in class', createSessionFunction, undefined],
  ['the built-in class', 'ours', undefined, createSessionFunction],
])('a pool of %s is restored by %s: cookies, counters, dates', async (_from, _to, before, after) => {
  const configuration = configure();
  const pool = await open({ createSessionFunction: before }, configuration);
  await pool.addSession({ id: 'alice', userData: { plan: 'free' }, maxUsageCount: 9 });
  const session = await pool.getSession('alice');
  session.setCookie('sid=1; HttpOnly', URL);
  session.setCookies([{ name: 'region', value: 'eu', domain: '.shop.example', path: '/', expires: 4e9 }], URL);
  session.markBad();
  session.markGood();
  await pool.persistState();

  const other = await open({ createSessionFunction: after }, configuration);
  const restored = await other.getSession('alice');
  expect(restored).toBeInstanceOf(after === undefined ? BuiltIn : Session);
  const { id, createdAt, expiresAt, usageCount, errorScore, maxUsageCount, userData } = session;
  expect(restored).toMatchObject({ id, usageCount, errorScore, maxUsageCount, userData });
  expect([restored.createdAt, restored.expiresAt]).toEqual([createdAt, expiresAt]);
  expect(restored.getCookieString(URL)).toBe('sid=1; region=eu');
});

// Promises: A5
test.each([
  ['ours', createSessionFunction],
  ['the built-in class', undefined],
])('a session of ours that was retired is not restored by %s, though its score went down', async (_name, after) => {
  const configuration = configure();
  const pool = await open({}, configuration);
  const session = await pool.getSession();
  session.retire();
  session.markGood();
  expect(session.errorScore).toBeLessThan(session.maxErrorScore);
  await pool.persistState();
  expect((await open({ createSessionFunction: after }, configuration)).sessions).toEqual([]);
});

// Promises: C6
test('wanted difference: cookies of a page of one label, which is a public suffix, are kept', async () => {
  const cookies = [{ name: 'sid', value: '1', domain: 'intranet', path: '/', expires: -1 }];
  const [ours, builtIn] = [await open(), await open({ createSessionFunction: undefined })];
  const kept = async (pool) => {
    const session = await pool.getSession();
    session.setCookies(cookies, 'http://intranet/');
    return session.getCookies('http://intranet/').map(({ name }) => name);
  };
  expect(await kept(ours)).toEqual(['sid']);
  expect(await kept(builtIn)).toEqual([]);
});
