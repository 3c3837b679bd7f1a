'use strict';

// Where chaos is tested: each kind of store, and each kind of client that acts in its own way when it loses its connection.

const { NETWORK_FAULTS } = require('./network-faults');
const { Place } = require('./place');
const { POSTGRES_FAULTS, PostgresPlace } = require('./postgres-place');
const { REDIS_FAULTS, RedisPlace } = require('./redis-place');
const { PROCESS_FAULTS } = require('./schedule');

const onRedis = { ...PROCESS_FAULTS, ...NETWORK_FAULTS, ...REDIS_FAULTS };
const onPostgres = { ...PROCESS_FAULTS, ...NETWORK_FAULTS, ...POSTGRES_FAULTS };

/** Those with a server, by name. */
const SERVERS = {
  'Redis, ioredis': { open: () => RedisPlace.open({ client: 'ioredis 5' }), faults: onRedis },
  'Redis, node-redis': { open: () => RedisPlace.open({ client: 'node-redis 6' }), faults: onRedis },
  PostgreSQL: { open: () => PostgresPlace.open(), faults: onPostgres },
};

const PLACES = { 'a file': { open: async () => new Place(), faults: PROCESS_FAULTS }, ...SERVERS };

module.exports = { PLACES, SERVERS };
