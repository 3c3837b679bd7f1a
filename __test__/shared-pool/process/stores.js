'use strict';

const Redis = require('ioredis');
const { MemoryStore, SqliteStore } = require('../../../pool');
const { RedisStore } = require('../../../redis');

/** One that has its client for itself: closing it ends both. */
class OwnRedisStore extends RedisStore {
  constructor(client) {
    super(client);
    this.client = client;
  }

  async close(pool) {
    await super.close(pool);
    this.client.disconnect();
  }
}

/** The stores that processes may share, by name, each with how to make one: of a place that the test has for it. */
const SHARED_STORES = {
  sqlite: ({ file }) => new SqliteStore(file),
  redis: ({ url }) => new OwnRedisStore(new Redis(url)),
};

const STORES = { ...SHARED_STORES, memory: () => new MemoryStore() };

module.exports = { SHARED_STORES, STORES };
