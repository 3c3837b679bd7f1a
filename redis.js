'use strict';

const { RedisStore } = require('./js/stores/redis-store');

module.exports = { RedisStore };
