// For blocks about the command line: the file with the session that a command has made, in a folder of its own.

import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SessionPool, SqliteStore } from 'crawler-session/pool';

const folder = mkdtempSync(join(tmpdir(), 'crawler-session-docs-'));
process.chdir(folder);
process.once('exit', () => {
  process.chdir(tmpdir());
  rmSync(folder, { recursive: true });
});
const accounts = await SessionPool.open({ store: new SqliteStore('sessions.db') });
await accounts.add({ id: 'alice' });
await accounts.close();

const crawled = [];

export const crawl = async (session, _context) => {
  crawled.push(session.id);
};

export async function after() {
  assert.deepEqual(crawled, ['alice']);
}
