'use strict';

const os = require('node:os');
const path = require('node:path');

// Nothing is written there; without it, the SDK warns that it chose a folder of its own.
process.env.APIFY_LOCAL_STORAGE_DIR ??= path.join(os.tmpdir(), 'crawler-session-unused');

const { SessionPool } = require('@crawlee/core');

/**
 * The hosts, each with its own pool. `tough` is the major version of its tough-cookie; `report` its name for the method that
 * takes the cookies of a browser, which in 0.18 loses their expiry.
 */
const HOSTS = [
  { name: 'Apify SDK 0.18.1', SessionPool: poolOf('apify-018'), tough: 3 },
  { name: 'Apify SDK 0.22.5', SessionPool: poolOf('apify-0225'), tough: 4, report: 'setPuppeteerCookies' },
  { name: 'Apify SDK 1.0.0', SessionPool: poolOf('apify-1'), tough: 4, report: 'setPuppeteerCookies' },
  { name: 'Apify SDK 2.3.2', SessionPool: poolOf('apify-2'), tough: 4, report: 'setPuppeteerCookies' },
  { name: 'Crawlee 3.18.1', SessionPool, tough: 6, report: 'setCookies' },
];

function poolOf(alias) {
  return require(`${alias}/build/session_pool/session_pool`).SessionPool;
}

/**
 * The pool of a host that finds a state in its key-value store, by the host's own code: it rebuilds the dates, passes itself, makes the
 * sessions in its own way and keeps those that are usable.
 */
async function restoredIn(host, sessions, options = {}) {
  const pool = new host.SessionPool(options);
  pool.keyValueStore = { getValue: async () => JSON.parse(JSON.stringify({ sessions })) };
  await pool._maybeLoadSessionPool();
  return pool;
}

/** A new session of a host's own class, made by its pool. */
async function newIn(host, sessionOptions = {}) {
  const pool = new host.SessionPool({ sessionOptions });
  return pool.createSessionFunction(pool);
}

/** The states that the pool of a host persists, as they come out of the key-value store. */
function persisted(sessions) {
  return sessions.map((session) => JSON.parse(JSON.stringify(session.getState())));
}

module.exports = { HOSTS, newIn, persisted, restoredIn };
