'use strict';

// Records that somebody has changed by hand, keys of another type or version: each is told, and the others go on.
// Promises: L18

const { setTimeout: sleep } = require('node:timers/promises');
const { SessionPool } = require('../../pool');
const { dump, onServer } = require('./fixtures/redis-place');

const place = onServer();

const keyOf = (pool, name) => `crawler-session:{${encodeURIComponent(pool)}}:${name}`;

const replacedBy = (write) => async (client, key) => {
  await client.del(key);
  await write(client, key);
};
const set = (field, value) => (client, key) => client.hset(key, field, value);
const without = (field) => (client, key) => client.hdel(key, field);

/** What somebody may do to a record, and how that is told. */
const DAMAGES = {
  'a text instead of the hash': [replacedBy((client, key) => client.set(key, '{}')), 'its key is no hash'],
  'a set instead of the hash': [replacedBy((client, key) => client.sadd(key, '1')), 'its key is no hash'],
  'a hash of something else': [replacedBy((client, key) => client.hset(key, 'name', 'x')), 'it has another id'],
  'a fence in words': [set('fence', 'seven'), 'fence is no number'],
  'a fence with a fraction': [set('fence', '7.5'), 'fence is no whole number'],
  'a time that is none': [set('usableUntil', 'tomorrow'), 'usableUntil is no number'],
  'a time without end': [set('leaseEnd', 'inf'), 'leaseEnd is no number'],
  'a time that is no number': [set('restEnd', 'nan'), 'restEnd is no number'],
  'an empty text as a number': [set('use', ''), 'use is no number'],
  'a missing number': [without('added'), 'added is no number'],
  'a missing state': [without('state'), 'it has no state'],
  'a missing id': [without('id'), 'it has another id'],
  'the id of another record': [set('id', 'other'), 'it has another id'],
};

describe.each(Object.entries(DAMAGES))('a record with %s', (_, [damage, flaw]) => {
  const damaged = async () => {
    const { client, pool, steps } = await place.store();
    for (const id of ['first', 'hurt', 'last']) await steps.add(id);
    await damage(client, keyOf(pool, 'record:hurt'));
    return { client, pool, steps };
  };

  test('is named where it is asked for, and stays as it is', async () => {
    const { client, pool, steps } = await damaged();
    const before = await dump(client, keyOf(pool, '*'));
    for (const step of [
      () => steps.get('hurt'),
      () => steps.claim({ id: 'hurt' }),
      () => steps.add('hurt'),
      () => steps.renew('hurt', 7, { state: 'new' }),
      () => steps.release('hurt', 7),
      () => steps.retire('hurt'),
      () => steps.reset('hurt', 7),
    ]) {
      await expect(step()).rejects.toMatchObject({
        name: 'SessionPoolError',
        code: 'STORE_CORRUPT',
        message: `The record "hurt" of the pool "${pool}" in Redis is damaged: ${flaw}`,
      });
    }
    expect(await dump(client, keyOf(pool, '*'))).toBe(before);
  });

  test('costs the others nothing', async () => {
    const { steps } = await damaged();
    for (const pick of ['least-recently-used', 'most-recently-used', 'round-robin', 'random']) {
      const claims = [await steps.claim({ pick }), await steps.claim({ pick })];
      expect(claims.map(({ id }) => id).sort()).toEqual(['first', 'last']);
      expect(await steps.claim({ pick })).toMatchObject({ status: 'none', nextMs: expect.any(Number) });
      for (const { id, fence } of claims) expect(await steps.release(id, fence)).toEqual({ held: true });
    }
    expect(await steps.prune()).toBe(0);
    const { records } = await steps.list({ state: true });
    expect(records.map(({ id }) => id)).toEqual(['first', 'hurt', 'last']);
    expect(records[1]).toMatchObject({ status: 'retired', reason: `damaged: ${flaw}` });
  });

  test('can be removed, and added again', async () => {
    const { steps } = await damaged();
    expect(await steps.remove('hurt')).toBe(true);
    expect(await steps.add('hurt')).toMatchObject({ status: 'added' });
    expect((await steps.list()).records.map(({ id }) => id)).toEqual(['first', 'last', 'hurt']);
    expect(await steps.stats()).toMatchObject({ free: 3, retired: {} });
  });
});

test('a damaged record is claimed again once it is mended, without anybody having asked for it', async () => {
  const { client, pool, steps } = await place.store();
  await steps.add('hurt');
  const key = keyOf(pool, 'record:hurt');
  const state = await client.hget(key, 'state');
  await client.hdel(key, 'state');
  const { nextMs } = await steps.claim();
  expect(nextMs).toBeGreaterThan(0);
  expect(nextMs).toBeLessThanOrEqual(1000);
  await client.hset(key, 'state', state);
  let claimed;
  for (; claimed?.status !== 'claimed'; await sleep(50)) claimed = await steps.claim();
  expect(claimed).toMatchObject({ id: 'hurt', state });
});

test('a record whose key is gone is gone: the pool has room for another one', async () => {
  const { client, pool, steps } = await place.store();
  for (const id of ['a', 'b']) await steps.add(id);
  await client.del(keyOf(pool, 'record:a'));
  expect(await steps.get('a')).toBe(undefined);
  expect(await steps.claim({ id: 'a' })).toEqual({ status: 'missing' });
  expect((await steps.list()).records.map(({ id }) => id)).toEqual(['b']);
  expect(await steps.claim()).toMatchObject({ id: 'b' });
  expect(await steps.claim({ maxPoolSize: 2 })).toEqual({ status: 'none', nextMs: expect.any(Number), hasRoom: true });
});

test('a pool with a damaged record opens, uses the others, and names it', async () => {
  const { client, store } = await place.store();
  const name = 'shop';
  const pool = await SessionPool.open({ store, name, maxPoolSize: 3 });
  for (const id of ['hurt', 'whole']) await pool.add({ id });
  await pool.close();
  await client.hset(keyOf(name, 'record:hurt'), 'fence', 'seven');
  const again = await SessionPool.open({ store, name, maxPoolSize: 2, createSessions: false });
  expect(await again.use((session) => session.id)).toBe('whole');
  await expect(again.acquire({ id: 'hurt' })).rejects.toThrow(/"hurt".*is damaged: fence is no number/);
  const summaries = [];
  for await (const summary of again.sessions({ state: true })) summaries.push(summary);
  expect(summaries).toMatchObject([
    { id: 'hurt', status: 'retired', reason: 'damaged: fence is no number', error: { code: 'STATE_UNREADABLE' } },
    { id: 'whole', status: 'free' },
  ]);
  expect((await again.stats()).retired).toEqual({ 'damaged: fence is no number': 1 });
  await again.remove('hurt');
  await again.close();
});

describe('a pool', () => {
  test('of a later version is left as it is, whether it was open before or not', async () => {
    const { client, store, pool, steps } = await place.store();
    for (const id of ['a', 'b', 'c']) await steps.add(id);
    const { fence } = await steps.claim({ id: 'a' });
    await client.hset(keyOf(pool, 'pool'), 'version', '2');
    const before = await dump(client);
    const ofVersion = {
      name: 'SessionPoolError',
      code: 'STORE_VERSION',
      message: `The pool "${pool}" in Redis has version 2; this release knows version 1`,
    };
    await expect(store.open(pool)).rejects.toMatchObject(ofVersion);
    for (const step of [
      () => steps.claim(),
      () => steps.claim({ id: 'b' }),
      () => steps.add('d'),
      () => steps.renew('a', fence),
      () => steps.release('a', fence, { state: 'new' }),
      () => steps.retire('b'),
      () => steps.reset('a', fence),
      () => steps.remove('c'),
      () => steps.prune(),
      () => steps.get('a'),
      () => steps.list(),
      () => steps.stats(),
    ]) {
      await expect(step()).rejects.toMatchObject(ofVersion);
    }
    expect(await dump(client)).toBe(before);
    await client.hset(keyOf(pool, 'pool'), 'version', '1');
    expect(await steps.release('a', fence)).toEqual({ held: true });
  });

  test.each(['pool', 'line', 'living', 'free', 'in-turn', 'waiting'])(
    'whose key %s is something else is told when it is opened, and stays as it is',
    async (name) => {
      const { client, store, pool, steps } = await place.store();
      await steps.add('a');
      await steps.add('b');
      await steps.claim();
      const key = keyOf(pool, name);
      await client.del(key);
      await client.rpush(key, 'x');
      const before = await dump(client);
      await expect(store.open(pool)).rejects.toMatchObject({ name: 'SessionPoolError', code: 'STORE_CORRUPT' });
      await expect(store.open(pool)).rejects.toThrow(/in Redis|^Redis: /);
      expect(await dump(client)).toBe(before);
    },
  );

  test('a number or a turn that is none begins anew, and fences go on to grow', async () => {
    const { client, pool, steps } = await place.store();
    for (const id of ['a', 'b']) await steps.add(id);
    const { id, fence } = await steps.claim({ pick: 'round-robin' });
    await steps.release(id, fence);
    await client.hset(keyOf(pool, 'pool'), 'number', 'x', 'turn', 'y');
    const next = await steps.claim({ pick: 'round-robin' });
    expect(next.fence).toBeGreaterThan(fence);
  });
});
