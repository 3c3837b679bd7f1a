'use strict';

/** How a use knows whether its function has marked the session, or retired it. */

/** A session that is retired says so itself. */
const MARKS = ['markGood', 'markBad'];

/** Made when it is needed: only uses that share a session are told apart by their asynchronous context. */
let current;

/** A use that has the session for itself: each mark counts a use. */
class AloneWatch {
  constructor(session) {
    this.session = session;
    this.before = session.usageCount;
  }

  run(fn) {
    return fn();
  }

  get hasMarked() {
    return this.session.retired || this.session.usageCount !== this.before;
  }
}

/** One of several uses of a session at a time. */
class SharedWatch {
  #marked = false;

  constructor(session) {
    this.session = session;
    const { AsyncLocalStorage } = require('node:async_hooks');
    current ??= new AsyncLocalStorage();
    if (!Object.hasOwn(session, MARKS[0])) watchMarks(session);
  }

  run(fn) {
    return current.run(this, fn);
  }

  note() {
    this.#marked = true;
  }

  get hasMarked() {
    return this.session.retired || this.#marked;
  }
}

/** Has the marks of a session tell the use within which they are called. */
function watchMarks(session) {
  for (const name of MARKS) {
    Object.defineProperty(session, name, {
      configurable: true,
      writable: true,
      value(...args) {
        const use = current.getStore();
        if (use?.session === session) use.note();
        return Object.getPrototypeOf(session)[name].apply(session, args);
      },
    });
  }
}

/** Watches one use of a session. */
function watchUse(session, isShared) {
  return isShared ? new SharedWatch(session) : new AloneWatch(session);
}

module.exports = { watchUse };
