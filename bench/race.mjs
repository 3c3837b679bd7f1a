// How contestants are compared: checked, then timed in one process and in turns.

import { setTimeout } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { measure } from 'mitata';

/** How each round measures: no longer than it has to, and with nothing left out. */
const MEASURING = { gc: false, min_cpu_time: 40e6, min_samples: 4, batch_samples: 64, samples_threshold: Infinity };

/** Throws unless all give the same: after the first run, which stores cookies, and after the second, which replaces them. */
export async function checkSame(name, operations) {
  for (let runs = 0; runs < 2; runs++) {
    const results = [];
    for (const { prepare, run, result } of Object.values(operations)) {
      await prepare?.();
      await run();
      results.push(JSON.parse(JSON.stringify(result())));
    }
    const differs = results.findIndex((result) => !isDeepStrictEqual(result, results[0]));
    if (differs === -1) continue;
    const shown = [0, differs].map((index) => `${Object.keys(operations)[index]} ${JSON.stringify(results[index])}`);
    throw new Error(`${name}: the results differ\n${shown.join('\n')}`);
  }
}

/**
 * Nanoseconds of one operation of each, in each round. In each round another one begins, so that a machine that is busy for a while is
 * busy for all.
 *
 * @returns {Promise<Record<string, number[]>>}
 */
export async function race(operations, rounds) {
  const names = Object.keys(operations);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length];
      times[name].push(await nanoseconds(operations[name]));
    }
  }
  return times;
}

/** How long the process is watched for being idle, in milliseconds, and how often. */
const WATCHED = 20;
const MOST_WATCHES = 100;

/** Waits until V8's other threads have swept what garbage collection left: on two cores, a contestant would pay for the garbage of all. */
async function idle() {
  for (let watches = 0; watches < MOST_WATCHES; watches++) {
    const [cpu, start] = [process.cpuUsage(), performance.now()];
    await setTimeout(WATCHED);
    const { user, system } = process.cpuUsage(cpu);
    if (user + system < 100 * (performance.now() - start)) return;
  }
}

/** The mean, not the median: garbage collection is part of the price. */
async function nanoseconds({ prepare, run, release, times = 1, isLong }) {
  if (isLong) {
    await prepare?.();
    // What the runs before have left is freed outside of the measured time: native memory in a turn of the event loop.
    globalThis.gc?.();
    await new Promise(setImmediate);
    await idle();
    const start = process.hrtime.bigint();
    await run();
    const taken = Number(process.hrtime.bigint() - start) / times;
    release?.();
    return taken;
  }
  // A copy: mitata writes its defaults into the object.
  const { avg } = await measure(run, { ...MEASURING });
  return avg / times;
}

/** How many times as long as `ours` the other one took, round by round: the median and the quartiles. */
export function ratioOf(times, other, ours = 'ours') {
  const ratios = times[other].map((time, round) => time / times[ours][round]).sort((a, b) => a - b);
  const at = (part) => ratios[Math.round((ratios.length - 1) * part)];
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
