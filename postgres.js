'use strict';

const { PostgresStore } = require('./js/stores/postgres-store');

module.exports = { PostgresStore };
