'use strict';

// A process that uses the sessions of a pool over a file, and writes down each use in a file of witnesses: `holder.js <sessions> <witnesses>
// <lease in seconds>`. Each line is one write, so lines of several processes don't mix.

const fs = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const { SessionPool, SqliteStore } = require('../../../pool');

const [file, witnesses, leaseSecs] = process.argv.slice(2);
const out = fs.openSync(witnesses, 'a');
const witness = (what, id, fence) =>
  fs.writeSync(out, `${what} ${id} ${fence} ${process.pid} ${process.hrtime.bigint()}\n`);

async function useOnce(pool) {
  const lease = await pool.acquire({ timeoutSecs: Infinity });
  const { session, fence } = lease;
  witness('begin', session.id, fence);
  session.userData.fences.push(fence);
  session.setCookie(`fence=${fence}`, 'https://site.example/');
  await sleep(Math.random() * 30);
  try {
    witness('end', session.id, fence);
    await lease.release();
    witness('saved', session.id, fence);
  } catch (error) {
    witness(error.code === 'LEASE_LOST' ? 'lost' : `failed:${error.code}`, session.id, fence);
  }
}

async function main() {
  const pool = await SessionPool.open({
    store: new SqliteStore(file),
    createSessions: false,
    leaseSecs: Number(leaseSecs),
    pick: 'random',
  });
  witness('open', '-', 0);
  for (;;) await useOnce(pool);
}

main();
