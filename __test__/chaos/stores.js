'use strict';

// The stores that are put to the test, made in any process from a description that JSON can hold.

const { SqliteStore } = require('../../pool');
const { RedisStore } = require('../../redis');
const { Client, Pool } = require('pg');
const { PostgresStore } = require('../../postgres');
const { CLIENTS } = require('../stores/fixtures/redis-clients');

const HERE = '127.0.0.1';

const KINDS = {
  sqlite: ({ file }) => ({ store: new SqliteStore(file), end() {} }),
  /** By a pool of connections, or by one alone. */
  async postgres({ host = HERE, port, isAlone = false }) {
    const client = new (isAlone ? Client : Pool)({ host, port, user: 'postgres', database: 'postgres' });
    client.on('error', () => {});
    if (isAlone) await client.connect();
    return { store: new PostgresStore(client), end: () => client.end() };
  },
  async redis({ client: name, host = HERE, port }) {
    const { open, close } = CLIENTS[name];
    const client = await open([{ url: `redis://${host}:${port}` }]);
    return { store: new RedisStore(client), end: () => close(client) };
  },
};

/** A store and what ends its client: `{ store, end() }`. */
async function openStore(spec) {
  return KINDS[spec.kind](spec);
}

module.exports = { openStore };
