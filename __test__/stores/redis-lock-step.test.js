'use strict';

// RedisStore does the same as the slow store of docs/stores.md in random steps. Its script is given a clock that is set by hand: time passes
// from step to step, to the millisecond.
// Promises: L16

const fs = require('node:fs');
const { start } = require('../../scripts/services/redis');
const { boundOf } = require('../helpers/patience');
const { SEED } = require('../helpers/seed');
const { CLIENTS } = require('./fixtures/redis-clients');
const { inLockStep } = require('./fixtures/lock-step');

const { STEPS = 5000 } = process.env;

const { open, close } = CLIENTS['ioredis 5'];

/** RedisStore, of whose script one line is another. */
function withClockOfTest() {
  const read = fs.readFileSync;
  const reading = jest.spyOn(fs, 'readFileSync').mockImplementation((file, ...options) => {
    const text = read(file, ...options);
    if (!String(file).endsWith('redis-store.lua')) return text;
    expect(text.split("call('TIME')")).toHaveLength(2);
    return text.replace("call('TIME')", "call('MGET', 'seconds', 'micros')");
  });
  const { RedisStore } = require('../../redis');
  reading.mockRestore();
  return RedisStore;
}

/** Sets the clock before each step, and fills in what a claim may leave out. */
function onClock(store, client, clock) {
  const stepOf =
    (name) =>
    async (pool, ...args) => {
      const now = clock();
      client.mset('seconds', Math.floor(now / 1000), 'micros', (now % 1000) * 1000);
      const result = await store[name](pool, ...args);
      if (result?.status !== 'claimed' || result.state !== undefined) return result;
      return { ...result, state: (await store.get(pool, result.id)).state };
    };
  return new Proxy(store, { get: (_, name) => stepOf(name) });
}

let server;
let client;
beforeAll(async () => {
  server = await start();
  client = await open([server]);
});
afterAll(async () => {
  close(client);
  await server.stop();
});

test(
  `${STEPS} random steps (seed ${SEED})`,
  async () => {
    const RedisStore = withClockOfTest();
    let runs = 0;
    const newStore = (clock) => onClock(new RedisStore(client, { prefix: `run ${runs++}` }), client, clock);
    expect(await inLockStep(newStore, STEPS)).toEqual([]);
  },
  boundOf(STEPS, 20),
);
