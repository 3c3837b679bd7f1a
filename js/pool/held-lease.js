'use strict';

const { SessionPoolError } = require('./errors');

/** The share of a lease by which its holder takes it as lost before the store does, and the longest such time in milliseconds. */
const MARGIN_SHARE = 0.1;
const MOST_MARGIN = 5000;

/** The lease of a session that this process holds. Times are milliseconds of `performance.now()`. */
class HeldLease {
  /** How many uses of the session are under way. */
  uses = 0;
  /** Whether the session may be used: `login` and `check` are done. */
  isReady = false;
  /** Counts of the session when it was taken, by which a good use is recognised. */
  before;
  /** Whether a renewal has failed: it may come late, and bring its state, as long as the lease lasts. */
  isInDoubt = false;
  /** Whether it was told that the state can't be saved. */
  hasToldFailure = false;
  /** When it is renewed next. */
  renewAt;
  /** When it counts as lost. */
  lostAt;
  isRenewing = false;
  /** A retirement that is on its way to the store. */
  retiring;
  /** Why it can't be used any more: it was lost, or the pool was closed. */
  ended;
  /** Who wants to know of that. Made for the first of them: most uses ask for nothing. */
  #reactions;
  #controller;

  constructor(fence, leaseMs, since) {
    this.fence = fence;
    this.leaseMs = leaseMs;
    this.begin(since);
  }

  /** The lease began anew with a step of the store that was sent at this time. */
  begin(since) {
    this.renewAt = since + this.leaseMs / 3;
    this.lostAt = lostAtOf(since, this.leaseMs);
  }

  /** Aborts when the session can't be used any more. */
  get signal() {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.ended !== undefined) this.#controller.abort(this.ended);
    }
    return this.#controller.signal;
  }

  /** Calls `react` with the error when the session can't be used any more. Returns what takes that back. */
  onEnd(react) {
    this.#reactions ??= new Set();
    this.#reactions.add(react);
    return () => this.#reactions.delete(react);
  }

  /** The session can't be used any more. */
  end(error) {
    this.ended = error;
    this.#controller?.abort(error);
    const reactions = this.#reactions;
    if (reactions === undefined) return;
    for (const react of reactions) react(error);
    reactions.clear();
  }
}

/** When a lease counts as lost that began with a step that was sent at `since`. */
function lostAtOf(since, leaseMs) {
  return since + leaseMs - Math.min(leaseMs * MARGIN_SHARE, MOST_MARGIN);
}

/** What a function returns, unless the lease ends before: then it rejects with that, whether the function has ended or not. */
function untilEnd(held, run) {
  return new Promise((resolve, reject) => {
    const takeBack = held.onEnd(reject);
    if (held.ended !== undefined) reject(held.ended);
    Promise.resolve().then(run).then(resolve, reject).finally(takeBack);
  });
}

/** The error for a lease that is lost. */
function leaseLost(id, why, cause) {
  const message = `The lease of session ${JSON.stringify(id)} is lost: ${why}. Nothing was saved since the last renewal`;
  return new SessionPoolError('LEASE_LOST', message, cause === undefined ? undefined : { cause });
}

module.exports = { HeldLease, leaseLost, lostAtOf, untilEnd };
