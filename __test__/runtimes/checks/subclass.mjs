// Subclasses: the methods call each other by name, and private fields work.

import assert from 'node:assert/strict';
import { CookieJar, Session } from 'crawler-session';

class Cautious extends Session {
  #asked = 0;

  constructor(options) {
    super({ maxErrorScore: 1, ...options });
  }

  get asked() {
    return this.#asked;
  }

  isBlocked() {
    this.#asked++;
    return super.isBlocked() || this.userData.paused === true;
  }
}

export default {
  'a method that is replaced is the one that is called'() {
    const session = new Cautious({ userData: { paused: true } });
    assert.deepEqual([session.isUsable(), session.asked], [false, 1]);
    session.userData.paused = false;
    assert.equal(session.isUsable(), true);
    session.markBad();
    assert.equal(session.isUsable(), false);
  },

  'an instance is one of both classes, with the name of its own'() {
    const session = new Cautious();
    assert.ok(session instanceof Cautious && session instanceof Session);
    assert.equal(session.constructor.name, 'Cautious');
    assert.equal(new (class Jar extends CookieJar {})() instanceof CookieJar, true);
  },

  'Reflect.construct makes a session whatever the prototype'() {
    const made = Reflect.construct(Session, [{ id: 'x' }], Array);
    assert.equal(Object.getPrototypeOf(made), Array.prototype);
    assert.equal(Session.prototype.getState.call(Object.setPrototypeOf(made, Session.prototype)).id, 'x');
  },

  'a method on one instance is called as well'() {
    const session = new Session();
    session.isExpired = () => true;
    assert.equal(session.isUsable(), false);
  },
};
