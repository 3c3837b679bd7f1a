'use strict';

const { RecordPool } = require('./memory/record-pool');

/** Keeps the records of pools in this process; with the store object, they are gone. Described in `types/memory-store.d.ts`. */
class MemoryStore {
  /** States are kept as they were given, so no text is made of them. */
  keepsObjects = true;

  /** For each pool, its records, and by how many it is open. */
  #pools = new Map();
  #clock;

  /** @param {() => number} [clock] milliseconds that never go back; for tests */
  constructor(_options, clock = () => performance.now()) {
    this.#clock = clock;
  }

  async open(pool) {
    const opened = this.#pools.get(pool);
    if (opened === undefined) this.#pools.set(pool, { records: new RecordPool(this.#clock), users: 1 });
    else opened.users++;
  }

  async close(pool) {
    this.#recordsOf(pool);
    this.#pools.get(pool).users--;
  }

  async claim(pool, request) {
    return this.#recordsOf(pool).claim(request);
  }

  async add(pool, record, options) {
    return this.#recordsOf(pool).add(record, options);
  }

  async renew(pool, id, fence, changes) {
    return this.#recordsOf(pool).renew(id, fence, changes);
  }

  async release(pool, id, fence, changes) {
    return this.#recordsOf(pool).release(id, fence, changes);
  }

  async retire(pool, id, reason, held) {
    return this.#recordsOf(pool).retire(id, reason, held);
  }

  async reset(pool, id, fence, record) {
    return this.#recordsOf(pool).reset(id, fence, record);
  }

  async remove(pool, id) {
    return this.#recordsOf(pool).remove(id);
  }

  async prune(pool) {
    return this.#recordsOf(pool).prune();
  }

  async get(pool, id) {
    return this.#recordsOf(pool).get(id);
  }

  async list(pool, page) {
    return this.#recordsOf(pool).list(page);
  }

  async stats(pool) {
    return this.#recordsOf(pool).stats();
  }

  #recordsOf(pool) {
    const opened = this.#pools.get(pool);
    if (opened === undefined || opened.users === 0)
      throw new Error(`The store is not open for the pool ${JSON.stringify(pool)}`);
    return opened.records;
  }
}

module.exports = { MemoryStore };
