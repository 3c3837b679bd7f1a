'use strict';

const { EventEmitter } = require('node:events');
const { Session, isSession } = require('../login/session');
const { invalidArgument, typeError } = require('../values/errors');
const { cipherOf, unreadable } = require('./cipher');
const { Claims } = require('./claims');
const { SessionPoolError, isPassing, notFound, poolClosed, retiredError } = require('./errors');
const { leaseLost, untilEnd } = require('./held-lease');
const { Holdings } = require('./holdings');
const { Lease } = require('./lease');
const { watchUse } = require('./marks');
const { Member } = require('./member');
const { Owner } = require('./owner');
const { Pending } = require('./pending');
const {
  checkName,
  checkObject,
  checkReason,
  readAcquireOptions,
  readAddOptions,
  readCloseOptions,
  readPoolOptions,
  readSessionsOptions,
} = require('./pool-options');
const { Readiness } = require('./readiness');
const { renewedState } = require('./renewed-state');
const { StoreSteps } = require('./store-steps');
const { summaryOf } = require('./summaries');
const { UseContext } = require('./use-context');
const { within } = require('./within');

const SESSION_RETIRED = 'sessionRetired';

/** How many records are read at once. */
const PAGE = 100;

/** Proves that the constructor was called by `open`. */
const OPENING = Symbol('opening');

/** Sessions that outlive the process and are shared by many. Rules of sessions are here; atomic steps over records are the store's. */
class SessionPool extends EventEmitter {
  #options;
  #cipher;
  #steps;
  #holdings;
  #claims;
  #readiness;
  #pending = new Pending();
  #closing;

  constructor(token, options) {
    if (token !== OPENING) {
      throw typeError('ERR_ILLEGAL_CONSTRUCTOR', 'A SessionPool is made by await SessionPool.open(options)');
    }
    super();
    const emit = (event, ...args) => super.emit(event, ...args);
    const tell = (event, ...args) => emitAlone(() => super.emit(event, ...args));
    this.#options = options;
    this.#cipher = cipherOf(options.name, options.keys);
    this.#readiness = new Readiness(options);
    this.#steps = new StoreSteps(options.store, options.name, (error) => {
      tell('storeError', error);
      if (!isPassing(error)) this.#claims.end(error);
    });
    const parts = { steps: this.#steps, options, cipher: this.#cipher, emit, tell, pending: this.#pending };
    this.#holdings = new Holdings({
      ...parts,
      wake: (id) => this.#claims.wake(id),
      readOptions: this.#optionsOfRead(),
    });
    this.#claims = new Claims({
      ...parts,
      owner: new Owner(),
      holdings: this.#holdings,
      newMember: () => new Member(this.#newSession(), this.#cipher),
    });
  }

  static async open(options) {
    const pool = new SessionPool(OPENING, readPoolOptions(options));
    await pool.#open();
    return pool;
  }

  get name() {
    return this.#options.name;
  }

  async acquire(options) {
    return this.#acquire(readAcquireOptions(options));
  }

  async use(fn, options) {
    if (typeof fn !== 'function') throw invalidArgument('fn', 'a function', fn);
    const request = readAcquireOptions(options);
    const lease = await this.#acquire(request);
    const { session } = lease;
    const { lease: held } = this.#holdings.memberOf(session);
    const watch = watchUse(session, this.#options.maxConcurrency > 1);
    const context = new UseContext(lease, held, request.signal);
    let result;
    let isGood = false;
    let thrown;
    try {
      result = await untilEnd(held, () => watch.run(() => fn(session, context)));
      isGood = true;
    } catch (error) {
      thrown = error;
    }
    context.end();
    if (held.ended === undefined && !watch.hasMarked) {
      if (isGood) session.markGood();
      else session.markBad();
    }
    try {
      await lease.release();
    } catch (error) {
      if (isGood) throw error;
    }
    if (!isGood) throw thrown;
    return result;
  }

  async add(given, options) {
    this.#checkOpen();
    const { ifExists, loggedIn } = readAddOptions(options);
    const member = new Member(this.#sessionOf(given), this.#cipher, loggedIn ? { login: 'done' } : {});
    const id = checkName(member.id, 'id');
    const record = { id, state: this.#holdings.stateOf(member), usableMs: member.usableMs };
    const { status } = await this.#steps.once('add', record);
    if (status === 'exists') {
      if (ifExists === 'keep') return false;
      const way = "ifExists: 'keep' keeps it, pool.renew(id) begins it anew";
      const message = `There is a session ${JSON.stringify(id)} in the pool already (${way})`;
      throw new SessionPoolError('SESSION_EXISTS', message);
    }
    this.#holdings.known(member).session.sessionPool = this;
    this.#claims.wake(id);
    return true;
  }

  async retire(id, reason = 'retired') {
    this.#checkOpen();
    checkName(id, 'id');
    checkReason(reason);
    const held = this.#holdings.get(id);
    if (held !== undefined) {
      held.reason ??= reason;
      if (!held.session.retired) held.session.retire();
      const failure = await held.lease.retiring;
      if (failure !== undefined) throw failure;
      return;
    }
    const isHeard = this.listenerCount(SESSION_RETIRED) > 0;
    const record = isHeard ? await this.#steps.once('get', id) : undefined;
    const result = await this.#steps.once('retire', id, reason);
    if (!result.found) throw notFound(id);
    this.#holdings.forgetLast(id);
    const isNews = record !== undefined && record.reason === undefined && result.reason === reason;
    if (!isNews) return;
    const session = this.#holdings.peek(id, record.state);
    const member = this.#holdings.memberOf(session);
    if (member === undefined) super.emit(SESSION_RETIRED, session, reason);
    else this.#holdings.tellRetirement(member, reason);
  }

  async renew(id) {
    this.#checkOpen();
    checkName(id, 'id');
    let record;
    for (;;) {
      record = await this.#steps.once('get', id);
      if (record === undefined) throw notFound(id);
      const state = renewedState(this.#holdings.peek(id, record.state));
      const renewed = new Session({ ...state, ...this.#optionsOfRead() });
      const member = this.#holdings.known(new Member(renewed, this.#cipher));
      const changes = { state: this.#holdings.stateOf(member), usableMs: member.usableMs };
      // Somebody may have taken it since it was read.
      if (await this.#steps.once('reset', id, record.fence, changes)) break;
    }
    this.#takeFromHolder(id, 'the session was renewed', record.fence);
  }

  async remove(id) {
    this.#checkOpen();
    checkName(id, 'id');
    const wasThere = await this.#steps.once('remove', id);
    this.#takeFromHolder(id, 'the session was removed');
    return wasThere;
  }

  async prune() {
    this.#checkOpen();
    return this.#steps.once('prune');
  }

  async stats() {
    this.#checkOpen();
    const { nextMs, ...counts } = await this.#steps.once('stats');
    return { ...counts, nextFreeAt: nextMs === undefined ? null : new Date(Date.now() + nextMs) };
  }

  sessions(options) {
    return this.#sessions(readSessionsOptions(options));
  }

  async *#sessions(state) {
    let after;
    do {
      this.#checkOpen();
      const { records, next } = await this.#steps.once('list', { after, limit: PAGE, state });
      for (const record of records) yield summaryOf(record, state ? this.#stateOf(record) : {});
      after = next;
    } while (after !== undefined);
  }

  close(options) {
    if (this.#closing !== undefined) return this.#closing;
    let timeoutSecs;
    try {
      timeoutSecs = readCloseOptions(options);
    } catch (error) {
      return Promise.reject(error);
    }
    this.#closing = this.#close(timeoutSecs);
    return this.#closing;
  }

  /** A session that is retired says so here, and its record is retired. */
  emit(event, ...args) {
    const member = event === SESSION_RETIRED && args.length === 1 ? this.#holdings.memberOf(args[0]) : undefined;
    if (member === undefined) return super.emit(event, ...args);
    const step = this.#holdings.retire(member);
    if (step !== undefined) this.#pending.track(step);
    return this.#holdings.tellRetirement(member, member.reason);
  }

  async #open() {
    await this.#steps.once('open');
    try {
      // A wrong key is told before anything is used or written.
      const { records } = await this.#steps.once('list', { limit: 1, state: true });
      for (const { id, state } of records) this.#cipher.keyOf(id, String(state));
    } catch (error) {
      await this.#steps.once('close').catch(() => {});
      throw error;
    }
  }

  async #close(timeoutSecs) {
    this.#claims.end(poolClosed());
    this.#readiness.end();
    // Whoever keeps sessions for long gives them back, so that nobody waits for these.
    emitAlone(() => super.emit('closing'));
    let timer;
    const timeout = new Promise((resolve) => {
      if (timeoutSecs !== Infinity) timer = setTimeout(resolve, timeoutSecs * 1000);
    });
    await Promise.race([this.#holdings.idle(), timeout]);
    clearTimeout(timer);
    for (const member of this.#holdings.all) {
      this.#pending.track(this.#holdings.withdraw(member, poolClosed())).catch(() => {});
    }
    // By then, no lease of this pool is left: a store that doesn't answer keeps nothing open.
    await within(this.#options.leaseMs, this.#pending.end());
    await within(this.#options.leaseMs, this.#steps.once('close'));
    this.#steps.end(poolClosed());
  }

  /** The state of a record, or why it can't be read. */
  #stateOf({ id, state }) {
    try {
      const text = this.#cipher.decrypt(id, String(state));
      return { state: JSON.parse(text) };
    } catch (error) {
      // What JSON.parse says quotes the text, which is secret.
      return { error: error instanceof SessionPoolError ? error : unreadable(id, 'it is no JSON') };
    }
  }

  async #acquire(request) {
    const deadline = performance.now() + request.timeoutSecs * 1000;
    for (;;) {
      this.#checkOpen();
      request.signal?.throwIfAborted();
      const member = await this.#claims.wait(request, deadline);
      const { session, lease } = member;
      if (lease.isReady || (await this.#prepare(member, request, deadline))) {
        return new Lease(session, lease, () => this.#release(member, lease));
      }
    }
  }

  /** Makes a session that was just taken ready for use. Returns whether it can be used. */
  async #prepare(member, { id, signal }, deadline) {
    const { session, lease } = member;
    if (!session.isUsable()) {
      // Nobody was promised this one; what goes wrong is an event.
      await this.#release(member, lease).catch(() => {});
      return false;
    }
    try {
      const hasLoggedIn = await this.#readiness.prepare(member, signal);
      // Whoever follows a process that was killed needn't log in again.
      if (hasLoggedIn) await this.#holdings.save(member);
      if (lease.ended !== undefined) throw lease.ended;
      // The store may have said that somebody else has retired it.
      if (session.retired) throw retiredError(member.id, member.end);
    } catch (error) {
      // What came first is told; whatever goes wrong here is an event.
      await this.#release(member, lease).catch(() => {});
      // Somebody who takes any session gets another one.
      const isOneOfMany = id === undefined && error.code === 'SESSION_RETIRED' && !session.isUsable();
      if (isOneOfMany && performance.now() < deadline) return false;
      throw error;
    }
    lease.before = { usageCount: session.usageCount, errorCount: session.errorCount };
    lease.isReady = true;
    if (this.#options.maxConcurrency > 1) this.#claims.wake(member.id);
    return true;
  }

  #release(member, lease) {
    return this.#pending.track(this.#holdings.release(member, lease));
  }

  /** Whoever holds a session here loses it, unless the lease began since: its fence is larger than `fence`. */
  #takeFromHolder(id, why, fence = Infinity) {
    const held = this.#holdings.get(id);
    if (!(held?.lease.fence > fence)) {
      this.#holdings.disown(id);
      if (held !== undefined) this.#holdings.lose(held, leaseLost(id, why));
    }
    this.#claims.wake(id);
  }

  /** What `add` was given, as a session of this pool. */
  #sessionOf(given) {
    if (isSession(given)) return given;
    checkObject(given, 'session', 'a Session or its options');
    return this.#newSession(given);
  }

  #newSession(given) {
    const { sessionOptions } = this.#options;
    const { userData, cookies } = sessionOptions;
    const own = { userData: userData && copyOf(userData), cookies: cookies && [...cookies] };
    return new Session({ ...sessionOptions, ...own, ...given, sessionPool: this });
  }

  #optionsOfRead() {
    return { sessionPool: this, log: this.#options.sessionOptions.log };
  }

  #checkOpen() {
    if (this.#closing !== undefined) throw poolClosed();
  }
}

// Node.js 20 has the symbol from 20.4 on.
Object.defineProperty(SessionPool.prototype, Symbol.asyncDispose ?? Symbol.for('nodejs.asyncDispose'), {
  value() {
    return this.close();
  },
});

/** Emits what no call led to: what a listener throws is nobody's to catch, and must not end the work that goes on. */
function emitAlone(emit) {
  try {
    emit();
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}

/** The user's data for one session, so that sessions don't share it. */
function copyOf(userData) {
  try {
    return structuredClone(userData);
  } catch {
    return { ...userData };
  }
}

module.exports = { SessionPool };
