'use strict';

// A process that holds the session `alice` of a file until a line comes on its standard input, and says how giving it back ended:
// `stopped.js <sessions> <lease in seconds>`.

const { once } = require('node:events');
const { SessionPool, SqliteStore } = require('../../../pool');

const [file, leaseSecs] = process.argv.slice(2);

async function main() {
  const pool = await SessionPool.open({
    store: new SqliteStore(file),
    createSessions: false,
    leaseSecs: Number(leaseSecs),
  });
  const lease = await pool.acquire({ id: 'alice' });
  lease.session.userData.by = 'the stopped one';
  console.log(`holds ${lease.fence}`);
  await once(process.stdin, 'data');
  const outcome = await lease.release().then(
    () => 'saved',
    (error) => error.code,
  );
  console.log(`${outcome} ${lease.signal.aborted}`);
  await pool.close();
  process.exit(0);
}

main();
