'use strict';

const { LoginError } = require('../values/login-error');

/** How long a database may be blocked by another tab, as a part of the time that a place may take. */
const SHARE_OF_WAITING = 1 / 3;

/** What a page is told about how much and how long, apart from what it shall do. */
function limitsOf({ timeoutMs }, left) {
  return { left, waitMs: timeoutMs * SHARE_OF_WAITING };
}

/** The problems of a place, each with where it is. */
function problemsOf(place, problems) {
  return problems.map((problem) => ({ ...place, ...problem }));
}

/** The problem of a place that could not be reached. */
function notReached(place, error) {
  return { ...place, code: 'NOT_REACHED', message: error.message };
}

/** Runs all of a capture or an apply. What a library throws because its browser is gone becomes an error that says so. */
async function withBrowser(context, doing, step) {
  try {
    return await step();
  } catch (cause) {
    if (cause instanceof LoginError || (cause instanceof TypeError && cause.code !== undefined)) throw cause;
    if (context.isGone) throw gone(doing, cause);
    throw new LoginError('BROWSER_FAILED', `The login could not be ${doing}: ${cause.message}`, { cause });
  }
}

function gone(doing, cause) {
  return new LoginError('TARGET_GONE', `The login could not be ${doing}: the page or its browser is closed`, { cause });
}

/** Throws if the target is gone: what went wrong was not a single place. */
function checkThere(context, doing, cause) {
  if (context.isGone) throw gone(doing, cause);
}

module.exports = { checkThere, limitsOf, notReached, problemsOf, withBrowser };
