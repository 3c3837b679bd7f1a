'use strict';

const { retiredError } = require('../pool/errors');

/** An account of one's own doesn't wear out by itself. */
const ENDLESS = { maxAgeSecs: Infinity, maxUsageCount: Infinity };

/** A session that gets its login here is logged in; no other `login` is to be called for it. */
const LOGGED_IN = { login: () => {} };

/** How many seconds a session that is in use is waited for. */
const USUAL_TIMEOUT = 60;

const TIMEOUT = { value: 'SECS', about: `how long to wait for a session that is in use; default: ${USUAL_TIMEOUT}` };

/** Says early that a session can't be used any more. */
async function checkUsable({ store, name }, id) {
  const record = await store.get(name, id);
  if (record === undefined) return;
  const { status, reason = status } = record;
  if (status === 'retired' || status === 'expired') throw retiredError(id, reason);
}

/** Has the session of this id for the time of a function; what it changed is saved. */
async function withSession(pool, id, timeoutSecs, use) {
  const lease = await pool.acquire({ id, timeoutSecs });
  try {
    return await use(lease.session);
  } finally {
    await lease.release();
  }
}

/** Adds a session; or changes the one that is there. Returns whether it is new. */
async function addOrChange(pool, session, timeoutSecs, change) {
  if (await pool.add(session, { loggedIn: true, ifExists: 'keep' })) return true;
  await withSession(pool, session.id, timeoutSecs, change);
  return false;
}

module.exports = { ENDLESS, LOGGED_IN, TIMEOUT, USUAL_TIMEOUT, addOrChange, checkUsable, withSession };
