'use strict';

const { redisServer } = require('../../scripts/services/redis-server');

/** Fetches what there is not on this machine, once for all workers. */
module.exports = () => {
  if (process.env.REDIS_URL === undefined) redisServer();
};
