'use strict';

/** A point in time that is always past. */
const PAST = -Infinity;

/** A record of a pool. Points in time are milliseconds of the store's clock. */
class MemoryRecord {
  fence = 0;
  /** Who held it last. */
  owner;
  /** When the lease ends, and when the rest does. */
  leaseEnd = PAST;
  restEnd = PAST;
  /** Why it is retired. */
  reason;
  /** When its last use was, and the number of that use among all uses of the pool. */
  usedAt = PAST;
  turn = 0;
  /** Whether it is among the free ones. */
  isFree = false;
  /** Its places in what the pool looks records up by. */
  linePlace = -1;
  usePlace = -1;
  randomPlace = -1;
  livingPlace = -1;
  waitingPlace = -1;

  constructor(id, state, usableUntil, order) {
    this.id = id;
    this.state = state;
    /** Until when it can be used. */
    this.usableUntil = usableUntil;
    /** Its number in the order of adding. */
    this.order = order;
  }

  isHeld(now) {
    return this.leaseEnd > now;
  }

  isHeldWith(fence, now) {
    return this.fence === fence && this.leaseEnd > now;
  }

  /** Neither retired nor expired. */
  isLive(now) {
    return this.reason === undefined && this.usableUntil > now;
  }

  /** When it is neither held nor resting any more. */
  get freeAt() {
    return Math.max(this.leaseEnd, this.restEnd);
  }

  /** How long it takes until it is free, if it will be. */
  untilFree(now) {
    const { freeAt } = this;
    return this.reason === undefined && freeAt < this.usableUntil ? Math.max(0, freeAt - now) : undefined;
  }

  status(now) {
    if (this.reason !== undefined) return 'retired';
    if (this.leaseEnd > now) return 'in use';
    if (this.usableUntil <= now) return 'expired';
    return this.restEnd > now ? 'cooling' : 'free';
  }

  describe(now, withState) {
    return {
      id: this.id,
      status: this.status(now),
      reason: this.reason,
      fence: this.fence,
      owner: this.owner,
      usedMs: now - this.usedAt,
      leaseMs: this.leaseEnd > now ? this.leaseEnd - now : undefined,
      restMs: this.restEnd > now ? this.restEnd - now : undefined,
      usableMs: this.usableUntil - now,
      state: withState ? this.state : undefined,
    };
  }
}

module.exports = { MemoryRecord, PAST };
