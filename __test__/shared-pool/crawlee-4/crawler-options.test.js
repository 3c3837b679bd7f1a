'use strict';

// crawlerOptions, called as a crawler of Crawlee 4 calls it.

const v8 = require('node:v8');
const vm = require('node:vm');
const { setTimeout: sleep } = require('node:timers/promises');
const { Session } = require('../../..');
const { createSessionFunction, crawlerOptions } = require('../../../crawlee');
const { SessionPool } = require('../../../pool');
const { TextStore } = require('../../pool/helpers/text-store');
const { PATIENCE_MS } = require('../../helpers/patience');
const { Crawler, CriticalError, RequestThrottledError, SessionError, fetchAs } = require('./crawler');

const REQUEST = { url: 'https://shop.example/' };
const opened = [];

async function openPool(options) {
  const pool = await SessionPool.open({ maxPoolSize: 1, ...options });
  opened.push(pool);
  return pool;
}

afterEach(async () => {
  for (const pool of opened.splice(0)) await pool.close();
});

/** The only session of a pool, in its own words, and how it is doing. */
async function theSession(pool) {
  for await (const { status, state } of pool.sessions({ state: true })) {
    const { usageCount, errorScore } = state;
    return { status, usageCount, errorScore };
  }
  throw new Error('There is none');
}

/** Waits until the pool has this many free sessions. */
async function untilFree(pool, count, meanwhile = () => {}) {
  const end = Date.now() + PATIENCE_MS;
  while ((await pool.stats()).free !== count) {
    if (Date.now() > end) throw new Error(`There are no ${count} free sessions: ${JSON.stringify(await pool.stats())}`);
    meanwhile();
    await sleep(10);
  }
}

const throwing = (error) => () => {
  throw error;
};

/** How attempts end: what the crawler does, and what the session's record says then. */
const OUTCOMES = {
  success: [{}, { status: 'free', usageCount: 1, errorScore: 0 }],
  'an error': [{ requestHandler: throwing(new Error()) }, { status: 'free', usageCount: 1, errorScore: 1 }],
  'a time-out of the navigation, marked twice': [
    {
      navigate({ session }) {
        session.markBad();
        throw new Error();
      },
    },
    { status: 'free', usageCount: 1, errorScore: 1 },
  ],
  'a mark of the handler, and a good end': [
    { requestHandler: ({ session }) => session.markBad() },
    { status: 'free', usageCount: 1, errorScore: 1 },
  ],
  'a blocked page': [{ navigate: throwing(new SessionError()) }, { status: 'retired', usageCount: 1, errorScore: 3 }],
  'a handler that retires, and a good end': [
    { requestHandler: ({ session }) => session.retire() },
    { status: 'retired', usageCount: 1, errorScore: 3 },
  ],
  'a handler that marks and retires': [
    {
      requestHandler({ session }) {
        session.markGood();
        session.retire();
        session.retire();
      },
    },
    { status: 'retired', usageCount: 2, errorScore: 3 },
  ],
  'a domain that throttles: no mark': [
    { navigate: throwing(new RequestThrottledError()) },
    { status: 'free', usageCount: 0, errorScore: 0 },
  ],
  'a critical error: no mark': [
    { requestHandler: throwing(new CriticalError()) },
    { status: 'free', usageCount: 0, errorScore: 0 },
  ],
};

// Promises: A16
test.each(Object.keys(OUTCOMES))('an attempt counts once, and the session is free after it: %s', async (outcome) => {
  const [options, expected] = OUTCOMES[outcome];
  const pool = await openPool({ store: new TextStore() });
  let during;
  const crawler = new Crawler({
    ...crawlerOptions(pool),
    ...options,
    async requestHandler(context) {
      during = await pool.stats();
      return options.requestHandler?.(context);
    },
    // The error handler still has the session.
    errorHandler: async () => {
      during = await pool.stats();
    },
  });
  await crawler.attempt(REQUEST);
  if (during !== undefined) expect(during).toMatchObject({ free: 0, inUse: 1 });
  expect(await theSession(pool)).toEqual(expected);
  expect(await pool.stats()).toMatchObject({ inUse: 0 });
});

// Promises: A16
test('an error handler that throws, and a cleanup that runs twice, leave no session behind', async () => {
  const pool = await openPool();
  const crawler = new Crawler({
    ...crawlerOptions(pool),
    requestHandler: throwing(new Error()),
    errorHandler: throwing(new Error('mine')),
    async extendContext(context) {
      const cleanups = [];
      await crawlerOptions(pool).extendContext({ ...context, registerDeferredCleanup: (one) => cleanups.push(one) });
      for (const cleanup of cleanups) context.registerDeferredCleanup(async () => [await cleanup(), await cleanup()]);
    },
  });
  await expect(crawler.attempt(REQUEST)).rejects.toThrow('mine');
  expect(await pool.stats()).toMatchObject({ free: 1, inUse: 0 });
});

// Promises: A16
test('a cleanup that runs twice takes no session from a page that is open', async () => {
  const pool = await openPool();
  const stub = { newPage: async () => ({}), closePage() {}, extractPageState() {}, injectPageState() {} };
  const { sessionPool, extendContext, browserPool } = crawlerOptions(pool, { browserPool: stub });
  const session = await sessionPool.getSession();
  const cleanups = [];
  await extendContext({ session, registerDeferredCleanup: (cleanup) => cleanups.push(cleanup) });
  const page = await browserPool.newPage({ session });
  for (const cleanup of cleanups) {
    await cleanup();
    await cleanup();
  }
  expect(await pool.stats()).toMatchObject({ inUse: 1 });
  await browserPool.closePage(page);
  expect(await pool.stats()).toMatchObject({ inUse: 0 });
});

// Promises: A16
test('fifty requests wait for two sessions, each of which is used by one at a time: one call for each', async () => {
  const pool = await openPool({ maxPoolSize: 2 });
  const present = new Map();
  let most = 0;
  const crawler = new Crawler({
    ...crawlerOptions(pool),
    async requestHandler({ session: { id } }) {
      present.set(id, (present.get(id) ?? 0) + 1);
      most = Math.max(most, present.get(id));
      await sleep(1);
      present.set(id, present.get(id) - 1);
    },
  });
  const errors = await Promise.all(Array.from({ length: 50 }, () => crawler.attempt(REQUEST)));
  expect(errors.filter((error) => error !== undefined)).toEqual([]);
  expect([crawler.getSessionCalls, most, present.size]).toEqual([50, 1, 2]);
});

// Promises: A16
test('a session that is asked for by its id is that one; one that is not there is an error that says so', async () => {
  const pool = await openPool({ maxPoolSize: 5 });
  await pool.add({ id: 'alice' });
  await pool.add({ id: 'bob' });
  const seen = [];
  const crawler = new Crawler({ ...crawlerOptions(pool), requestHandler: ({ session }) => seen.push(session.id) });
  for (const sessionId of ['bob', 'alice', 'bob']) await crawler.attempt({ ...REQUEST, sessionId });
  expect(seen).toEqual(['bob', 'alice', 'bob']);
  expect(await crawler.attempt({ ...REQUEST, sessionId: 'carol' })).toMatchObject({ code: 'SESSION_NOT_FOUND' });
});

// Promises: A16
test('who waits too long hears from the pool why', async () => {
  const pool = await openPool();
  const lease = await pool.acquire();
  const crawler = new Crawler(crawlerOptions(pool, { timeoutSecs: 0 }));
  expect(await crawler.attempt(REQUEST)).toMatchObject({
    code: 'POOL_TIMEOUT',
    message: expect.stringMatching('1 in use'),
  });
  await lease.release();
});

/** Collects garbage. The flag is for this process alone; Jest starts it without. */
function collector() {
  v8.setFlagsFromString('--expose-gc');
  return vm.runInNewContext('gc');
}

// Promises: A16
test.each([
  ['when it is collected', {}, collector()],
  ['after useTimeoutSecs', { useTimeoutSecs: 0.01 }, undefined],
])('a session that came too late for the crawler is taken back %s', async (_when, options, collect) => {
  const pool = await openPool();
  const lease = await pool.acquire();
  const crawler = new Crawler({
    ...crawlerOptions(pool, options),
    internalTimeoutMillis: 1,
    requestTimeoutMillis: PATIENCE_MS,
  });
  await crawler.attempt(REQUEST);
  // Four calls are waiting, and nobody wants what they get.
  expect(crawler.getSessionCalls).toBe(4);
  await lease.release();
  await untilFree(pool, 1, collect);
  // Each has had its turn.
  await pool.use(() => {});
  expect(await theSession(pool)).toMatchObject({ usageCount: 1 });
});

/** A promise, and what resolves it. */
function deferred() {
  let resolve;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

// Promises: A16
test('an abandoned attempt opens no page with a session that was given back', async () => {
  const pool = await openPool();
  const pages = [];
  const browserPool = {
    newPage: async () => pages.push('page'),
    closePage() {},
    extractPageState() {},
    injectPageState() {},
  };
  const timeIsUp = deferred();
  const isAbandoned = deferred();
  const context = { request: REQUEST };
  async function extendContext() {
    timeIsUp.resolve();
    await isAbandoned.promise;
  }
  const crawler = new Crawler({ ...crawlerOptions(pool, { browserPool, extendContext }), timeIsUp: timeIsUp.promise });
  await crawler.attempt(REQUEST, context);
  isAbandoned.resolve();
  await expect(context.pipeline).rejects.toThrow('was given back');
  expect(pages).toEqual([]);
  expect(await pool.stats()).toMatchObject({ free: 1, inUse: 0 });
});

// Promises: A16
test('an attempt that was abandoned while it waited for its session keeps it until it has done with it', async () => {
  const pool = await openPool();
  const lease = await pool.acquire();
  let visits = 0;
  const options = { ...crawlerOptions(pool), timeIsUp: Promise.resolve(), navigate: () => visits++ };
  // Its cleanups have run before it registers any.
  await new Crawler({ ...options, requestHandler: throwing(new Error()) }).attempt(REQUEST);
  await lease.release();
  await untilFree(pool, 1, collector());
  expect(visits).toBe(1);
});

// Promises: A16
test('a handler that goes on after its time marks nothing; its retire() counts', async () => {
  const pool = await openPool();
  const crawler = new Crawler(crawlerOptions(pool));
  const context = { request: REQUEST };
  await crawler.attempt(REQUEST, context);
  context.session.markBad();
  context.session.markGood();
  expect(await theSession(pool)).toEqual({ status: 'free', usageCount: 1, errorScore: 0 });
  const unmarked = { request: REQUEST };
  const throttled = new Crawler({ ...crawlerOptions(pool), navigate: throwing(new RequestThrottledError()) });
  await throttled.attempt(REQUEST, unmarked);
  unmarked.session.markBad();
  expect(await theSession(pool)).toEqual({ status: 'free', usageCount: 1, errorScore: 0 });
  context.session.retire();
  context.session.retire();
  expect(await pool.stats()).toMatchObject({ free: 0, retired: { retired: 1 } });
});

// Promises: A16
test('without extendContext, a use ends at its first mark', async () => {
  const pool = await openPool();
  const { sessionPool } = crawlerOptions(pool);
  const session = await sessionPool.getSession();
  expect(await pool.stats()).toMatchObject({ inUse: 1 });
  session.markBad();
  session.markBad();
  expect(await theSession(pool)).toEqual({ status: 'free', usageCount: 1, errorScore: 1 });
});

// Promises: A16
test('a session that may be used by several at a time is given back by the last of them', async () => {
  const pool = await openPool({ maxConcurrency: 2 });
  let isHere;
  const both = new Promise((resolve) => {
    isHere = resolve;
  });
  const counts = [];
  const crawler = new Crawler({
    ...crawlerOptions(pool),
    async requestHandler({ session }) {
      if (counts.push(session.id) === 2) isHere();
      await both;
    },
  });
  await Promise.all([crawler.attempt(REQUEST), crawler.attempt(REQUEST)]);
  expect(new Set(counts).size).toBe(1);
  expect(await theSession(pool)).toEqual({ status: 'free', usageCount: 2, errorScore: 0 });
});

// Promises: A16
test('a session whose lease is lost is not usable any more, so that its browser is closed', async () => {
  const pool = await openPool({ store: new TextStore() });
  const usable = [];
  const crawler = new Crawler({
    ...crawlerOptions(pool),
    async requestHandler({ session }) {
      usable.push(session.isUsable());
      await pool.renew(session.id);
      usable.push(session.isUsable());
    },
  });
  await crawler.attempt(REQUEST);
  expect(usable).toEqual([true, false]);
});

// Promises: A16
test("the user's own extendContext is called, and what it returns is in the context", async () => {
  const pool = await openPool();
  const extendContext = jest.fn(async ({ session }) => ({ shop: session.id }));
  const context = { request: REQUEST };
  await new Crawler(crawlerOptions(pool, { extendContext })).attempt(REQUEST, context);
  expect(context.shop).toBe(context.session.id);
  expect(extendContext).toHaveBeenCalledTimes(1);
});

// Promises: A16
test('what the crawler has is a whole Session, and another object for each attempt', async () => {
  const pool = await openPool();
  const { sessionPool } = crawlerOptions(pool);
  const first = await sessionPool.getSession();
  first.markGood();
  await untilFree(pool, 1);
  const second = await sessionPool.getSession();
  expect(second).toBeInstanceOf(Session);
  expect([second.id, second.constructor.name, second === first]).toEqual([first.id, 'Session', false]);
  expect(second.cookieJar).toBe(first.cookieJar);
  expect(JSON.parse(JSON.stringify(second)).id).toBe(first.id);
  second.markGood();
});

// Promises: A16
test("a session's proxy and fingerprint are in its userData, and saved with it", async () => {
  const store = new TextStore();
  const proxyInfo = { url: 'http://proxy.example:8000', hostname: 'proxy.example', port: 8000, password: '' };
  const pool = await openPool({ store });
  pool.on('sessionCreated', (session) => {
    session.userData.proxyInfo = proxyInfo;
  });
  const seen = [];
  const crawler = new Crawler({
    ...crawlerOptions(pool),
    requestHandler(context) {
      seen.push(context.proxyInfo, context.session.fingerprint);
      context.session.fingerprint = { browser: 'firefox' };
    },
  });
  await crawler.attempt(REQUEST);
  const again = new Crawler({
    ...crawlerOptions(await openPool({ store })),
    requestHandler: ({ session }) => seen.push(session.proxyInfo, session.fingerprint),
  });
  await again.attempt(REQUEST);
  expect(seen).toEqual([proxyInfo, undefined, proxyInfo, { browser: 'firefox' }]);
});

// Promises: A17
test('cookies of an HTTP crawler are in the session that is saved', async () => {
  const http = require('node:http');
  const server = http.createServer((request, response) => {
    response.writeHead(200, { 'set-cookie': ['sid=1; HttpOnly', 'theme=dark; SameSite=Strict; Priority=High'] });
    response.end(request.headers.cookie);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}/`;
  const store = new TextStore();
  const pool = await openPool({ store });
  const crawler = new Crawler({ ...crawlerOptions(pool), navigate: fetchAs });
  expect(await crawler.attempt({ url })).toBe(undefined);
  expect(await crawler.attempt({ url })).toBe(undefined);
  await (await openPool({ store })).use((session) => {
    expect(session.getCookieString(url)).toBe('sid=1; theme=dark');
  });
  server.closeAllConnections();
  server.close();
});

// Promises: A18
test("Crawlee 4's call of createSessionFunction is told what to use instead", () => {
  expect(() => createSessionFunction({ sessionOptions: { maxUsageCount: 5 } })).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE', message: expect.stringContaining('crawlerOptions(pool)') }),
  );
});

// Promises: E1, E2
test.each([
  [undefined, undefined, 'pool'],
  [{}, undefined, 'pool'],
  ['pool', null, 'options'],
  ['pool', { timeoutSecs: -1 }, 'timeoutSecs'],
  ['pool', { timeoutSecs: Infinity }, 'timeoutSecs'],
  ['pool', { useTimeoutSecs: '5' }, 'useTimeoutSecs'],
  ['pool', { extendContext: {} }, 'extendContext'],
  ['pool', { browserPool: { newPage() {} } }, 'browserPool'],
])('wrong arguments are refused: %p, %p', async (pool, options, name) => {
  const given = pool === 'pool' ? await openPool() : pool;
  expect(() => crawlerOptions(given, options)).toThrow(
    expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE', message: expect.stringMatching(`^${name} must be`) }),
  );
});
