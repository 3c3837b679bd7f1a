// Saves a few of many sessions that have changed: `node --expose-gc saving-child.mjs <contestant> <sessions> <changed> [<file>]`. For each line
// it does so once, and prints for how many milliseconds the event loop was held, and for how many it took.

import poolModule from '../../pool.js';
import { contestant } from '../contestants.mjs';
import { changer, fill, sessionsOf } from './input.mjs';
import { takeTurns } from './turn-taker.mjs';

const [, , name, sessionsText, changedText, file] = process.argv;
const [count, changed] = [Number(sessionsText), Number(changedText)];
const side = contestant(name);
const change = changer(side);

const save = name === 'ours' ? await ours() : await crawlee();
await takeTurns(async () => {
  const { prepare, run, check } = save;
  prepare();
  globalThis.gc();
  await new Promise(setImmediate);
  const start = performance.now();
  const before = performance.eventLoopUtilization();
  await run();
  const { active } = performance.eventLoopUtilization(before);
  const took = performance.now() - start;
  await check();
  return { held: active, took };
});
// Crawlee's pool has timers.
process.exit(0);

/** Each of those that change is acquired, changed and released, all at the same time. */
async function ours() {
  const { SessionPool, SqliteStore } = poolModule;
  const pool = await SessionPool.open({ store: new SqliteStore(file), name: 'shop', createSessions: false });
  await fill(pool, count);
  return {
    prepare() {},
    async run() {
      const leases = await Promise.all(Array.from({ length: changed }, () => pool.acquire()));
      for (const { session } of leases) change(session);
      await Promise.all(leases.map((lease) => lease.release()));
    },
    async check() {
      const { free } = await pool.stats();
      if (free !== count) throw new Error(`${free} of ${count} sessions are free`);
    },
  };
}

/** Its pool writes all of them, as it does each minute. What changes them is not counted. */
async function crawlee() {
  const { SessionPool } = await import('@crawlee/core');
  const pool = new SessionPool({ maxPoolSize: count });
  await pool.initialize();
  for (const session of sessionsOf({ ...side, pool }, count)) await pool.addSession(session);
  let next = 0;
  let isChecked = false;
  return {
    prepare() {
      for (let done = 0; done < changed; done++) change(pool.sessions[next++ % count]);
    },
    run: () => pool.persistState(),
    async check() {
      if (isChecked) return;
      isChecked = true;
      const { sessions } = await pool.keyValueStore.getValue(pool.persistStateKey);
      if (sessions.length !== count) throw new Error(`Crawlee saved ${sessions.length} of ${count} sessions`);
    },
  };
}
