'use strict';

/** A use of a session, from `pool.acquire()` to `release()`. */
class Lease {
  #release;
  #held;
  #released;

  constructor(session, held, release) {
    this.session = session;
    this.#held = held;
    this.#release = release;
  }

  get fence() {
    return this.#held.fence;
  }

  get signal() {
    return this.#held.signal;
  }

  release() {
    this.#released ??= this.#release();
    return this.#released;
  }
}

// Node.js 20 has the symbol from 20.4 on.
Object.defineProperty(Lease.prototype, Symbol.asyncDispose ?? Symbol.for('nodejs.asyncDispose'), {
  value() {
    return this.release();
  },
});

module.exports = { Lease };
