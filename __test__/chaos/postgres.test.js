'use strict';

// What only PostgreSQL does: transactions that are broken off, or in each other's way; it takes no writes; its tables are of a later version.
// Promises: L3, L8, L9

const { Client } = require('pg');
const { PostgresStore } = require('../../postgres');
const { until } = require('../helpers/patience');
const { openCrawler } = require('./crawler');
const { numberOf, numbered, putNumber } = require('./numbered');
const { PostgresPlace } = require('./postgres-place');

const TABLE = 'crawler_sessions';

let place;
let name;
let count = 0;
const crawlers = [];

beforeAll(async () => {
  place = await PostgresPlace.open();
});
afterAll(() => place.end());
beforeEach(() => {
  name = `pool ${count++}`;
});
afterEach(async () => {
  await Promise.all(crawlers.splice(0).map((crawler) => crawler.close()));
});

async function crawler(spec = place.near, options = {}) {
  const opened = await openCrawler(spec, { name, ...options });
  crawlers.push(opened);
  return opened;
}

async function crawlerWithAlice(spec, options) {
  const opened = await crawler(spec, options);
  await opened.pool.add(numbered('alice', 'first'));
  return opened;
}

const put = (n) => (session) => putNumber(session, n);

test.each([
  ['the server is killed', () => place.restart()],
  [
    'the connection is ended by the server',
    () => place.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'`),
  ],
  [
    'the statement is cancelled',
    () => place.query(`SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'`),
  ],
])('a step is broken off in the middle of its transaction: %s; it is made again', async (_, breakOff) => {
  const { pool, lost } = await crawlerWithAlice();
  const lease = await pool.acquire();
  put('second')(lease.session);
  const blocker = new Client(place.server.url);
  blocker.on('error', () => {});
  await blocker.connect();
  await blocker.query('BEGIN');
  await blocker.query(`SELECT FROM ${TABLE} FOR UPDATE`);
  const released = lease.release();
  const waits = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'`;
  expect(await until(async () => (await place.query(waits)).length > 0)).toBe(true);
  await breakOff();
  await blocker.end().catch(() => {});
  await released;
  expect([await pool.use(numberOf, { timeoutSecs: 600 }), lost]).toEqual(['second', []]);
});

test('no writes are taken for a while: uses wait with what they have to save, and nothing is lost', async () => {
  const { pool, lost, failures } = await crawlerWithAlice();
  const lease = await pool.acquire();
  put('second')(lease.session);
  let released;
  await place.withSetting('default_transaction_read_only', 'on', async () => {
    const isReadOnly = async () =>
      (await place.query('SHOW default_transaction_read_only'))[0].default_transaction_read_only === 'on';
    expect(await until(isReadOnly)).toBe(true);
    released = lease.release();
    expect(await until(() => failures.length > 0)).toBe(true);
    const refused = await pool.acquire({ timeoutSecs: 0.1 }).catch((error) => error);
    expect([refused.code, refused.cause.message]).toEqual(['STORE_UNAVAILABLE', expect.stringMatching(/read-only/)]);
  });
  await released;
  expect([await pool.use(numberOf, { timeoutSecs: 600 }), lost]).toEqual(['second', []]);
});

test.each(['serializable', 'repeatable read'])(
  "transactions are %s: many uses at once are not in each other's way",
  async (isolation) => {
    await place.withSetting('default_transaction_isolation', `'${isolation}'`, async () => {
      const crowd = await Promise.all([1, 2, 3, 4].map(() => crawler()));
      const [{ pool: first }] = crowd;
      for (const id of ['a', 'b', 'c']) await first.add(numbered(id, 0));
      const increment = (session) => putNumber(session, numberOf(session) + 1);
      await Promise.all(
        crowd.flatMap(({ pool }) => Array.from({ length: 10 }, () => pool.use(increment, { timeoutSecs: 600 }))),
      );
      const numbers = [];
      for (const id of ['a', 'b', 'c']) numbers.push(await first.use(numberOf, { id }));
      expect(numbers.reduce((sum, n) => sum + n)).toBe(40);
      expect(crowd.flatMap(({ lost }) => lost)).toEqual([]);
    });
  },
);

test('tables of a later version are refused, and stay as they are', async () => {
  const { pool } = await crawlerWithAlice();
  const comment = (version) =>
    place.query(`COMMENT ON TABLE ${TABLE} IS 'Sessions of crawler-session, version ${version}'`);
  await comment(99);
  await expect(crawler()).rejects.toMatchObject({ code: 'STORE_VERSION' });
  await comment(1);
  await crawler();
  expect(await pool.use(numberOf)).toBe('first');
});

test('tables that somebody else makes at the same time are not taken for damaged ones', async () => {
  const table = 'made_meanwhile';
  const client = new Client(place.server.url);
  await client.connect();
  // Its statements see what there was before, as one does that begins a moment earlier than the other ends.
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  await client.query('SELECT 1');
  const other = new Client(place.server.url);
  await other.connect();
  await new PostgresStore(other, { table }).open('any');
  await expect(new PostgresStore(client, { table }).open('any')).resolves.toBeUndefined();
  await Promise.all([client.end(), other.end()]);
});

test('a client that is one connection does not come back without it; others go on with what it had', async () => {
  const { pool, lost } = await crawlerWithAlice({ ...place.far, isAlone: true }, { leaseSecs: 1 });
  const lease = await pool.acquire();
  put('stale')(lease.session);
  place.network.cut();
  await expect(pool.acquire({ timeoutSecs: 0.1 })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  expect(await until(() => lease.signal.aborted)).toBe(true);
  expect(lost).toEqual(['LEASE_LOST']);
  const next = await crawler();
  expect(await next.pool.use(numberOf, { timeoutSecs: 600 })).toBe('first');
});
