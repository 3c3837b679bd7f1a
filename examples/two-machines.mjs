// Crawlers on two machines share an account in Redis. The cable of one is pulled while it uses the account: it is told that it has lost it, and
// the other one goes on. Once the cable is plugged again, the first one goes on as well, with what the other has saved.
//
//   node examples/two-machines.mjs

import { spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { SessionPool } from 'crawler-session/pool';
import { RedisStore } from 'crawler-session/redis';
import Redis from 'ioredis';
import { start } from '../scripts/services/redis.js';
import { makeMachines } from './machines.js';

/** So short that nobody waits long for this example; usually, a lease lasts for a minute. */
const LEASE_SECS = 2;
const PATIENCE_SECS = 600;

if (process.send === undefined) await main();
else await work(process.argv[2], process.argv[3]);

async function main() {
  // What was made ends with this process, whatever ends it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
  const server = await start();
  const { kind, machines, remove } = await makeMachines(['first', 'second'], server.port);
  console.log(`the machines are ${kind}`);
  const [first, second] = machines.map(startCrawler);
  try {
    await first.does('add');
    await first.does('use');
    machines[0].pullCable();
    console.log('the cable of the first machine is pulled');
    await Promise.all([first.does('lose'), second.does('use')]);
    await second.does('finish');
    machines[0].plugCable();
    console.log('the cable of the first machine is plugged again');
    await first.does('use');
    await first.does('finish');
    await Promise.all([first.does('end'), second.does('end')]);
  } finally {
    for (const crawler of [first, second]) crawler.kill();
    await remove();
    await server.stop();
  }
}

/** Starts a crawler on a machine. It does one thing after the other, as it is told. */
function startCrawler({ name, command, host, port }) {
  const args = [...command, process.execPath, fileURLToPath(import.meta.url), name, `redis://${host}:${port}`];
  const crawler = spawn(args[0], args.slice(1), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = once(crawler, 'exit').then(([code]) =>
    Promise.reject(new Error(`${name} machine: ended with ${code}`)),
  );
  ended.catch(() => {});
  return {
    async does(what) {
      crawler.send(what);
      await Promise.race([once(crawler, 'message'), ended]);
    },
    kill: () => crawler.kill('SIGKILL'),
  };
}

/** A crawler. */
async function work(name, url) {
  process.once('disconnect', () => process.exit());
  const client = new Redis(url);
  // ioredis connects again by itself; without a listener, each failure would be printed.
  client.on('error', () => {});
  const pool = await SessionPool.open({ store: new RedisStore(client), createSessions: false, leaseSecs: LEASE_SECS });
  pool.on('leaseLost', (session, { code }) =>
    console.log(`${name} machine: ${code}, ${session.id} is not mine any more`),
  );
  let lease;

  const things = {
    add: () => pool.add({ id: 'alice', userData: { notes: [] }, maxAgeSecs: Infinity, maxUsageCount: Infinity }),

    async use() {
      lease = await pool.acquire({ id: 'alice', timeoutSecs: PATIENCE_SECS });
      console.log(`${name} machine: I have alice, who was used by [${lease.session.userData.notes}]`);
    },

    async lose() {
      lease.session.userData.notes.push(`${name}, in vain`);
      if (!lease.signal.aborted) await once(lease.signal, 'abort');
      await lease.release().catch(({ code }) => console.log(`${name} machine: ${code}, what I did is not saved`));
    },

    finish() {
      lease.session.userData.notes.push(name);
      return lease.release();
    },

    async end() {
      await pool.close();
      client.disconnect();
    },
  };

  for await (const [what] of on(process, 'message')) {
    await things[what]();
    process.send('done');
    if (what === 'end') break;
  }
  process.disconnect();
}
