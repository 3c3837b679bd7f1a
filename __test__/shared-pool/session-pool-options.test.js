'use strict';

// sessionPoolOptions in Crawlee's own SessionPool, without a crawler around it.

const { Configuration, SessionPool: HostPool } = require('@crawlee/core');
const { MemoryStorage } = require('@crawlee/memory-storage');
const { MemoryStore, SessionPool } = require('../../pool');
const { Session, createSessionFunction, sessionPoolOptions } = require('../../crawlee');
const { until } = require('../helpers/patience');
const { TextStore } = require('../pool/helpers/text-store');

const URL = 'https://shop.example/';
const opened = [];

/** A log that keeps what it was told. */
function newLog() {
  const told = [];
  const log = { told, child: () => log, debug() {} };
  for (const level of ['info', 'warning']) log[level] = (text) => told.push(`${level}: ${text}`);
  return log;
}

function configure() {
  return new Configuration({ storageClient: new MemoryStorage({ persistStorage: false, writeMetadata: false }) });
}

async function openShared(options) {
  const pool = await SessionPool.open({ maxPoolSize: 3, ...options });
  opened.push(() => pool.close());
  return pool;
}

/** The pool that a crawler makes of its option. */
async function openHost(pool, options, configuration = configure()) {
  const host = await HostPool.open({ log: newLog(), ...sessionPoolOptions(pool), ...options }, configuration);
  opened.push(() => host.teardown());
  return host;
}

afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

// Promises: A12
test('a session is that of the shared pool: what is marked and stored in the crawler is saved for all', async () => {
  const store = new TextStore();
  const pool = await openShared({ store });
  const host = await openHost(pool);
  const session = await host.getSession();
  expect(session).toBeInstanceOf(Session);
  expect(session.constructor.name).toBe('Session');
  expect(session.sessionPool).toBe(host);
  session.markGood();
  session.userData.plan = 'free';
  session.setCookies([{ name: 'sid', value: '1', domain: 'shop.example', path: '/', sameSite: 'Strict' }], URL);
  session.setCookie('raw=1', URL);
  await host.teardown();
  const other = await openShared({ store });
  const lease = await other.acquire();
  const { session: same } = lease;
  expect(same).toMatchObject({ id: session.id, usageCount: 1, userData: { plan: 'free' } });
  expect(same.getCookieString(URL)).toBe('sid=1; raw=1');
  expect(same.getPuppeteerCookies(URL)[0].sameSite).toBe('Strict');
  await lease.release();
});

// Promises: A12
test('it has the form of crawler-session/crawlee, by each method that differs from the main class', async () => {
  const pool = await openShared();
  const host = await openHost(pool, { sessionOptions: { replaceBrowserCookies: true }, blockedStatusCodes: [418] });
  const session = await host.getSession();
  const like = new Session({ id: session.id, createdAt: session.createdAt, expiresAt: session.expiresAt });
  for (const each of [session, like]) {
    each.setCookies([{ name: '', value: 'nameless', domain: 'shop.example', path: '/' }], URL);
    each.setCookies([{ name: 'a', value: '1', domain: 'shop.example', path: '/' }], URL, { replace: false });
    each.markBad();
  }
  expect(session.getCookieString(URL)).toBe('a=1');
  expect(session.getCookies(URL)).toEqual(like.getCookies(URL));
  const timeless = (state) =>
    JSON.parse(JSON.stringify(state).replace(/"(creation|lastAccessed)":"[^"]*"/g, '"$1":""'));
  expect(timeless(session.getState())).toEqual(timeless(like.getState()));
  session.setCookies([{ name: 'b', value: '2', domain: 'shop.example', path: '/' }], URL);
  expect(session.getCookieString(URL)).toBe('b=2');
  expect(session.checkStatus(403)).toBe(false);
  expect(session.retireOnBlockedStatusCodes(403, [403])).toBe(true);
  expect(session.getState().errorScore).toBeGreaterThanOrEqual(session.maxErrorScore);
  expect(host.log.told).toEqual([]);
});

// Promises: A12
test.each([
  ['the crawler', (session) => session.retire()],
  ['its status code', (session) => session.retireOnBlockedStatusCodes(403)],
  ['somebody else in this process', (session, pool) => pool.retire(session.id)],
])('a session that is retired by %s is replaced by another, and its browser hears of it', async (_who, retire) => {
  const pool = await openShared();
  const host = await openHost(pool, { maxPoolSize: 1 });
  const session = await host.getSession();
  const heard = [];
  host.on('sessionRetired', ({ id }) => heard.push(id));
  await retire(session, pool);
  expect(heard).toEqual([session.id]);
  expect(session.isUsable()).toBe(false);
  const next = await host.getSession();
  expect(next.id).not.toBe(session.id);
  expect(host.sessions).toEqual([next]);
  expect(await pool.stats()).toMatchObject({ inUse: 1, retired: { retired: 1 } });
});

// Promises: A12
test('a session that is used up by marks is given back with its reason', async () => {
  const pool = await openShared({ sessionOptions: { maxUsageCount: 2, maxErrorScore: 1 } });
  const host = await openHost(pool);
  const heard = [];
  host.on('sessionRetired', ({ id }) => heard.push(id));
  const [worn, bad] = [await host.getSession(), await host.getSession()];
  worn.markGood();
  worn.markGood();
  worn.markGood();
  bad.markBad();
  expect(heard).toEqual([worn.id, bad.id]);
  await host.teardown();
  expect(await pool.stats()).toMatchObject({ inUse: 0, retired: { 'used up': 1, blocked: 1 } });
});

// Promises: A12
test('a session that has expired is given back when it is replaced', async () => {
  const pool = await openShared();
  const host = await openHost(pool, { maxPoolSize: 1 });
  const session = await host.getSession();
  session.expiresAt = new Date(Date.now() - 1000);
  expect((await host.getSession()).id).not.toBe(session.id);
  expect(await pool.stats()).toMatchObject({ inUse: 1, expired: 1 });
});

// Promises: A12
test('a session whose lease was lost is replaced, and its browser hears of it', async () => {
  const store = new TextStore();
  const pool = await openShared({ store, maxPoolSize: 1, sessionOptions: { userData: {} } });
  const host = await openHost(pool, { maxPoolSize: 1 });
  const session = await host.getSession();
  const heard = [];
  host.on('sessionRetired', ({ id }) => heard.push(id));
  await pool.renew(session.id);
  expect([heard, session.isUsable()]).toEqual([[session.id], false]);
  session.markGood();
  const next = await host.getSession();
  expect([next.id, next.usageCount, next === session]).toEqual([session.id, 0, false]);
});

// Promises: A13
test('where the shared pool has no more, the crawler goes on with those that it has, one after the other, and says so once', async () => {
  const pool = await openShared({ maxPoolSize: 3 });
  const host = await openHost(pool);
  const ids = [];
  for (let index = 0; index < 9; index++) ids.push((await host.getSession()).id);
  expect(new Set(ids.slice(0, 3)).size).toBe(3);
  expect(ids.slice(3)).toEqual([...ids.slice(0, 3), ...ids.slice(0, 3)]);
  expect(host.sessions.map(({ id }) => id).sort()).toEqual([...new Set(ids)].sort());
  expect(host.log.told).toEqual([expect.stringMatching(/^info: .*goes on with the 3/)]);
});

// Promises: A13
test('a crawler without any waits, says so once, and goes on as soon as a session is free', async () => {
  const pool = await openShared({ maxPoolSize: 1 });
  const lease = await pool.acquire();
  const host = await openHost(pool);
  const waiting = [host.getSession(), host.getSession(), host.getSession()];
  expect(await until(() => host.log.told.length > 0)).toBe(true);
  await lease.release();
  const sessions = await Promise.all(waiting);
  expect(sessions.map(({ id }) => id)).toEqual(Array(3).fill(lease.session.id));
  expect(host.log.told).toEqual([
    expect.stringMatching(/^warning: .*wait for one/),
    expect.stringMatching(/^info: .*goes on with the 1/),
  ]);
});

// Promises: A13
test('a crawler that ends while it waits takes nothing', async () => {
  const pool = await openShared({ maxPoolSize: 1 });
  const lease = await pool.acquire();
  const host = await openHost(pool);
  const waiting = host.getSession();
  expect(await until(() => host.log.told.length > 0)).toBe(true);
  const refused = expect(waiting).rejects.toThrow('The crawler has ended');
  await host.teardown();
  await refused;
  await lease.release();
  expect(await pool.stats()).toMatchObject({ free: 1, inUse: 0 });
});

// Promises: A13
test('a login that fails reaches a crawler without sessions; one that has some goes on with these', async () => {
  const pool = await openShared({
    createSessions: false,
    loginAttempts: 1,
    login: ({ id }) => {
      if (id !== 'good') throw new Error('Wrong password');
    },
  });
  const host = await openHost(pool);
  await pool.add({ id: 'bad' });
  await expect(host.getSession()).rejects.toMatchObject({ code: 'LOGIN_FAILED' });
  await pool.add({ id: 'good' });
  expect((await host.getSession()).id).toBe('good');
  await pool.add({ id: 'worse' });
  expect((await host.getSession()).id).toBe('good');
  expect(host.log.told[0]).toMatch(/^warning: .*Wrong password/);
});

// Promises: A14
test('at its end the crawler gives back what it has, so that its next run, or another crawler, has it', async () => {
  const pool = await openShared();
  const first = await openHost(pool);
  const sessions = [await first.getSession(), await first.getSession(), await first.getSession()];
  const ids = sessions.map(({ id }) => id);
  await first.teardown();
  expect(await pool.stats()).toMatchObject({ free: 3, inUse: 0 });
  // They may be in other hands.
  for (const session of sessions) session.markBad();
  expect(sessions.map((session) => [session.isUsable(), session.usageCount])).toEqual(Array(3).fill([false, 0]));
  const second = await openHost(pool);
  expect(ids).toContain((await second.getSession()).id);
});

// Promises: A14
test('close() of the shared pool waits for no crawler', async () => {
  const pool = await openShared();
  const host = await openHost(pool);
  const session = await host.getSession();
  // It would wait for an hour.
  await pool.close({ timeoutSecs: 3600 });
  expect(session.isUsable()).toBe(false);
  await expect(host.getSession()).rejects.toMatchObject({ code: 'POOL_CLOSED' });
});

// Promises: A14
test('the crawler persists nothing itself, and restores nothing', async () => {
  const configuration = configure();
  const old = await HostPool.open({ createSessionFunction }, configuration);
  await old.getSession();
  await old.persistState();
  const pool = await openShared();
  const host = await openHost(pool, {}, configuration);
  expect(host.sessions).toEqual([]);
  const session = await host.getSession();
  session.setCookie('sid=secret', URL);
  configuration.getEventManager().emit('persistState');
  await host.persistState();
  await host.teardown();
  const again = await HostPool.open({ ...sessionPoolOptions(pool), createSessionFunction }, configuration);
  opened.push(() => again.teardown());
  expect(again.sessions).toEqual([]);
});

// Promises: A12
test('what is added to the crawler, or was persisted by it before, is added to the shared pool', async () => {
  const configuration = configure();
  const old = await HostPool.open({ createSessionFunction }, configuration);
  const before = await old.getSession();
  before.setCookie('sid=1', URL);
  await old.persistState();
  await old.teardown();
  const pool = await openShared({ maxPoolSize: 10 });
  const host = await openHost(pool, { persistStateKey: 'SDK_SESSION_POOL_STATE' }, configuration);
  await host.addSession({ id: 'alice', userData: { plan: 'free' } });
  expect((await host.getSession('alice')).userData).toEqual({ plan: 'free' });
  expect((await host.getSession(before.id)).getCookieString(URL)).toBe('sid=1');
  const ids = [];
  for await (const { id } of pool.sessions()) ids.push(id);
  expect(ids).toEqual([before.id, 'alice']);
});

// Promises: A12
test('hooks and events of the shared pool have the session itself, in the form of the main class', async () => {
  const seen = [];
  const pool = await openShared({ store: new MemoryStore(), login: (session) => seen.push(session) });
  pool.on('sessionRetired', (session, reason) => seen.push(session, reason));
  const host = await openHost(pool);
  const view = await host.getSession();
  view.retire();
  const [session, ...more] = seen;
  expect(session).not.toBeInstanceOf(Session);
  expect([session.id, session.sessionPool]).toEqual([view.id, pool]);
  expect(more).toEqual([session, 'retired']);
});

// Promises: A13
test('options of sessions that have no effect are told', async () => {
  const host = await openHost(await openShared(), { sessionOptions: { maxUsageCount: 5 } });
  await host.getSession();
  expect(host.log.told).toEqual([expect.stringMatching(/^warning: .*maxUsageCount.*SessionPool\.open/)]);
});

// Promises: E2
test('what is no pool is refused', () => {
  for (const wrong of [undefined, null, {}, SessionPool, Promise.resolve()]) {
    expect(() => sessionPoolOptions(wrong)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }));
  }
});
