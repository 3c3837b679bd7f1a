'use strict';

// The stores that are put to the test, made in any process from a description that JSON can hold.

const { SqliteStore } = require('../../pool');
const { RedisStore } = require('../../redis');
const { Pool } = require('pg');
const { PostgresStore } = require('../../js/stores/postgres-store');
const { CLIENTS } = require('../stores/fixtures/redis-clients');

const KINDS = {
  sqlite: ({ file }) => ({ store: new SqliteStore(file), end() {} }),
  postgres({ port }) {
    const pool = new Pool({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', max: 4 });
    pool.on('error', () => {});
    return { store: new PostgresStore(pool), end: () => pool.end() };
  },
  async redis({ client: name, port }) {
    const { open, close } = CLIENTS[name];
    const client = await open([{ url: `redis://127.0.0.1:${port}` }]);
    return { store: new RedisStore(client), end: () => close(client) };
  },
};

/** A store and what ends its client: `{ store, end() }`. */
async function openStore(spec) {
  return KINDS[spec.kind](spec);
}

module.exports = { openStore };
