'use strict';

/**
 * Who a pool object is to its store, by a name that no other one has. The store leaves out the state of a session that this name had last,
 * since it is known here. It isn't if the answer was lost that gave the session: then another name asks from then on.
 */
class Owner {
  #name = newName();
  /** When the leases may be over for which this name has asked and has no answer yet, as objects, the first of them first. */
  #asked = new Set();

  /**
   * Makes a step that may give a lease. It has to be answered before that may be over, at `lostAt`.
   *
   * @param {(name: string) => Promise<object>} step
   * @returns {Promise<{ result: object, isKnown: boolean }>} whether a state that was left out is known here
   */
  async ask(step, lostAt) {
    const name = this.#name;
    const asked = { lostAt };
    this.#asked.add(asked);
    try {
      const result = await step(name);
      return { result, isKnown: this.#name === name && !this.#isAnyOver() };
    } catch (error) {
      if (this.#name === name) this.#name = newName();
      throw error;
    } finally {
      this.#asked.delete(asked);
    }
  }

  /** Whether there was a lease of which nothing is known, and somebody else may have had the session since. */
  #isAnyOver() {
    const [first] = this.#asked;
    return performance.now() >= first.lostAt;
  }
}

/** Machine, process, and some letters of its own, for somebody who looks into the store. */
function newName() {
  const { randomBytes } = require('node:crypto');
  return `${machine()}:${process.pid}:${randomBytes(6).toString('hex')}`;
}

/** The name of this machine. Deno tells it to those alone who may know. */
function machine() {
  try {
    return require('node:os').hostname();
  } catch {
    return 'unknown';
  }
}

module.exports = { Owner, newName };
