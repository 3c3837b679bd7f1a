// `sessionRetired` on an EventEmitter of this runtime.

import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { Session } from 'crawler-session';

export default {
  'a retirement is emitted at once, with the session'() {
    const pool = new EventEmitter();
    const heard = [];
    pool.on('sessionRetired', (session) => heard.push(session));
    const session = new Session({ sessionPool: pool });
    assert.equal(session.sessionPool, pool);
    session.checkStatus(200);
    session.checkStatus(429);
    session.retire();
    assert.deepEqual(heard, [session, session]);
  },

  async 'events.once hears it'() {
    const pool = new EventEmitter();
    const heard = once(pool, 'sessionRetired');
    const session = new Session({ sessionPool: pool });
    session.retire();
    assert.equal((await heard)[0], session);
  },

  'an error of a listener reaches the caller'() {
    const pool = new EventEmitter();
    pool.on('sessionRetired', () => {
      throw new RangeError('the listener');
    });
    const session = new Session({ sessionPool: pool });
    assert.throws(() => session.retire(), RangeError);
    assert.equal(session.retired, true);
  },
};
