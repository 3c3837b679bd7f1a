'use strict';

const { createSessionId } = require('../session/session-id');
const { isSession } = require('../session/session');
const { Loan } = require('./loan');

/** How long the shared pool is not asked again after it had nothing free, in milliseconds. */
const PAUSE = 1000;

/** What says that there is nothing to be had now; anything else is the caller's to know. */
const NOTHING_FREE = new Set(['POOL_TIMEOUT', 'STORE_UNAVAILABLE']);

/** In place of the store to which the crawler's pool writes its sessions every minute: they are saved by the shared pool. */
const NOWHERE = { getValue: async () => null, setValue: async () => {} };

/** Options of sessions that concern the crawler, not the session. */
const HOST_OPTIONS = new Set(['log', 'replaceBrowserCookies']);

/** What one crawler of Crawlee 3 or the Apify SDK has of the shared pool, until its end: its own pool gives nothing back before. */
class Share {
  #pool;
  #host;
  /** The one first that was handed out the longest time ago. */
  #loans = new Set();
  /** The last who wanted a session: one comes after the other, so that nobody waits for a session while another gets several. */
  #turn = Promise.resolve();
  #stop = new AbortController();
  #isListening = false;
  #askAt = -Infinity;
  #told = new Set();

  /** @param {object} pool the shared one @param {object} host the crawler's own */
  constructor(pool, host) {
    this.#pool = pool;
    this.#host = host;
    const { teardown, sessionOptions } = host;
    const unused = Object.keys(sessionOptions ?? {}).filter((name) => !HOST_OPTIONS.has(name));
    if (unused.length > 0) {
      const where = 'sessions are made by the shared pool, SessionPool.open({ sessionOptions })';
      host.log?.warning(`sessionOptions of the crawler's pool have no effect (${unused.join(', ')}): ${where}`);
    }
    host.keyValueStore = NOWHERE;
    host.teardown = async (...args) => {
      await this.end();
      return teardown.apply(host, args);
    };
  }

  /**
   * A session for the crawler's pool, which keeps it.
   *
   * @param {object} [given] options of a session that the user adds to the crawler's pool, or the session
   */
  take(given) {
    const taken = this.#turn.then(() => this.#take(given));
    this.#turn = taken.catch(() => {});
    return taken;
  }

  /** The crawler has ended. */
  async end() {
    this.#stop.abort(new Error('The crawler has ended'));
    this.#stop = new AbortController();
    this.#pool.off('sessionRetired', this.#onRetired);
    this.#pool.off('closing', this.#onClosing);
    this.#isListening = false;
    await Promise.all([...this.#loans].map((loan) => loan.release()));
  }

  async #take(given) {
    const { signal } = this.#stop;
    this.#listen();
    // The crawler's pool forgets without a word what it can't use any more.
    for (const loan of this.#loans) if (!loan.isUsable) loan.end();
    if (given !== undefined) return this.#lend(await this.#add(given, signal), signal);
    const lease = await this.#acquireFree(signal);
    if (lease !== undefined) return this.#lend(lease, signal);
    return this.#nextOwn() ?? this.#lend(await this.#wait(signal), signal);
  }

  /** A lease of a session that is free now, if there is one. */
  async #acquireFree(signal) {
    if (performance.now() < this.#askAt) return undefined;
    try {
      return await this.#pool.acquire({ timeoutSecs: 0, signal });
    } catch (error) {
      if (!NOTHING_FREE.has(error.code)) {
        // Crawlee tries again, up to four times in a row; then the crawl ends.
        if (this.#usable.length === 0) throw error;
        this.#host.log?.warning(error.message);
      }
      this.#askAt = performance.now() + PAUSE;
      return undefined;
    }
  }

  get #usable() {
    return [...this.#loans].filter(({ isUsable }) => isUsable);
  }

  /** One of those that the crawler has: it has to do with them. Its pool will add it to its list once more. */
  #nextOwn() {
    const [loan] = this.#usable;
    if (loan === undefined) return undefined;
    this.#loans.delete(loan);
    this.#loans.add(loan);
    this.#host.sessions = this.#host.sessions.filter((session) => session !== loan.view);
    this.#tellOnce(
      'info',
      `The shared pool has no other session that is free: the crawler goes on with the ${this.#loans.size} that it has`,
    );
    return loan.view;
  }

  #wait(signal) {
    this.#tellOnce('warning', 'The shared pool has no session that is free: the requests of the crawler wait for one');
    return this.#pool.acquire({ timeoutSecs: Infinity, signal });
  }

  /** What the user adds to the crawler's pool is added to the shared one, unless it is there already. */
  async #add(given, signal) {
    const session = isSession(given) ? given : { ...given, id: given.id ?? createSessionId() };
    await this.#pool.add(session, { ifExists: 'keep' });
    return this.#pool.acquire({ id: session.id, signal });
  }

  #lend(lease, signal) {
    const loan = new Loan(lease, this.#host, (ended) => this.#loans.delete(ended));
    if (signal.aborted) {
      loan.release();
      throw signal.reason;
    }
    this.#loans.add(loan);
    return loan.view;
  }

  #listen() {
    if (this.#isListening) return;
    this.#isListening = true;
    this.#pool.on('sessionRetired', this.#onRetired);
    this.#pool.on('closing', this.#onClosing);
  }

  /** Somebody has retired it: the crawler, somebody else in this process, or another process. */
  #onRetired = (session) => {
    for (const loan of this.#loans) if (loan.session === session) loan.end();
  };

  #onClosing = () => {
    for (const loan of this.#loans) loan.end();
  };

  #tellOnce(level, message) {
    if (this.#told.has(level)) return;
    this.#told.add(level);
    this.#host.log?.[level](message);
  }
}

module.exports = { Share };
