'use strict';

const { onAbort } = require('./abort-signals');

/** The second argument of the function of `use`. */
class UseContext {
  #lease;
  #held;
  #userSignal;
  #signal;
  #takeBacks = [];
  #isOver = false;

  constructor(lease, held, userSignal) {
    this.#lease = lease;
    this.#held = held;
    this.#userSignal = userSignal;
  }

  get fence() {
    return this.#lease.fence;
  }

  get signal() {
    this.#signal ??= this.#userSignal === undefined ? this.#lease.signal : this.#either(this.#userSignal);
    return this.#signal;
  }

  /** The use is over: the user's signal, which may live for weeks, keeps nothing of it. */
  end() {
    this.#isOver = true;
    for (const takeBack of this.#takeBacks) takeBack();
  }

  /** Aborts with the user's signal or with the lease. `AbortSignal.any` would leave something in the user's signal for each use. */
  #either(userSignal) {
    const controller = new AbortController();
    const abort = (reason) => controller.abort(reason);
    if (userSignal.aborted) abort(userSignal.reason);
    if (this.#held.ended !== undefined) abort(this.#held.ended);
    if (this.#isOver) return controller.signal;
    this.#takeBacks.push(
      onAbort(userSignal, () => abort(userSignal.reason)),
      this.#held.onEnd(abort),
    );
    return controller.signal;
  }
}

module.exports = { UseContext };
