'use strict';

const { typeError } = require('../values/errors');
const { onAbort } = require('./abort-signals');
const { SessionPoolError, notFound, retiredError } = require('./errors');
const { lostAtOf } = require('./held-lease');
const { LONGEST_TIMER } = require('./pool-options');
const { timeoutMessage, timeoutMessageOf } = require('./summaries');
const { LONGEST_PAUSE, WaitingLine } = require('./waiting-line');
const { within } = require('./within');

/** How long a store may take to answer somebody whose time is over, and for how long what it counted is good enough. */
const PATIENCE_MS = 2000;
const STATS_AGE = 100;

const UNUSABLE = 'sessionOptions make sessions that can not be used (any more)';

/** Gets sessions for those who want one: one line for any session, and one for each session that is asked for by its id. */
class Claims {
  #steps;
  #options;
  #owner;
  #holdings;
  #newMember;
  #emit;
  #pending;
  #anyLine = new WaitingLine(
    () => this.#pending.track(this.#claimAny()),
    (member) => this.#giveBack(member),
  );
  #linesById = new Map();
  #stats;
  #statsAt = -Infinity;

  /** @param {object} pool what the pool consists of; `newMember()` makes a new session */
  constructor({ steps, options, owner, holdings, newMember, emit, pending }) {
    this.#steps = steps;
    this.#options = options;
    this.#owner = owner;
    this.#holdings = holdings;
    this.#newMember = newMember;
    this.#emit = emit;
    this.#pending = pending;
  }

  /** Waits for a session until `deadline` (`performance.now()`). */
  wait({ id, signal, timeoutSecs }, deadline) {
    const line = id === undefined ? this.#anyLine : this.#lineOf(id);
    return new Promise((resolve, reject) => {
      let timer;
      let leave = () => {};
      let takeBack = () => {};
      const settle = (how) => (value) => {
        clearTimeout(timer);
        takeBack();
        leave();
        if (line.size === 0 && this.#linesById.get(id) === line) this.#linesById.delete(id);
        how(value);
      };
      if (signal !== undefined) takeBack = onAbort(signal, () => settle(reject)(signal.reason));
      if (timeoutSecs <= LONGEST_TIMER) {
        const { claims } = line;
        const expire = () => {
          // Even for those who have no time, the store is asked once.
          if (line.claims === claims && line.afterClaim(expire)) {
            timer = setTimeout(() => giveUp(line.failure ?? new Error('it has not answered')), PATIENCE_MS);
            return;
          }
          giveUp(line.failure);
        };
        const giveUp = (failure) => {
          clearTimeout(timer);
          leave();
          this.#timeoutError(id, timeoutSecs, failure).then(settle(reject));
        };
        timer = setTimeout(expire, Math.max(0, deadline - performance.now()));
      }
      leave = line.join({ resolve: settle(resolve), reject: settle(reject) });
    });
  }

  /** A session may be free now. */
  wake(id) {
    this.#linesById.get(id)?.wake();
    this.#anyLine.wake();
  }

  /** Nobody gets a session any more. */
  end(error) {
    this.#anyLine.end(error);
    for (const line of this.#linesById.values()) line.end(error);
  }

  #lineOf(id) {
    let line = this.#linesById.get(id);
    if (line === undefined) {
      line = new WaitingLine(
        () => this.#pending.track(this.#claimOne(id)),
        (member) => this.#giveBack(member),
      );
      this.#linesById.set(id, line);
    }
    return line;
  }

  /** A claim for those who take any session. */
  async #claimAny() {
    const { maxPoolSize, createSessions } = this.#options;
    const { result, since, isKnown } = await this.#claim(undefined, createSessions ? maxPoolSize : undefined);
    if (result.status === 'claimed') return this.#holdings.take(result, since, isKnown);
    const shared = this.#holdings.shareLeastUsed();
    if (shared !== undefined) return { member: shared };
    return createSessions && result.hasRoom ? this.#create() : pauseUntil(result);
  }

  /** A claim for those who want one session. */
  async #claimOne(id) {
    const mine = this.#holdings.get(id);
    if (mine !== undefined) {
      // Its release wakes this line.
      return this.#holdings.canShare(mine) ? { member: this.#holdings.share(mine) } : { pauseMs: LONGEST_PAUSE };
    }
    const { result, since, isKnown } = await this.#claim(id);
    switch (result.status) {
      case 'claimed':
        return this.#holdings.take(result, since, isKnown);
      case 'missing':
        return { isOver: notFound(id) };
      case 'retired':
        return { isOver: retiredError(id, result.reason) };
      default:
        return pauseUntil(result);
    }
  }

  #claim(id, maxPoolSize) {
    const { pick } = this.#options;
    return this.#ask('claim', ({ owner, leaseMs }) => [{ owner, leaseMs, id, pick, maxPoolSize }]);
  }

  /**
   * Makes a step that may give a lease.
   *
   * @param {(lease: { owner: string, leaseMs: number }) => object[]} argsOf
   * @param {string} [givenId] of the record that it adds
   * @returns {Promise<{ result: object, since: number, isKnown: boolean }>} its answer; when it was sent; see `Owner`
   */
  async #ask(step, argsOf, givenId) {
    const { leaseMs } = this.#options;
    const since = performance.now();
    const lostAt = lostAtOf(since, leaseMs);
    const putBack = ({ id = givenId, fence }) => fence !== undefined && this.#holdings.putBack(id, fence);
    const send = (owner) => this.#steps.leasing(lostAt, putBack, step, ...argsOf({ owner, leaseMs }));
    const { result, isKnown } = await this.#owner.ask(send, lostAt);
    return { result, since, isKnown };
  }

  /** Makes a new session, and holds it. */
  async #create() {
    let member;
    let record;
    try {
      member = this.#newMember();
      // Or they would be made without end.
      if (!member.session.isUsable()) throw typeError('ERR_INVALID_ARG_VALUE', UNUSABLE);
      record = { id: member.id, state: this.#holdings.stateOf(member), usableMs: member.usableMs };
    } catch (error) {
      return { error };
    }
    const { maxPoolSize } = this.#options;
    const { result, since } = await this.#ask('add', (lease) => [record, { maxPoolSize, lease }], member.id);
    if (result.status !== 'added') return { pauseMs: LONGEST_PAUSE };
    this.#holdings.known(member);
    this.#holdings.hold(member, result.fence, since);
    try {
      this.#emit('sessionCreated', member.session);
    } catch (error) {
      this.#giveBack(member);
      return { error };
    }
    return { member };
  }

  /** Whoever waited for this session has gone. */
  #giveBack(member) {
    this.#pending.track(this.#holdings.release(member)).catch(() => {});
  }

  async #timeoutError(id, timeoutSecs, failure) {
    if (failure !== undefined) {
      const message = `The pool's store failed for ${timeoutSecs} s: ${failure.message}`;
      return new SessionPoolError('STORE_UNAVAILABLE', message, { cause: failure });
    }
    const message =
      id === undefined
        ? timeoutMessage(timeoutSecs, await this.#recentStats())
        : timeoutMessageOf(id, timeoutSecs, await this.#recordOf(id));
    return new SessionPoolError('POOL_TIMEOUT', message);
  }

  #recordOf(id) {
    const record = this.#steps.once('get', id).catch(() => undefined);
    return within(PATIENCE_MS, record);
  }

  /** What the sessions are doing, or were a moment ago: thousands may run out of time at once, and each count goes through all records. */
  #recentStats() {
    const now = performance.now();
    if (now - this.#statsAt < STATS_AGE) return this.#stats;
    this.#statsAt = now;
    const stats = this.#steps.once('stats').catch(() => undefined);
    this.#stats = within(PATIENCE_MS, stats);
    return this.#stats;
  }
}

/** Nothing is free: how long to wait. */
function pauseUntil({ nextMs = LONGEST_PAUSE }) {
  return { pauseMs: Math.min(nextMs, LONGEST_PAUSE) };
}

module.exports = { Claims };
