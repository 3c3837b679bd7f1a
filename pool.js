'use strict';

const { SessionPoolError } = require('./js/values/session-pool-error');
const { SessionPool } = require('./js/pool/session-pool');
const { MemoryStore } = require('./js/stores/memory-store');
const { SqliteStore } = require('./js/stores/sqlite-store');

module.exports = { MemoryStore, SessionPool, SessionPoolError, SqliteStore };
