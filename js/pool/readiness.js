'use strict';

const { invalidArgument } = require('../values/errors');
const { onAbort } = require('./abort-signals');
const { SessionPoolError, poolClosed, retiredError } = require('./errors');
const { untilEnd } = require('./held-lease');
const { logIn, needsLogin } = require('./login');

/** Makes sessions ready for use: `login` and `check` of the user. */
class Readiness {
  #options;
  /** What stops those that are under way. */
  #stops = new Set();
  #ended = false;

  constructor(options) {
    this.#options = options;
  }

  /** Nothing is made ready any more; what is under way is stopped. */
  end() {
    this.#ended = true;
    for (const stop of this.#stops) stop.abort(poolClosed());
  }

  /**
   * Makes a session ready that was just taken. Rejects if it isn't; the session then has to be given back.
   *
   * @param {AbortSignal} [userSignal] stops it
   * @returns {Promise<boolean>} whether it has logged in
   */
  async prepare(member, userSignal) {
    const { login, check, checkAfterMs } = this.#options;
    const { notes } = member;
    const isNew = login !== undefined && needsLogin(member);
    const goodMs = Date.now() - notes.goodAt;
    // The clock may have gone back.
    const isGood = goodMs >= 0 && goodMs < checkAfterMs;
    const isDue = check !== undefined && checkAfterMs > 0 && !isGood;
    if (!isNew && !isDue) return false;
    const stop = new AbortController();
    const takeBacks = [member.lease.onEnd((error) => stop.abort(error))];
    if (userSignal !== undefined) takeBacks.push(onAbort(userSignal, () => stop.abort(userSignal.reason)));
    this.#stops.add(stop);
    try {
      if (this.#ended) throw poolClosed();
      userSignal?.throwIfAborted();
      const hasToLogIn = isNew || !(await this.#isLoggedIn(member, stop.signal));
      if (hasToLogIn) await this.#logIn(member, stop.signal);
      // The hooks may have marked it.
      if (!member.session.isUsable()) throw retired(member);
      return hasToLogIn;
    } finally {
      this.#stops.delete(stop);
      for (const takeBack of takeBacks) takeBack();
    }
  }

  async #isLoggedIn(member, signal) {
    const { check, login } = this.#options;
    const { session, notes, lease } = member;
    const answer = await untilEnd(lease, () => check(session, { signal }));
    signal.throwIfAborted();
    if (session.retired) throw retired(member);
    if (typeof answer !== 'boolean') throw invalidArgument('What check returns', 'true or false', answer);
    if (answer) {
      notes.goodAt = Date.now();
      return true;
    }
    notes.login = 'needed';
    if (login !== undefined) return false;
    retireFor(member, 'check failed');
    throw retired(member);
  }

  async #logIn(member, signal) {
    const { session, notes } = member;
    const failed = await logIn(session, this.#options, signal);
    if (failed !== undefined) {
      const { failure } = failed;
      retireFor(member, 'login failed');
      const message = `The login of session ${JSON.stringify(member.id)} failed: ${failure?.message ?? failure}`;
      throw new SessionPoolError('LOGIN_FAILED', message, { cause: failure });
    }
    notes.login = 'done';
    notes.goodAt = Date.now();
  }
}

function retireFor(member, reason) {
  member.reason ??= reason;
  if (!member.session.retired) member.session.retire();
}

function retired({ id, end = 'expired' }) {
  return retiredError(id, end);
}

module.exports = { Readiness };
