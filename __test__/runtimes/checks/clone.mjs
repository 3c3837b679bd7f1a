// structuredClone: what is native has nothing to clone, what is data arrives whole.

import assert from 'node:assert/strict';
import { Cookie, Session } from 'crawler-session';

const HOME = 'https://example.com/';

function sessionWithCookie() {
  const session = new Session();
  session.setCookie('a=b', HOME);
  return session;
}

export default {
  'a session and its jar arrive as empty objects'() {
    const session = sessionWithCookie();
    for (const value of [session, session.cookieJar]) {
      const clone = structuredClone(value);
      assert.equal(Object.getPrototypeOf(clone), Object.prototype);
      assert.deepEqual(clone, {});
      assert.throws(() => Session.prototype.getState.call(clone), TypeError);
    }
  },

  'a cookie arrives as plain data, from which one makes it again'() {
    const [cookie] = sessionWithCookie().getCookies(HOME);
    const clone = structuredClone(cookie);
    assert.equal(Object.getPrototypeOf(clone), Object.prototype);
    assert.deepEqual(clone, { ...cookie });
    assert.deepEqual(Cookie.fromJSON(clone).toJSON(), cookie.toJSON());
    const session = new Session();
    session.setCookies([clone], HOME);
    assert.equal(session.getCookieString(HOME), 'a=b');
  },

  'states and cookies of browsers arrive whole'() {
    const session = sessionWithCookie();
    assert.deepEqual(structuredClone(session.getState()), session.getState());
    assert.deepEqual(structuredClone(session.getPuppeteerCookies()), session.getPuppeteerCookies());
  },
};
