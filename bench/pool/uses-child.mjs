// Uses the sessions of a file, so many at a time: `node uses-child.mjs <file> <how many>`. For each number of milliseconds it prints how many
// uses it made, and in how many nanoseconds.

import poolModule from '../../pool.js';
import { changer } from './input.mjs';
import { takeTurns } from './turn-taker.mjs';

const { SessionPool, SqliteStore } = poolModule;
const [, , file, atOnce] = process.argv;

const pool = await SessionPool.open({ store: new SqliteStore(file), name: 'shop', createSessions: false });
const change = changer();
await takeTurns(uses);
await pool.close();

async function uses(ms) {
  const start = process.hrtime.bigint();
  const end = start + BigInt(ms) * 1_000_000n;
  const uses = await Promise.all(Array.from({ length: Number(atOnce) }, () => usesOfOne(end)));
  return { uses: uses.reduce((sum, one) => sum + one, 0), ns: Number(process.hrtime.bigint() - start) };
}

/** One use after the other. */
async function usesOfOne(end) {
  let uses = 0;
  for (; process.hrtime.bigint() < end; uses++) {
    const lease = await pool.acquire();
    change(lease.session);
    await lease.release();
  }
  return uses;
}
