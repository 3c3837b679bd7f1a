// Two processes share the accounts of a shop: each account is logged in once, by whichever process takes it first, and is in one process at
// a time. Both find the logins in one SQLite file.
//
//   node examples/pool.mjs

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SessionPool, SqliteStore } from 'crawler-session/pool';
import { ACCOUNTS, startSite } from './site.js';
import { visit } from './visit.mjs';

const PAGES_PER_PROCESS = 6;

if (process.send === undefined) await main();
else await work(process.argv[2], process.argv[3], process.argv[4]);

/** The process that is started first: it has the accounts, and asks two others to crawl with them. */
async function main() {
  const site = await startSite();
  const folder = await mkdtemp(join(tmpdir(), 'crawler-session-example-'));
  const file = join(folder, 'sessions.db');
  const pool = await SessionPool.open({ store: new SqliteStore(file), createSessions: false });
  try {
    for (const [username, password] of ACCOUNTS) {
      await pool.add({ id: username, userData: { username, password }, maxAgeSecs: Infinity, maxUsageCount: Infinity });
    }
    const workers = ['first', 'second'].map((name) => fork(fileURLToPath(import.meta.url), [name, file, site.url('')]));
    await Promise.all(workers.map((worker) => once(worker, 'exit')));
    const logins = site.seen.filter(({ method, path }) => method === 'POST' && path === '/login');
    console.log(`the shop saw ${logins.length} logins for ${2 * PAGES_PER_PROCESS} pages`);
    for await (const { id, status, state } of pool.sessions({ state: true })) {
      console.log(`the session ${id} is ${status}, and was used ${state.usageCount} times`);
    }
  } finally {
    await pool.close();
    await site.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A process that crawls pages for members. */
async function work(name, file, shop) {
  const pool = await SessionPool.open({
    store: new SqliteStore(file),
    createSessions: false,
    async login(session, { signal }) {
      const { username, password } = session.userData;
      const title = await visit(session, `${shop}/login`, signal, new URLSearchParams({ username, password }));
      if (title !== `Welcome, ${username}`) throw new Error(`the shop said "${title}"`);
    },
  });
  for (let page = 0; page < PAGES_PER_PROCESS; page++) {
    const title = await pool.use((session, { signal }) => visit(session, `${shop}/member/orders`, signal));
    console.log(`${name} process: ${title}`);
  }
  await pool.close();
  process.disconnect();
}
