'use strict';

// `npm run chaos -- <minutes> [<seed>]`: random schedules of faults on all stores, one after the other with seeds that count up, until the time
// is over or a history is wrong. Then it tells what is, and where the history is; `SEED=<seed> npx jest __test__/chaos/schedule` begins with
// the same faults, though processes never run twice alike.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { PLACES } = require('../__test__/chaos/places');
const { runSchedule } = require('../__test__/chaos/schedule');
const { randomOf } = require('../__test__/helpers/random');

const FAULTS = 20;

/** Runs one schedule. Returns what is wrong. */
async function run({ open, faults }, seed) {
  const place = await open();
  try {
    const wrong = await runSchedule(place, faults, randomOf(seed), FAULTS);
    if (wrong.length > 0) {
      const file = path.join(os.tmpdir(), `crawler-session-chaos-${seed}.jsonl`);
      fs.copyFileSync(place.history.file, file);
      wrong.push(`The history is in ${file}`);
    }
    return { wrong, counts: place.history.count() };
  } finally {
    await place.end();
  }
}

async function main([minutes = '5', first = Math.floor(Math.random() * 2 ** 31)]) {
  const end = Date.now() + Number(minutes) * 60_000;
  for (let seed = Number(first); Date.now() < end; seed++) {
    for (const [name, place] of Object.entries(PLACES)) {
      const { wrong, counts } = await run(place, seed);
      console.log(`${name}, seed ${seed}: ${counts.begin} uses, ${counts.lost ?? 0} lost`);
      if (wrong.length === 0) continue;
      console.error(wrong.join('\n'));
      process.exitCode = 1;
      return;
    }
  }
}

main(process.argv.slice(2));
