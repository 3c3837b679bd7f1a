'use strict';

const { MemoryStore, SqliteStore } = require('../../../pool');

/** The stores that processes may share, by name, each with how to make one: of a place that the test has for it. */
const SHARED_STORES = {
  sqlite: ({ file }) => new SqliteStore(file),
};

const STORES = { ...SHARED_STORES, memory: () => new MemoryStore() };

module.exports = { SHARED_STORES, STORES };
