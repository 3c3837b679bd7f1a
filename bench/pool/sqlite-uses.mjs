// Uses with the SqliteStore, in one process and in four that share a file, beside the engine alone doing the same writes.

import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import poolModule from '../../pool.js';
import { median, ratioOf } from '../race.mjs';
import { time } from '../table.mjs';
import { temporaryFolder } from './folder.mjs';
import { fill } from './input.mjs';
import { atLeast, perSecond } from './lines.mjs';
import { sqliteFloor } from './sqlite-floor.mjs';
import { TurnTaker } from './turn-taker.mjs';

const { SessionPool, SqliteStore } = poolModule;
const [USES, STEPS] = ['uses-child.mjs', 'steps-child.mjs'].map((name) =>
  fileURLToPath(new URL(name, import.meta.url)),
);

const SESSIONS = 100;
const PROCESSES = 4;
const ROUNDS = 7;
const TURN_MS = 1000;
/** Of each process: by then its code is compiled, and the log has its usual length. */
const WARM_UP_USES = 5000;
const LEAST_A_SECOND = 3000;
const MOST_OF_FLOOR = 3;

const WHAT = 'acquire + change + release, SqliteStore';
const NAMES = {
  one: `${WHAT}, one process`,
  tenOfOne: `${WHAT}, one process, 10 at a time`,
  four: `${WHAT}, four processes, one file`,
  tenOfFour: `${WHAT}, four processes, one file, 10 at a time each`,
  steps: 'of it: claim + release, the store without a pool',
  answers: "of that: two answers of the store's thread",
};

export const sqliteUses = { names: Object.values(NAMES), lines };

async function lines() {
  const folder = temporaryFolder();
  const floor = sqliteFloor();
  const filled = join(folder, 'filled.db');
  await write(filled);
  const engine = (file, index) => new TurnTaker(floor, [file, `floor ${index}`]);
  const sides = {
    one: new Side(filled, join(folder, 'one.db'), 1, usersOf(1)),
    tenOfOne: new Side(filled, join(folder, 'ten-of-one.db'), 1, usersOf(10)),
    four: new Side(filled, join(folder, 'four.db'), PROCESSES, usersOf(1)),
    tenOfFour: new Side(filled, join(folder, 'ten-of-four.db'), PROCESSES, usersOf(10)),
    steps: new Side(filled, join(folder, 'steps.db'), 1, (file) => TurnTaker.ofNode(STEPS, file, 'steps')),
    answers: new Side(filled, join(folder, 'answers.db'), 1, (file) => TurnTaker.ofNode(STEPS, file, 'answers'), 0),
    floorOfOne: new Side(filled, join(folder, 'floor-of-one.db'), 1, engine),
    floorOfFour: new Side(filled, join(folder, 'floor-of-four.db'), PROCESSES, engine),
  };
  const times = await inTurns(sides);
  const before = await sums(filled);
  for (const side of Object.values(sides)) await side.end(before);
  return [
    ...ofOne('one', times),
    partOf('one', 'steps', times),
    partOf('one', 'answers', times),
    ...ofOne('tenOfOne', times),
    ...ofFour('four', 'one', times),
    ...ofFour('tenOfFour', 'tenOfOne', times),
  ];
}

/** Processes that make so many uses at a time. */
function usersOf(atOnce) {
  return (file) => TurnTaker.ofNode(USES, file, atOnce);
}

function ofOne(name, times) {
  const rate = rateOf(times[name]);
  const limit = atLeast(LEAST_A_SECOND, rate, perSecond);
  return [
    { what: NAMES[name], ours: perSecond(rate), limit },
    besideFloor(name, 'floorOfOne', 'the engine alone', times),
  ];
}

function ofFour(name, one, times) {
  const beside = {
    peer: 'one process',
    theirs: perSecond(rateOf(times[one])),
    ratio: ratioOf(times, one, name),
    least: 1,
  };
  const line = { what: NAMES[name], ours: perSecond(rateOf(times[name])), ...beside };
  return [line, besideFloor(name, 'floorOfFour', 'the engine alone, four processes', times)];
}

function besideFloor(name, floor, peer, times) {
  const [ours, theirs] = [times[name], times[floor]].map((side) => time(median(side)));
  return { what: NAMES[name], ours, peer, theirs, ratio: ratioOf(times, name, floor), most: MOST_OF_FLOOR };
}

/** How many times as long a use takes as a part of it. */
function partOf(name, part, times) {
  const [theirs, ours] = [times[name], times[part]].map((side) => time(median(side)));
  return { what: NAMES[part], ours, peer: 'the whole use', theirs, ratio: ratioOf(times, name, part), isPart: true };
}

function rateOf(times) {
  return 1e9 / median(times);
}

async function write(file) {
  const pool = await open(file);
  await fill(pool, SESSIONS);
  await pool.close();
}

function open(file) {
  return SessionPool.open({ store: new SqliteStore(file), name: 'shop', createSessions: false });
}

/** Nanoseconds of a use, all processes of a side together, in each round. */
async function inTurns(sides) {
  const names = Object.keys(sides);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (const name of names) await sides[name].warmUp();
  for (let round = 0; round < ROUNDS; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length];
      times[name].push(await sides[name].take(TURN_MS));
    }
  }
  return times;
}

/** What a file says of the uses of its sessions: the leases that there were, and the texts of the states. */
async function sums(file) {
  const pool = await open(file);
  const sums = { fences: 0, bytes: 0 };
  for await (const { fence, state } of pool.sessions({ state: true })) {
    sums.fences += fence;
    sums.bytes += JSON.stringify(state).length;
  }
  await pool.close();
  return sums;
}

/** Processes that share a file. */
class Side {
  #file;
  #takers;
  #leases;
  #uses = 0;

  /** @param {number} leases of one use */
  constructor(filled, file, processes, start, leases = 1) {
    cpSync(filled, file);
    this.#file = file;
    this.#leases = leases;
    this.#takers = Array.from({ length: processes }, (_, index) => start(file, index));
  }

  async warmUp() {
    while (this.#uses < WARM_UP_USES * this.#takers.length) await this.take(TURN_MS);
  }

  async take(ms) {
    const answers = await Promise.all(this.#takers.map((taker) => taker.ask(ms)));
    const uses = answers.reduce((sum, answer) => sum + answer.uses, 0);
    this.#uses += uses;
    return Math.max(...answers.map(({ ns }) => ns)) / uses;
  }

  /** Ends the processes. Throws unless each use has left its lease, and the states are about as long as they were. */
  async end(before) {
    for (const taker of this.#takers) await taker.end();
    const { fences, bytes } = await sums(this.#file);
    if (fences !== before.fences + this.#leases * this.#uses || Math.abs(bytes / before.bytes - 1) > 0.05) {
      throw new Error(`the uses of ${this.#takers.length} processes did not all take place`);
    }
  }
}
