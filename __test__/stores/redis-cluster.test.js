'use strict';

// The same in a cluster of three.
// Promises: L16

const { startCluster } = require('../../scripts/services/redis');
const { CLUSTERS } = require('./fixtures/redis-clients');
const { runSuite } = require('./fixtures/redis-suite');

let cluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(() => cluster.stop());

runSuite(CLUSTERS, () => cluster.servers);
