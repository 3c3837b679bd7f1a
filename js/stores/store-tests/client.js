'use strict';

const { LIFE, LONG } = require('./times');

/** More pages than any list of a test has. */
const MOST_PAGES = 100;

/** One user of a store: the steps on one pool, by one owner. What a step isn't told has a usual value. */
class Client {
  #stage;

  constructor(stage, store, pool, owner) {
    this.#stage = stage;
    this.store = store;
    this.pool = pool;
    this.owner = owner;
  }

  claim(request) {
    return this.#step('claim', { owner: this.owner, leaseMs: LONG, pick: 'least-recently-used', ...request });
  }

  add(id, { state = `state of ${id}`, usableMs = LIFE, ...options } = {}) {
    return this.#step('add', { id, state, usableMs }, options);
  }

  renew(id, fence, changes) {
    return this.#step('renew', id, fence, { leaseMs: LONG, ...changes });
  }

  release(id, fence, changes) {
    return this.#step('release', id, fence, { restMs: 0, ...changes });
  }

  retire(id, reason, ...held) {
    return this.#step('retire', id, reason, ...held);
  }

  reset(id, fence, record) {
    return this.#step('reset', id, fence, { state: `new state of ${id}`, usableMs: LIFE, ...record });
  }

  remove(id) {
    return this.#step('remove', id);
  }

  prune() {
    return this.#step('prune');
  }

  get(id) {
    return this.#step('get', id);
  }

  list(page) {
    return this.#step('list', page);
  }

  stats() {
    return this.#step('stats');
  }

  open() {
    return this.#step('open');
  }

  close() {
    return this.#step('close');
  }

  /** Adds records that are going to be there. Returns the last fence. */
  async added(ids, options) {
    let fence;
    for (const id of [ids].flat()) {
      const result = await this.add(id, options);
      this.#stage.like(result, { status: 'added' }, `add of ${JSON.stringify(id)}, which is new`);
      ({ fence } = result);
    }
    return fence;
  }

  /** A lease of the owner's own, for `add`. */
  lease(leaseMs = LONG) {
    return { owner: this.owner, leaseMs };
  }

  /** Claims a record that is free. Returns the result. */
  async claimed(request) {
    const result = await this.claim(request);
    this.#stage.like(result, { status: 'claimed' }, 'claim, when a record is free');
    return result;
  }

  /** Claims a record that is free, and releases it. Returns its id. */
  async used(request, changes) {
    const { id, fence } = await this.claimed(request);
    await this.released(id, fence, changes);
    return id;
  }

  /** Releases a record that this client holds. */
  async released(id, fence, changes) {
    const result = await this.release(id, fence, changes);
    this.#stage.like(result, { held: true }, 'release by the holder');
    return result;
  }

  /** A record that is there. */
  async found(id) {
    const record = await this.get(id);
    this.#stage.like(record, { id }, `get of ${JSON.stringify(id)}, which is there`);
    return record;
  }

  /** All records, read in pages. */
  async all(limit = 100, state = undefined) {
    const records = [];
    let after;
    for (let pages = 0; ; pages++) {
      const page = await this.list({ after, limit, state });
      this.#stage.holds(page.records.length <= limit, `at most ${limit} records`, page.records.length);
      records.push(...page.records);
      after = page.next;
      if (after === undefined) return records;
      this.#stage.holds(pages <= MOST_PAGES, 'the last page has no `next`', page);
    }
  }

  #step(name, ...args) {
    return this.#stage.step(this, name, args);
  }
}

module.exports = { Client };
