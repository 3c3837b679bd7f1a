// `crawler-session/crawlee`.

import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { Session as MainSession } from 'crawler-session';
import { crawlerOptions, createSessionFunction, Session, sessionPoolOptions } from 'crawler-session/crawlee';
import { SessionPool } from 'crawler-session/pool';

const HOME = 'https://example.com/';
const EMPTY = { free: 0, inUse: 0, cooling: 0, expired: 0, retired: {}, nextFreeAt: null };

export default {
  'createSessionFunction makes, restores and keeps sessions'() {
    const pool = Object.assign(new EventEmitter(), { sessionOptions: { maxUsageCount: 7 }, blockedStatusCodes: [503] });
    const session = createSessionFunction(pool);
    assert.ok(session instanceof Session && session instanceof MainSession);
    assert.deepEqual([session.maxUsageCount, session.sessionPool], [7, pool]);
    const restored = createSessionFunction(pool, { sessionOptions: JSON.parse(JSON.stringify(session.getState())) });
    assert.equal(restored.id, session.id);
    assert.equal(createSessionFunction(pool, { sessionOptions: session }), session);
    assert.deepEqual([session.checkStatus(403), session.checkStatus(503)], [false, true]);
  },

  "the shape of Crawlee's browsers"() {
    const session = new Session();
    session.setCookies([{ name: 'a', value: 'b', domain: 'example.com', path: '/', expires: -1 }], HOME);
    assert.equal(session.getCookieString(HOME), 'a=b');
    assert.equal(session.getCookies(HOME)[0].name, 'a');
  },

  'a session that is used up retires itself, once'() {
    const pool = new EventEmitter();
    let heard = 0;
    pool.on('sessionRetired', () => heard++);
    const session = new Session({ sessionPool: pool, maxUsageCount: 1 });
    session.markGood();
    session.markGood();
    assert.deepEqual([session.retired, heard], [true, 1]);
  },

  async 'sessions of a shared pool are lent to crawlers'() {
    const pool = await SessionPool.open({ maxPoolSize: 2 });
    const host = Object.assign(new EventEmitter(), { sessions: [], teardown() {} });
    const lent = await sessionPoolOptions(pool).createSessionFunction(host);
    lent.setCookies([{ name: 'a', value: 'b', domain: 'example.com', path: '/' }], HOME);
    lent.markGood();
    assert.ok(lent instanceof Session);
    assert.deepEqual([lent.getCookieString(HOME), lent.usageCount], ['a=b', 1]);
    const used = await crawlerOptions(pool).sessionPool.getSession();
    used.markGood();
    assert.ok(used instanceof MainSession);
    await host.teardown();
    assert.deepEqual({ ...(await pool.stats()), nextFreeAt: null }, { ...EMPTY, free: 2 });
    await pool.close();
  },
};
