'use strict';

// The stores that are put to the test, made in any process from a description that JSON can hold.

const { SqliteStore } = require('../../pool');

const KINDS = {
  sqlite: ({ file }) => ({ store: new SqliteStore(file), end() {} }),
};

/** A store and what ends its client: `{ store, end() }`. */
async function openStore(spec) {
  return KINDS[spec.kind](spec);
}

module.exports = { openStore };
