'use strict';

// RedisStore passes the tests that the package has for stores with each client; a second user is a second store object on a connection of
// its own.
// Promises: L16

const { start } = require('../../scripts/services/redis');
const { storeTests } = require('../../store-tests');
const { CLIENTS, VARIANTS } = require('./fixtures/redis-clients');
const { runSuite } = require('./fixtures/redis-suite');

const { REDIS_URL } = process.env;

let server;
beforeAll(async () => {
  server = REDIS_URL === undefined ? await start() : { url: REDIS_URL, stop() {} };
});
afterAll(() => server.stop());

runSuite(CLIENTS, () => [server]);

/** What a client's options could change: texts, the order of steps, lists. */
const few = storeTests.filter(({ name }) => /\btext|order|\blist/.test(name));

runSuite(VARIANTS, () => [server], few);
