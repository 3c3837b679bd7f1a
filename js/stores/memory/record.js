'use strict';

/** A point in time that is always past. */
const PAST = -Infinity;

/**
 * A record of a pool. Points in time are milliseconds of the store's clock. What a claim and a release touch stands at the beginning: of
 * 100,000 records most are in no cache of the processor, and each line that has to be fetched costs.
 */
class MemoryRecord {
  fence = 0;
  /** Whether it was claimed and not released since. */
  isLeased = false;
  /** When the lease ends, or else the rest. */
  busyUntil = PAST;
  /** Until when it can be used. */
  usableUntil = PAST;
  /** When its last use was, and the number of that use among all uses of the pool. */
  usedAt = PAST;
  turn = 0;
  /** Whether it is among the free ones. */
  isFree = false;
  /** Its places in what the pool looks records up by. */
  usePlace = -1;
  waitingPlace = -1;
  livingPlace = -1;
  randomPlace = -1;
  linePlace = -1;
  /** Why it is retired. */
  reason;
  /** Who held it last. */
  owner;

  /**
   * @param {string} id
   * @param {unknown} state
   * @param {number} order its number in the order of adding
   */
  constructor(id, state, order) {
    this.id = id;
    this.state = state;
    this.order = order;
  }

  isHeld(now) {
    return this.isLeased && this.busyUntil > now;
  }

  isResting(now) {
    return !this.isLeased && this.busyUntil > now;
  }

  isHeldWith(fence, now) {
    return this.fence === fence && this.isLeased && this.busyUntil > now;
  }

  /** Neither retired nor expired. */
  isLive(now) {
    return this.reason === undefined && this.usableUntil > now;
  }

  /** Whether it will be free without anybody doing anything, or is free. */
  get willBeFree() {
    return this.reason === undefined && this.busyUntil < this.usableUntil;
  }

  status(now) {
    if (this.reason !== undefined) return 'retired';
    if (this.isHeld(now)) return 'in use';
    if (this.usableUntil <= now) return 'expired';
    return this.busyUntil > now ? 'cooling' : 'free';
  }

  describe(now, withState) {
    const left = this.busyUntil > now ? this.busyUntil - now : undefined;
    return {
      id: this.id,
      status: this.status(now),
      reason: this.reason,
      fence: this.fence,
      owner: this.owner,
      usedMs: now - this.usedAt,
      leaseMs: this.isLeased ? left : undefined,
      restMs: this.isLeased ? undefined : left,
      usableMs: this.usableUntil - now,
      state: withState ? this.state : undefined,
    };
  }
}

module.exports = { MemoryRecord, PAST };
