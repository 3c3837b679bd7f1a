'use strict';

// A process that leaves a pool open and a session held, after it has waited for what must keep it alive: `left-open.js <sessions>`.

const { SessionPool, SqliteStore } = require('../../../pool');

async function main() {
  const pool = await SessionPool.open({ store: new SqliteStore(process.argv[2]), maxPoolSize: 1 });
  const lease = await pool.acquire();
  lease.session.setCookie('a=1', 'https://site.example/');
  const error = await pool.acquire({ timeoutSecs: 0.3 }).catch((thrown) => thrown);
  console.log(error.code);
  const rest = await pool.stats();
  console.log(rest.inUse);
}

main();
