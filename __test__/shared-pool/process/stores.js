'use strict';

const { SqliteStore } = require('../../../pool');

/** The stores that processes may share, by name, each with how to make one: of a place that the test has for it. */
const STORES = {
  sqlite: ({ file }) => new SqliteStore(file),
};

module.exports = { STORES };
