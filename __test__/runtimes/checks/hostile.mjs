// Input that misbehaves: it costs the one cookie or gives an error, and the session works on.

import assert from 'node:assert/strict';
import { CookieJar, Session } from 'crawler-session';
import { thrownBy } from '../runtime.mjs';

const HOME = 'https://example.com/';
const GOOD = Object.freeze({ name: 'good', value: '1', domain: 'example.com' });

/** A session with a log. */
function prepared() {
  const logged = [];
  const session = new Session({ log: { debug: (_message, { errorMessages }) => logged.push(...errorMessages) } });
  return { session, logged };
}

export default {
  'getters that throw'() {
    const { session, logged } = prepared();
    const failing = {
      get name() {
        throw new RangeError('the getter');
      },
    };
    session.putPuppeteerCookies([failing, GOOD]);
    assert.deepEqual([session.getCookieString(HOME), logged], ['good=1', ['the getter']]);
    const response = {
      get headers() {
        throw new RangeError('the getter');
      },
    };
    assert.throws(() => session.putResponse(response), RangeError);
  },

  'getters that call the session'() {
    const { session } = prepared();
    const calling = {
      get name() {
        session.setCookie('inner=1', HOME);
        session.retire();
        return session.getCookieString(HOME) === 'inner=1' ? 'outer' : 'none';
      },
      value: '1',
      domain: 'example.com',
    };
    session.putPuppeteerCookies([calling]);
    assert.equal(session.getCookieString(HOME), 'inner=1; outer=1');
  },

  'proxies, sparse arrays and lengths that lie'() {
    const { session } = prepared();
    session.putPuppeteerCookies(new Proxy([new Proxy({ ...GOOD }, {})], {}));
    assert.equal(session.getCookieString(HOME), 'good=1');
    const lying = new Proxy([], { get: (target, key) => (key === 'length' ? 2 ** 40 : target[key]) });
    for (const list of [lying, new Array(2 ** 32 - 1)]) {
      assert.throws(() => session.putPuppeteerCookies(list), { code: 'ERR_INVALID_ARG_VALUE' });
    }
  },

  'lone surrogates are refused, not replaced'() {
    const { session, logged } = prepared();
    session.putPuppeteerCookies([{ ...GOOD, value: '\ud800' }, GOOD]);
    assert.equal(logged.length, 1);
    const error = thrownBy(() => session.setCookie('a=\udfff', HOME));
    assert.match(error.code, /^COOKIE_/);
    assert.equal(session.getCookieString(HOME), 'good=1');
    session.setCookie('emoji=😀', HOME);
    // A header carries the octets of its UTF-8.
    assert.equal(session.getCookieString(HOME), 'good=1; emoji=\u00f0\u009f\u0098\u0080');
  },

  'texts of 1 MB'() {
    // A name and an equals sign short of the most that a jar without limits takes.
    const long = 'é'.repeat((1 << 19) - 1);
    const { session, logged } = prepared();
    session.putPuppeteerCookies([{ ...GOOD, name: 'long', value: long }, GOOD]);
    assert.equal(logged.length, 1);
    assert.equal(thrownBy(() => session.setCookie(`a=${long}`, HOME)).code, 'COOKIE_TOO_LARGE');
    assert.equal(session.getCookieString(`${HOME}${long}`), 'good=1');
    const jar = new CookieJar(null, { limits: false });
    jar.setCookieSync(`a=${long}`, HOME);
    assert.equal(jar.getCookieStringSync(HOME), `a=${long}`);
    assert.equal(CookieJar.fromJSON(JSON.stringify(jar)).getCookieStringSync(HOME), `a=${long}`);
  },

  'endless recursion ends in a RangeError'() {
    const session = new Session({ sessionPool: { emit: () => session.retire() } });
    assert.throws(() => session.retire(), RangeError);
    assert.equal(session.retired, true);
  },

  'odd arguments of native methods give Errors'() {
    const odd = [undefined, null, -1, NaN, '', '\ud800', '{', {}, [], Symbol('s'), 1n, new Float64Array(7), () => 1];
    for (const Class of [Session, CookieJar]) {
      const { prototype } = Object.getPrototypeOf(Class);
      for (const name of Object.getOwnPropertyNames(prototype)) {
        if (name === 'constructor') continue;
        for (const first of odd) {
          for (const second of odd) {
            try {
              prototype[name].call(new Class(), first, second, second, second);
            } catch (error) {
              assert.ok(error instanceof Error, `${name}: ${String(error)}`);
            }
          }
        }
      }
    }
  },
};
