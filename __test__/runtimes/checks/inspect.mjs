// What `console.log` shows.

import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { inspect } from 'node:util';
import { Cookie, CookieJar, Session } from 'crawler-session';

export default {
  'a session shows its fields, and neither values of cookies nor its pool'() {
    const session = new Session({ id: 'shown', sessionPool: new EventEmitter() });
    session.setCookie('secret=value', 'https://example.com/');
    const text = inspect(session);
    assert.match(text, /^Session \{/);
    assert.match(text, /id: 'shown'/);
    assert.match(text, /\[CookieJar: 1 cookies\]/);
    assert.match(text, /sessionPool: \[EventEmitter\]/);
    assert.doesNotMatch(text, /secret|value/);
    assert.equal(inspect(session, { depth: -1 }), '[Session]');
  },

  'a jar shows its cookies, a cookie its line'() {
    const jar = new CookieJar();
    jar.setCookieSync('a=b', 'https://example.com/');
    assert.match(inspect(jar), /^CookieJar \{[\s\S]*key: 'a'/);
    assert.match(inspect(new Cookie({ key: 'a', value: 'b' })), /^Cookie="a=b; hostOnly=\?/);
  },
};
