// The jar with tough-cookie's API: promises, callbacks, synchronous calls.

import assert from 'node:assert/strict';
import { Cookie, CookieJar, Session } from 'crawler-session';

const HOME = 'https://example.com/';

/** The arguments that a call with a callback gives it. */
const called = (call) => new Promise((resolve) => call((...args) => resolve(args)));

export default {
  async promises() {
    const jar = new CookieJar();
    const promise = jar.setCookie('a=1; Path=/', HOME);
    assert.ok(promise instanceof Promise);
    assert.ok((await promise) instanceof Cookie);
    assert.equal(await jar.getCookieString(HOME), 'a=1');
    assert.deepEqual((await jar.getCookies(HOME)).map(String), ['a=1; Path=/']);
    assert.deepEqual(await jar.getSetCookieStrings(HOME), ['a=1; Path=/']);
    await assert.rejects(jar.setCookie('a=1; Domain=other.example', HOME), { code: 'COOKIE_DOMAIN_MISMATCH' });
    await assert.rejects(jar.getCookies('no URL'), TypeError);
    await jar.removeAllCookies();
    assert.equal(await jar.getCookieString(HOME), '');
  },

  async callbacks() {
    const jar = new CookieJar();
    const [none, cookie] = await called((callback) => jar.setCookie('a=1', HOME, callback));
    assert.deepEqual([none, cookie.key], [null, 'a']);
    const [error] = await called((callback) => jar.setCookie('a=1', 'no URL', {}, callback));
    assert.ok(error instanceof TypeError);
    assert.deepEqual(await called((callback) => jar.getCookieString(HOME, callback)), [null, 'a=1']);
  },

  'synchronous calls'() {
    const jar = new CookieJar(null, { looseMode: true });
    jar.setCookieSync('nameless', HOME);
    jar.setCookieSync(new Cookie({ key: 'b', value: '2' }), HOME);
    assert.equal(jar.getCookieStringSync(HOME), 'nameless; b=2');
    assert.throws(() => jar.getCookiesSync('no URL'), { name: 'TypeError', code: 'ERR_INVALID_URL' });
    assert.deepEqual([jar.enableLooseMode, jar.rejectPublicSuffixes], [true, true]);
  },

  'a jar goes through JSON, and a clone shares nothing'() {
    const jar = new CookieJar(null, { limits: { cookiesPerDomain: 2 } });
    for (const line of ['a=1', 'b=2', 'c=3']) jar.setCookieSync(line, HOME);
    const restored = CookieJar.fromJSON(JSON.stringify(jar));
    assert.deepEqual(restored.toJSON(), jar.toJSON());
    assert.equal(restored.toJSON().cookies.length, 2);
    const clone = jar.cloneSync();
    clone.removeAllCookiesSync();
    assert.equal(jar.getCookieStringSync(HOME), 'b=2; c=3');
  },

  'the jar of a session and the session see the same cookies'() {
    const session = new Session();
    assert.equal(session.cookieJar, session.cookieJar);
    session.cookieJar.setCookieSync('a=1', HOME);
    const other = new Session({ cookieJar: session.cookieJar });
    other.setCookie('b=2', HOME);
    assert.equal(session.getCookieString(HOME), 'a=1; b=2');
  },
};
