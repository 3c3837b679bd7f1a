'use strict';

// acquire and use: marks, results, events, and what the record says afterwards.

const { execFileSync } = require('node:child_process');
const { EventEmitter, getEventListeners, once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { MemoryStore, SessionPool, SessionPoolError, SqliteStore } = require('../../pool');
const { Session } = require('../..');
const { PROCESS_MS } = require('../helpers/patience');
const { TextStore } = require('./helpers/text-store');

let folder;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-pool-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

let files = 0;
const STORES = [
  ['memory', () => new MemoryStore()],
  ['text', () => new TextStore()],
  ['SQLite', () => new SqliteStore(path.join(folder, `${++files}.db`))],
];

describe.each(STORES)('%s', (_, newStore) => {
  let pool;
  let store;
  afterEach(() => pool.close());

  async function open(options) {
    store = newStore();
    pool = await SessionPool.open({ store, ...options });
    return pool;
  }

  // Promises: L1
  test('a use that returns is good, one that throws is bad, and what it returns or throws comes through', async () => {
    await open({ maxPoolSize: 1 });
    const seen = await pool.use((session) => session);
    expect([seen.usageCount, seen.errorScore]).toEqual([1, 0]);
    const error = new Error('blocked?');
    await expect(
      pool.use(async () => {
        throw error;
      }),
    ).rejects.toBe(error);
    const { session, release } = await pool
      .acquire()
      .then((lease) => ({ session: lease.session, release: () => lease.release() }));
    expect([session.usageCount, session.errorScore, session.errorCount]).toEqual([2, 1, 1]);
    await release();
    await expect(pool.use(() => 'sync')).resolves.toBe('sync');
    await expect(pool.use(() => Promise.reject(error))).rejects.toBe(error);
  });

  // Promises: L1
  test.each([
    ['markGood', { usageCount: 1, errorCount: 0 }],
    ['markBad', { usageCount: 1, errorCount: 1 }],
  ])('a function that called %s is not marked again', async (mark, expected) => {
    await open({ maxPoolSize: 1 });
    const session = await pool.use((session) => {
      session[mark]();
      return session;
    });
    expect({ usageCount: session.usageCount, errorCount: session.errorCount }).toEqual(expected);
    await pool
      .use((session) => {
        session[mark]();
        throw new Error('after the mark');
      })
      .catch(() => {});
    const lease = await pool.acquire();
    expect(lease.session.usageCount).toBe(2);
    await lease.release();
  });

  // Promises: L1
  test('uses of one session at the same time are marked each for itself', async () => {
    await open({ maxPoolSize: 1, maxConcurrency: 3 });
    let session;
    const wait = [];
    const barrier = () => new Promise((resolve) => wait.push(resolve));
    const uses = [
      pool.use(async (given) => {
        session = given;
        await barrier();
        session.markBad();
      }),
      pool.use(async () => barrier()),
      pool.use(async () => {
        await barrier();
        throw new Error('bad');
      }),
    ];
    while (wait.length < 3) await new Promise(setImmediate);
    await expect(pool.acquire({ timeoutSecs: 0 })).rejects.toMatchObject({ code: 'POOL_TIMEOUT' });
    for (const go of wait) go();
    await Promise.allSettled(uses);
    expect([session.usageCount, session.errorCount]).toEqual([3, 2]);
    expect(await pool.stats()).toMatchObject({ free: 1, inUse: 0 });
  });

  // Promises: L2
  test('a retired session is used by nobody any more, and its record says why', async () => {
    await open({ maxPoolSize: 2 });
    const retired = [];
    pool.on('sessionRetired', (session, reason) => retired.push([session.id, reason]));
    const first = await pool.use((session) => {
      session.retire();
      return session;
    });
    expect(first.sessionPool).toBe(pool);
    expect(first.usageCount).toBe(1);
    const second = await pool.use((session) => session);
    expect(second.id).not.toBe(first.id);
    await pool.retire(second.id, 'captcha');
    await pool.retire(second.id, 'again');
    expect(retired).toEqual([
      [first.id, 'retired'],
      [second.id, 'captcha'],
    ]);
    expect((await pool.stats()).retired).toEqual({ retired: 1, captcha: 1 });
    await expect(pool.acquire({ id: second.id })).rejects.toMatchObject({
      code: 'SESSION_RETIRED',
      message: expect.stringMatching(/captcha/),
    });
    const third = await pool.use((session) => session.id);
    expect([first.id, second.id]).not.toContain(third);
  });

  // Promises: L2
  test.each([
    ['blocked', { maxErrorScore: 1 }, (session) => session.markBad()],
    ['used up', { maxUsageCount: 1 }, () => {}],
  ])('a session that is %s is retired with that reason', async (reason, sessionOptions, fn) => {
    await open({ sessionOptions });
    const seen = [];
    pool.on('sessionRetired', (session, why) => seen.push([session.id, why]));
    const id = await pool.use((session) => {
      fn(session);
      return session.id;
    });
    expect(seen).toEqual([[id, reason]]);
    expect((await pool.stats()).retired).toEqual({ [reason]: 1 });
  });

  // Promises: L2
  test.each([
    ['retired', (session) => session.retire()],
    ['blocked', (session) => session.markBad()],
  ])('a session that is %s while it is used is not shared any more', async (_, end) => {
    await open({ maxConcurrency: 2, createSessions: false });
    for (const id of ['a', 'b']) await pool.add({ id, maxErrorScore: 1 });
    const [first, second] = [await pool.acquire(), await pool.acquire()];
    end(first.session);
    const third = await pool.acquire();
    expect(third.session).toBe(second.session);
    const { id } = first.session;
    const named = pool.acquire({ id });
    named.catch(() => {});
    await first.release();
    await expect(named).rejects.toMatchObject({ code: 'SESSION_RETIRED' });
    await Promise.all([second.release(), third.release()]);
  });

  // Promises: L2
  test('sessionRetired is emitted once for each session, with the first reason', async () => {
    await open({ sessionOptions: { maxErrorScore: 1 } });
    const events = [];
    pool.on('sessionRetired', (_session, reason) => events.push(reason));
    await pool.use((session) => {
      session.checkStatus(403);
      session.retire();
    });
    expect(events.splice(0)).toEqual(['retired']);
    const blocked = await pool.use((session) => {
      session.markBad();
      return session;
    });
    blocked.retire();
    expect(events.splice(0)).toEqual(['blocked']);
    const id = await pool.use((session) => session.id);
    await pool.retire(id);
    await pool.retire(id);
    expect(events.splice(0)).toEqual(['retired']);
    expect((await pool.stats()).retired).toEqual({ retired: 2, blocked: 1 });
  });

  // Promises: L2
  test('a date that was made invalid in place ends no session', async () => {
    await open({ maxPoolSize: 1 });
    const id = await pool.use((session) => {
      session.expiresAt.setTime(Number.NaN);
      return session.id;
    });
    expect(await pool.stats()).toMatchObject({ free: 1, expired: 0 });
    const { value } = await pool.sessions().next();
    expect(value.expiresAt.getTime()).toBeGreaterThan(Date.now());
    await pool.use((session) => expect(session.id).toBe(id));
  });

  // Promises: L2
  test('a session that another has retired meanwhile is retired for its holder when it is given back', async () => {
    await open();
    const other = await SessionPool.open({ store });
    const lease = await pool.acquire();
    const events = [];
    pool.on('sessionRetired', (session, reason) => events.push([session === lease.session, reason]));
    await other.retire(lease.session.id, 'banned');
    lease.session.markGood();
    await lease.release();
    expect(events).toEqual([[true, 'banned']]);
    expect((await other.stats()).retired).toEqual({ banned: 1 });
    await other.close();
  });

  // Promises: L3
  test('a session that nobody else had is the same object; after another pool, it is a new one with all that was saved', async () => {
    await open({ maxPoolSize: 1 });
    const other = await SessionPool.open({ store, maxPoolSize: 1 });
    const first = await pool.use((session) => {
      session.userData.token = 'x';
      session.setCookie('a=1', 'https://site.example/');
      return session;
    });
    expect(await pool.use((session) => session)).toBe(first);
    const copy = await other.use((session) => {
      expect(session.getCookieString('https://site.example/')).toBe('a=1');
      expect(session.userData).toEqual({ token: 'x' });
      session.setCookie('b=2', 'https://site.example/');
      return session;
    });
    expect(copy).not.toBe(first);
    expect(copy.sessionPool).toBe(other);
    const again = await pool.use((session) => session);
    expect(again).not.toBe(first);
    expect(again.getCookieString('https://site.example/')).toBe('a=1; b=2');
    expect(again.usageCount).toBe(4);
    await other.close();
  });

  // Promises: L4
  test('add, sessions, stats, remove, prune', async () => {
    await open({ createSessions: false });
    const account = { id: 'alice', userData: { username: 'alice' }, maxAgeSecs: Infinity, maxUsageCount: Infinity };
    expect(await pool.add(account)).toBe(true);
    await expect(pool.add(account)).rejects.toMatchObject({ code: 'SESSION_EXISTS' });
    expect(await pool.add({ id: 'alice', userData: { other: 1 } }, { ifExists: 'keep' })).toBe(false);
    const own = new Session({ id: 'bob' });
    own.setCookie('a=1', 'https://site.example/');
    expect(await pool.add(own)).toBe(true);
    expect(own.sessionPool).toBe(pool);
    expect(await pool.add({ id: 'old', maxAgeSecs: -1 })).toBe(true);
    const lease = await pool.acquire({ id: 'bob' });
    expect(lease.session.getCookieString('https://site.example/')).toBe('a=1');
    const all = [];
    for await (const summary of pool.sessions({ state: true })) all.push(summary);
    expect(all.map(({ id, status }) => [id, status])).toEqual([
      ['alice', 'free'],
      ['bob', 'in use'],
      ['old', 'expired'],
    ]);
    expect(all[0].state).toMatchObject({ id: 'alice', userData: { username: 'alice' } });
    expect(all[1].owner).toContain(`${os.hostname()}:${process.pid}:`);
    expect(all[1].leaseEndsAt.getTime()).toBeGreaterThan(Date.now());
    expect(await pool.stats()).toMatchObject({ free: 1, inUse: 1, expired: 1, retired: {} });
    await pool.retire('alice');
    expect(await pool.prune()).toBe(2);
    await lease.release();
    expect(await pool.remove('bob')).toBe(true);
    expect(await pool.remove('bob')).toBe(false);
    for (const step of ['retire', 'renew']) {
      await expect(pool[step]('bob')).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' });
    }
    await expect(pool.acquire({ id: 'bob' })).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' });
  });

  // Promises: L4
  test('renew brings a retired account back: same id, data and limits, nothing else', async () => {
    await open({ createSessions: false });
    await pool.add({ id: 'alice', userData: { username: 'alice' }, maxAgeSecs: Infinity, maxUsageCount: Infinity });
    await pool.use((session) => {
      session.setCookie('sid=1', 'https://site.example/');
      session.retire();
    });
    await pool.renew('alice');
    const lease = await pool.acquire({ id: 'alice' });
    const { session } = lease;
    expect(session.getState()).toMatchObject({
      userData: { username: 'alice' },
      maxUsageCount: Number.MAX_VALUE,
      expiresAt: '+275760-09-13T00:00:00.000Z',
      usageCount: 0,
      errorScore: 0,
    });
    expect([session.retired, session.getPuppeteerCookies()]).toEqual([false, []]);
    await lease.release();
    // Whoever holds it loses it.
    const held = await pool.acquire({ id: 'alice' });
    const lost = once(pool, 'leaseLost');
    await pool.renew('alice');
    expect((await lost)[0]).toBe(held.session);
    expect(held.signal.aborted).toBe(true);
    await expect(held.release()).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(await pool.stats()).toMatchObject({ free: 1 });
  });
});

// Promises: L10
test('what JSON can not hold is told where a state is asked for', async () => {
  const pool = await SessionPool.open();
  await expect(pool.add({ id: 'a', userData: { big: 1n } })).resolves.toBe(true);
  const { value: summary } = await pool.sessions({ state: true }).next();
  expect([summary.id, summary.error.code, summary.state]).toEqual(['a', 'STATE_UNREADABLE', undefined]);
  await pool.retire('a');
  await pool.renew('a');
  await pool.use((session) => expect(session.userData).toEqual({ big: 1n }));
  await pool.close();
  const texts = await SessionPool.open({ store: new TextStore() });
  await expect(texts.add({ id: 'a', userData: { big: 1n } })).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
  await texts.close();
});

// Promises: L1
test('a listener that throws costs no session its release', async () => {
  const pool = await SessionPool.open({ maxPoolSize: 1, sessionOptions: { maxErrorScore: 1 } });
  pool.on('sessionRetired', () => {
    throw new Error('of the listener');
  });
  const use = pool.use(() => Promise.reject(new Error('of the use')));
  await expect(use).rejects.toThrow('of the use');
  expect(await pool.stats()).toMatchObject({ inUse: 0, retired: { blocked: 1 } });
  await pool.use(() => {});
  await pool.close();
});

// Promises: L1
test('a listener of sessionCreated that throws costs no session, and who waited is told', async () => {
  const pool = await SessionPool.open({ maxPoolSize: 1 });
  const error = new Error('of the listener');
  pool.once('sessionCreated', () => {
    throw error;
  });
  await expect(pool.acquire()).rejects.toBe(error);
  expect(await pool.stats()).toMatchObject({ free: 1, inUse: 0 });
  await pool.use(() => {});
  await pool.close();
});

// Promises: L8, L9
test('listeners of leaseLost and storeError that throw end the process, unless it catches that, and nothing else', () => {
  const [uncaught, released, aborted] = JSON.parse(
    execFileSync(process.execPath, [path.join(__dirname, 'processes', 'listeners.js')], { timeout: PROCESS_MS }),
  );
  expect(uncaught).toEqual(['of storeError', 'of leaseLost', 'of leaseLost']);
  expect([released, aborted]).toEqual([true, [true, true]]);
});

// Promises: L1
test("the signal of a use aborts with the user's and with the lease, and leaves nothing in the user's", async () => {
  const pool = await SessionPool.open({ maxPoolSize: 1 });
  const controller = new AbortController();
  const { signal } = controller;
  const reason = new Error('enough');
  for (let use = 0; use < 3; use++) {
    await pool.use((_, { signal: either }) => expect([either.aborted, either === signal]).toEqual([false, false]), {
      signal,
    });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  }
  await pool.use(
    (_, context) => {
      const { signal: either } = context;
      controller.abort(reason);
      expect([either.aborted, either.reason]).toEqual([true, reason]);
      expect([context.signal, context.fence > 0]).toEqual([either, true]);
    },
    { signal },
  );
  const other = new AbortController();
  const use = pool.use(
    async (session, { signal: either }) => {
      await pool.remove(session.id);
      expect([either.aborted, either.reason.code]).toEqual([true, 'LEASE_LOST']);
    },
    { signal: other.signal },
  );
  await expect(use).rejects.toMatchObject({ code: 'LEASE_LOST' });
  await pool.close();
});

// Promises: L1
test.each([
  ['the user has aborted', ({ controller }) => controller.abort(new Error('enough')), 'enough'],
  ['the lease has ended', ({ pool, id }) => pool.remove(id), 'the session was removed'],
])('the signal of a use that is asked for when %s is aborted', async (_, end, words) => {
  const pool = await SessionPool.open({ maxPoolSize: 1 });
  const controller = new AbortController();
  let signal;
  const use = pool.use(
    async ({ id }, context) => {
      await end({ controller, pool, id });
      signal = context.signal;
    },
    { signal: controller.signal },
  );
  await use.catch(() => {});
  await new Promise(setImmediate);
  expect([signal.aborted, signal.reason.message]).toEqual([true, expect.stringContaining(words)]);
  await pool.close();
});

// Promises: L1
test("the signal of a use that is asked for when it is over leaves nothing in the user's", async () => {
  const pool = await SessionPool.open();
  const { signal } = new AbortController();
  const context = await pool.use((_, given) => given, { signal });
  expect([context.signal.aborted, getEventListeners(signal, 'abort')]).toEqual([false, []]);
  await pool.close();
});

// Promises: L6
test('userData that can not be cloned is copied, so that each new session has its own', async () => {
  const userData = { open() {} };
  const pool = await SessionPool.open({ sessionOptions: { userData } });
  const leases = [await pool.acquire(), await pool.acquire()];
  const copies = leases.map(({ session }) => session.userData);
  expect(copies).toEqual([userData, userData]);
  expect(new Set([userData, ...copies]).size).toBe(3);
  await Promise.all(leases.map((lease) => lease.release()));
  await pool.close();
});

// Promises: L6
test('a list of cookies for new sessions is copied, so that each has its own', async () => {
  const pool = await SessionPool.open({ sessionOptions: { cookies: [{ name: 'a', value: 'b' }] } });
  const leases = [await pool.acquire(), await pool.acquire()];
  const [one, two] = leases.map(({ session }) => session.cookies);
  one.push('more');
  expect(two).toEqual([{ name: 'a', value: 'b' }]);
  await Promise.all(leases.map((lease) => lease.release()));
  await pool.close();
});

// Promises: L1
test("a use that is over is told of nothing any more: its signal keeps still when the session's lease or the user's signal ends", async () => {
  const pool = await SessionPool.open({ maxPoolSize: 1, maxConcurrency: 2 });
  const controller = new AbortController();
  const other = await pool.acquire();
  const seen = [];
  await pool.use(
    (_, context) => {
      seen.push(context, context.signal);
    },
    { signal: controller.signal },
  );
  await pool.remove(other.session.id);
  controller.abort();
  expect([other.signal.aborted, seen[1].aborted]).toEqual([true, false]);
  await expect(other.release()).rejects.toMatchObject({ code: 'LEASE_LOST' });
  await pool.close();
});

// Promises: L1
test('a pool is an EventEmitter that is made by open alone', async () => {
  expect(() => new SessionPool()).toThrow(
    expect.objectContaining({
      name: 'TypeError',
      code: 'ERR_ILLEGAL_CONSTRUCTOR',
      message: 'A SessionPool is made by await SessionPool.open(options)',
    }),
  );
  const pool = await SessionPool.open();
  expect(pool).toBeInstanceOf(EventEmitter);
  expect([pool.name, new SessionPoolError('X', 'y').name]).toEqual(['default', 'SessionPoolError']);
  await pool.close();
});
