'use strict';

const { SessionPoolError } = require('./js/pool/errors');
const { SessionPool } = require('./js/pool/session-pool');
const { MemoryStore } = require('./js/stores/memory-store');

module.exports = { MemoryStore, SessionPool, SessionPoolError };
