// Two processes of Crawlee share the accounts of a shop: each account is logged in once, and is in one process at a time. The second run
// goes on with the same logins.
//
//   node examples/crawlee-shared.mjs

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CheerioCrawler, Configuration } from 'crawlee';
import { sessionPoolOptions } from 'crawler-session/crawlee';
import { SessionPool, SqliteStore } from 'crawler-session/pool';
import { ACCOUNTS, lookup, startSite } from './site.js';
import { visit } from './visit.mjs';

const PAGES_PER_PROCESS = 6;

if (process.send === undefined) await main();
else await work(process.argv[2], process.argv[3], process.argv[4]);

/** The process that is started first: it has the accounts, and asks two others to crawl with them, twice. */
async function main() {
  const site = await startSite();
  const folder = await mkdtemp(join(tmpdir(), 'crawler-session-example-'));
  const file = join(folder, 'sessions.db');
  const pool = await SessionPool.open({ store: new SqliteStore(file), createSessions: false });
  try {
    for (const [username, password] of ACCOUNTS) {
      await pool.add({ id: username, userData: { username, password }, maxAgeSecs: Infinity, maxUsageCount: Infinity });
    }
    for (const run of ['first run', 'second run']) {
      const workers = ['first', 'second'].map((name) =>
        fork(fileURLToPath(import.meta.url), [`${run}, ${name} process`, file, site.url('')]),
      );
      await Promise.all(workers.map((worker) => once(worker, 'exit')));
    }
    const logins = site.seen.filter(({ method, path }) => method === 'POST' && path === '/login');
    console.log(`the shop saw ${logins.length} logins for ${4 * PAGES_PER_PROCESS} pages`);
    for await (const { id, status } of pool.sessions()) console.log(`the session ${id} is ${status}`);
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
  const crawler = new CheerioCrawler(
    {
      // One account of the two: a crawler keeps what it has until its end.
      sessionPoolOptions: { ...sessionPoolOptions(pool), maxPoolSize: 1 },
      // Only because the shop is on this machine.
      preNavigationHooks: [(_context, options) => Object.assign(options, { dnsLookup: lookup })],
      requestHandler: ({ $ }) => console.log(`${name}: ${$('title').text()}`),
    },
    new Configuration({ persistStorage: false }),
  );
  const pages = Array.from({ length: PAGES_PER_PROCESS }, (_, page) => `${shop}/member/orders?page=${page}`);
  await crawler.run(pages);
  await pool.close();
  process.disconnect();
}
