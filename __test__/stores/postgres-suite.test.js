'use strict';

// PostgresStore passes the tests that the package has for stores with each client of pg, through a pooler, which keeps statements or doesn't, and
// whatever isolation transactions have by default. A second user is a second store object on connections of its own.
// Promises: L21

const { Client, Pool } = require('pg');
const pgbouncer = require('../../scripts/services/pgbouncer');
const { start } = require('../../scripts/services/postgres');
const { storeTests } = require('../../store-tests');
const together = require('../../js/stores/store-tests/tests/together');
const { PostgresStore } = require('../../postgres');

let server;
let pooler;
let keepingPooler;
beforeAll(async () => {
  server = await start();
  pooler = await pgbouncer.start(server);
  keepingPooler = await pgbouncer.start(server, { keepsStatements: true });
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await pooler?.stop();
  await keepingPooler?.stop();
  await server.stop();
});

function pool(config) {
  const client = new Pool({ connectionString: server.url, max: 3, ...config });
  client.on('error', () => {});
  return client;
}

async function connected() {
  const client = new Client(server.url);
  await client.connect();
  return client;
}

const isolated = (level) => ({
  connect: () => pool({ options: `-c default_transaction_isolation=${level.replace(' ', '\\ ')}` }),
  // Transactions of other tests would be in the way of these, since they share pages of a small table.
  ownTables: true,
});

const atTheSameTime = new Set(together.map(({ name }) => name));

const KINDS = {
  'a Pool of pg': { connect: () => pool() },
  'a Client of pg': { connect: connected },
  'pgbouncer in transaction mode': { connect: () => pooler && pool({ connectionString: pooler.url }) },
  'pgbouncer that keeps statements': {
    connect: () => keepingPooler && pool({ connectionString: keepingPooler.url }),
  },
  serializable: isolated('serializable'),
  // What differs from that are steps at the same time.
  'repeatable read': {
    ...isolated('repeatable read'),
    tests: storeTests.filter(({ name }) => atTheSameTime.has(name)),
  },
};

/** What came of the tests of each kind; `undefined` where it can't be had. */
const results = {};
const clients = [];

async function runAll([name, { connect, ownTables, tests = storeTests }]) {
  const pair = (await Promise.all([connect(), connect()])).filter((client) => client !== undefined);
  if (pair.length === 0) {
    process.stderr.write(`There is no ${name}, and none to be fetched: it was not tested with\n`);
    return;
  }
  clients.push(...pair);
  const ends = tests.map(({ run }, at) => {
    const options = ownTables ? { table: `${name.replace(' ', '_')}_${at}` } : {};
    const [store, again] = pair.map((client) => () => new PostgresStore(client, options));
    return run(() => ({ store: store(), again }));
  });
  results[name] = await Promise.allSettled(ends);
}

// All at once: each has a pool of its own, and most of their time is waiting.
beforeAll(() => Promise.all(Object.entries(KINDS).map(runAll)));

describe.each(Object.entries(KINDS))('%s', (name, { tests = storeTests }) => {
  test.each(tests.map((one, at) => [one.name, at]))('%s', (_, at) => {
    const result = results[name]?.[at];
    if (result?.status === 'rejected') throw result.reason;
  });
});
