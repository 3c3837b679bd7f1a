'use strict';

// `npm run soak -- <minutes> [<folder>]`: one process uses 2,000 sessions of a pool on SQLite, which come and go, and takes cookies in and out
// by every method. Each minute it prints how much memory, how many files and how large a database there are; at the end it compares that with
// what was there after ten minutes (of a run that is shorter than twenty: after half of it). Exit code 1 if something has grown.
// The database goes to a temporary folder in `<folder>`, by default the system's, and is removed.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { SessionPool, SqliteStore } = require('../pool');
const { randomOf } = require('../__test__/helpers/random');
const { METHODS } = require('./soak/methods');
const { grown, measure } = require('./soak/measure');

/** Live sessions. */
const SESSIONS = 2_000;
/** Uses that are under way at a time. */
const AT_A_TIME = 10;
/** Uses after which a session is retired, and another one comes. */
const USES = 40;

/** Fills the pool again: what is retired or expired is removed, others take its place. */
async function refill(pool) {
  await pool.prune();
  const { free, inUse, cooling } = await pool.stats();
  for (let live = free + inUse + cooling; live < SESSIONS; live++) await pool.add({ maxUsageCount: USES });
}

/** One use: a few methods, drawn at random. */
function use(session, random, done) {
  for (let step = 0; step < 5; step++) {
    const name = random.pick(Object.keys(METHODS));
    METHODS[name](session, random);
    done[name] = (done[name] ?? 0) + 1;
  }
  random.chance(0.02) ? session.retire() : random.chance(0.1) ? session.markBad() : session.markGood();
}

async function main([minutes = '60', folder = os.tmpdir()]) {
  const wanted = Number(minutes);
  if (!(wanted > 0)) {
    console.error('npm run soak -- <minutes> [<folder>]');
    process.exitCode = 2;
    return;
  }
  const place = fs.mkdtempSync(path.join(folder, 'crawler-session-soak-'));
  process.once('exit', () => fs.rmSync(place, { recursive: true, force: true }));
  const seed = Math.floor(Math.random() * 2 ** 31);
  const random = randomOf(seed);
  console.log(`seed ${seed}`);
  const pool = await SessionPool.open({
    store: new SqliteStore(path.join(place, 'sessions.db')),
    createSessions: false,
    maxPoolSize: SESSIONS,
  });
  const done = {};
  const start = Date.now();
  const passed = () => (Date.now() - start) / 60_000;
  let uses = 0;
  const user = async () => {
    for (; passed() < wanted; uses++) await pool.use((session) => use(session, random, done));
  };
  await refill(pool);
  const users = Promise.all(Array.from({ length: AT_A_TIME }, user));
  let first;
  let last;
  for (let minute = 1; minute <= wanted; minute++) {
    await Promise.race([sleep(start + minute * 60_000 - Date.now()), users]);
    await refill(pool);
    last = measure(place);
    if (first === undefined && minute >= Math.min(10, wanted / 2)) first = last;
    console.log(
      `${String(minute).padStart(4)} min: ${uses} uses, ${Object.entries(last)
        .map((entry) => entry.join(' '))
        .join(', ')}`,
    );
  }
  await users;
  await pool.close();
  console.table(done);
  const wrong = grown(first, last);
  for (const message of wrong) console.error(message);
  if (wrong.length > 0) process.exitCode = 1;
  else console.log('Nothing has grown.');
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
