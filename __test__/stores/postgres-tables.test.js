'use strict';

// The tables of PostgresStore: made once, by whoever comes first; recognised; not touched if they are others'; and what a user may do who owns
// nothing.
// Promises: L22

const path = require('node:path');
const { runToSuccess } = require('../helpers/processes/child');
const { PostgresStore } = require('../../postgres');
const { LIFE, LONG, looksOfPage, onServer, stepsOn } = require('./fixtures/postgres-place');

const CHILD = path.join(__dirname, 'fixtures', 'postgres-scenarios.js');

const place = onServer();

const sql = (...args) => place.sql(...args);

test('several processes that open a new table at the same time all find it', async () => {
  for (const table of ['first', 'second']) {
    const children = [1, 2, 3, 4].map(() => runToSuccess(CHILD, ['open', place.server.url, table, '5']));
    for (const { stdout } of await Promise.all(children)) expect(JSON.parse(stdout)).toEqual(Array(5).fill('opened'));
  }
  const many = await Promise.all(Array.from({ length: 20 }, () => place.store(place.client(), { table: 'third' })));
  expect(await many[0].steps.stats()).toMatchObject({ free: 0 });
});

describe('the name of the table', () => {
  test.each(['Sessions', 'of-shop', '_x', 'über', 'select', 'x'.repeat(57)])('%s', async (table) => {
    const { steps } = await place.store(place.client(), { table });
    await steps.add('x');
    expect(await sql(`SELECT id FROM "${table}"`)).toEqual([{ id: 'x' }]);
  });

  test('in a schema', async () => {
    const client = place.client();
    await expect(place.store(client, { table: 'Shop.sessions' })).rejects.toMatchObject({ code: '3F000' });
    await sql('CREATE SCHEMA "Shop"');
    const { steps, pool } = await place.store(client, { table: 'Shop.sessions' });
    for (const id of ['x', 'y']) await steps.add(id);
    // Its counts are right also for those who don't look there.
    await sql(`DELETE FROM "Shop".sessions WHERE id = 'x'`);
    expect(await sql('SELECT pool, live FROM "Shop".sessions_pools')).toEqual([{ pool, live: 1 }]);
    expect(await place.store(client, { table: 'sessions' }).then(({ steps: others }) => others.stats())).toMatchObject({
      free: 0,
    });
  });

  test('two tables know nothing of each other', async () => {
    const client = place.client();
    const stores = ['one', 'two'].map((table) => new PostgresStore(client, { table }));
    for (const store of stores) await store.open('shop');
    const [one, two] = stores.map((store) => stepsOn(store, 'shop'));
    await one.add('x');
    expect(await two.get('x')).toBeUndefined();
  });
});

describe('tables that are not for this release stay as they are', () => {
  const describeTable = async (table) => ({
    columns: await sql(`SELECT attname, atttypid FROM pg_attribute WHERE attrelid = to_regclass($1) ORDER BY attnum`, [
      table,
    ]),
    rows: await sql(`SELECT * FROM ${table}`),
    comment: await sql(`SELECT obj_description(to_regclass($1), 'pg_class') AS text`, [table]),
  });

  test.each([
    ['of somebody else', 'CREATE TABLE theirs (id text); INSERT INTO theirs VALUES (1)', 'STORE_CORRUPT'],
    [
      'of somebody else, with a comment',
      "CREATE TABLE theirs (id text); COMMENT ON TABLE theirs IS 'ours'",
      'STORE_CORRUPT',
    ],
    ['a view', 'CREATE VIEW theirs AS SELECT 1 AS id', 'STORE_CORRUPT'],
    [
      'of a later version',
      "CREATE TABLE theirs (id text); CREATE TABLE theirs_pools (x int); COMMENT ON TABLE theirs IS 'Sessions of crawler-session, version 2'",
      'STORE_VERSION',
    ],
  ])('%s', async (_, text, code) => {
    await sql('DROP VIEW IF EXISTS theirs').catch(() => {});
    await sql('DROP TABLE IF EXISTS theirs, theirs_pools');
    await sql(text);
    const before = await describeTable('theirs');
    const opening = place.store(place.client(), { table: 'theirs' });
    await expect(opening).rejects.toMatchObject({
      name: 'SessionPoolError',
      code,
      message: expect.stringMatching(/theirs/),
    });
    expect(await describeTable('theirs')).toEqual(before);
    await sql('DROP VIEW IF EXISTS theirs').catch(() => {});
  });

  test('of which one is missing', async () => {
    await place.store(place.client(), { table: 'half' });
    await sql('DROP TABLE half');
    await expect(place.store(place.client(), { table: 'half' })).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });

  test('that a later release changes while this one works', async () => {
    const { steps } = await place.store(place.client(), { table: 'later' });
    await steps.add('x');
    await sql(`ALTER TABLE later RENAME fence TO gate`);
    await sql(`COMMENT ON TABLE later IS 'Sessions of crawler-session, version 2'`);
    await expect(steps.claim()).rejects.toMatchObject({ code: 'STORE_VERSION' });
  });
});

test('tables that are gone, as after the loss of a disk, are made again', async () => {
  const { steps } = await place.store(place.client(), { table: 'lost' });
  await steps.add('x');
  const { fence } = await steps.claim();
  await sql('DROP TABLE lost, lost_pools; DROP FUNCTION lost_count');
  expect(await steps.release('x', fence)).toEqual({ held: false });
  expect(await steps.add('x')).toMatchObject({ status: 'added' });
  expect(await steps.claim()).toMatchObject({ status: 'claimed', id: 'x' });
});

describe('a user of the database who owns nothing', () => {
  const asUser = (name) => place.client({ connectionString: place.server.url.replace('postgres@', `${name}@`) });
  const refused = { code: '42501' };

  beforeAll(async () => {
    await sql('CREATE ROLE crawler LOGIN; CREATE ROLE watcher LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC');
  });

  test('makes no tables', async () => {
    await expect(place.store(asUser('crawler'))).rejects.toMatchObject(refused);
    expect(await sql(`SELECT to_regclass('crawler_sessions') AS found`)).toEqual([{ found: null }]);
  });

  test('with what the page says to grant, takes every step on those of another; who may read, reads', async () => {
    await place.store();
    await expect(asUserSteps('crawler')).rejects.toMatchObject(refused);
    const grants = looksOfPage().filter((text) => text.startsWith('GRANT'));
    expect(grants).toHaveLength(2);
    for (const text of grants) await sql(text);
    const steps = await asUserSteps('crawler');
    await steps.add('x', { maxPoolSize: 1 });
    for (const pick of ['least-recently-used', 'most-recently-used', 'round-robin', 'random']) {
      const { fence } = await steps.claim({ pick });
      expect(await steps.renew('x', fence)).toEqual({ held: true });
      expect(await steps.release('x', fence)).toEqual({ held: true });
    }
    await steps.retire('x');
    expect(await steps.claim({ maxPoolSize: 1 })).toMatchObject({ status: 'none', hasRoom: true });
    expect(await steps.reset('x', (await steps.get('x')).fence)).toBe(true);
    expect(await steps.remove('x')).toBe(true);
    await steps.add('y', { usableMs: 0 });
    expect(await steps.prune()).toBe(1);
    const watching = await asUserSteps('watcher');
    await steps.add('z');
    expect((await watching.list()).records).toMatchObject([{ id: 'z' }]);
    expect(await watching.stats()).toMatchObject({ free: 1 });
    await expect(watching.claim()).rejects.toMatchObject(refused);
  });

  async function asUserSteps(name) {
    const store = new PostgresStore(asUser(name));
    await store.open('shop');
    const steps = stepsOn(store, 'shop');
    await steps.get('x');
    return steps;
  }
});

test('a server that may only be read, as a replica: what writes is refused with its error, the rest works', async () => {
  const writer = await place.store();
  await writer.steps.add('x');
  const store = new PostgresStore(place.client({ options: '-c default_transaction_read_only=on' }));
  await store.open(writer.pool);
  const steps = stepsOn(store, writer.pool);
  expect(await steps.get('x')).toMatchObject({ id: 'x' });
  expect(await steps.stats()).toMatchObject({ free: 1 });
  const refused = { code: '25006' };
  await expect(steps.claim()).rejects.toMatchObject(refused);
  await expect(steps.claim({ id: 'x' })).rejects.toMatchObject(refused);
  await expect(steps.add('y')).rejects.toMatchObject(refused);
  await expect(steps.retire('x')).rejects.toMatchObject(refused);
  expect(await writer.steps.claim()).toMatchObject({ status: 'claimed', id: 'x' });
  const table = { table: 'never_made' };
  await expect(
    place.store(place.client({ options: '-c default_transaction_read_only=on' }), table),
  ).rejects.toMatchObject(refused);
});

test('a search path that differs from connection to connection is no matter where the schema is named', async () => {
  await sql('CREATE SCHEMA elsewhere');
  const { steps } = await place.store(place.client({ options: '-c search_path=elsewhere' }), {
    table: 'public.pathless',
  });
  const { fence } = await steps.add('x', { maxPoolSize: 1, lease: { owner: 'me', leaseMs: LONG } });
  await steps.release('x', fence, { reason: 'blocked' });
  expect(await steps.add('y', { maxPoolSize: 1, usableMs: LIFE })).toMatchObject({ status: 'added' });
});

test('what docs/stores.md asks psql for is there, and what it changes is changed', async () => {
  const { store } = await place.store();
  await store.open('shop.example');
  const steps = stepsOn(store, 'shop.example');
  const looks = looksOfPage().filter((text) => !text.startsWith('GRANT'));
  expect(looks.length).toBeGreaterThan(4);
  await steps.add('alice');
  await steps.add('bob', { lease: { owner: 'machine-7 1234 abc', leaseMs: LONG } });
  await steps.retire('alice');
  const found = [];
  for (const text of looks) {
    found.push(await sql(text));
    if (text.includes('reason = NULL')) expect(await steps.get('alice')).toMatchObject({ status: 'free' });
    if (text.includes('-infinity')) expect(await steps.get('bob')).toMatchObject({ status: 'free' });
  }
  const [first, holders, reasons] = found;
  expect(first).toMatchObject([{ id: 'alice', reason: 'blocked' }, { id: 'bob' }]);
  expect(holders).toContainEqual({ owner: 'machine-7 1234 abc', count: '1' });
  expect(reasons).toContainEqual({ pool: 'shop.example', reason: 'blocked', count: '1' });
  expect((await steps.list()).records).toEqual([]);
});
