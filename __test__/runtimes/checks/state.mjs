// The state of a session, through JSON and back.

import assert from 'node:assert/strict';
import { Session } from 'crawler-session';

function lived() {
  const session = new Session({ userData: { token: 'ü' }, maxAgeSecs: 1e6, maxUsageCount: Infinity });
  session.putPuppeteerCookies([
    { name: 'a', value: '1', domain: '.example.com', expires: 4102444800.5, sameSite: 'None', secure: true },
    { name: 'b', value: '2', domain: 'example.com', priority: 'Low' },
  ]);
  session.markBad();
  return session;
}

export default {
  'a state goes through JSON and makes the same session again'() {
    const session = lived();
    const state = session.getState();
    const restored = new Session(JSON.parse(JSON.stringify(state)));
    assert.deepEqual(restored.getState(), state);
    assert.deepEqual(restored.getPuppeteerCookies(), session.getPuppeteerCookies());
    assert.equal(restored.isUsable(), true);
  },

  'a state is plain data of this realm'() {
    const state = lived().getState();
    assert.equal(Object.getPrototypeOf(state), Object.prototype);
    assert.deepEqual(JSON.parse(JSON.stringify(state)), state);
    assert.deepEqual(JSON.parse(JSON.stringify(lived())).maxAgeSecs, 1e6);
  },

  'a retired session stays retired'() {
    const session = lived();
    session.retire();
    assert.equal(new Session(session.getState()).retired, true);
  },
};
