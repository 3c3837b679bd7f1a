// Opens the pool in a file: `node --expose-gc opening-child.mjs <file>`. Prints how long that took, and the resident memory of the process then
// and after a first use.

import poolModule from '../../pool.js';

const { SessionPool, SqliteStore } = poolModule;
const [, , file] = process.argv;

const start = process.hrtime.bigint();
const pool = await SessionPool.open({ store: new SqliteStore(file), name: 'shop', createSessions: false });
const ns = Number(process.hrtime.bigint() - start);
const lease = await pool.acquire();
await lease.release();
for (let times = 0; times < 3; times++) {
  globalThis.gc();
  await new Promise(setImmediate);
}
console.log(JSON.stringify({ ns, bytes: process.memoryUsage.rss() }));
await pool.close();
