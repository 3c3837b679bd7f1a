'use strict';

const { Row } = require('./row');

/** The free records of a pool by their last use. All records have a place in the row, so that each comes back to its own. */
class ByUse {
  #row = new Row((record, place) => {
    record.usePlace = place;
  });

  constructor(line) {
    const records = [...line.behind(-1)].sort((one, other) => one.turn - other.turn);
    for (const record of records) this.added(record);
  }

  added(record) {
    this.#row.append(record, record.turn);
    if (record.isFree) this.enter(record);
  }

  used(record) {
    this.removed(record);
    this.added(record);
  }

  removed(record) {
    this.#row.delete(record.usePlace);
  }

  enter(record) {
    this.#row.mark(record.usePlace);
  }

  leave(record) {
    this.#row.unmark(record.usePlace);
  }

  leastRecent() {
    return this.#row.firstMarked();
  }

  mostRecent() {
    return this.#row.lastMarked();
  }
}

/** The free records in the order of adding, going on behind the one taken last. */
class InTurn {
  #line;
  #last = -1;

  constructor(line) {
    this.#line = line;
    for (const record of line.behind(-1)) if (record.isFree) this.enter(record);
  }

  enter(record) {
    this.#line.mark(record.linePlace);
  }

  leave(record) {
    this.#line.unmark(record.linePlace);
  }

  take() {
    const record = this.#line.firstMarkedBehind(this.#last) ?? this.#line.firstMarked();
    if (record !== undefined) this.#last = record.order;
    return record;
  }
}

/** The free records in no order. */
class AtRandom {
  #records = [];

  constructor(line) {
    for (const record of line.behind(-1)) if (record.isFree) this.enter(record);
  }

  enter(record) {
    record.randomPlace = this.#records.push(record) - 1;
  }

  leave(record) {
    const last = this.#records.pop();
    if (last === record) return;
    this.#records[record.randomPlace] = last;
    last.randomPlace = record.randomPlace;
  }

  any() {
    return this.#records[Math.floor(Math.random() * this.#records.length)];
  }
}

/** The free records of a pool, in each order by which somebody has picked one. An order that nobody asks for costs nothing. */
class FreeRecords {
  #line;
  #count = 0;
  #byUse;
  #inTurn;
  #atRandom;

  /** @param {Row} line all records of the pool in the order of adding */
  constructor(line) {
    this.#line = line;
  }

  get size() {
    return this.#count;
  }

  /** A record was added to the line. */
  added(record) {
    this.#byUse?.added(record);
  }

  /** A record was used. */
  used(record) {
    this.#byUse?.used(record);
  }

  /** A record was removed from the line. */
  removed(record) {
    if (record.isFree) this.leave(record);
    this.#byUse?.removed(record);
  }

  enter(record) {
    record.isFree = true;
    this.#count++;
    this.#byUse?.enter(record);
    this.#inTurn?.enter(record);
    this.#atRandom?.enter(record);
  }

  leave(record) {
    record.isFree = false;
    this.#count--;
    this.#byUse?.leave(record);
    this.#inTurn?.leave(record);
    this.#atRandom?.leave(record);
  }

  /** The record that a `pick` chooses, which is going to be claimed; `undefined` if none is free. */
  choose(pick) {
    switch (pick) {
      case 'least-recently-used':
        this.#byUse ??= new ByUse(this.#line);
        return this.#byUse.leastRecent();
      case 'most-recently-used':
        this.#byUse ??= new ByUse(this.#line);
        return this.#byUse.mostRecent();
      case 'round-robin':
        this.#inTurn ??= new InTurn(this.#line);
        return this.#inTurn.take();
      case 'random':
        this.#atRandom ??= new AtRandom(this.#line);
        return this.#atRandom.any();
      default:
        throw new TypeError(`A store knows no pick ${JSON.stringify(pick)}`);
    }
  }
}

module.exports = { FreeRecords };
