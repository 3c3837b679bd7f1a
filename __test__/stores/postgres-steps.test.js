'use strict';

// What PostgresStore does with steps: their order, how many statements they are, how much of a large pool they read, and what locks and edits
// by hand do to them.
// Promises: L22

const { Client, escapeLiteral } = require('pg');
const { until } = require('../helpers/patience');
const { randomOf } = require('../helpers/random');
const { SEED } = require('../helpers/seed');
const { LONG, onServer, stepsOn } = require('./fixtures/postgres-place');
const { MapStore } = require('./map-store');
const { PostgresStore } = require('../../postgres');

const place = onServer();

const PICKS = ['least-recently-used', 'most-recently-used', 'round-robin', 'random'];

/** A client that notes what passes through it. */
function noted(client) {
  const statements = [];
  const query = (text, values) => {
    statements.push({ text, values });
    return client.query(text, values);
  };
  return { query, statements };
}

/** The same for a client of pg, which is given the names of statements too. */
function notedByName(client) {
  const { query } = client;
  const statements = [];
  client.query = (...args) => {
    if (args[0].name !== undefined) statements.push(args[0]);
    return query.apply(client, args);
  };
  return Object.assign(client, { statements });
}

test('steps on many connections take effect in the order in which they were called, and so are they answered', async () => {
  const { steps } = await place.store(place.client({ max: 10 }));
  const answered = [];
  const called = (name, promise) => promise.then((result) => answered.push([name, result]));
  const { fence } = await steps.add('held', { lease: { owner: 'me', leaseMs: LONG } });
  await Promise.all([
    called(
      'add',
      steps.add('s').then(({ status }) => status),
    ),
    ...Array.from({ length: 20 }, (_, at) => called(at, steps.renew('held', fence, { state: `${at}` }))),
    called(
      'get',
      steps.get('held').then(({ state }) => state),
    ),
    called('release', steps.release('held', fence)),
    called('renew', steps.renew('held', fence)),
    called(
      'list',
      steps.list().then(({ records }) => records.map(({ id, status }) => [id, status])),
    ),
    called('remove', steps.remove('s')),
    called('claim', steps.claim({ id: 's' })),
  ]);
  expect(answered).toEqual([
    ['add', 'added'],
    ...Array.from({ length: 20 }, (_, at) => [at, { held: true }]),
    ['get', '19'],
    ['release', { held: true }],
    ['renew', { held: false }],
    [
      'list',
      [
        ['held', 'free'],
        ['s', 'free'],
      ],
    ],
    ['remove', true],
    ['claim', { status: 'missing' }],
  ]);
});

describe('steps on many connections that would do the same in any order go together', () => {
  // Also if a test fails.
  const unlocks = [];
  afterEach(() => Promise.all(unlocks.splice(0).map((unlock) => unlock())));

  const WAITING = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'";

  /** A store with some sessions, two of them held; and a transaction that keeps what it has locked until `unlock()`. */
  async function withLock(text, storeOptions) {
    const { steps, client, pool } = await place.store(place.client(), storeOptions);
    for (const id of ['x', 'y', 'z']) await steps.add(id);
    const fences = {};
    for (const id of ['x', 'y']) fences[id] = (await steps.claim({ id })).fence;
    const locker = await client.connect();
    await locker.query('BEGIN');
    await locker.query(text, [pool]);
    let isLocked = true;
    const unlock = async () => {
      if (!isLocked) return;
      isLocked = false;
      await locker.query('COMMIT');
      locker.release();
    };
    unlocks.push(unlock);
    const waiting = async (count) => {
      while ((await place.sql(WAITING)).length < count);
    };
    return { steps, fences, unlock, waiting };
  }

  const LOCK_X = "SELECT FROM crawler_sessions WHERE pool = $1 AND id = 'x' FOR UPDATE";

  test('those on different ids: one that waits holds up none', async () => {
    const { steps, fences, unlock, waiting } = await withLock(LOCK_X);
    const order = [];
    const released = steps.release('x', fences.x).then(() => order.push('x'));
    await waiting(1);
    expect(await steps.release('y', fences.y)).toEqual({ held: true });
    expect(await steps.retire('z')).toMatchObject({ found: true });
    order.push('others');
    await unlock();
    await released;
    expect(order).toEqual(['others', 'x']);
  });

  test.each([
    ['a claim', (steps) => steps.claim(), { id: 'x' }],
    ['an add', (steps) => steps.add('x'), { status: 'exists' }],
    [
      'a list',
      (steps) => steps.list().then(({ records }) => records.find(({ id }) => id === 'x')),
      { state: undefined },
    ],
    ['the same id', (steps) => steps.get('x'), { state: 'saved', status: 'free' }],
  ])('%s waits for what was called before', async (_, call, expected) => {
    const { steps, fences, unlock, waiting } = await withLock(LOCK_X);
    // Only x is going to be free.
    await steps.claim({ id: 'z' });
    const order = [];
    const released = steps.release('x', fences.x, { state: 'saved' }).then(() => order.push('released'));
    await waiting(1);
    const called = call(steps).then((result) => {
      order.push('called');
      return result;
    });
    const last = steps.get('x').then(() => order.push('last'));
    await unlock();
    expect(await called).toMatchObject(expected);
    await Promise.all([released, last]);
    expect(order).toEqual(['released', 'called', 'last']);
  });

  test('claims of any session, each of which gets another one; what is called behind them waits for all', async () => {
    const { steps, fences, unlock, waiting } = await withLock(
      'SELECT FROM crawler_sessions_pools WHERE pool = $1 FOR UPDATE',
    );
    for (const id of ['x', 'y']) await steps.release(id, fences[id]);
    const claims = Array.from({ length: 3 }, () => steps.claim({ pick: 'round-robin' }));
    const stats = steps.stats();
    await waiting(3);
    await unlock();
    const claimed = await Promise.all(claims);
    expect(claimed.map(({ id }) => id).sort()).toEqual(['x', 'y', 'z']);
    expect(await stats).toMatchObject({ free: 0, inUse: 3 });
  });

  test('one that fails holds up none', async () => {
    const { steps } = await place.store();
    await steps.add('x');
    const failed = steps.renew('x', 'no number');
    const gets = ['x', 'y'].map((id) => steps.get(id));
    await expect(failed).rejects.toMatchObject({ code: '22P02' });
    expect((await Promise.all(gets)).map((found) => found?.id)).toEqual(['x', undefined]);
  });

  test(`random steps (seed ${SEED}) find what they would find one after the other`, async () => {
    const random = randomOf(SEED);
    const map = new MapStore();
    await map.open('pool');
    const model = stepsOn(map, 'pool');
    const { steps } = await place.store(place.client({ max: 10 }));
    const ids = Array.from({ length: 9 }, (_, n) => `s${n}`);
    const fences = new Map([
      [steps, {}],
      [model, {}],
    ]);
    for (const id of ids) {
      for (const of of [steps, model]) {
        fences.get(of)[id] = (await of.add(id, { lease: { owner: 'me', leaseMs: LONG } })).fence;
      }
    }
    const called = Array.from({ length: 500 }, (_, at) => {
      const id = random.pick(ids);
      const state = `state ${at}`;
      const name = random.pick([
        'renew',
        'release',
        'claim',
        'claim',
        'get',
        'retire',
        'reset',
        'remove',
        'add',
        'rare',
      ]);
      const call = {
        renew: (of) => of.renew(id, fences.get(of)[id], { state }),
        release: (of) => of.release(id, fences.get(of)[id], { state }),
        // These get the same records in any order.
        claim: (of) => of.claim({ pick: 'round-robin', maxPoolSize: 5 }),
        get: (of) => of.get(id),
        retire: (of) => of.retire(id, state),
        reset: (of) => of.reset(id, fences.get(of)[id]),
        remove: (of) => of.remove(id),
        add: (of) => of.add(id, { state, maxPoolSize: 7 }),
        rare: random.pick([(of) => of.list(), (of) => of.stats(), (of) => of.prune(), (of) => of.claim({ id })]),
      }[name];
      return [name, call(steps), call(model)];
    });
    const told = (result) => {
      if (typeof result !== 'object') return result;
      const { status, reason, held, found, state, records, free, inUse } = result;
      const list = records?.map((record) => [record.id, record.status, record.reason, record.owner]);
      return { status, reason, held, found, state, free, inUse, list };
    };
    const claimed = { ours: 0, theirs: 0 };
    for (const [at, [name, ourStep, theirStep]] of called.entries()) {
      const [ours, theirs] = [await ourStep, await theirStep];
      if (name === 'claim') {
        // Of some that are under way at once, any may get what there is.
        claimed.ours += Number(ours.status === 'claimed');
        claimed.theirs += Number(theirs.status === 'claimed');
      } else {
        expect([at, name, told(ours)]).toEqual([at, name, told(theirs)]);
        expect(claimed.ours).toBe(claimed.theirs);
      }
    }
    expect(claimed.ours).toBeGreaterThan(0);
  });

  test('a pool takes four connections at most', async () => {
    const client = place.client({ max: 10 });
    const { steps } = await place.store(client);
    await Promise.all(Array.from({ length: 100 }, (_, n) => steps.get(`x${n}`)));
    expect(client.totalCount).toBe(4);
  });
});

test('pools of one store object do not wait for each other', async () => {
  const { store, pool, client } = await place.store();
  await store.open('other');
  await store.add(pool, { id: 's', state: '', usableMs: LONG });
  const { fence } = await store.claim(pool, { owner: 'me', leaseMs: LONG, pick: 'random' });
  const locker = await client.connect();
  await locker.query('BEGIN');
  await locker.query('SELECT FROM crawler_sessions WHERE pool = $1 FOR UPDATE', [pool]);
  const released = store.release(pool, 's', fence, { restMs: 0 });
  expect(await store.add('other', { id: 's', state: '', usableMs: LONG })).toMatchObject({ status: 'added' });
  await locker.query('COMMIT');
  locker.release();
  expect(await released).toEqual({ held: true });
});

test('a Client of pg is given one statement at a time, whoever uses it', async () => {
  const client = new Client(place.server.url);
  await client.connect();
  const underWay = { now: 0, most: 0 };
  const { query } = client;
  client.query = async (...args) => {
    underWay.most = Math.max(underWay.most, ++underWay.now);
    try {
      return await query.apply(client, args);
    } finally {
      underWay.now--;
    }
  };
  const stores = [new PostgresStore(client), new PostgresStore(client)];
  await Promise.all(stores.flatMap((store) => ['one client a', 'one client b'].map((pool) => store.open(pool))));
  await Promise.all(stores.flatMap((store) => ['one client a', 'one client b'].map((pool) => store.stats(pool))));
  await client.end();
  expect(underWay.most).toBe(1);
});

describe('each step is one statement', () => {
  test.each(PICKS)('a use by %s is two', async (pick) => {
    const client = noted(place.client());
    const { steps } = await place.store(client);
    for (const id of ['x', 'y', 'z']) await steps.add(id);
    // After the first claim in a while, what time has changed is written down.
    await steps.claim({ id: 'x' });
    await steps.stats();
    client.statements.length = 0;
    for (let use = 0; use < 10; use++) {
      const { id, fence } = await steps.claim({ pick });
      await steps.release(id, fence, { state: 'saved' });
    }
    expect(client.statements).toHaveLength(20);
  });

  test('all others are one as well', async () => {
    const client = noted(place.client());
    const { steps } = await place.store(client);
    await steps.add('first');
    await steps.stats();
    client.statements.length = 0;
    const { fence } = await steps.add('x', { lease: { owner: 'me', leaseMs: LONG }, maxPoolSize: 2 });
    await steps.add('x');
    await steps.renew('x', fence);
    await steps.retire('x');
    await steps.get('x');
    await steps.list();
    await steps.stats();
    await steps.reset('x', fence);
    await steps.remove('x');
    await steps.prune();
    expect(client.statements).toHaveLength(10);
  });
});

describe('no step on a pool of 20,000 reads much of it', () => {
  const COUNT = 20_000;
  /** How many pages of tables and indexes a statement may touch. */
  const MOST_PAGES = 300;

  const HELD = "leased_until = now() + interval '1 hour', seen_at = now()";
  /** What is changed in the records of a pool. */
  const POOLS = {
    'all free': undefined,
    'all held but one': `${HELD} WHERE place <> 7777`,
    'all held but some that are far apart': `${HELD} WHERE place % 4000 <> 0`,
    'all held': HELD,
    'all resting but some that were used later': `rests_until = now() + interval '1 hour', seen_at = now(),
      used_at = used_at - interval '1 hour' WHERE place > 10`,
    'all expired but some': 'usable_until = now(), seen_at = now() WHERE place < 19000',
    'all retired but some': "reason = 'blocked' WHERE place < 19000",
  };

  const EXPLAIN = 'EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)';

  /** The pages that a statement touches; one with a name by the plan that the connection has. */
  async function pagesOf(client, { name, text, values }) {
    const literals = values.map((value) => (value === null ? 'NULL' : escapeLiteral(String(value))));
    const explained =
      name === undefined
        ? client.query(`${EXPLAIN} ${text}`, values)
        : client.query(`${EXPLAIN} EXECUTE ${name} (${literals})`);
    const [{ Plan: plan }] = (await explained).rows[0]['QUERY PLAN'];
    return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
  }

  /** Fills a new pool. */
  async function fill(client, pool, change) {
    const values = `$1, 's' || n, n, now() + interval '1 day', now() + n * interval '1 ms', now(), n, 'state'`;
    await client.query(
      'INSERT INTO large_pools (pool, added) VALUES ($1, $2) ON CONFLICT (pool) DO UPDATE SET added = $2',
      [pool, COUNT],
    );
    await client.query(
      `INSERT INTO large (pool, id, place, usable_until, used_at, seen_at, fence, state)
       SELECT ${values} FROM generate_series(1, ${COUNT}) AS n`,
      [pool],
    );
    if (change !== undefined) await client.query(`UPDATE large SET ${change}`);
  }

  /** Each step, the claims in each way. */
  async function takeAll(steps, name = 'new') {
    for (const pick of PICKS) {
      const claimed = await steps.claim({ pick, maxPoolSize: 10 });
      if (claimed.status !== 'claimed') continue;
      await steps.renew(claimed.id, claimed.fence);
      await steps.release(claimed.id, claimed.fence);
    }
    await steps.claim({ id: 's5' });
    await steps.add(name, { maxPoolSize: COUNT * 2 });
    await steps.add('full', { maxPoolSize: 1 });
    await steps.retire('s6');
    await steps.get('s7');
    await steps.list({ after: 100, limit: 100 });
    await steps.remove(name);
  }

  async function expectFewPages(client, statements) {
    const pages = [];
    for (const statement of statements) pages.push([await pagesOf(client, statement), statement.text]);
    expect(pages.filter(([count]) => count > MOST_PAGES)).toEqual([]);
    expect(pages.length).toBeGreaterThan(12);
  }

  beforeEach(() => place.sql('DROP TABLE IF EXISTS large, large_pools; DROP FUNCTION IF EXISTS large_count'));

  // A table that has just been filled, of which the planner knows nothing, and one that it knows.
  describe.each(['unknown to the planner', 'known to it'])('%s', (known) => {
    test.each(Object.entries(POOLS))('%s', async (_, change) => {
      const client = place.client();
      const watched = noted(client);
      const { steps, pool } = await place.store(watched, { table: 'large' });
      await fill(client, pool, change);
      // Without it, statements clean up behind the UPDATE.
      await client.query(known === 'known to it' ? 'VACUUM ANALYZE large' : 'VACUUM large');
      if (known !== 'known to it') await client.query("DELETE FROM pg_statistic WHERE starelid = 'large'::regclass");
      watched.statements.length = 0;
      await takeAll(steps);
      await expectFewPages(client, watched.statements);
    });
  });

  // A connection keeps the plan of a statement with a name for as long as nothing tells that the table has changed, and growing doesn't.
  describe.each(['empty', 'small'])('that was %s when a connection planned its statements', (before) => {
    test.each(Object.entries(POOLS))('%s', async (_, change) => {
      const client = notedByName(place.client({ max: 1 }));
      const { steps, pool } = await place.store(client, { table: 'large' });
      await client.query('ALTER TABLE large SET (autovacuum_enabled = false)');
      if (before === 'small') for (let n = 0; n < 10; n++) await steps.add(`old ${n}`);
      await client.query('ANALYZE large');
      for (let time = 0; time < 10; time++) await takeAll(steps, `old new ${time}`);
      await place.sql('DELETE FROM large');
      await fill(client, pool, change);
      // How large it has become is seen within 50 claims and adds.
      for (let time = 0; time < 20; time++) await takeAll(steps, `new ${time}`);
      client.statements.length = 0;
      await takeAll(steps);
      await expectFewPages(client, client.statements);
    });
  });
});

test("what time has changed is written down, so that claims needn't look through it", async () => {
  const { steps, pool } = await place.store();
  for (let n = 0; n < 45; n++) await steps.add(`s${n}`, { usableMs: n < 10 ? 1 : LONG });
  const unseen = async () => {
    const [{ count }] = await place.sql(
      'SELECT count(*) FROM crawler_sessions WHERE pool = $1 AND changes_at <= now()',
      [pool],
    );
    return Number(count);
  };
  // The first one may have been seen just behind its adding.
  expect(await unseen()).toBeGreaterThanOrEqual(9);
  for (let n = 0; n < 20; n++) await steps.claim();
  await steps.stats();
  expect(await unseen()).toBe(0);
  for (let n = 0; n < 100; n++) await steps.add(`t${n}`, { usableMs: n < 40 ? 1 : LONG });
  await steps.stats();
  expect(await unseen()).toBe(0);
});

describe('a record that somebody has locked', () => {
  /** Locks a record as a transaction does that goes on. Returns what ends it. */
  async function locked(client, pool, id) {
    const locker = await client.connect();
    await locker.query('BEGIN');
    await locker.query('SELECT FROM crawler_sessions WHERE pool = $1 AND id = $2 FOR UPDATE', [pool, id]);
    return async () => {
      await locker.query('ROLLBACK');
      locker.release();
    };
  }

  test.each(PICKS)('%s: another one is claimed; when it is the only one, it is soon asked for again', async (pick) => {
    const { steps, client, pool } = await place.store();
    await steps.add('x');
    await steps.add('y');
    const unlock = await locked(client, pool, 'x');
    expect(await steps.claim({ pick })).toMatchObject({ status: 'claimed', id: 'y' });
    const none = await steps.claim({ pick });
    expect(none.status).toBe('none');
    expect(none.nextMs).toBeLessThanOrEqual(1000);
    const one = await steps.claim({ pick, id: 'x' });
    expect(one.status).toBe('none');
    expect(one.nextMs).toBeLessThanOrEqual(1000);
    await unlock();
    expect(await steps.claim({ pick })).toMatchObject({ status: 'claimed', id: 'x' });
  });

  test('a lock that lasts for an instant is not noticed', async () => {
    const { steps, client, pool } = await place.store();
    await steps.add('x');
    const unlock = await locked(client, pool, 'x');
    const claimed = steps.claim();
    await new Promise(setImmediate);
    await unlock();
    expect(await claimed).toMatchObject({ status: 'claimed', id: 'x' });
  });
});

describe('the row of a pool that somebody else writes', () => {
  /** Does something while a transaction has written it. */
  async function whileWritten(client, pool, set, work) {
    const writer = await client.connect();
    await writer.query('BEGIN');
    try {
      await writer.query(`UPDATE crawler_sessions_pools SET ${set} WHERE pool = $1`, [pool]);
      return await work();
    } finally {
      await writer.query('COMMIT');
      writer.release();
    }
  }

  test('round-robin goes on behind the session that another claims just now', async () => {
    const { steps, client, pool } = await place.store();
    for (const id of ['v', 'w', 'x', 'y', 'z']) await steps.add(id);
    let claimed;
    await whileWritten(client, pool, 'turn = 3', async () => {
      claimed = steps.claim({ pick: 'round-robin' });
      const waits = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
      while ((await place.sql(waits)).length === 0);
    });
    expect(await claimed).toMatchObject({ status: 'claimed', id: 'y' });
    expect(await steps.claim({ pick: 'round-robin' })).toMatchObject({ id: 'z' });
  });

  test('an add that adds nothing does not wait for it, and neither do claims', async () => {
    const { steps, client, pool } = await place.store();
    for (const id of ['x', 'y']) await steps.add(id);
    await whileWritten(client, pool, 'added = added + 1', async () => {
      expect(await steps.add('x')).toEqual({ status: 'exists' });
      expect(await steps.add('z', { maxPoolSize: 2 })).toEqual({ status: 'full' });
      for (const pick of PICKS.filter((one) => one !== 'round-robin')) {
        const { id, fence } = await steps.claim({ pick });
        expect(await steps.release(id, fence)).toEqual({ held: true });
      }
    });
  });
});

test('eight processes that add at the same time add exactly as many as there is room for', async () => {
  const { pool, steps } = await place.store();
  const stores = [];
  for (let n = 0; n < 8; n++) {
    const store = new PostgresStore(place.client({ max: 1 }));
    await store.open(pool);
    stores.push(stepsOn(store, pool));
  }
  const adds = (of) => Array.from({ length: 10 }, (_, n) => stores[of].add(`${of} ${n}`, { maxPoolSize: 25 }));
  const results = await Promise.all(stores.flatMap((_, of) => adds(of)));
  expect(results.filter(({ status }) => status === 'added')).toHaveLength(25);
  expect(await steps.stats()).toMatchObject({ free: 25 });
  // Each has a place of its own in the order of adding.
  const ids = (await steps.list()).records.map(({ id }) => id);
  expect(new Set(ids).size).toBe(25);
});

describe('edits by hand', () => {
  let steps;
  let edit;
  beforeEach(async () => {
    const made = await place.store();
    ({ steps } = made);
    edit = (set) => place.sql(`UPDATE crawler_sessions SET ${set} WHERE pool = $1 AND id = 'x'`, [made.pool]);
    await steps.add('x');
  });

  test('a lease is ended', async () => {
    const { fence } = await steps.claim();
    await edit("leased_until = '-infinity'");
    expect(await steps.renew('x', fence)).toEqual({ held: false });
    expect(await steps.claim()).toMatchObject({ status: 'claimed', id: 'x' });
  });

  test('a retired record comes back, and one is retired', async () => {
    await steps.retire('x');
    await edit('reason = NULL');
    expect(await steps.claim()).toMatchObject({ status: 'claimed', id: 'x' });
    await edit("reason = 'by hand'");
    expect(await steps.claim({ id: 'x' })).toEqual({ status: 'retired', reason: 'by hand' });
    expect(await steps.claim({ maxPoolSize: 1 })).toMatchObject({ status: 'none', hasRoom: true });
  });

  test('an expired record gets a longer life', async () => {
    await edit('usable_until = now()');
    expect(await steps.claim()).toMatchObject({ status: 'none' });
    await edit("usable_until = now() + interval '1 day'");
    expect(await steps.claim()).toMatchObject({ status: 'claimed', id: 'x' });
  });

  test('times that are infinite', async () => {
    await edit("usable_until = 'infinity', rests_until = 'infinity'");
    expect(await steps.get('x')).toMatchObject({ status: 'cooling', restMs: 8.64e15, usableMs: 8.64e15 });
    expect(await steps.claim()).toEqual({ status: 'none' });
    await edit("leased_until = 'infinity', rests_until = '-infinity', usable_until = '-infinity'");
    expect(await steps.get('x')).toMatchObject({ status: 'in use', leaseMs: 8.64e15, usableMs: -8.64e15 });
    expect(await steps.stats()).toEqual({ free: 0, inUse: 1, cooling: 0, expired: 0, retired: {} });
  });

  test('what can not be is refused by the tables', async () => {
    for (const set of ['state = NULL', 'usable_until = NULL', 'fence = NULL', "pool = 'there is no such pool'"]) {
      await expect(edit(set)).rejects.toMatchObject({ code: expect.stringMatching(/^23/) });
    }
  });
});

describe('the number of live records that a pool may have counts what was changed by hand', () => {
  const size = async (steps) => {
    for (let max = 0; ; max++) if ((await steps.claim({ maxPoolSize: max })).hasRoom) return max - 1;
  };

  test.each([
    ['DELETE FROM crawler_sessions WHERE pool = $1 AND place <= 3', 2],
    ["UPDATE crawler_sessions SET reason = 'x' WHERE pool = $1 AND place <= 3", 2],
    ['UPDATE crawler_sessions SET usable_until = now(), seen_at = now() WHERE pool = $1 AND place <= 3', 2],
    ['UPDATE crawler_sessions SET usable_until = now() WHERE pool = $1 AND place <= 3', 2],
    ['UPDATE crawler_sessions SET used_at = now() WHERE pool = $1', 5],
    ['DELETE FROM crawler_sessions WHERE pool = $1', 0],
    ['DELETE FROM crawler_sessions_pools WHERE pool = $1', 0],
  ])('%s', async (text, expected) => {
    const { steps, pool } = await place.store();
    for (let n = 0; n < 5; n++) await steps.add(`s${n}`, { lease: { owner: 'me', leaseMs: LONG } });
    await place.sql(text, [pool]);
    expect(await size(steps)).toBe(expected);
    expect(await steps.add('new', { maxPoolSize: expected })).toEqual({ status: 'full' });
    expect(await steps.add('new', { maxPoolSize: expected + 1 })).toMatchObject({ status: 'added' });
  });

  test('TRUNCATE', async () => {
    const { steps } = await place.store(place.client(), { table: 'emptied' });
    const { fence } = await steps.add('x', { maxPoolSize: 1 });
    await place.sql('TRUNCATE emptied');
    const added = await steps.add('x', { maxPoolSize: 1 });
    expect(added.status).toBe('added');
    expect(added.fence).toBeGreaterThan(fence);
  });
});

test('closing waits for what is under way, and refuses what comes later', async () => {
  const { store, steps, pool } = await place.store();
  const done = [];
  for (let n = 0; n < 50; n++) steps.add(`s${n}`).then(({ status }) => done.push(status));
  const closed = store.close(pool);
  await expect(steps.stats()).rejects.toMatchObject({ name: 'SessionPoolError', code: 'POOL_CLOSED' });
  await closed;
  expect(done).toEqual(Array(50).fill('added'));
  await expect(store.close(pool)).rejects.toMatchObject({ code: 'POOL_CLOSED' });
});

test('a closed store leaves nothing to its client, which can be ended', async () => {
  const client = place.client();
  const { store, steps, pool } = await place.store(client);
  await steps.add('x');
  for (let n = 0; n < 100; n++) await steps.claim();
  await store.close(pool);
  await client.end();
  expect(await until(() => client.totalCount === 0)).toBe(true);
});
