'use strict';

// The same in a cluster of three.
// Promises: L16

const { startCluster } = require('../../scripts/services/redis');
const { CLUSTERS } = require('./fixtures/redis-clients');
const { FEW, runSuite } = require('./fixtures/redis-suite');

let cluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(() => cluster.stop());

const { 'ioredis 5': ioredis, 'node-redis 6': nodeRedis, ...others } = CLUSTERS;

runSuite({ ioredis, nodeRedis }, () => cluster.servers);
runSuite(others, () => cluster.servers, FEW);
