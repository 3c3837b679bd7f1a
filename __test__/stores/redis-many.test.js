'use strict';

// A pool of 100,000 records: each step asks as many commands of Redis as in a small one.
// Promises: L20

const { onServer } = require('./fixtures/redis-place');

const MANY = 100_000;

/** Adds records as `add` does, all at once: copies of the first one, with numbers of their own. */
const COPIES = `
  local prefix, count = KEYS[1], tonumber(ARGV[1])
  local one = redis.call('HGETALL', prefix .. 'record:x0')
  for at = 1, #one, 2 do one[one[at]] = one[at + 1] end
  for number = 1, count - 1 do
    local id, place = 'x' .. number, string.format('%.0f', one.added + number)
    local numbers = { 'fence', place, 'added', place, 'use', place, 'leaseEnd', '0', 'restEnd', '0' }
    redis.call('HSET', prefix .. 'record:' .. id, 'id', id, 'state', one.state, 'usableUntil', one.usableUntil, unpack(numbers))
    for _, set in ipairs({ 'line', 'free', 'in-turn' }) do redis.call('ZADD', prefix .. set, place, id) end
    redis.call('ZADD', prefix .. 'living', one.usableUntil, id)
  end
  redis.call('HSET', prefix .. 'pool', 'number', string.format('%.0f', one.added + count))
`;

const place = onServer();

/** What the test itself calls, and what is called now and then. */
const OTHERS = new Set(['config', 'info', 'evalsha', 'pexpire']);

/** How often a step called each command of Redis. */
async function commandsOf(client, step) {
  await client.config('RESETSTAT');
  await step();
  const stats = await client.info('commandstats');
  const calls = [...stats.matchAll(/^cmdstat_(\w+):calls=(\d+)/gm)].map(([, name, count]) => [name, Number(count)]);
  return Object.fromEntries(calls.filter(([name]) => !OTHERS.has(name)).sort());
}

/** What each kind of step costs in a pool. */
async function costs({ client, steps }) {
  const cost = {};
  const measure = async (name, step) => {
    let result;
    cost[name] = await commandsOf(client, async () => {
      result = await step();
    });
    return result;
  };
  const use = async (pick) => {
    const { id, fence } = await measure(`claim: ${pick}`, () => steps.claim({ pick }));
    await measure('renew', () => steps.renew(id, fence, { state: 'new' }));
    await measure('release', () => steps.release(id, fence, { restMs: 1e9, usableMs: 1e9 }));
  };
  for (const pick of ['least-recently-used', 'most-recently-used', 'round-robin']) await use(pick);
  await measure('claim of one that rests', () => steps.claim({ id: 'x1' }));
  await measure('claim of one', () => steps.claim({ id: 'x5' }));
  await measure('add', () => steps.add('new', { maxPoolSize: MANY * 2 }));
  await measure('add to a full pool', () => steps.add('newer', { maxPoolSize: 3 }));
  await measure('retire', () => steps.retire('x6'));
  await measure('get', () => steps.get('x7'));
  await measure('remove', () => steps.remove('x8'));
  await measure('a page', () => steps.list({ limit: 2 }));
  // Last: it may draw any of those that the others name.
  await use('random');
  return cost;
}

async function filled(count) {
  const pool = await place.store();
  await pool.steps.add('x0');
  await pool.client.eval(COPIES, 1, `crawler-session:{${encodeURIComponent(pool.pool)}}:`, count);
  return pool;
}

test('a step costs the same among 100,000 records as among 20', async () => {
  const [few, many] = [await filled(20), await filled(MANY)];
  expect(await costs(many)).toEqual(await costs(few));
  expect(await many.steps.stats()).toMatchObject({ free: MANY - 6, inUse: 1, cooling: 4, retired: { blocked: 1 } });
  // Leases that end at once cost those that meet them once.
  const held = await Promise.all(Array.from({ length: 5000 }, () => many.steps.claim({ leaseMs: 1 })));
  expect(new Set(held.map(({ id }) => id)).size).toBeGreaterThan(4000);
  const { records } = await many.steps.list({ limit: 3 });
  expect(records.map(({ id }) => id)).toEqual(['x0', 'x1', 'x2']);
  for (const { id } of [await many.steps.claim({ pick: 'random' }), await many.steps.claim({ pick: 'round-robin' })]) {
    expect(await many.steps.get(id)).toMatchObject({ status: 'in use' });
  }
});

test('each of the free records is as likely to be drawn as any other, however long ago it was used', async () => {
  const { steps } = await filled(10);
  const byUse = Array.from({ length: 10 }, (_, number) => `x${number}`);
  const counts = byUse.map(() => 0);
  const draws = 5000;
  for (let draw = 0; draw < draws; draw++) {
    const { id, fence } = await steps.claim({ pick: 'random' });
    await steps.release(id, fence);
    const at = byUse.indexOf(id);
    counts[at]++;
    byUse.push(...byUse.splice(at, 1));
  }
  // Nine degrees of freedom: more than 50 happens once in ten million times.
  const expected = draws / counts.length;
  expect(counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(50);
});
