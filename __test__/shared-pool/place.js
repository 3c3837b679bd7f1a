'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { runScript } = require('../helpers/processes/child');
const redis = require('../../scripts/services/redis');
const { openPool } = require('./process/pool');
const { startSite } = require('./site');

/**
 * Calls a function with a site and what is done there: `run(script, job)` runs a process over the pool, and `withPool(work)` has the pool in
 * this one. Each account is in the pool, not logged in yet.
 */
async function inPlace({ store, accounts, ban, leaseSecs }, work) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-shared-'));
  const site = await startSite({ ban });
  const server = store === 'redis' ? await redis.start() : undefined;
  const place = { file: path.join(folder, 'sessions.db'), url: server?.url };
  const shared = { store, place, site: site.url, leaseSecs };
  async function withPool(job) {
    const pool = await openPool(shared);
    try {
      return await job(pool);
    } finally {
      await pool.close();
    }
  }
  let count = 0;
  async function run(script, job) {
    const own = path.join(folder, `process-${++count}`);
    fs.mkdirSync(own);
    // Level 0 of the log is silence.
    const env = { ...process.env, CRAWLEE_STORAGE_DIR: path.join(own, 'storage'), TMPDIR: own, APIFY_LOG_LEVEL: '0' };
    const file = path.join(__dirname, 'process', `${script}.js`);
    const { code, signal, stdout, stderr } = await runScript(file, [JSON.stringify({ ...shared, ...job })], { env });
    if (code !== 0 && signal !== 'SIGKILL')
      throw new Error(`${script} ended with ${code ?? signal}\n${stdout}\n${stderr}`);
    return { signal, ...(stdout === '' ? {} : JSON.parse(stdout)) };
  }
  try {
    await withPool(async (pool) => {
      for (const account of accounts) {
        const endless = { maxAgeSecs: Infinity, maxUsageCount: Infinity };
        await pool.add({ id: account, userData: { account }, ...endless });
      }
    });
    return await work({ site, run, withPool });
  } finally {
    await site.stop();
    await server?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

module.exports = { inPlace };
