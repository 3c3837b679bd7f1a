'use strict';

// A process that uses the sessions of a pool, and writes down what it sees: `worker.js <JSON>`, with `store` (see stores.js), `file` of the
// history, `leaseSecs`, `seed`, and how many uses at a time (`hands`). It ends when it is told to, and when its parent is gone.

const { setTimeout: sleep } = require('node:timers/promises');
const { SessionPool } = require('../../pool');
const { randomOf } = require('../helpers/random');
const { History, now } = require('./history');
const { numberOf, numbered, putNumber } = require('./numbered');
const { openStore } = require('./stores');

const { store: spec, file, leaseSecs, seed, hands = 2 } = JSON.parse(process.argv[2]);
const random = randomOf(seed);
const history = new History(file);
let count = 0;
let isEnding = false;

process.on('message', () => {
  isEnding = true;
});
process.on('disconnect', () => process.exit());

async function useOnce(pool) {
  const asked = now();
  const lease = await pool.acquire({ timeoutSecs: 2 * leaseSecs });
  const { session, fence } = lease;
  const { id } = session;
  const use = nameOf('use');
  history.note('begin', { use, id, fence, read: numberOf(session), asked });
  const retires = random.chance(0.02);
  await put(use, lease);
  if (retires) {
    history.note('retiring', { id, use });
    session.retire();
  }
  history.note('end', { use });
  try {
    await lease.release();
    history.note('saved', { use });
    if (retires) history.note('retired', { id, use });
    process.send('saved');
  } catch ({ code }) {
    history.note('lost', { use, code });
  }
  if (retires) await addAnother(pool);
}

/** Puts numbers into a session, of which renewals may save some. */
async function put(use, { session, signal }) {
  for (let left = random.pick([0, 1, 1, 3]); left > 0 && !signal.aborted; left--) {
    const n = nameOf('n');
    history.note('put', { use, n });
    putNumber(session, n);
    await sleep(random.chance(0.2) ? random.below(leaseSecs * 1000) : random.below(20));
  }
}

/** Adds a session for one that was retired, however often that takes. */
async function addAnother(pool) {
  const session = numbered(nameOf('s'), nameOf('n'));
  const { id } = session;
  history.note('adding', { id, n: numberOf(session) });
  for (;;) {
    try {
      await pool.add(session, { ifExists: 'keep' });
      history.note('added', { id });
      return;
    } catch (error) {
      if (error.code !== 'STORE_UNAVAILABLE') throw error;
      await sleep(50);
    }
  }
}

/** A name that no other process gives. */
function nameOf(kind) {
  return `${kind}-${process.pid}-${count++}`;
}

async function work(pool) {
  while (!isEnding) {
    try {
      await useOnce(pool);
    } catch ({ code, message }) {
      history.note('refused', { code, message });
    }
  }
}

/** Opens the pool, however often that takes. */
async function open(store) {
  for (;;) {
    try {
      return await SessionPool.open({ store, createSessions: false, leaseSecs, pick: 'random' });
    } catch ({ code, message }) {
      history.note('refused', { code, message });
      await sleep(50);
    }
  }
}

async function main() {
  const { store, end } = await openStore(spec);
  const pool = await open(store);
  pool.on('storeError', ({ message }) => history.note('storeError', { message }));
  pool.on('leaseLost', ({ id }) => history.note('leaseLost', { id }));
  process.send('open');
  await Promise.all(Array.from({ length: hands }, () => work(pool)));
  await pool.close();
  await end();
  process.disconnect();
}

main();
