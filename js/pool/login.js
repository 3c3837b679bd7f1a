'use strict';

const { onAbort } = require('./abort-signals');
const { SessionPoolError } = require('./errors');

/** The pause after the first failed attempt, in milliseconds; each further one is twice as long. */
const FIRST_PAUSE = 1000;

/** Whether a session has to log in before its next use: a new one, or one of which `check` said so. */
function needsLogin({ session, notes }) {
  return notes.login === 'needed' || (notes.login === undefined && session.usageCount === 0);
}

/**
 * Calls the user's `login` until it succeeds.
 *
 * @param {AbortSignal} signal aborts all of it; its reason is thrown then
 * @returns {Promise<{ failure: unknown } | undefined>} what the last attempt threw, if none succeeded
 */
async function logIn(session, { login, loginAttempts, loginTimeoutMs }, signal) {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    let failure;
    try {
      await withTimeout(login, session, loginTimeoutMs, signal);
      return undefined;
    } catch (error) {
      failure = error;
    }
    signal.throwIfAborted();
    if (attempt >= loginAttempts || session.retired) return { failure };
    await pause(FIRST_PAUSE * 2 ** (attempt - 1) * (0.5 + Math.random()), signal);
  }
}

/** One attempt. It is over when its time is, even if `login` doesn't listen to its signal. */
async function withTimeout(login, session, timeoutMs, signal) {
  const attempt = new AbortController();
  const takeBack = onAbort(signal, () => attempt.abort(signal.reason));
  const timer = setTimeout(() => {
    const message = `login did not finish within ${timeoutMs / 1000} s (loginTimeoutSecs)`;
    attempt.abort(new SessionPoolError('LOGIN_FAILED', message));
  }, timeoutMs);
  try {
    await Promise.race([login(session, { signal: attempt.signal }), aborted(attempt.signal)]);
  } finally {
    clearTimeout(timer);
    takeBack();
  }
}

/** Rejects when the signal aborts. */
function aborted(signal) {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const takeBack = onAbort(signal, () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
    const timer = setTimeout(() => {
      takeBack();
      resolve();
    }, ms);
  });
}

module.exports = { logIn, needsLogin };
