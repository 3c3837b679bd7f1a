'use strict';

/** Counts what is under way, so that closing can wait for it. */
class Pending {
  #count = 0;
  #ended;

  /** Waits with `end` for a promise, and returns it. */
  track(promise) {
    this.#count++;
    promise.then(this.#done, this.#done);
    return promise;
  }

  #done = () => {
    if (--this.#count === 0) this.#ended?.();
  };

  /** Waits until nothing is under way, what follows from it included. */
  async end() {
    do {
      if (this.#count > 0) {
        await new Promise((resolve) => {
          this.#ended = resolve;
        });
      }
      // Whatever has ended may go on with something else.
      await new Promise(setImmediate);
    } while (this.#count > 0);
  }
}

module.exports = { Pending };
