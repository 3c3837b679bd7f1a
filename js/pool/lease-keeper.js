'use strict';

/** The longest pause between two attempts to renew a lease, in milliseconds. */
const LONGEST_RETRY = 1000;

/** Renews the leases of a process in time, and notices those that are lost. It keeps nothing alive. */
class LeaseKeeper {
  #members = new Set();
  #renew;
  #lose;
  #timer;
  #timerAt = Infinity;
  /** For the timer: a pool that was dropped is collected with its keeper. */
  #self = new WeakRef(this);

  /**
   * @param {(member: object) => Promise<void>} renew rejects if it should be tried again
   * @param {(member: object) => void} lose the lease has ended
   */
  constructor(renew, lose) {
    this.#renew = renew;
    this.#lose = lose;
  }

  add(member) {
    this.#members.add(member);
    this.#arm(nextOf(member.lease));
  }

  delete(member) {
    return this.#members.delete(member);
  }

  #arm(at) {
    if (at >= this.#timerAt) return;
    clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = setTimeout(checkOf(this.#self), Math.max(1, at - performance.now()));
    this.#timer.unref();
  }

  check() {
    this.#timerAt = Infinity;
    const now = performance.now();
    for (const member of this.#members) {
      const { lease } = member;
      if (now >= lease.lostAt) this.#lose(member);
      else if (now >= lease.renewAt) this.renew(member);
    }
    let next = Infinity;
    for (const { lease } of this.#members) next = Math.min(next, nextOf(lease));
    this.#arm(next);
  }

  /** Renews a lease now, unless it is being renewed. */
  async renew(member) {
    const { lease } = member;
    if (lease.isRenewing) return;
    lease.isRenewing = true;
    try {
      await this.#renew(member);
    } catch {
      lease.isInDoubt = true;
      lease.renewAt = performance.now() + Math.min(LONGEST_RETRY, lease.leaseMs / 10);
    }
    lease.isRenewing = false;
    if (this.#members.has(member)) this.#arm(nextOf(lease));
  }
}

/** A function that knows its keeper weakly. */
function checkOf(keeper) {
  return () => keeper.deref()?.check();
}

/** When there is something to do for a lease. */
function nextOf(lease) {
  return lease.isRenewing ? lease.lostAt : Math.min(lease.renewAt, lease.lostAt);
}

module.exports = { LeaseKeeper };
