// Pools of sessions, in memory and in a file.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session } from 'crawler-session';
import { MemoryStore, SessionPool, SessionPoolError, SqliteStore } from 'crawler-session/pool';

const HOME = 'https://example.com/';

/** Calls `use` with the path of a file that is removed afterwards. */
async function withFile(use) {
  const folder = mkdtempSync(join(tmpdir(), 'crawler-session-runtimes-'));
  try {
    await use(join(folder, 'sessions.db'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export default {
  'a state goes through text and makes the same session again'() {
    const session = new Session({ userData: { token: 'ü' } });
    session.setCookie('a=1; Max-Age=60', HOME);
    const text = session.getStateText();
    assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(session.getState())));
    assert.deepEqual(Session.fromStateText(text).getState(), session.getState());
  },

  async 'sessions in memory'() {
    const pool = await SessionPool.open({ store: new MemoryStore(), maxPoolSize: 1 });
    const first = await pool.use((session) => session);
    assert.equal(await pool.use((session) => session), first);
    assert.equal(first.usageCount, 2);
    await assert.rejects(pool.acquire({ id: 'nobody' }), SessionPoolError);
    await pool.close();
  },

  async 'sessions in a file outlive their pool'() {
    await withFile(async (file) => {
      const one = await SessionPool.open({ store: new SqliteStore(file), createSessions: false });
      await one.add({ id: 'alice', userData: { name: 'Zoë' } });
      await one.use((session) => session.setCookie('sid=1', HOME));
      await one.close();
      const other = await SessionPool.open({ store: new SqliteStore(file), createSessions: false });
      await other.use((session) => {
        assert.equal(session.getCookieString(HOME), 'sid=1');
        assert.deepEqual(session.userData, { name: 'Zoë' });
        session.retire();
      });
      assert.deepEqual((await other.stats()).retired, { retired: 1 });
      await other.close();
    });
  },

  async 'two pools on one file never hold a session both'() {
    await withFile(async (file) => {
      const pools = await Promise.all(
        [1, 2].map(() => SessionPool.open({ store: new SqliteStore(file), createSessions: false })),
      );
      for (const id of ['a', 'b', 'c']) await pools[0].add({ id });
      const held = new Set();
      const uses = Array.from({ length: 40 }, (_, index) =>
        pools[index % 2].use(async ({ id }) => {
          assert.equal(held.has(id), false);
          held.add(id);
          await new Promise((resolve) => setTimeout(resolve, 1));
          held.delete(id);
        }),
      );
      await Promise.all(uses);
      await Promise.all(pools.map((pool) => pool.close()));
    });
  },

  async 'a file that is no database is an error'() {
    await withFile(async (file) => {
      const { writeFileSync } = await import('node:fs');
      writeFileSync(file, 'this is no database, but it is long enough to be one. '.repeat(40));
      await assert.rejects(SessionPool.open({ store: new SqliteStore(file) }), { code: 'STORE_CORRUPT' });
    });
  },
};
