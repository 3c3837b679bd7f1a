// Methods on foreign receivers. A native method that takes one reads memory that isn't its own, so each must refuse each.

import assert from 'node:assert/strict';
import { Cookie, CookieJar, Session } from 'crawler-session';
import { Session as CrawleeSession } from 'crawler-session/crawlee';
import { thrownBy } from '../runtime.mjs';

const HOME = 'https://example.com/';

/** All functions of a prototype, accessors included. */
function methodsOf(prototype) {
  return Reflect.ownKeys(prototype)
    .filter((name) => name !== 'constructor')
    .flatMap((name) => {
      const { value, get, set } = Object.getOwnPropertyDescriptor(prototype, name);
      return [value, get, set].filter((each) => typeof each === 'function').map((each) => [String(name), each]);
    });
}

/** The classes from which an exported one is made, itself excluded: those hold the native methods. */
function basesOf(Class) {
  const bases = [];
  for (let base = Object.getPrototypeOf(Class); base !== Function.prototype; base = Object.getPrototypeOf(base)) {
    if (base.prototype !== undefined) bases.push(base.prototype);
  }
  return bases;
}

function foreignTo(own) {
  const session = new Session();
  const jar = new CookieJar();
  return [
    undefined,
    null,
    0,
    'x',
    1n,
    Symbol('s'),
    {},
    [],
    () => 1,
    new Map(),
    new Float64Array(8),
    Session,
    Session.prototype,
    new Cookie(),
    new Proxy(session, {}),
    new Proxy(jar, {}),
    Object.create(session),
    Object.create(jar),
    own === Session ? jar : session,
    Object.setPrototypeOf(own === Session ? new CookieJar() : new Session(), own.prototype),
  ];
}

export default {
  'every native method refuses every foreign receiver with a TypeError'() {
    let calls = 0;
    for (const Class of [Session, CookieJar]) {
      const methods = basesOf(Class).flatMap(methodsOf);
      assert.ok(methods.length >= 10, String(methods.length));
      for (const [name, method] of methods) {
        for (const receiver of foreignTo(Class)) {
          const error = thrownBy(() => method.call(receiver, HOME, HOME, 0, 0));
          assert.ok(error instanceof TypeError, `${name}: ${error}`);
          calls++;
        }
      }
    }
    assert.ok(calls > 500);
  },

  'methods of the API on foreign receivers throw Errors or do nothing'() {
    const jar = Object.setPrototypeOf(new CookieJar(), Session.prototype);
    const session = Object.setPrototypeOf(new Session(), CookieJar.prototype);
    for (const prototype of [Session.prototype, CrawleeSession.prototype, CookieJar.prototype]) {
      for (const [name, method] of methodsOf(prototype)) {
        for (const receiver of [undefined, {}, jar, session]) {
          let outcome;
          try {
            outcome = method.call(receiver, HOME, HOME);
          } catch (error) {
            assert.ok(error instanceof Error, name);
          }
          if (outcome instanceof Promise) outcome.catch(() => {});
        }
      }
    }
  },

  'Session.prototype.markGood.call({}) and the like are TypeErrors'() {
    for (const name of ['markGood', 'markBad', 'isBlocked', 'isUsable', 'retire', 'getCookieString', 'getState']) {
      assert.ok(thrownBy(() => Session.prototype[name].call({}, HOME)) instanceof TypeError, name);
    }
    assert.ok(thrownBy(() => Object.create(new Session()).usageCount) instanceof TypeError);
  },

  'a session under another prototype is still a session, and nothing else'() {
    const session = new Session();
    session.setCookie('a=b', HOME);
    Object.setPrototypeOf(session, CookieJar.prototype);
    assert.throws(() => session.getCookieStringSync(HOME), TypeError);
    assert.throws(() => session.toJSON(), TypeError);
    assert.equal(Session.prototype.getCookieString.call(session, HOME), 'a=b');
  },
};
