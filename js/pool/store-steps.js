'use strict';

const { isPassing, storeError } = require('./errors');

/** The pause before a step is tried again, in milliseconds, at first and at most. */
const FIRST_RETRY = 50;
const LONGEST_RETRY = 1000;

/** The steps of a store on the records of one pool. What they throw is a `SessionPoolError`. */
class StoreSteps {
  #store;
  #pool;
  #tell;
  /** Why no step is made any more. */
  #ended;

  /** @param {(error: Error) => void} tell is told of failures that nobody waits for, or that are tried again */
  constructor(store, pool, tell) {
    this.#store = store;
    this.#pool = pool;
    this.#tell = tell;
  }

  /** Whether the store takes sessions as they are, so that no text is made of them. */
  get keepsObjects() {
    return this.#store.keepsObjects === true;
  }

  /** From now on, steps are refused with this error. */
  end(error) {
    this.#ended = error;
  }

  /** A step that is tried once. */
  async once(name, ...args) {
    try {
      return await this.#make(name, args);
    } catch (thrown) {
      throw storeError(thrown);
    }
  }

  /** The same; a failure is told, since whoever waits may not hear of it. */
  told(name, ...args) {
    return this.toldBefore(Infinity, name, ...args);
  }

  /** The same; it has failed if its answer doesn't come before this time (`performance.now()`). */
  async toldBefore(time, name, ...args) {
    try {
      return await this.#inTime(time, this.#make(name, args));
    } catch (thrown) {
      throw this.#failure(thrown);
    }
  }

  /** The same for a step that may give a lease: what is answered too late goes to `putBack`. */
  async leasing(time, putBack, name, ...args) {
    let step;
    try {
      step = this.#make(name, args);
      return await this.#inTime(time, step);
    } catch (thrown) {
      step?.then(putBack).catch(() => {});
      throw this.#failure(thrown);
    }
  }

  /** A step that is tried again, with growing pauses, until the lease that it is made under ends. */
  async underLease(lease, name, ...args) {
    for (let retry = FIRST_RETRY; ; retry = Math.min(retry * 2, LONGEST_RETRY)) {
      let error;
      try {
        return await this.#answerBefore(lease.lostAt, this.#make(name, args));
      } catch (thrown) {
        error = this.#failure(thrown);
      }
      const left = lease.lostAt - performance.now();
      if (!isPassing(error) || left <= 0) throw error;
      const ms = Math.min(left, retry * (0.5 + Math.random() / 2));
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  }

  /** What a step threw, as it is told and thrown on. */
  #failure(thrown) {
    const error = storeError(thrown);
    this.#tell(error);
    return error;
  }

  #make(name, args) {
    if (this.#ended !== undefined) throw this.#ended;
    return this.#store[name](this.#pool, ...args);
  }

  /** What a step answers, if that is before this time. */
  #inTime(time, step) {
    return this.keepsObjects ? step : this.#watched(time, step);
  }

  async #watched(time, step) {
    const answer = await this.#answerBefore(time, step);
    // This process may have been stopped meanwhile.
    if (performance.now() >= time) throw new Error('it has answered too late');
    return answer;
  }

  /** What a step answers; it rejects if there is no answer before this time. A store in this process needs no watching. */
  #answerBefore(time, step) {
    if (time === Infinity || this.keepsObjects) return step;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('it has not answered')), Math.max(1, time - performance.now()));
      const settle = (how) => (value) => {
        clearTimeout(timer);
        how(value);
      };
      Promise.resolve(step).then(settle(resolve), settle(reject));
    });
  }
}

module.exports = { StoreSteps };
