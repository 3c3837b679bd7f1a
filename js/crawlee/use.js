'use strict';

const { Session } = require('../session/session');
const { viewOf } = require('./session-view');

/** A crawler that has dropped the session it was given has no use for it any more. A net below all others. */
const dropped = new FinalizationRegistry((use) => use.end());

/** By what the crawler was given. A use doesn't know it, or it would never be collected. */
const uses = new WeakMap();

/**
 * One attempt of a crawler of Crawlee 4 at a request, as far as it concerns a session: from `getSession` to the end of the attempt and of its
 * page. Where nobody says when the attempt ends, it ends at its first mark, or when its time is over.
 */
class Use {
  #lease;
  /** The attempt, and the pages that are open. */
  #holders = 1;
  #isAttemptOver = false;
  /** Whether somebody says when the attempt ends. */
  #isAnnounced = false;
  #hasMarked = false;
  #timer;
  #released;

  constructor(lease, timeoutMs) {
    this.#lease = lease;
    this.#timer = setTimeout(() => this.end(), timeoutMs);
    this.#timer.unref();
  }

  /** Begins a use. Returns the session as the crawler gets it. */
  static begin(lease, timeoutMs) {
    const use = new Use(lease, timeoutMs);
    const view = viewOf(lease.session, use.#members(), Session);
    uses.set(view, use);
    dropped.register(view, use, use);
    return view;
  }

  /** The use that a crawler's session belongs to. */
  static of(view) {
    return uses.get(view);
  }

  get session() {
    return this.#lease.session;
  }

  /** The attempt's end will be told by `endAttempt`. */
  announceEnd() {
    this.#isAnnounced = true;
    clearTimeout(this.#timer);
  }

  endAttempt() {
    if (this.#isAttemptOver) return this.#released;
    this.#isAttemptOver = true;
    return this.leave();
  }

  /** A page is opened for it. Throws if the session was given back: it may be in other hands by now. */
  enter() {
    if (this.#released !== undefined) throw new Error('The attempt is over, its session was given back');
    this.#holders++;
  }

  /** A page was closed. */
  leave() {
    this.#holders--;
    return this.#holders === 0 ? this.end() : undefined;
  }

  /** Gives the session back, whoever still has it. What goes wrong is an event of the pool. */
  end() {
    clearTimeout(this.#timer);
    dropped.unregister(this);
    this.#released ??= this.#lease.release().catch(() => {});
    return this.#released;
  }

  /** What the crawler calls that isn't the session's own. */
  #members() {
    const { session, signal } = this.#lease;
    return {
      isUsable: () => !signal.aborted && session.isUsable(),
      markGood: () => this.#mark('markGood'),
      markBad: () => this.#mark('markBad'),
      retire: () => this.#retire(),
      get proxyInfo() {
        return session.userData.proxyInfo;
      },
      set proxyInfo(proxyInfo) {
        session.userData.proxyInfo = proxyInfo;
      },
      get fingerprint() {
        return session.userData.fingerprint;
      },
      set fingerprint(fingerprint) {
        session.userData.fingerprint = fingerprint;
      },
    };
  }

  /** Crawlers mark some attempts twice, some after `retire()`, and some when the session is in other hands: the first mark counts. */
  #mark(name) {
    if (this.#hasMarked || this.#released !== undefined) return;
    this.#hasMarked = true;
    this.session[name]();
    this.#noteMark();
  }

  /** Counts whenever it comes: a site has blocked the session. */
  #retire() {
    this.#hasMarked = true;
    if (!this.session.retired) this.session.retire();
    this.#noteMark();
  }

  #noteMark() {
    if (!this.#isAnnounced) this.endAttempt();
  }
}

module.exports = { Use };
