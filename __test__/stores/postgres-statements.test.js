'use strict';

// Statements of PostgresStore that connections of pg keep by their names: read once, the same name for the same text, and none where the
// connection turns out not to keep them.
// Promises: L22, L23

const { Client } = require('pg');
const pgbouncer = require('../../scripts/services/pgbouncer');
const { LONG, onServer, stepsOn } = require('./fixtures/postgres-place');
const { PostgresStore } = require('../../postgres');

const place = onServer();

let pooler;
let keepingPooler;
const clients = [];
beforeAll(async () => {
  pooler = await pgbouncer.start(place.server);
  keepingPooler = await pgbouncer.start(place.server, { keepsStatements: true });
});
afterEach(() => Promise.all(clients.splice(0).map((client) => client.end())));
afterAll(async () => {
  await pooler?.stop();
  await keepingPooler?.stop();
});

/** A client whose `query` notes what it is given, and with which code it is refused. */
function noted(client) {
  const asked = [];
  const { query } = client;
  client.query = async (...args) => {
    const note = { named: args[0].name !== undefined, name: args[0].name, text: args[0].text ?? args[0] };
    asked.push(note);
    try {
      return await query.apply(client, args);
    } catch (error) {
      note.code = error.code;
      throw error;
    }
  };
  return { client, asked };
}

async function connected() {
  const client = new Client(place.server.url);
  await client.connect();
  clients.push(client);
  return client;
}

/** One of each kind of step. */
async function takeAll(steps, id) {
  const { fence } = await steps.add(id, { lease: { owner: 'me', leaseMs: LONG } });
  expect(await steps.renew(id, fence, { state: 'renewed' })).toEqual({ held: true });
  expect(await steps.release(id, fence)).toEqual({ held: true });
  expect(await steps.claim({ id })).toMatchObject({ status: 'claimed' });
  expect(await steps.get(id)).toMatchObject({ status: 'in use', state: 'renewed' });
  expect(await steps.retire(id)).toMatchObject({ found: true });
  expect(await steps.remove(id)).toBe(true);
}

test.each([
  ['a Pool', async () => place.client({ max: 1 })],
  ['a Client', connected],
])('%s of pg: each statement is read once', async (_, connect) => {
  const { client, asked } = noted(await connect());
  const { steps } = await place.store(client);
  for (let time = 0; time < 5; time++) await takeAll(steps, `x${time}`);
  expect(asked.filter(({ named }) => !named)).toEqual([]);
  const names = new Set(asked.map(({ name }) => name));
  const { rows } = await client.query("SELECT name FROM pg_prepared_statements WHERE name LIKE 'crawler_session_%'");
  expect(new Set(rows.map(({ name }) => name))).toEqual(names);
  expect(asked.length).toBeGreaterThan(names.size * 2);
});

test('another client is given text and values', async () => {
  const client = place.client();
  const asked = [];
  const query = (...args) => {
    asked.push(args);
    return client.query(...args);
  };
  const { steps } = await place.store({ query });
  await takeAll(steps, 'x');
  expect(asked.filter(([text, values]) => typeof text !== 'string' || !Array.isArray(values))).toEqual([]);
});

test('one name is one text, also for several tables and sizes, and is no longer than PostgreSQL takes it', async () => {
  const { client, asked } = noted(place.client());
  const tables = ['names', 'names_of_another'];
  for (const table of tables) {
    const { steps } = await place.store(client, { table });
    for (let n = 0; n < 200; n++) await steps.add(`x${n}`, { state: 'x'.repeat(500) });
    await steps.claim();
  }
  const texts = new Map();
  for (const { named, name, text } of asked) {
    expect(named).toBe(true);
    expect(Buffer.byteLength(name)).toBeLessThan(64);
    expect(texts.get(name) ?? text).toBe(text);
    texts.set(name, text);
  }
  expect(new Set(texts.values()).size).toBe(texts.size);
  // Both tables have grown meanwhile.
  const adds = [...texts.values()].filter((text) => text.includes('INSERT INTO "names'));
  expect(adds.length).toBeGreaterThanOrEqual(tables.length * 2);
});

describe('a Client of which somebody takes the statements', () => {
  let tables = 0;

  test.each([
    ['26000', () => 'DISCARD ALL'],
    ['26000', () => 'DEALLOCATE ALL'],
    ['0A000', ({ table }) => `ALTER TABLE ${table} ALTER id TYPE varchar`],
    ['42P05', ({ names }) => names.map((name) => `PREPARE ${name} AS SELECT 1`).join(';')],
  ])('%s: what was refused is made without a name, once, and so is all that follows', async (code, spoil) => {
    const table = `spoilt_${++tables}`;
    const { client, asked } = noted(await connected());
    const { steps } = await place.store(client, { table });
    // What others have prepared is what this one is about to.
    const isBefore = code === '42P05';
    if (!isBefore) {
      for (const id of ['x', 'y']) await steps.add(id);
      await steps.get('y');
      await steps.remove('y');
    }
    const names = isBefore ? (await namesOf(table)).filter((name) => asked.every((note) => note.name !== name)) : [];
    await client.query(spoil({ table, names }));
    if (isBefore) expect(await steps.add('x')).toMatchObject({ status: 'added' });
    expect(await steps.get('x')).toMatchObject({ id: 'x' });
    // If it was made twice, or taken for lost, it would say so.
    expect(await steps.remove('x')).toBe(true);
    await takeAll(steps, 'z');
    const refused = asked.filter((note) => note.code !== undefined);
    expect(refused).toMatchObject([{ code, named: true }]);
    const after = asked.slice(asked.indexOf(refused[0]) + 1);
    expect(after.filter(({ named }) => named)).toEqual([]);
    expect(after[0].text).toBe(refused[0].text);
  });

  /** The names of the statements for a table, as another connection has them. */
  async function namesOf(table) {
    const { client, asked } = noted(await connected());
    const { steps } = await place.store(client, { table });
    await takeAll(steps, 'y');
    return [...new Set(asked.map(({ name }) => name))];
  }
});

describe('pgbouncer in transaction mode', () => {
  /** A store behind it. */
  async function behind(url, table) {
    const { client, asked } = noted(place.client({ connectionString: url }));
    const store = new PostgresStore(client, { table });
    await store.open('shop');
    return { steps: stepsOn(store, 'shop'), asked };
  }

  test('that keeps none: the first refusal makes a client go on without names', async () => {
    if (pooler === undefined) return;
    // The connection to the server stays when the client of the first has left, with its statements.
    const first = await behind(pooler.url, 'bounced');
    await takeAll(first.steps, 'x');
    const { steps, asked } = await behind(pooler.url, 'bounced');
    for (let n = 0; n < 20; n++) await takeAll(steps, `y${n}`);
    const refused = asked.filter(({ code }) => code !== undefined);
    expect(refused.length).toBeGreaterThan(0);
    for (const { code, named } of refused)
      expect([code, named]).toEqual([expect.stringMatching(/^(26000|42P05)$/), true]);
    expect(asked.slice(asked.indexOf(refused.at(-1)) + 1).filter(({ named }) => named)).toEqual([]);
  });

  test('that keeps them: none is refused', async () => {
    if (keepingPooler === undefined) return;
    for (const table of ['kept', 'kept', 'kept_too']) {
      const { steps, asked } = await behind(keepingPooler.url, table);
      await Promise.all(Array.from({ length: 20 }, (_, n) => takeAll(steps, `x${n}`)));
      expect(asked.filter(({ named, code }) => !named || code !== undefined)).toEqual([]);
    }
  });
});
