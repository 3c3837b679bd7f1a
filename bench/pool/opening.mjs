// Opening a file with many sessions, in fresh processes.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import poolModule from '../../pool.js';
import { median, ratioOf } from '../race.mjs';
import { bytes, time } from '../table.mjs';
import { temporaryFolder } from './folder.mjs';
import { fill } from './input.mjs';
import { atMost } from './lines.mjs';

const { SessionPool, SqliteStore } = poolModule;
const CHILD = fileURLToPath(new URL('opening-child.mjs', import.meta.url));

const FEW = 100;
const MANY = 100_000;
/** Of each of these sessions; with 50, the file would have 1.3 GB. */
export const COOKIES = 3;
const ROUNDS = 11;
const MOST_NS = 50e6;
/** Within this, the memory of two processes is the same. */
const MOST_TIMES = 1.05;

const NAMES = {
  time: `opening an SqliteStore with ${MANY} sessions`,
  memory: `the process after that and a first use, ${MANY} sessions`,
};

export const opening = { names: Object.values(NAMES), lines };

async function lines() {
  const folder = temporaryFolder();
  const files = { few: join(folder, 'few.db'), many: join(folder, 'many.db') };
  await write(files.few, FEW);
  await write(files.many, MANY);
  const [ns, resident] = [
    { few: [], many: [] },
    { few: [], many: [] },
  ];
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of round % 2 === 0 ? ['few', 'many'] : ['many', 'few']) {
      const output = execFileSync(process.execPath, ['--expose-gc', CHILD, files[name]], { encoding: 'utf8' });
      const opened = JSON.parse(output);
      ns[name].push(opened.ns);
      resident[name].push(opened.bytes);
    }
  }
  return [
    {
      what: NAMES.time,
      ours: time(median(ns.many)),
      peer: `${FEW} sessions`,
      theirs: time(median(ns.few)),
      limit: atMost(MOST_NS, median(ns.many), time),
    },
    {
      what: NAMES.memory,
      ours: bytes(median(resident.many)),
      peer: `${FEW} sessions`,
      theirs: bytes(median(resident.few)),
      ratio: ratioOf(resident, 'many', 'few'),
      most: MOST_TIMES,
    },
  ];
}

async function write(file, count) {
  const pool = await SessionPool.open({ store: new SqliteStore(file), name: 'shop', createSessions: false });
  await fill(pool, count, COOKIES);
  await pool.close();
}
