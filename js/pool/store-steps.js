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
  async told(name, ...args) {
    try {
      return await this.#make(name, args);
    } catch (thrown) {
      const error = storeError(thrown);
      this.#tell(error);
      throw error;
    }
  }

  /**
   * A step that is tried again, with growing pauses, until the lease that it is made under ends. `lease.wasRetried` says whether it was: the
   * store may then have made it without having told so.
   */
  async underLease(lease, name, ...args) {
    for (let retry = FIRST_RETRY; ; retry = Math.min(retry * 2, LONGEST_RETRY)) {
      let error;
      try {
        const step = this.#make(name, args);
        return await (this.keepsObjects ? step : answerBefore(lease.lostAt, step));
      } catch (thrown) {
        error = storeError(thrown);
      }
      lease.wasRetried = true;
      this.#tell(error);
      const left = lease.lostAt - performance.now();
      if (!isPassing(error) || left <= 0) throw error;
      const ms = Math.min(left, retry * (0.5 + Math.random() / 2));
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  }

  #make(name, args) {
    if (this.#ended !== undefined) throw this.#ended;
    return this.#store[name](this.#pool, ...args);
  }
}

/** What a step answers; it rejects if there is no answer before this time (`performance.now()`). */
function answerBefore(time, step) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it has not answered')), Math.max(1, time - performance.now()));
    const settle = (how) => (value) => {
      clearTimeout(timer);
      how(value);
    };
    step.then(settle(resolve), settle(reject));
  });
}

module.exports = { StoreSteps };
