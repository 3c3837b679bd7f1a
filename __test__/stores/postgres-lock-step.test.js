'use strict';

// PostgresStore does the same as the slow store of docs/stores.md in random steps. Its statements are given a clock that is set by hand: time
// passes from step to step, to the millisecond.
// Promises: L16

const fs = require('node:fs');
const { Client } = require('pg');
const { start } = require('../../scripts/services/postgres');
const { boundOf } = require('../helpers/patience');
const { SEED } = require('../helpers/seed');
const { inLockStep } = require('./fixtures/lock-step');

const { STEPS = 1500 } = process.env;

const CLOCK = '\nstatement_timestamp()\n';

/** PostgresStore with another clock. */
function withClockOfTest() {
  const read = fs.readFileSync;
  const reading = jest.spyOn(fs, 'readFileSync').mockImplementation((file, ...options) => {
    const text = read(file, ...options);
    if (!String(file).endsWith('postgres-store.sql')) return text;
    expect(text.split(CLOCK)).toHaveLength(2);
    return text.replace(CLOCK, "\ncurrent_setting('test.now')::timestamptz\n");
  });
  const { PostgresStore } = require('../../postgres');
  reading.mockRestore();
  return PostgresStore;
}

/** Sets the clock before each step, and fills in what a claim may leave out. */
function onClock(store, client, clock) {
  const stepOf =
    (name) =>
    async (pool, ...args) => {
      await client.query("SELECT set_config('test.now', to_timestamp($1::float8 / 1000)::text, false)", [clock()]);
      const result = await store[name](pool, ...args);
      if (result?.status !== 'claimed' || result.state !== undefined) return result;
      return { ...result, state: (await store.get(pool, result.id)).state };
    };
  return new Proxy(store, { get: (_, name) => stepOf(name) });
}

let PostgresStore;
let server;
let client;
beforeAll(async () => {
  server = await start();
  PostgresStore = withClockOfTest();
  client = new Client(server.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await server.stop();
});

test(
  `${STEPS} random steps (seed ${SEED})`,
  async () => {
    let runs = 0;
    const newStore = (clock) => onClock(new PostgresStore(client, { table: `run_${runs++}` }), client, clock);
    expect(await inLockStep(newStore, STEPS)).toEqual([]);
  },
  boundOf(STEPS, 20),
);

test('fences grow when the clock of the server goes back', async () => {
  let now = 1e12;
  const store = onClock(new PostgresStore(client, { table: 'clock' }), client, () => now);
  await store.open('pool');
  const claim = () => store.claim('pool', { owner: 'me', leaseMs: 1, pick: 'random', id: 'x' });
  const fences = [(await store.add('pool', { id: 'x', state: '', usableMs: 1e9 })).fence];
  for (let step = 0; step < 3; step++) {
    fences.push((await claim()).fence);
    await store.remove('pool', 'x');
    now -= 1e6;
    fences.push((await store.add('pool', { id: 'x', state: '', usableMs: 1e9 })).fence);
    await store.reset('pool', 'x', fences.at(-1), { state: '', usableMs: 1e9 });
  }
  expect(fences).toEqual([...new Set(fences)].sort((one, other) => one - other));
  await store.close('pool');
});
