// One contestant's memory, in a process of its own: `node --expose-gc memory-child.mjs <contestant> <task> <rounds> <empty sessions>`.
// Prints a line of JSON with bytes.

import { contestant } from './contestants.mjs';
import { COOKIES_PER_SESSION, filledSessions, SESSIONS } from './many-sessions.mjs';

const [name, task, roundsText, emptyText] = process.argv.slice(2);
const rounds = Number(roundsText);
const emptySessions = Number(emptyText);
const side = contestant(name);

/** Compiles what runs later, and leaves hardly any memory behind that could be used again. */
const WARM_UP_SESSIONS = 100;

const TASKS = {
  async filled() {
    const { before, after } = await around(() => filledSessions(side));
    return { each: (after - before) / (SESSIONS * COOKIES_PER_SESSION) };
  },
  async empty() {
    const create = () => new side.Session({ sessionPool: side.pool });
    const { before, after } = await around(() => Array.from({ length: emptySessions }, create));
    return { each: (after - before) / emptySessions };
  },
  /** As a crawler runs: nobody asks for garbage collection. */
  async rounds() {
    return inRounds(() => turn());
  },
  async collectedRounds() {
    return inRounds(() => settle());
  },
  /** Without a turn in between; then the same again, which tells whether memory that was not given back is used again. */
  async oneLoop() {
    createAndDrop(0);
    const first = resident();
    for (let round = 1; round < rounds; round++) createAndDrop(round);
    const last = resident();
    await settle();
    const freed = resident();
    for (let round = 0; round < rounds; round++) createAndDrop(round);
    await settle();
    return { first, last, freed, again: resident() };
  },
};

createAndDrop(0, WARM_UP_SESSIONS);
await settle();
console.log(JSON.stringify(await TASKS[task]()));
// The pools of the others have timers.
process.exit(0);

/** Resident memory before and after sessions were made that are still held. */
async function around(make) {
  const before = resident();
  const held = make();
  await settle();
  const after = resident();
  // Used after the last measurement, so that nothing of it was collected before.
  if (!held.every((session) => session.isUsable())) throw new Error('a session ended');
  return { before, after };
}

async function inRounds(between) {
  let first;
  for (let round = 0; round < rounds; round++) {
    createAndDrop(round);
    await between();
    first ??= resident();
  }
  return { first, last: resident() };
}

function createAndDrop(round, count = SESSIONS) {
  const sessions = filledSessions(side, count, round + 1);
  if (sessions.length !== count) throw new Error('sessions are missing');
}

/** Collects garbage and lets Node.js free what native objects held, which it does in later turns of the event loop. */
async function settle() {
  for (let times = 0; times < 5; times++) {
    globalThis.gc();
    await turn();
  }
}

function turn() {
  return new Promise(setImmediate);
}

function resident() {
  return process.memoryUsage.rss();
}
