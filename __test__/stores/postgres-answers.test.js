'use strict';

// Answers that are lost, come late, come twice or belong to another statement: a step that is made again for that has no further effect.
// Promises: L23

const { setTimeout: sleep } = require('node:timers/promises');
const { Client } = require('pg');
const { startProxy } = require('./fixtures/proxy');
const { LONG, onServer } = require('./fixtures/postgres-place');

const place = onServer();

const proxies = [];
// Clients are ended before.
afterAll(() => Promise.all(proxies.map((proxy) => proxy.stop())));

const ids = (count) => Array.from({ length: count }, (_, number) => `x${number}`);

/** A store behind a proxy, with some records. */
async function behindProxy(config) {
  const proxy = await startProxy(place.server.port);
  proxies.push(proxy);
  const client = place.client({ connectionString: `postgres://postgres@127.0.0.1:${proxy.port}/postgres`, ...config });
  const { steps, pool } = await place.store(client);
  for (const id of ids(5)) await steps.add(id);
  // After the first claim, what time has changed is written down.
  await steps.claim({ id: 'none' });
  await steps.stats();
  /** Treats the next reply in another way, once. */
  const once = (treat) => {
    proxy.onReply = (chunk) => {
      proxy.onReply = (next) => [next];
      return treat(chunk);
    };
  };
  /** The next reply is lost, with all connections. */
  const lose = () =>
    once(() => {
      proxy.cut();
      return [];
    });
  return { client, steps, pool, proxy, once, lose };
}

/** All records of a pool but for the times and the names of steps. */
const rows = (pool) =>
  place.sql('SELECT id, reason, owner, fence, state FROM crawler_sessions WHERE pool = $1 ORDER BY place', [pool]);

describe('an answer that is lost with its connection', () => {
  test.each(['least-recently-used', 'most-recently-used', 'round-robin', 'random'])('of a claim, %s', async (pick) => {
    const { steps, lose } = await behindProxy();
    lose();
    const { status, id, fence, state } = await steps.claim({ pick });
    expect({ status, state }).toEqual({ status: 'claimed', state: `state of ${id}` });
    expect(await steps.get(id)).toMatchObject({ status: 'in use', fence });
    expect(await steps.stats()).toMatchObject({ free: 4, inUse: 1 });
    expect(await steps.release(id, fence)).toEqual({ held: true });
  });

  test('of a claim by id', async () => {
    const { steps, lose } = await behindProxy();
    lose();
    const claimed = await steps.claim({ id: 'x3' });
    expect(claimed).toMatchObject({ status: 'claimed', id: 'x3', state: 'state of x3' });
    expect(await steps.renew('x3', claimed.fence)).toEqual({ held: true });
  });

  test('of a claim, for good: when the lease has ended, whoever claimed it is told the state, which it has not heard', async () => {
    const { steps, pool, proxy } = await behindProxy();
    await steps.release('x0', (await steps.claim({ id: 'x0' })).fence, { state: 'mine' });
    const direct = (await place.store()).store;
    await direct.open(pool);
    const { fence } = await direct.claim(pool, { owner: 'other', leaseMs: LONG, pick: 'random', id: 'x0' });
    await direct.release(pool, 'x0', fence, { state: 'of the other', restMs: 0 });
    proxy.onReply = (chunk) => {
      // Whatever is more than the greeting of a connection.
      if (chunk.includes('x0')) proxy.cut();
      return chunk.includes('x0') ? [] : [chunk];
    };
    await expect(steps.claim({ id: 'x0', leaseMs: 1 })).rejects.toThrow(/terminated|ECONNRESET/);
    proxy.onReply = (chunk) => [chunk];
    expect(await steps.get('x0')).toMatchObject({ owner: 'me' });
    expect(await steps.claim({ id: 'x0' })).toMatchObject({ status: 'claimed', state: 'of the other' });
  });

  test('of a claim that got nothing', async () => {
    const { steps, lose } = await behindProxy();
    for (const _ of ids(5)) await steps.claim();
    lose();
    expect(await steps.claim()).toMatchObject({ status: 'none' });
  });

  test('of an add', async () => {
    const { steps, pool, lose } = await behindProxy();
    lose();
    const { status, fence } = await steps.add('new', { maxPoolSize: 6, lease: { owner: 'me', leaseMs: LONG } });
    expect(status).toBe('added');
    expect(await steps.renew('new', fence)).toEqual({ held: true });
    lose();
    expect(await steps.add('x1')).toEqual({ status: 'exists' });
    expect(await rows(pool)).toHaveLength(6);
  });

  test('of a release', async () => {
    const { steps, lose } = await behindProxy();
    const { fence } = await steps.claim({ id: 'x0' });
    lose();
    expect(await steps.release('x0', fence, { state: 'saved', reason: 'blocked' })).toEqual({
      held: true,
      reason: 'blocked',
    });
    expect(await steps.get('x0')).toMatchObject({ status: 'retired', state: 'saved' });
    // It is no holder any more.
    lose();
    expect(await steps.release('x0', fence)).toEqual({ held: false, reason: 'blocked' });
  });

  test('of a release, when another has claimed the record before it is made again', async () => {
    const { steps, pool, once, proxy } = await behindProxy();
    const { store } = await place.store();
    await store.open(pool);
    const { fence } = await steps.claim({ id: 'x0' });
    let other;
    once(() => {
      // The release is made, and its answer is here.
      other = store.claim(pool, { owner: 'other', leaseMs: LONG, pick: 'random', id: 'x0' });
      other.then(() => proxy.cut());
      return [];
    });
    expect(await steps.release('x0', fence, { state: 'saved' })).toEqual({ held: true });
    expect(await other).toMatchObject({ status: 'claimed', state: 'saved' });
    expect(await steps.get('x0')).toMatchObject({ status: 'in use', owner: 'other' });
  });

  test('of a renewal, a retirement and a reset', async () => {
    const { steps, lose } = await behindProxy();
    const { fence } = await steps.claim({ id: 'x0' });
    lose();
    expect(await steps.renew('x0', fence, { state: 'two' })).toEqual({ held: true });
    lose();
    expect(await steps.retire('x0', 'first', { fence, state: 'three' })).toEqual({
      found: true,
      reason: 'first',
      held: true,
    });
    lose();
    expect(await steps.retire('x0', 'second')).toEqual({ found: true, reason: 'first' });
    expect(await steps.get('x0')).toMatchObject({ status: 'retired', reason: 'first', state: 'three' });
    lose();
    expect(await steps.reset('x0', fence)).toBe(true);
    expect(await steps.get('x0')).toMatchObject({ status: 'free', state: 'fresh' });
    lose();
    expect(await steps.reset('x0', fence)).toBe(false);
  });

  test('of what only reads', async () => {
    const { steps, lose } = await behindProxy();
    lose();
    expect(await steps.get('x1')).toMatchObject({ state: 'state of x1' });
    lose();
    expect(await steps.get('y')).toBeUndefined();
    lose();
    expect((await steps.list()).records).toHaveLength(5);
    lose();
    expect(await steps.stats()).toMatchObject({ free: 5 });
  });

  test('of a removal: it is not made again, since nobody knows what was there', async () => {
    const { steps, lose } = await behindProxy();
    lose();
    await expect(steps.remove('x0')).rejects.toThrow(/terminated|ECONNRESET/);
    expect(await steps.remove('x0')).toBe(false);
    await steps.retire('x1');
    lose();
    await expect(steps.prune()).rejects.toThrow(/terminated|ECONNRESET/);
  });

  test('steps that were called behind it are made behind it', async () => {
    const { steps, lose } = await behindProxy();
    const { fence } = await steps.claim({ id: 'x0' });
    lose();
    const renewals = ids(20).map((_, at) => steps.renew('x0', fence, { state: `${at}` }));
    for (const { held } of await Promise.all(renewals)) expect(held).toBe(true);
    expect(await steps.get('x0')).toMatchObject({ state: '19' });
  });

  test('the only connection of a Client: it says so, and what was made stays', async () => {
    const proxy = await startProxy(place.server.port);
    proxies.push(proxy);
    const client = new Client(`postgres://postgres@127.0.0.1:${proxy.port}/postgres`);
    client.on('error', () => {});
    await client.connect();
    const { steps, pool } = await place.store(client);
    await steps.add('x');
    proxy.cut();
    await expect(steps.claim()).rejects.toThrow(/terminated|not queryable|ECONNRESET/);
    await expect(steps.stats()).rejects.toThrow('not queryable');
    expect(await rows(pool)).toMatchObject([{ id: 'x' }]);
  });
});

describe('an answer that comes twice', () => {
  test('at once', async () => {
    const { steps, once } = await behindProxy();
    for (const at of ids(5).keys()) {
      once((chunk) => [chunk, chunk]);
      const { id, fence } = await steps.claim();
      expect(id).toBe(`x${at}`);
      expect(await steps.release(id, fence, { state: `saved ${at}`, restMs: LONG })).toEqual({ held: true });
    }
    expect(await steps.stats()).toMatchObject({ cooling: 5 });
  });

  /** From now on, each answer on the connection that is used next is the one before. */
  function lag(proxy) {
    let connection;
    let last;
    proxy.onReply = (chunk, socket) => {
      connection ??= socket;
      if (socket !== connection) return [chunk];
      const told = last ?? chunk;
      last = chunk;
      return [told];
    };
  }

  test('the second time as the answer to what is asked next', async () => {
    const { steps, proxy } = await behindProxy({ max: 1 });
    for (const id of ids(5)) {
      const { fence } = await steps.claim({ id });
      lag(proxy);
      await steps.get('x0');
      expect(await steps.release(id, fence, { state: 'saved', restMs: LONG })).toEqual({ held: true });
      expect(await steps.get(id)).toMatchObject({ status: 'cooling', state: 'saved' });
    }
  });

  test('on one of several connections, which is ended before it is used again', async () => {
    const { steps, proxy, client } = await behindProxy({ max: 4 });
    const gets = () => Promise.all(ids(20).map((_, at) => steps.get(`x${at % 5}`)));
    await gets();
    expect(client.totalCount).toBe(4);
    for (let time = 0; time < 5; time++) {
      lag(proxy);
      expect((await gets()).map(({ id }) => id)).toEqual(ids(20).map((_, at) => `x${at % 5}`));
    }
  });

  test.each([
    ['a claim that gets nothing', (steps) => steps.claim(), { status: 'none' }],
    ['a claim by id that gets nothing', (steps) => steps.claim({ id: 'x2' }), { status: 'none' }],
    ['a release by somebody else', (steps) => steps.release('x2', 7), { held: false }],
  ])('an answer without rows, as of %s, is not taken for another', async (_, step, expected) => {
    const { steps, proxy } = await behindProxy({ max: 1 });
    for (const _ of ids(5)) await steps.claim();
    lag(proxy);
    const answers = [await step(steps), await steps.get('x1'), await steps.stats()];
    expect(answers).toMatchObject([expected, { id: 'x1' }, { inUse: 5 }]);
  });
});

describe('a connection that stalls', () => {
  test('a client that gives up after a time: the step is made once', async () => {
    const { steps, once } = await behindProxy({ query_timeout: 500 });
    once(() => []);
    const { fence } = await steps.claim({ id: 'x0' });
    once(() => []);
    expect(await steps.release('x0', fence, { state: 'saved' })).toEqual({ held: true });
    expect(await steps.get('x0')).toMatchObject({ status: 'free', state: 'saved' });
  });

  test('a client that waits for ever: after half a minute the step rejects, and those that waited for it are made', async () => {
    const { steps, once, proxy } = await behindProxy();
    let isLost = false;
    once(() => {
      isLost = true;
      return [];
    });
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'performance', 'Date'] });
    try {
      const failed = steps.claim({ id: 'x0' }).catch((error) => error);
      while (!isLost) await sleep(5);
      expect(await steps.get('x1')).toMatchObject({ id: 'x1' });
      const next = steps.get('x0');
      jest.advanceTimersByTime(30_000);
      expect(await failed).toMatchObject({ code: 'STORE_UNAVAILABLE', message: 'No answer for 30 seconds' });
      expect(await next).toMatchObject({ status: 'in use' });
    } finally {
      jest.useRealTimers();
    }
    proxy.cut();
  });
});

test('what a client writes twice by itself is as if it was written once', async () => {
  const client = place.client();
  const twice = {
    async query(text, values) {
      await client.query(text, values);
      return client.query(text, values);
    },
  };
  const { steps } = await place.store(twice);
  const { fence } = await steps.add('x', { lease: { owner: 'me', leaseMs: LONG } });
  expect(await steps.renew('x', fence, { state: 'one' })).toEqual({ held: true });
  expect(await steps.release('x', fence, { state: 'two' })).toEqual({ held: true });
  expect(await steps.release('x', fence)).toEqual({ held: false });
  expect(await steps.reset('x', fence)).toBe(true);
  expect(await steps.get('x')).toMatchObject({ status: 'free', state: 'fresh' });
});
