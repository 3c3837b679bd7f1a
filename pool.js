'use strict';

const { SessionPoolError } = require('./js/pool/errors');
const { SessionPool } = require('./js/pool/session-pool');
const { MemoryStore } = require('./js/stores/memory-store');
const { SqliteStore } = require('./js/stores/sqlite-store');

module.exports = { MemoryStore, SessionPool, SessionPoolError, SqliteStore };
