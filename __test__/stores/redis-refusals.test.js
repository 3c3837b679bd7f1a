'use strict';

// A server that refuses, or is killed: each step is made as a whole or not at all, and goes through once the reason is gone.
// Promises: L19

const { inspect } = require('node:util');
const { RedisStore } = require('../../redis');
const { PAGES, read } = require('../docs/markdown');
const { CLIENTS } = require('./fixtures/redis-clients');
const { dump, onServer, stepsOn } = require('./fixtures/redis-place');

const place = onServer({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });

const admin = (...words) => place.server.command(...words);

/** A pool with a record of each kind, and all that changes something in it. */
async function filled() {
  const { client, store, pool, steps } = await place.store();
  for (const id of ['free', 'other', 'held', 'ended', 'resting', 'retired']) await steps.add(id);
  await steps.add('expired', { usableMs: 0 });
  const { fence } = await steps.claim({ id: 'held' });
  await steps.claim({ id: 'ended', leaseMs: 0 });
  await steps.release('resting', (await steps.claim({ id: 'resting' })).fence, { restMs: 1 });
  await steps.retire('retired');
  const retired = await steps.get('retired');
  const writes = {
    claim: [() => steps.claim(), { status: 'claimed' }],
    'claim of one': [() => steps.claim({ id: 'other' }), { status: 'claimed' }],
    add: [() => steps.add('new'), { status: 'added' }],
    'add with a lease': [() => steps.add('newer', { lease: { owner: 'me', leaseMs: 1 } }), { status: 'added' }],
    renew: [() => steps.renew('held', fence, { state: 'x'.repeat(1000) }), { held: true }],
    'renew without a state': [() => steps.renew('held', fence), { held: true }],
    retire: [() => steps.retire('free'), { found: true }],
    reset: [() => steps.reset('retired', retired.fence), true],
    release: [() => steps.release('held', fence, { state: 'saved' }), { held: true }],
    remove: [() => steps.remove('other'), true],
    prune: [() => steps.prune(), expect.any(Number)],
  };
  return { client, store, pool, steps, writes };
}

/** Each step is refused and changes nothing; what only reads does so. */
async function areRefused({ client, steps, writes }, message) {
  const before = await dump(client);
  for (const [name, [step]] of Object.entries(writes)) {
    const error = { name: 'SessionPoolError', code: 'STORE_UNAVAILABLE', message: expect.stringMatching(message) };
    expect([name, await step().catch((thrown) => thrown)]).toEqual([name, expect.objectContaining(error)]);
    expect([name, await dump(client)]).toEqual([name, before]);
  }
  expect((await steps.list({ state: true })).records).toHaveLength(7);
  expect(await steps.get('held')).toMatchObject({ status: 'in use', state: 'state of held' });
  expect(await steps.stats()).toMatchObject({ inUse: 1, retired: { blocked: 1 } });
}

async function goThrough({ steps, writes }) {
  for (const [name, [step, result]] of Object.entries(writes)) {
    const expected = result.constructor === Object ? expect.objectContaining(result) : result;
    expect([name, await step()]).toEqual([name, expected]);
  }
  expect(await steps.get('held')).toMatchObject({ status: 'free', state: 'saved' });
}

test.each([
  ['a replica', /READONLY/, ['REPLICAOF', '127.0.0.1', '1'], ['REPLICAOF', 'NO', 'ONE']],
  [
    'a server that misses its replicas',
    /NOREPLICAS/,
    ['CONFIG', 'SET', 'min-replicas-to-write', '1'],
    ['CONFIG', 'SET', 'min-replicas-to-write', '0'],
  ],
])('%s can only be read', async (_, message, begin, end) => {
  const pool = await filled();
  await admin(...begin);
  await areRefused(pool, message);
  await expect(pool.store.open(`${pool.pool}, anew`)).rejects.toThrow(message);
  await admin(...end);
  await goThrough(pool);
});

test('a server that is full takes nothing, but makes room', async () => {
  const pool = await filled();
  const { remove, prune, ...growing } = pool.writes;
  await admin('CONFIG', 'SET', 'maxmemory', '1');
  await areRefused({ ...pool, writes: growing }, /OOM/);
  expect(await remove[0]()).toBe(true);
  expect(await prune[0]()).toBe(2);
  await admin('CONFIG', 'SET', 'maxmemory', '0');
  await pool.steps.add('other');
  const { reset, ...others } = growing;
  await goThrough({ ...pool, writes: others });
  expect(await reset[0]()).toBe(false);
});

test('an error tells nothing of the state', async () => {
  const { steps } = await filled();
  await admin('CONFIG', 'SET', 'maxmemory', '1');
  const error = await steps.add('secret', { state: 'sid=0123456789' }).catch((thrown) => thrown);
  await admin('CONFIG', 'SET', 'maxmemory', '0');
  expect(error.cause).toMatchObject({ message: expect.stringContaining('OOM') });
  expect(inspect(error, { depth: Infinity })).not.toContain('0123456789');
});

describe.each(Object.entries(CLIENTS))('%s', (_, kind) => {
  test('a server that was killed and has its data: nothing that was told is lost, and the store goes on', async () => {
    const { steps } = await place.store(kind);
    for (const id of ['a', 'b', 'c']) await steps.add(id);
    const held = await steps.claim();
    const rounds = [];
    const working = (async () => {
      for (let round = 0; round < 200; round++) {
        // What the client gives up, the pool tries again.
        const result = await steps.renew(held.id, held.fence, { state: `${round}` }).catch(() => undefined);
        if (result !== undefined) rounds.push([round, result.held]);
      }
    })();
    await place.server.restart();
    await working;
    expect(rounds.length).toBeGreaterThan(0);
    expect(rounds.filter(([, isHeld]) => !isHeld)).toEqual([]);
    expect((await steps.get(held.id)).state).toBe(`${rounds.at(-1)[0]}`);
    expect(await steps.release(held.id, held.fence)).toEqual({ held: true });
    expect(await steps.stats()).toMatchObject({ free: 3 });
  });

  test('a server that has lost its data: the store goes on without, and fences go on to grow', async () => {
    const { steps } = await place.store(kind);
    await steps.add('a');
    const { fence } = await steps.claim();
    await place.server.restart({ keepData: false });
    let found;
    while (found === undefined) found = await steps.renew('a', fence).catch(() => undefined);
    expect(found).toEqual({ held: false });
    const added = await steps.add('a');
    expect(added).toMatchObject({ status: 'added' });
    expect(added.fence).toBeGreaterThan(fence);
    expect(await steps.claim()).toMatchObject({ id: 'a', state: 'state of a' });
  });
});

test('the permissions that the docs name are enough, and each is needed', async () => {
  const text = read(PAGES.find((page) => page.endsWith('stores.md')));
  const [, line] = /^redis-cli (ACL SETUSER .*)$/m.exec(text);
  const words = line.split(' ').map((word) => word.replaceAll("'", ''));
  const secret = words.find((word) => word.startsWith('>')).slice(1);
  await admin(...words);
  for (const kind of Object.values(CLIENTS)) {
    const url = place.server.url.replace('redis://', `redis://crawler:${secret}@`);
    const client = await place.client(kind, { url });
    const store = new RedisStore(client);
    await store.open('shop');
    const steps = stepsOn(store, 'shop');
    for (const id of ['a', 'b', 'c']) await steps.add(id);
    const { id, fence } = await steps.claim();
    await steps.renew(id, fence);
    await steps.release(id, fence, { restMs: 1 });
    for (const pick of ['most-recently-used', 'round-robin', 'random']) {
      const claimed = await steps.claim({ pick, maxPoolSize: 10 });
      if (claimed.status === 'claimed') await steps.release(claimed.id, claimed.fence);
    }
    await steps.retire('a');
    await steps.reset('a', (await steps.get('a')).fence);
    await steps.retire('b');
    await steps.list();
    await steps.stats();
    expect(await steps.prune()).toBe(1);
    for (const other of ['a', 'c']) expect(await steps.remove(other)).toBe(true);
    await expect(new RedisStore(client, { prefix: 'elsewhere' }).open('shop')).rejects.toThrow(/NOPERM|permission/i);
  }
  const refused = (await admin('ACL', 'LOG')).map((entry) => entry[entry.indexOf('object') + 1]);
  // Clients tell their name and version to a server that knows the command, and take no for an answer.
  const others = refused.filter((object) => !/^client\b/.test(object) && !object.startsWith('elsewhere:'));
  expect([refused.length > 0, others]).toEqual([true, []]);
  const used = read('js/stores/redis-store.lua').matchAll(/call\('([A-Z]+)'/g);
  const allowed = words.filter((word) => word.startsWith('+')).map((word) => word.slice(1));
  const expected = new Set(['eval', 'evalsha', 'info', ...[...used].map(([, command]) => command.toLowerCase())]);
  expect(new Set(allowed)).toEqual(expected);
});
