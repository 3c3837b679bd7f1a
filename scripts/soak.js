'use strict';

// `npm run soak -- <minutes> [<folder>]`: one process uses 2,000 sessions of a pool on SQLite, which come and go, and takes cookies in and out
// by every method. Each minute it prints how much memory, how many files and how large a database there are; at the end it compares the last
// five minutes with the five before the tenth (of a run that is shorter than twenty: before the middle). Exit code 1 if something has grown.
// The database goes to a temporary folder in `<folder>`, by default the system's, and is removed.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
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

/** How often in a minute the pool is filled again. */
const ROUNDS = 12;

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
  const measured = [];
  const start = Date.now();
  let uses = 0;
  const useUntil = async (end) => {
    for (; Date.now() < end; uses++) await pool.use((session) => use(session, random, done));
  };
  for (let round = 1; round <= wanted * ROUNDS; round++) {
    await refill(pool);
    const end = start + (round / ROUNDS) * 60_000;
    await Promise.all(Array.from({ length: AT_A_TIME }, () => useUntil(end)));
    if (round % ROUNDS !== 0) continue;
    // Nothing is in use now, so that each minute measures the same.
    const now = await measure(place);
    measured.push(now);
    const shown = Object.entries(now).map((entry) => entry.join(' '));
    console.log(`${String(round / ROUNDS).padStart(4)} min: ${uses} uses, ${shown.join(', ')}`);
  }
  await pool.close();
  console.table(done);
  const wrong = grown(measured.slice(0, Math.min(10, Math.ceil(wanted / 2))), measured);
  for (const message of wrong) console.error(message);
  if (wrong.length > 0) process.exitCode = 1;
  else console.log('Nothing has grown.');
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
