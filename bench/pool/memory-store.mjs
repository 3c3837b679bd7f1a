// What a use costs by itself: acquire and release with the MemoryStore, whatever the number of sessions.

import { createPool } from 'generic-pool';
import poolModule from '../../pool.js';
import { TITLES } from '../contestants.mjs';
import { median, race, ratioOf } from '../race.mjs';
import { time } from '../table.mjs';
import { fill } from './input.mjs';
import { atMost } from './lines.mjs';

const { SessionPool } = poolModule;

const FEW = 100;
const MANY = 100_000;
const ROUNDS = 11;
/** Uses that are timed together. */
const USES = 500;
const MOST_NS = 10_000;
const MOST_TIMES = 1.5;

const NAMES = {
  few: `acquire + release, MemoryStore, ${FEW} sessions`,
  many: `acquire + release, MemoryStore, ${MANY} sessions`,
};

export const memoryStore = { names: Object.values(NAMES), lines };

async function lines() {
  const pools = [await filled(FEW), await filled(MANY)];
  const operations = { few: uses(pools[0]), many: uses(pools[1]), crawlee: await crawlee(), generic: generic() };
  for (const { check } of Object.values(operations)) await check();
  const times = await race(operations, ROUNDS);
  for (const pool of pools) await pool.close();
  const [few, many] = [times.few, times.many].map(median);
  const compared = (what, other) => ({ what, ours: time(few), theirs: time(median(times[other])) });
  return [
    { what: NAMES.few, ours: time(few), limit: atMost(MOST_NS, few, time) },
    {
      what: NAMES.many,
      ours: time(many),
      peer: `${FEW} sessions`,
      theirs: time(few),
      ratio: ratioOf(times, 'many', 'few'),
      most: MOST_TIMES,
    },
    {
      ...compared(NAMES.few, 'crawlee'),
      peer: `getSession() of ${TITLES.crawlee}`,
      ratio: ratioOf(times, 'crawlee', 'few'),
    },
    {
      ...compared(NAMES.few, 'generic'),
      peer: `acquire + release of ${TITLES.genericPool}`,
      ratio: ratioOf(times, 'generic', 'few'),
    },
  ];
}

/** Without cookies: a store that keeps objects never looks at them. */
async function filled(count) {
  const pool = await SessionPool.open({ createSessions: false });
  await fill(pool, count, 0);
  return pool;
}

function uses(pool) {
  return {
    times: USES,
    run: async () => {
      for (let use = 0; use < USES; use++) {
        const lease = await pool.acquire();
        await lease.release();
      }
    },
    /** All take turns: of a pool of so many, no session is used twice. */
    check: async () => {
      const seen = new Set();
      for (let use = 0; use < FEW; use++) {
        const lease = await pool.acquire();
        seen.add(lease.session);
        await lease.release();
      }
      if (seen.size !== FEW) throw new Error('the sessions of a pool did not take turns');
    },
  };
}

/** Hands out a session at random, to as many as ask. */
async function crawlee() {
  const { SessionPool: CrawleePool } = await import('@crawlee/core');
  const pool = new CrawleePool({ maxPoolSize: FEW, persistenceOptions: { enable: false } });
  await pool.initialize();
  while (pool.usableSessionsCount < FEW) await pool.getSession();
  return {
    times: USES,
    run: async () => {
      for (let use = 0; use < USES; use++) await pool.getSession();
    },
    check: async () => {
      if (!(await pool.getSession()).isUsable()) throw new Error('Crawlee gave a session that is not usable');
    },
  };
}

/** Keeps objects and knows nothing of sessions. */
function generic() {
  const pool = createPool({ create: async () => ({}), destroy: async () => {} }, { min: FEW, max: FEW });
  return {
    times: USES,
    run: async () => {
      for (let use = 0; use < USES; use++) await pool.release(await pool.acquire());
    },
    check: async () => {
      await pool.ready();
      if (pool.available !== FEW) throw new Error('generic-pool has not all its objects');
    },
  };
}
