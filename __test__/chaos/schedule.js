'use strict';

const { setTimeout: sleep } = require('node:timers/promises');

/** How many workers there are, and how many uses have to be saved after each fault: the pool goes on by itself. */
const WORKERS = 3;
const USES = 10;

/** Faults of processes: of any store. Each has a name and what it does, until all is as before but for what it broke. */
const PROCESS_FAULTS = {
  async 'a worker is killed'({ crew }, random) {
    await crew.kill(random.pick(crew.active));
    crew.start(random.below(2 ** 31));
  },

  async 'a worker is stopped past its lease'({ crew, leaseMs }, random) {
    const worker = random.pick(crew.active);
    crew.pause(worker);
    await sleep(leaseMs * (1 + random.next()));
    crew.resume(worker);
  },

  async 'a worker is stopped for a moment'({ crew, leaseMs }, random) {
    const worker = random.pick(crew.active);
    crew.pause(worker);
    await sleep(leaseMs * random.next());
    crew.resume(worker);
  },
};

/**
 * Lets faults come at random, mostly one after the other, while workers use the sessions of a place.
 *
 * @param {import('./place').Place} place with no sessions yet
 * @param {Record<string, (place: object, random: object) => Promise<void>>} faults
 * @param {number} count how many faults
 * @returns {Promise<string[]>} what was wrong, and which faults there were up to then; empty if nothing was
 */
async function runSchedule(place, faults, random, count) {
  const { crew } = place;
  const names = Object.keys(faults);
  const done = [];
  await place.fill();
  for (let worker = 0; worker < WORKERS; worker++) crew.start(random.below(2 ** 31));
  for (let left = count; left > 0; left--) {
    if (!(await crew.goesOn(random.below(USES) + 1))) return stuck(crew, done);
    const now = random.chance(0.3) ? [random.pick(names), random.pick(names)] : [random.pick(names)];
    done.push(now.join(' and '));
    await Promise.all(now.map((name) => faults[name](place, random)));
  }
  if (!(await crew.goesOn(USES))) return stuck(crew, done);
  const wrong = await place.judge();
  return wrong.length === 0 ? [] : [...wrong, ...done];
}

function stuck(crew, done) {
  return ['Nothing goes on any more', ...crew.wrong, ...done];
}

module.exports = { PROCESS_FAULTS, runSchedule };
