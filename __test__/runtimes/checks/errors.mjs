// Errors: of this realm, with stable codes, and the session as it was.

import assert from 'node:assert/strict';
import { Cookie, CookieError, CookieJar, pathMatch, Session } from 'crawler-session';
import { thrownBy } from '../runtime.mjs';

const HOME = 'https://example.com/';

export default {
  'wrong arguments are TypeErrors with a code'() {
    const session = new Session();
    const calls = {
      ERR_INVALID_ARG_TYPE: [
        () => new Session(null),
        () => new Session({ maxAgeSecs: '1' }),
        () => new Session({ sessionPool: {} }),
        () => session.setCookie(1, HOME),
        () => session.setCookies({}, HOME),
        () => session.putPuppeteerCookies('x'),
        () => session.putResponse(undefined),
        () => {
          session.usageCount = 'x';
        },
        () => new Cookie(null),
        () => pathMatch(1, '/'),
      ],
      ERR_INVALID_ARG_VALUE: [() => new Session({ createdAt: 'x' }), () => CookieJar.fromJSON('{')],
      ERR_INVALID_URL: [
        () => session.getCookieString('x'),
        () => session.getPuppeteerCookies('x'),
        () => session.setCookie('a=b', ''),
      ],
      ERR_STORE_NOT_SUPPORTED: [() => new CookieJar({})],
    };
    for (const [code, list] of Object.entries(calls)) {
      for (const call of list) {
        const error = thrownBy(call);
        assert.ok(error instanceof TypeError && error instanceof Error, String(call));
        assert.equal(error.code, code, String(call));
        assert.ok(error.message.length > 10 && typeof error.stack === 'string');
      }
    }
    assert.deepEqual(session.getPuppeteerCookies(), []);
  },

  'refused cookies are CookieErrors with a code'() {
    const session = new Session();
    const error = thrownBy(() => session.setCookie('a=b; Domain=com', HOME));
    assert.ok(error instanceof CookieError && error instanceof Error);
    assert.equal(error.constructor, CookieError);
    assert.match(error.code, /^COOKIE_[A-Z_]+$/);
    assert.match(String(error), /^CookieError: /);
  },

  'constructors want new'() {
    for (const Class of [Session, CookieJar, Cookie]) {
      assert.ok(thrownBy(() => Reflect.apply(Class, undefined, [])) instanceof TypeError);
    }
  },
};
