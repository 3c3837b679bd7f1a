'use strict';

const { SessionPoolError } = require('../values/session-pool-error');

/** Codes of a store that don't go away by trying again. */
const LASTING = new Set(['STORE_CORRUPT', 'STORE_VERSION', 'POOL_CLOSED']);

/** What a step of a store threw, as an error of the pool. */
function storeError(thrown) {
  if (thrown instanceof SessionPoolError) return thrown;
  const { code, message } = thrown ?? {};
  const text = `The pool's store failed: ${typeof message === 'string' ? message : String(thrown)}`;
  return new SessionPoolError(LASTING.has(code) ? code : 'STORE_UNAVAILABLE', text, { cause: thrown });
}

/** Whether it makes sense to try a step of the store again. */
function isPassing(error) {
  return !LASTING.has(error.code);
}

function notFound(id) {
  return new SessionPoolError('SESSION_NOT_FOUND', `There is no session ${JSON.stringify(id)} in the pool`);
}

/** The error for a session that can't be used any more. */
function retiredError(id, reason) {
  const what = reason === 'expired' ? 'expired' : `retired: ${reason}`;
  const message = `Session ${JSON.stringify(id)} is ${what}. pool.renew(id) brings it back`;
  return new SessionPoolError('SESSION_RETIRED', message);
}

function poolClosed() {
  return new SessionPoolError('POOL_CLOSED', 'The pool is closed');
}

module.exports = { SessionPoolError, isPassing, notFound, poolClosed, retiredError, storeError };
