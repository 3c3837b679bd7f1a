'use strict';

const { SessionPool } = require('../../pool');
const { openStore } = require('./stores');

/**
 * A pool in this process, as a crawler has it, and what it tells: codes of `leaseLost` in `lost`, errors of `storeError` in `failures`.
 *
 * @param {object} spec of its store
 */
async function openCrawler(spec, options) {
  const { store, end } = await openStore(spec);
  const pool = await SessionPool.open({ store, createSessions: false, ...options }).catch(async (error) => {
    await end();
    throw error;
  });
  const lost = [];
  const failures = [];
  pool.on('leaseLost', (_, { code }) => lost.push(code));
  pool.on('storeError', (error) => failures.push(error));
  return {
    ...{ pool, store, lost, failures },
    async close() {
      await pool.close({ timeoutSecs: 0 });
      await end();
    },
  };
}

module.exports = { openCrawler };
