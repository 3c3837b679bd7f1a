'use strict';

// What RedisStore is given and can't use, and names that mean something to Redis.
// Promises: L18

const Redis = require('ioredis');
const { RedisStore } = require('../../redis');
const { startCluster } = require('../../scripts/services/redis');
const { CLIENTS, CLUSTERS } = require('./fixtures/redis-clients');
const { LONG, onServer, stepsOn } = require('./fixtures/redis-place');

const place = onServer();

/** A client that connects to nothing. */
const lazy = (options) => new Redis({ lazyConnect: true, ...options });

describe('a client', () => {
  test.each([
    ['undefined', () => undefined],
    ['null', () => null],
    ['a URL', () => 'redis://127.0.0.1'],
    ['an empty object', () => ({})],
    ['a class instead of a client', () => Redis],
    ['a client that is still connecting', () => Promise.resolve(lazy())],
    ['a pipeline', () => lazy().pipeline()],
    ['a client of redis 3, by callbacks', () => ({ send_command() {}, sendCommand() {}, connected: true })],
    ['a client of redis 4 that acts like one', () => require('redis-4').createClient({ legacyMode: true })],
    ['a client of redis 5 that acts like one', () => require('redis-5').createClient().legacy()],
    ['a client of PostgreSQL', () => ({ query() {} })],
  ])('%s is none', (_, make) => {
    const client = make();
    expect(() => new RedisStore(client)).toThrow(TypeError);
    expect(() => new RedisStore(client)).toThrow(/^client must be a client of ioredis, iovalkey or node-redis/);
    expect(() => new RedisStore(client)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }));
  });

  test('a missing await is told', () => {
    expect(() => new RedisStore(Promise.resolve(lazy()))).toThrow(/is an await missing\?/);
  });

  test.each([
    ['ioredis', () => lazy({ keyPrefix: 'shop:' })],
    ['a cluster of ioredis', () => new Redis.Cluster([{ port: 1 }], { keyPrefix: 'shop:', lazyConnect: true })],
    ['iovalkey', () => new (require('iovalkey'))({ keyPrefix: 'shop:', lazyConnect: true })],
    ['node-redis 6', () => require('redis-6').createClient({ keyPrefix: 'shop:' })],
    ['a cluster of node-redis 6', () => require('redis-6').createCluster({ rootNodes: [], keyPrefix: 'shop:' })],
  ])('one with a key prefix is refused: %s', (_, make) => {
    const client = make();
    expect(() => new RedisStore(client)).toThrow(TypeError);
    expect(() => new RedisStore(client)).toThrow(
      /^client must have no keyPrefix, got "shop:": the store has a prefix of its own$/,
    );
  });

  test.each(Object.entries(CLIENTS))('one that is closed is told when the pool opens: %s', async (_, kind) => {
    const client = await kind.open([place.server]);
    const store = new RedisStore(client);
    await store.open('one');
    await kind.close(client);
    await expect(store.stats('one')).rejects.toMatchObject({ name: 'SessionPoolError', code: 'STORE_UNAVAILABLE' });
    await expect(store.open('another')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: "The client of the store is not open: it was closed, or hasn't been connected",
    });
    await expect(store.stats('another')).rejects.toMatchObject({ code: 'POOL_CLOSED' });
  });

  test.each(['redis-4', 'redis-5', 'redis-6'])('one that was never connected, of %s', async (name) => {
    const client = require(name)
      .createClient({ url: place.server.url })
      .on('error', () => {});
    const store = new RedisStore(client);
    await expect(store.open('one')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/is not open/),
    });
    await client.connect();
    await store.open('one');
    await store.close('one');
    await client.disconnect();
  });

  test('one of ioredis connects by itself', async () => {
    const client = new Redis(place.server.url, { lazyConnect: true });
    const store = new RedisStore(client);
    await store.open('one');
    expect(await store.stats('one')).toMatchObject({ free: 0 });
    client.disconnect();
  });

  test('stays as it was, and open, when the last pool is closed', async () => {
    const { client, store, pool } = await place.store();
    await store.close(pool);
    expect(await client.ping()).toBe('PONG');
    expect(client.listenerCount('error')).toBe(1);
  });
});

describe('a prefix', () => {
  test.each([
    ['null', null, 'ERR_INVALID_ARG_TYPE'],
    ['a number', 7, 'ERR_INVALID_ARG_TYPE'],
    ['an empty text', '', 'ERR_INVALID_ARG_VALUE'],
    ['a hash tag', '{shop}', 'ERR_INVALID_ARG_VALUE'],
    ['a brace', 'shop}', 'ERR_INVALID_ARG_VALUE'],
    ['a lone surrogate', '\ud800', 'ERR_INVALID_ARG_VALUE'],
  ])('%s is none', (_, prefix, code) => {
    expect(() => new RedisStore(lazy(), { prefix })).toThrow(TypeError);
    expect(() => new RedisStore(lazy(), { prefix })).toThrow(/^prefix must /);
    expect(() => new RedisStore(lazy(), { prefix })).toThrow(expect.objectContaining({ code }));
  });

  test('stands before all keys, and pools of one name under two prefixes are two', async () => {
    const client = await place.client();
    const [one, other] = ['one', 'other:'].map((prefix) => new RedisStore(client, { prefix }));
    await one.open('shop');
    await other.open('shop');
    await one.add('shop', { id: 'a', state: '', usableMs: LONG });
    expect(await other.get('shop', 'a')).toBe(undefined);
    expect(await client.keys('one*')).toContain('one:{shop}:record:a');
    expect(await client.keys('other*')).toEqual(['other::{shop}:pool']);
  });
});

const NAMES = {
  spaces: ' a  b\t\n',
  quotes: `'"\`\\`,
  braces: '}a{b}{',
  'empty braces': '{}',
  'an empty text': '',
  'letters of many scripts': 'кириллица 漢字 🍪',
  'what Redis takes for a pattern': '*?[a-z]\\*',
  '10,000 characters': 'x'.repeat(10_000),
  '10,000 characters of which the last differs': `${'x'.repeat(9999)}y`,
  '10,000 characters that are longer in keys': '🍪{}'.repeat(2500),
};

describe('a pool', () => {
  test('names are apart, whatever stands in them', async () => {
    const client = await place.client();
    const store = new RedisStore(client, { prefix: 'names' });
    for (const [what, pool] of Object.entries(NAMES)) {
      await store.open(pool);
      expect([what, await stepsOn(store, pool).add(what)]).toEqual([
        what,
        { status: 'added', fence: expect.any(Number) },
      ]);
    }
    for (const [what, pool] of Object.entries(NAMES)) {
      const { records } = await store.list(pool, { limit: 100 });
      expect(records.map(({ id }) => id)).toEqual([what]);
    }
    const keys = await client.keys('names:*');
    expect(keys.filter((key) => !/^names:\{[^{}]*\}:[a-z-]+(:[^{}]*)?$/.test(key))).toEqual([]);
    expect(Math.max(...keys.map((key) => key.length))).toBeLessThan(300);
    // What a name was cut from can still be read.
    const cut = keys.find((key) => /x#[0-9a-f]{64}\}:pool$/.test(key));
    expect((await client.hget(cut, 'name')).length).toBe(10_000);
  });

  test.each([
    ['undefined', undefined, 'ERR_INVALID_ARG_TYPE'],
    ['an object', {}, 'ERR_INVALID_ARG_TYPE'],
    ['a lone surrogate', 'a\udc00', 'ERR_INVALID_ARG_VALUE'],
  ])('%s names none', async (_, pool, code) => {
    const store = new RedisStore(lazy());
    await expect(store.open(pool)).rejects.toMatchObject({
      name: 'TypeError',
      code,
      message: expect.stringMatching(/^pool must /),
    });
  });

  test('in a cluster, all keys of each are in one place', async () => {
    const cluster = await startCluster();
    const { open, close } = CLUSTERS['ioredis 5'];
    const client = await open(cluster.servers);
    try {
      const store = new RedisStore(client);
      for (const pool of Object.values(NAMES)) {
        const { add, claim, release } = stepsOn(store, pool);
        await store.open(pool);
        await add('a');
        await add('{b}');
        const { id, fence } = await claim({ id: '{b}' });
        expect(await release(id, fence)).toEqual({ held: true });
      }
      const keys = (await Promise.all(client.nodes('master').map((node) => node.keys('*')))).flat();
      const slots = new Map();
      for (const key of keys) {
        const pool = key.split('}:')[0];
        slots.set(pool, new Set(slots.get(pool)).add(await client.cluster('KEYSLOT', key)));
      }
      expect([...slots.values()].map(({ size }) => size)).toEqual(Object.keys(NAMES).map(() => 1));
    } finally {
      close(client);
      await cluster.stop();
    }
  });
});

describe('a step', () => {
  test.each([
    ['a pick that there is not', ({ claim }) => claim({ pick: 'best' })],
    ['an owner that is no text', ({ claim }) => claim({ owner: 7 })],
    ['a lease that is no number', ({ claim }) => claim({ leaseMs: '60' })],
    ['a lease without end', ({ claim }) => claim({ leaseMs: Infinity })],
    ['a lifetime that is none', ({ add }) => add('b', { usableMs: Number.NaN })],
    ['an id that is no text', ({ get }) => get(7)],
    ['an id with a lone surrogate', ({ remove }) => remove('\ud800')],
    ['a reason that is no text', ({ retire }) => retire('a', null)],
    ['a state that is missing', ({ add }) => add('b', { state: undefined })],
    ['a state that has no text', ({ add }) => add('b', { state: Object.create(null) })],
    ['a state with a lone surrogate', ({ add }) => add('b', { state: '{"a":"\ud83c"}' })],
    ['a fence that is no number', ({ renew }) => renew('a', undefined)],
    ['a rest that is none', ({ release }) => release('a', 1, { restMs: Number.NaN })],
  ])('%s is a TypeError, and changes nothing', async (_, step) => {
    const { steps } = await place.store();
    await steps.add('a');
    await expect(step(steps)).rejects.toThrow(TypeError);
    expect((await steps.list({ state: true })).records).toMatchObject([
      { id: 'a', status: 'free', state: 'state of a' },
    ]);
  });

  test('what stands in a text is not a part of the script', async () => {
    const { steps } = await place.store();
    const text = `]] .. redis.call('FLUSHALL') .. [["'\\) end --`;
    await steps.add(text, { state: text });
    const { id, fence } = await steps.claim({ owner: text });
    await steps.release(id, fence, { reason: text });
    expect(await steps.get(text)).toMatchObject({ id: text, state: text, owner: text, reason: text });
  });

  test('an object as a state is its text', async () => {
    const { steps } = await place.store();
    await steps.add('a', { state: { toString: () => 'text' } });
    expect((await steps.get('a')).state).toBe('text');
  });
});
