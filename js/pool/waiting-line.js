'use strict';

/** How many claims of one line are under way at once. Stores are a round trip away; what they give goes to the first who waits. */
const MOST_CLAIMS = 16;

/** The longest pause until a claim is tried again: other processes say nothing when they release a session. */
const LONGEST_PAUSE = 1000;

/** The first and the longest pause after a failure of the store, in milliseconds. */
const FIRST_RETRY = 50;
const LONGEST_RETRY = 2000;

/** Those who wait for a session, first come first served. */
class WaitingLine {
  #waiters = new Set();
  #claim;
  #giveBack;
  #claiming = 0;
  /** Counts what may have made a session free. */
  #changes = 0;
  #timer;
  #failures = 0;
  /** Called when the next claim is done. */
  #afterClaim = [];
  /** How many claims are done. */
  claims = 0;
  /** The failure of the store since which no claim succeeded. */
  failure;

  /**
   * @param {() => Promise<{ member?: object, pauseMs?: number, isOver?: Error, error?: Error }>} claim gets a session: `member`; or says how
   * long to wait, or that nobody in this line can get one (`isOver`), or that the first can't (`error`). It rejects if the store failed.
   * @param {(member: object) => void} giveBack takes a session for which nobody waits any more
   */
  constructor(claim, giveBack) {
    this.#claim = claim;
    this.#giveBack = giveBack;
  }

  get size() {
    return this.#waiters.size;
  }

  /** Joins the line. Returns what leaves it. */
  join(waiter) {
    this.#waiters.add(waiter);
    this.#pump();
    return () => {
      this.#waiters.delete(waiter);
      if (this.#waiters.size === 0) this.#cancelPause();
    };
  }

  /** Calls `react` when a claim that is under way is done. Returns whether there is one. */
  afterClaim(react) {
    if (this.#claiming > 0) this.#afterClaim.push(react);
    return this.#claiming > 0;
  }

  /** A session may be free now. */
  wake() {
    this.#changes++;
    this.#cancelPause();
    this.#pump();
  }

  /** Nobody gets anything any more. */
  end(error) {
    this.#cancelPause();
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const waiter of waiters) waiter.reject(error);
  }

  #pump() {
    while (this.#timer === undefined && this.#claiming < Math.min(this.#waiters.size, MOST_CLAIMS)) {
      this.#claiming++;
      this.#claimOne();
    }
  }

  async #claimOne() {
    const changes = this.#changes;
    let outcome;
    try {
      outcome = await this.#claim();
      this.#failures = 0;
      this.failure = undefined;
    } catch (error) {
      this.failure = error;
      const pause = Math.min(FIRST_RETRY * 2 ** this.#failures++, LONGEST_RETRY);
      outcome = { pauseMs: pause * (0.5 + Math.random() / 2) };
    }
    this.#claiming--;
    this.claims++;
    const { member, error, isOver, pauseMs } = outcome;
    if (isOver !== undefined) {
      this.end(isOver);
      return;
    }
    if (member !== undefined || error !== undefined) {
      this.#serve(member, error);
    } else if (changes === this.#changes) {
      this.#pause(pauseMs);
    }
    this.#pump();
    for (const react of this.#afterClaim.splice(0)) react();
  }

  #serve(member, error) {
    const [first] = this.#waiters;
    if (first === undefined) {
      // All who waited have gone.
      if (member !== undefined) this.#giveBack(member);
      return;
    }
    this.#waiters.delete(first);
    if (error === undefined) first.resolve(member);
    else first.reject(error);
  }

  #pause(ms) {
    if (this.#timer !== undefined || this.#waiters.size === 0) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        // One asks for all who wait: if it gets nothing, none of the others would.
        this.#claiming++;
        this.#claimOne();
      },
      Math.min(Math.max(ms, 1), LONGEST_PAUSE * 2),
    );
  }

  #cancelPause() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

module.exports = { LONGEST_PAUSE, WaitingLine };
