// `crawler-session/crawlee`.

import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { Session as MainSession } from 'crawler-session';
import { createSessionFunction, Session } from 'crawler-session/crawlee';

const HOME = 'https://example.com/';

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
};
