'use strict';

const { FreeRecords } = require('./free-records');
const { MemoryRecord, PAST } = require('./record');
const { Row } = require('./row');
const { TimeHeap } = require('./time-heap');

/**
 * How many records are remembered. In a map of 100,000, to find one takes most of the time of a release: it isn't in the processor's caches.
 * Nothing is taken out of the small map one by one, since a `Map` keeps a gap for each that was, and goes through all of one key.
 */
const RECENT = 1000;

/** The records of one pool, and the steps of a store on them. */
class RecordPool {
  #clock;
  #records = new Map();
  /** Some that were claimed lately, so that a release finds its record without looking through a large map. */
  #recent = new Map();
  /** All records in the order of adding. */
  #line = new Row((record, place) => {
    record.linePlace = place;
  });
  #free = new FreeRecords(this.#line);
  /** The live records by when they expire. */
  #living = new TimeHeap((record, place) => {
    record.livingPlace = place;
  });
  /** The held and resting records that will be free, by when that is. */
  #waiting = new TimeHeap((record, place) => {
    record.waitingPlace = place;
  });
  /** Fences are numbered through the pool: a record that is removed and added again has a larger one as well. */
  #fences = 0;
  #added = 0;
  #uses = 0;

  /** @param {() => number} clock milliseconds that never go back */
  constructor(clock) {
    this.#clock = clock;
  }

  claim({ owner, leaseMs, id, pick, maxPoolSize }) {
    const now = this.#now();
    if (id !== undefined) return this.#claimOne(this.#records.get(id), owner, leaseMs, now);
    const record = this.#free.choose(pick);
    if (record !== undefined) return this.#give(record, owner, leaseMs, now);
    const hasRoom = maxPoolSize === undefined ? undefined : this.#living.size < maxPoolSize;
    return { status: 'none', nextMs: this.#untilNext(now), hasRoom };
  }

  #claimOne(record, owner, leaseMs, now) {
    if (record === undefined) return { status: 'missing' };
    switch (record.status(now)) {
      case 'free':
        return this.#give(record, owner, leaseMs, now);
      case 'retired':
        return { status: 'retired', reason: record.reason };
      case 'expired':
        return { status: 'retired', reason: 'expired' };
      default:
        return { status: 'none', nextMs: record.willBeFree ? record.busyUntil - now : undefined };
    }
  }

  #give(record, owner, leaseMs, now) {
    this.#lease(record, owner, leaseMs, now);
    this.#place(record, now);
    this.#used(record, now);
    return { status: 'claimed', id: record.id, fence: record.fence, state: record.state };
  }

  add({ id, state, usableMs }, { maxPoolSize, lease } = {}) {
    const now = this.#now();
    if (this.#records.has(id)) return { status: 'exists' };
    if (maxPoolSize !== undefined && this.#living.size >= maxPoolSize) return { status: 'full' };
    const record = new MemoryRecord(id, state, this.#added++);
    record.usableUntil = now + usableMs;
    if (lease === undefined) record.fence = ++this.#fences;
    else this.#lease(record, lease.owner, lease.leaseMs, now);
    record.usedAt = now;
    record.turn = ++this.#uses;
    this.#records.set(id, record);
    this.#line.append(record, record.order);
    this.#free.added(record);
    this.#placeLife(record, now);
    this.#place(record, now);
    return { status: 'added', fence: record.fence };
  }

  renew(id, fence, { leaseMs, state, usableMs }) {
    const now = this.#now();
    const record = this.#find(id);
    const held = record?.isHeldWith(fence, now) === true;
    if (held) {
      record.busyUntil = now + leaseMs;
      this.#change(record, state, usableMs, now);
      this.#place(record, now);
    }
    return { held, reason: record?.reason };
  }

  release(id, fence, { state, usableMs, restMs, reason }) {
    const now = this.#now();
    const record = this.#find(id);
    const held = record?.isHeldWith(fence, now) === true;
    if (held) {
      this.#end(record, now + restMs);
      this.#change(record, state, usableMs, now);
      if (reason !== undefined) this.#retire(record, reason, now);
      this.#used(record, now);
      this.#place(record, now);
    }
    return { held, reason: record?.reason };
  }

  retire(id, reason, holder) {
    const now = this.#now();
    const record = this.#find(id);
    if (record === undefined) return { found: false, held: holder && false };
    const held = holder && record.isHeldWith(holder.fence, now);
    if (held) this.#change(record, holder.state, undefined, now);
    this.#retire(record, reason, now);
    this.#place(record, now);
    return { found: true, reason: record.reason, held };
  }

  reset(id, fence, { state, usableMs }) {
    const now = this.#now();
    const record = this.#records.get(id);
    if (record?.fence !== fence) return false;
    record.fence = ++this.#fences;
    record.owner = undefined;
    record.reason = undefined;
    this.#end(record, PAST);
    this.#change(record, state, usableMs, now);
    this.#place(record, now);
    return true;
  }

  remove(id) {
    const record = this.#records.get(id);
    if (record === undefined) return false;
    this.#records.delete(id);
    this.#recent.delete(id);
    if (record.livingPlace >= 0) this.#living.delete(record.livingPlace);
    if (record.waitingPlace >= 0) this.#waiting.delete(record.waitingPlace);
    this.#free.removed(record);
    this.#line.delete(record.linePlace);
    return true;
  }

  prune() {
    const now = this.#now();
    const { size } = this.#records;
    for (const record of this.#records.values()) {
      if (!record.isLive(now) && !record.isHeld(now)) this.remove(record.id);
    }
    return size - this.#records.size;
  }

  get(id) {
    return this.#records.get(id)?.describe(this.#now(), true);
  }

  list({ after = -1, limit, state }) {
    const now = this.#now();
    const records = [];
    let last;
    for (const record of this.#line.behind(after)) {
      if (records.length >= limit) return { records, next: last };
      records.push(record.describe(now, state));
      last = record.order;
    }
    return { records, next: undefined };
  }

  stats() {
    const now = this.#now();
    const counts = { free: 0, 'in use': 0, cooling: 0, expired: 0 };
    const reasons = new Map();
    for (const record of this.#records.values()) {
      const { reason } = record;
      if (reason === undefined) counts[record.status(now)]++;
      else reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
    return {
      free: counts.free,
      inUse: counts['in use'],
      cooling: counts.cooling,
      expired: counts.expired,
      retired: Object.fromEntries(reasons),
      nextMs: this.#free.size > 0 ? 0 : this.#untilNext(now),
    };
  }

  /** Reads the clock. Records that are free or expired by now are put where they belong. */
  #now() {
    const now = this.#clock();
    while (this.#waiting.earliest <= now) this.#free.enter(this.#waiting.shift());
    while (this.#living.earliest <= now) {
      const record = this.#living.shift();
      if (record.isFree) this.#free.leave(record);
    }
    return now;
  }

  #untilNext(now) {
    return this.#waiting.size > 0 ? this.#waiting.earliest - now : undefined;
  }

  #find(id) {
    return this.#recent.get(id) ?? this.#records.get(id);
  }

  #lease(record, owner, leaseMs, now) {
    this.#remember(record);
    record.owner = owner;
    record.fence = ++this.#fences;
    record.isLeased = true;
    record.busyUntil = now + leaseMs;
  }

  #remember(record) {
    if (this.#recent.has(record.id)) return;
    if (this.#recent.size >= RECENT) this.#recent.clear();
    this.#recent.set(record.id, record);
  }

  /** Ends the lease and the rest, or begins a rest. */
  #end(record, busyUntil) {
    record.isLeased = false;
    record.busyUntil = busyUntil;
  }

  #used(record, now) {
    record.usedAt = now;
    record.turn = ++this.#uses;
    this.#free.used(record);
  }

  #change(record, state, usableMs, now) {
    if (state !== undefined) record.state = state;
    if (usableMs === undefined) return;
    record.usableUntil = now + usableMs;
    this.#placeLife(record, now);
  }

  #retire(record, reason, now) {
    record.reason ??= reason;
    this.#placeLife(record, now);
  }

  /** Puts a record where it belongs, after a change of what says whether it is live. */
  #placeLife(record, now) {
    put(this.#living, record, record.livingPlace, record.isLive(now), record.usableUntil);
  }

  /** Puts a record where it belongs, after a change of what says when it is free. */
  #place(record, now) {
    const isBusy = record.busyUntil > now;
    const isFree = !isBusy && record.isLive(now);
    if (isFree !== record.isFree) {
      if (isFree) this.#free.enter(record);
      else this.#free.leave(record);
    }
    put(this.#waiting, record, record.waitingPlace, isBusy && record.willBeFree, record.busyUntil);
  }
}

/** Puts a record that has `place` in a heap into it, at another time, or takes it out. */
function put(heap, record, place, isIn, time) {
  if (isIn && place >= 0) heap.change(place, time);
  else if (isIn) heap.add(record, time);
  else if (place >= 0) heap.delete(place);
}

module.exports = { RecordPool };
