// Parts of a use, without a pool: `node steps-child.mjs <file> <part>`, where the part is `steps`, a claim and a release that saves a state, or
// `answers`, two questions to the store's thread that it answers without writing. Prints what `uses-child.mjs` prints.

import poolModule from '../../pool.js';
import { takeTurns } from './turn-taker.mjs';

const { SqliteStore } = poolModule;
const [, , file, part] = process.argv;
const POOL = 'shop';
const REQUEST = { owner: 'bench', leaseMs: 60_000, pick: 'least-recently-used' };

const store = new SqliteStore(file);
await store.open(POOL);
const states = new Map();
const make = { steps, answers }[part];
await takeTurns(turn);
await store.close(POOL);

async function turn(ms) {
  const start = process.hrtime.bigint();
  const end = start + BigInt(ms) * 1_000_000n;
  let uses = 0;
  for (; process.hrtime.bigint() < end; uses++) await make();
  return { uses, ns: Number(process.hrtime.bigint() - start) };
}

async function steps() {
  const { id, fence, state } = await store.claim(POOL, REQUEST);
  if (state !== undefined) states.set(id, state);
  await store.release(POOL, id, fence, { restMs: 0, state: states.get(id) });
}

async function answers() {
  await store.get(POOL, 'nobody');
  await store.get(POOL, 'nobody');
}
