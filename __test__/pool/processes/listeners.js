'use strict';

// A process that survives what its listeners throw. Tells what that was, whether a release that failed at first ended well, and whether the
// signals of all leases that were lost aborted.

const { setTimeout: sleep } = require('node:timers/promises');
const { SessionPool } = require('../../../pool');
const { TextStore } = require('../helpers/text-store');

const uncaught = [];
process.on('uncaughtException', ({ message }) => uncaught.push(message));

async function run() {
  const store = new TextStore();
  const pool = await SessionPool.open({ store, leaseSecs: 0.3 });
  for (const event of ['leaseLost', 'storeError']) {
    pool.on(event, () => {
      throw new Error(`of ${event}`);
    });
  }
  const lease = await pool.acquire();
  let isDown = true;
  store.before = (step) => {
    if (step !== 'release' || !isDown) return;
    isDown = false;
    throw new Error('connection refused');
  };
  const released = await lease.release().then(() => true);
  const lost = [await pool.acquire(), await pool.acquire()];
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
  while (uncaught.length < 3) await sleep(5);
  const aborted = lost.map(({ signal }) => signal.aborted);
  await pool.close();
  process.stdout.write(JSON.stringify([uncaught, released, aborted]));
}

run();
