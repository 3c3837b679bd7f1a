'use strict';

const { EventEmitter } = require('node:events');
const { Session, isSession } = require('../session/session');
const { invalidArgument, typeError } = require('../values/errors');
const { onAbort } = require('./abort-signals');
const { cipherOf } = require('./cipher');
const { SessionPoolError, isPassing, storeError } = require('./errors');
const { HeldLease, leaseLost } = require('./held-lease');
const { LastHeld } = require('./last-held');
const { Lease } = require('./lease');
const { LeaseKeeper } = require('./lease-keeper');
const { logIn, needsLogin } = require('./login');
const { watchUse } = require('./marks');
const { Member } = require('./member');
const { LONGEST_TIMER, checkName, readAcquireOptions, readCloseOptions, readPoolOptions } = require('./pool-options');
const { newOwner } = require('./owner');
const { renewedState } = require('./renewed-state');
const { summaryOf, timeoutMessage } = require('./summaries');
const { LONGEST_PAUSE, WaitingLine } = require('./waiting-line');

const SESSION_RETIRED = 'sessionRetired';

/** The pause before a step of the store that saves is tried again, in milliseconds. */
const FIRST_RETRY = 50;
const LONGEST_RETRY = 1000;

/** How many records are read at once. */
const PAGE = 100;

/** Proves that the constructor was called by `open`. */
const OPENING = Symbol('opening');

/** Sessions that outlive the process and are shared by many. Rules of sessions are here; atomic steps over records are the store's. */
class SessionPool extends EventEmitter {
  #options;
  #store;
  #name;
  #owner = newOwner();
  #cipher;
  #keeper = new LeaseKeeper(
    (member) => this.#renewLease(member),
    (member) => this.#lose(member, leaseLost(member.id, 'it was not renewed in time')),
  );
  /** The sessions that this process holds, by id. */
  #held = new Map();
  #lastHeld = new LastHeld();
  /** What belongs to a session that was handed out. */
  #memberOf = new WeakMap();
  #line = new WaitingLine(() => this.#track(this.#claimAny()));
  #linesById = new Map();
  #closing;
  #closed = false;
  /** Releases and other steps that `close` waits for. */
  #pending = new Set();
  /** What stops a `login` or `check` that is under way. */
  #preparing = new Set();

  constructor(token, options) {
    if (token !== OPENING) {
      throw typeError('ERR_ILLEGAL_CONSTRUCTOR', 'A SessionPool is made by await SessionPool.open(options)');
    }
    super();
    this.#options = options;
    this.#store = options.store;
    this.#name = options.name;
    this.#cipher = cipherOf(options.name, options.keys);
  }

  static async open(options) {
    const pool = new SessionPool(OPENING, readPoolOptions(options));
    await pool.#open();
    return pool;
  }

  get name() {
    return this.#name;
  }

  async acquire(options) {
    return this.#acquire(readAcquireOptions(options));
  }

  async use(fn, options) {
    if (typeof fn !== 'function') throw invalidArgument('fn', 'a function', fn);
    const request = readAcquireOptions(options);
    const lease = await this.#acquire(request);
    const { session } = lease;
    const { lease: held } = this.#memberOf.get(session);
    const watch = watchUse(session, this.#options.maxConcurrency > 1);
    const context = contextOf(lease, request.signal);
    let result;
    let isGood = false;
    let thrown;
    try {
      result = await untilEnd(held, () => watch.run(() => fn(session, context)));
      isGood = true;
    } catch (error) {
      thrown = error;
    }
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

  async add(given, options = {}) {
    this.#checkOpen();
    const { ifExists = 'error', loggedIn = false } = options ?? {};
    if (ifExists !== 'error' && ifExists !== 'keep') throw invalidArgument('ifExists', "'error' or 'keep'", ifExists);
    if (typeof loggedIn !== 'boolean') throw invalidArgument('loggedIn', 'a boolean', loggedIn);
    const member = new Member(this.#sessionOf(given), this.#cipher, loggedIn ? { login: 'done' } : {});
    checkName(member.id, 'id');
    const { status } = await this.#step('add', {
      id: member.id,
      state: this.#stateOf(member),
      usableMs: member.usableMs,
    });
    if (status === 'exists') {
      if (ifExists === 'keep') return false;
      const message = `There is a session ${JSON.stringify(member.id)} in the pool already (ifExists: 'keep' keeps it)`;
      throw new SessionPoolError('SESSION_EXISTS', message);
    }
    this.#known(member);
    member.session.sessionPool = this;
    this.#wake(member.id);
    return true;
  }

  async retire(id, reason = 'retired') {
    this.#checkOpen();
    checkName(id, 'id');
    if (typeof reason !== 'string' || reason === '') throw invalidArgument('reason', 'a text', reason);
    const held = this.#held.get(id);
    if (held !== undefined) {
      held.reason ??= reason;
      if (!held.session.retired) held.session.retire();
      await held.lease.retiring;
      return;
    }
    const result = await this.#step('retire', id, reason);
    if (!result.found) throw notFound(id);
    if (result.reason !== reason || this.listenerCount(SESSION_RETIRED) === 0) return;
    const record = await this.#step('get', id);
    if (record === undefined) return;
    const member = Member.read(id, record.state, this.#cipher, this.#optionsOfRead());
    super.emit(SESSION_RETIRED, member.session, reason);
  }

  async renew(id) {
    this.#checkOpen();
    checkName(id, 'id');
    for (;;) {
      const record = await this.#step('get', id);
      if (record === undefined) throw notFound(id);
      const { session } = Member.read(id, record.state, this.#cipher, {});
      const renewed = new Session({ ...renewedState(session), ...this.#optionsOfRead() });
      const member = this.#known(new Member(renewed, this.#cipher));
      const state = this.#stateOf(member);
      if (await this.#step('reset', id, record.fence, { state, usableMs: member.usableMs })) break;
    }
    const held = this.#held.get(id);
    if (held !== undefined) this.#lose(held, leaseLost(id, 'the session was renewed'));
    this.#wake(id);
  }

  async remove(id) {
    this.#checkOpen();
    checkName(id, 'id');
    const wasThere = await this.#step('remove', id);
    const held = this.#held.get(id);
    if (held !== undefined) this.#lose(held, leaseLost(id, 'the session was removed'));
    this.#lastHeld.take(id);
    this.#wake(id);
    return wasThere;
  }

  async prune() {
    this.#checkOpen();
    return this.#step('prune');
  }

  async stats() {
    this.#checkOpen();
    const { nextMs, ...counts } = await this.#step('stats');
    return { ...counts, nextFreeAt: nextMs === undefined ? null : new Date(Date.now() + nextMs) };
  }

  async *sessions({ state = false } = {}) {
    let after;
    do {
      this.#checkOpen();
      const { records, next } = await this.#step('list', { after, limit: PAGE, state });
      for (const record of records) {
        yield summaryOf(record, state ? JSON.parse(this.#cipher.decrypt(record.id, String(record.state))) : undefined);
      }
      after = next;
    } while (after !== undefined);
  }

  close(options) {
    if (this.#closing === undefined) {
      let timeoutSecs;
      try {
        timeoutSecs = readCloseOptions(options);
      } catch (error) {
        return Promise.reject(error);
      }
      this.#closing = this.#close(timeoutSecs);
    }
    return this.#closing;
  }

  /** A session that is retired says so here, and its record is retired. */
  emit(event, ...args) {
    if (event === SESSION_RETIRED && args.length === 1) {
      const member = this.#memberOf.get(args[0]);
      if (member !== undefined) return this.#onRetired(member);
    }
    return super.emit(event, ...args);
  }

  async #open() {
    try {
      await this.#store.open(this.#name);
    } catch (error) {
      throw storeError(error);
    }
    try {
      // A wrong key is told before anything is used or written.
      const { records } = await this.#step('list', { limit: 1, state: true });
      for (const { id, state } of records) this.#cipher.decrypt(id, String(state));
    } catch (error) {
      await this.#store.close(this.#name).catch(() => {});
      throw error;
    }
  }

  async #close(timeoutSecs) {
    this.#closed = true;
    const closed = poolClosed();
    this.#line.end(closed);
    for (const line of this.#linesById.values()) line.end(closed);
    for (const stop of this.#preparing) stop.abort(closed);
    await this.#usesToEnd(timeoutSecs);
    for (const member of [...this.#held.values()]) {
      member.lease.end(poolClosed());
      member.lease.uses = 0;
      this.#track(this.#letGo(member)).catch(() => {});
    }
    while (this.#pending.size > 0) await Promise.allSettled([...this.#pending]);
    try {
      await this.#store.close(this.#name);
    } catch (error) {
      throw storeError(error);
    }
  }

  /** Waits until no session is in use any more, or the time is over. */
  async #usesToEnd(timeoutSecs) {
    if (this.#held.size === 0) return;
    let timer;
    const timeout = new Promise((resolve) => {
      if (timeoutSecs !== Infinity) timer = setTimeout(resolve, timeoutSecs * 1000);
    });
    const ended = new Promise((resolve) => {
      this.#onIdle = resolve;
    });
    await Promise.race([ended, timeout]);
    clearTimeout(timer);
  }
  #onIdle = () => {};

  async #acquire(request) {
    this.#checkOpen();
    request.signal?.throwIfAborted();
    const deadline = performance.now() + request.timeoutSecs * 1000;
    for (;;) {
      const member = await this.#wait(request, deadline);
      if (member.lease.isReady || (await this.#prepare(member, request.signal))) {
        const { lease } = member;
        return new Lease(member.session, lease, () => this.#track(this.#release(member, lease)));
      }
    }
  }

  /** Waits in a line for a session. */
  #wait({ id, signal, timeoutSecs }, deadline) {
    const line = id === undefined ? this.#line : this.#lineOf(id);
    return new Promise((resolve, reject) => {
      let timer;
      let leave = () => {};
      let takeBack = () => {};
      const settle = (how) => (value) => {
        clearTimeout(timer);
        takeBack();
        leave();
        if (id !== undefined && line.size === 0) this.#linesById.delete(id);
        how(value);
      };
      if (signal !== undefined) takeBack = onAbort(signal, () => settle(reject)(signal.reason));
      if (timeoutSecs <= LONGEST_TIMER) {
        const { claims } = line;
        const expire = () => {
          // Even those who have no time are asked for once.
          if (line.claims === claims && line.afterClaim(expire)) return;
          leave();
          this.#timeoutError(id, timeoutSecs, line.failure).then(settle(reject));
        };
        timer = setTimeout(expire, Math.max(0, deadline - performance.now()));
      }
      leave = line.join({ resolve: settle(resolve), reject: settle(reject) });
    });
  }

  async #timeoutError(id, timeoutSecs, failure) {
    if (failure !== undefined) {
      const message = `The pool's store failed for ${timeoutSecs} s: ${failure.message}`;
      return new SessionPoolError('STORE_UNAVAILABLE', message, { cause: failure });
    }
    const stats = await this.#store.stats(this.#name).catch(() => undefined);
    return new SessionPoolError('POOL_TIMEOUT', timeoutMessage(id, timeoutSecs, stats));
  }

  #lineOf(id) {
    let line = this.#linesById.get(id);
    if (line === undefined) {
      line = new WaitingLine(() => this.#track(this.#claimOne(id)));
      this.#linesById.set(id, line);
    }
    return line;
  }

  /** A claim for the line of those who take any session. */
  async #claimAny() {
    const { leaseMs, pick, maxPoolSize, createSessions } = this.#options;
    const since = performance.now();
    const result = await this.#stepOfLine('claim', {
      owner: this.#owner,
      leaseMs,
      pick,
      maxPoolSize: createSessions ? maxPoolSize : undefined,
    });
    if (result.status === 'claimed') return this.#claimed(result, since);
    const shared = this.#leastShared();
    if (shared !== undefined) return { member: shared };
    if (createSessions && result.hasRoom) return this.#create();
    return { pauseMs: Math.min(result.nextMs ?? LONGEST_PAUSE, LONGEST_PAUSE) };
  }

  /** A claim for the line of those who wait for one session. */
  async #claimOne(id) {
    const mine = this.#held.get(id);
    if (mine !== undefined) {
      if (this.#canShare(mine)) return { member: this.#share(mine) };
      // Its release wakes this line.
      return { pauseMs: LONGEST_PAUSE };
    }
    const { leaseMs, pick } = this.#options;
    const since = performance.now();
    const result = await this.#stepOfLine('claim', { owner: this.#owner, leaseMs, pick, id });
    if (result.status === 'claimed') return this.#claimed(result, since);
    if (result.status === 'missing') return { isOver: notFound(id) };
    if (result.status === 'retired') {
      const message = `Session ${JSON.stringify(id)} is retired: ${result.reason}. pool.renew(id) brings it back`;
      return { isOver: new SessionPoolError('SESSION_RETIRED', message) };
    }
    return { pauseMs: Math.min(result.nextMs ?? LONGEST_PAUSE, LONGEST_PAUSE) };
  }

  /** A step by which a line gets a session; failures that stay end the lines, others are tried again. */
  async #stepOfLine(name, ...args) {
    try {
      return await this.#store[name](this.#name, ...args);
    } catch (thrown) {
      const error = storeError(thrown);
      super.emit('storeError', error);
      if (!isPassing(error)) {
        this.#line.end(error);
        for (const line of this.#linesById.values()) line.end(error);
      }
      throw error;
    }
  }

  /** The session of a record that was claimed. */
  async #claimed({ id, fence, state }, since) {
    let member = state instanceof Member && this.#memberOf.get(state.session) === state ? state : undefined;
    if (state === undefined) member = this.#lastHeld.take(id);
    else this.#lastHeld.take(id);
    try {
      if (member === undefined) {
        const read = state ?? (await this.#store.get(this.#name, id))?.state;
        if (read === undefined) return { pauseMs: 1 };
        member = this.#known(Member.read(id, read, this.#cipher, this.#optionsOfRead()));
      }
    } catch (error) {
      await this.#store.release(this.#name, id, fence, { restMs: 0 }).catch(() => {});
      return { error: storeError(error) };
    }
    this.#hold(member, fence, since);
    return { member };
  }

  /** A new session, which nobody has used yet. */
  async #create() {
    const { maxPoolSize, leaseMs } = this.#options;
    const member = this.#known(new Member(this.#newSession(), this.#cipher));
    let record;
    try {
      record = { id: member.id, state: this.#stateOf(member), usableMs: member.usableMs };
    } catch (error) {
      return { error };
    }
    const since = performance.now();
    const lease = { owner: this.#owner, leaseMs };
    const result = await this.#stepOfLine('add', record, { maxPoolSize, lease });
    if (result.status !== 'added') return { pauseMs: LONGEST_PAUSE };
    this.#hold(member, result.fence, since);
    super.emit('sessionCreated', member.session);
    return { member };
  }

  #hold(member, fence, since) {
    member.lease = new HeldLease(fence, this.#options.leaseMs, since);
    member.lease.uses = 1;
    this.#held.set(member.id, member);
    this.#keeper.add(member);
  }

  #canShare({ lease }) {
    return lease.isReady && lease.ended === undefined && lease.uses < this.#options.maxConcurrency;
  }

  #share(member) {
    member.lease.uses++;
    return member;
  }

  /** The session held here that is used by the fewest, if one may be used by one more. */
  #leastShared() {
    if (this.#options.maxConcurrency === 1) return undefined;
    let least;
    for (const member of this.#held.values()) {
      if (this.#canShare(member) && !(least?.lease.uses <= member.lease.uses)) least = member;
    }
    return least === undefined ? undefined : this.#share(least);
  }

  /** Makes a session that was just taken ready for use. Returns whether it can be used. */
  async #prepare(member, userSignal) {
    const { session, lease } = member;
    try {
      if (!session.isUsable()) {
        await this.#track(this.#release(member));
        return false;
      }
      await this.#logInIfNeeded(member, userSignal);
    } catch (error) {
      await this.#track(this.#release(member)).catch(() => {});
      throw error;
    }
    lease.before = { usageCount: session.usageCount, errorCount: session.errorCount };
    lease.isReady = true;
    if (this.#options.maxConcurrency > 1) this.#wake(member.id);
    return true;
  }

  async #logInIfNeeded(member, userSignal) {
    const { login, check, checkAfterMs } = this.#options;
    const { session, notes, lease } = member;
    const isNew = login !== undefined && needsLogin(member);
    const isDue = check !== undefined && checkAfterMs > 0 && !(Date.now() - notes.goodAt < checkAfterMs);
    if (!isNew && !isDue) return;
    const stop = new AbortController();
    const takeBacks = [lease.onEnd((error) => stop.abort(error))];
    if (userSignal !== undefined) takeBacks.push(onAbort(userSignal, () => stop.abort(userSignal.reason)));
    this.#preparing.add(stop);
    try {
      if (this.#closed) throw poolClosed();
      userSignal?.throwIfAborted();
      if (!isNew) {
        const answer = await untilEnd(lease, () => check(session, { signal: stop.signal }));
        stop.signal.throwIfAborted();
        if (typeof answer !== 'boolean') throw invalidArgument('What check returns', 'true or false', answer);
        if (answer) {
          notes.goodAt = Date.now();
          return;
        }
        notes.login = 'needed';
        if (login === undefined) {
          member.reason = 'check failed';
          if (!session.retired) session.retire();
          throw retiredBy(member);
        }
      }
      const failure = await logIn(session, this.#options, stop.signal);
      if (session.retired && failure === undefined) throw retiredBy(member);
      if (failure !== undefined) {
        member.reason ??= 'login failed';
        if (!session.retired) session.retire();
        const message = `login failed for session ${JSON.stringify(member.id)}: ${failure?.message ?? failure}`;
        throw new SessionPoolError('LOGIN_FAILED', message, { cause: failure });
      }
      notes.login = 'done';
      notes.goodAt = Date.now();
    } finally {
      this.#preparing.delete(stop);
      for (const takeBack of takeBacks) takeBack();
    }
  }

  /** A use has ended. The last one gives the session back. */
  async #release(member, lease = member.lease) {
    lease.uses--;
    if (lease.ended !== undefined) throw lease.ended;
    if (lease.uses > 0) {
      this.#wake(member.id);
      return;
    }
    await this.#letGo(member);
  }

  /** Gives a session back that was taken for somebody who has gone. */
  giveBack(member) {
    this.#track(this.#release(member)).catch(() => {});
  }

  async #letGo(member) {
    const { lease, session } = member;
    if (performance.now() >= lease.lostAt) {
      const error = leaseLost(member.id, 'it was not renewed in time');
      this.#lose(member, error);
      throw error;
    }
    lease.isReady = false;
    await lease.retiring;
    this.#noteGoodUse(member);
    let failure;
    let change;
    try {
      change = this.#changeOf(member);
    } catch (error) {
      failure = error;
    }
    const { usableMs } = member;
    const changes = {
      state: change?.state,
      // The store's clock may not have noticed that it is expired.
      usableMs: change !== undefined || usableMs <= 0 ? usableMs : undefined,
      restMs: this.#options.cooldownMs(),
      reason: member.end,
    };
    this.#keeper.delete(member);
    let result;
    try {
      result = await this.#persist(member, () => this.#store.release(this.#name, member.id, lease.fence, changes));
    } catch (error) {
      this.#lose(member, error);
      throw error;
    }
    if (!result.held) {
      const error = leaseLost(member.id, 'another process has taken the session, or it was removed');
      this.#lose(member, error);
      throw error;
    }
    change?.saved();
    this.#forget(member);
    if (result.reason === undefined && this.#store.keepsObjects !== true) this.#lastHeld.keep(member);
    if (result.reason !== undefined && !session.retired) super.emit(SESSION_RETIRED, session, result.reason);
    this.#wake(member.id);
    if (failure !== undefined) {
      super.emit('storeError', failure);
      throw failure;
    }
  }

  /** Notes the time of a good use, for `check`. */
  #noteGoodUse({ session, notes, lease }) {
    if (this.#options.checkAfterMs === 0 || lease.before === undefined || session.retired) return;
    const { usageCount, errorCount } = lease.before;
    if (session.usageCount > usageCount && session.errorCount === errorCount) notes.goodAt = Date.now();
  }

  /** What has to be saved; `undefined` if nothing has changed. A store that keeps objects is given the session itself. */
  #changeOf(member) {
    if (this.#store.keepsObjects === true) return { state: member, usableMs: member.usableMs, saved() {} };
    const changed = member.changed();
    return changed && { state: changed.text, usableMs: member.usableMs, saved: changed.saved };
  }

  /** The state of a new record. */
  #stateOf(member) {
    return this.#store.keepsObjects === true ? member : member.toString();
  }

  /** Renews a lease, and saves what has changed. */
  async #renewLease(member) {
    const { lease } = member;
    let change;
    try {
      change = this.#changeOf(member);
    } catch (error) {
      if (!lease.saidUnreadable) super.emit('storeError', error);
      lease.saidUnreadable = true;
    }
    const since = performance.now();
    let result;
    try {
      const changes = { leaseMs: lease.leaseMs, state: change?.state, usableMs: change?.usableMs };
      result = await this.#store.renew(this.#name, member.id, lease.fence, changes);
    } catch (thrown) {
      super.emit('storeError', storeError(thrown));
      throw thrown;
    }
    if (this.#held.get(member.id) !== member || member.lease !== lease) return;
    if (!result.held) {
      this.#lose(member, leaseLost(member.id, 'another process has taken the session, or it was removed'));
      return;
    }
    lease.begin(since);
    change?.saved();
    if (result.reason !== undefined && !member.session.retired) {
      // Somebody else has retired it.
      member.reason = result.reason;
      lease.retiring = Promise.resolve();
      member.session.retire();
    }
  }

  /** A step that saves, tried again until the lease ends. */
  async #persist({ lease }, step) {
    for (let retry = FIRST_RETRY; ; retry = Math.min(retry * 2, LONGEST_RETRY)) {
      let error;
      try {
        return await step();
      } catch (thrown) {
        error = storeError(thrown);
      }
      super.emit('storeError', error);
      const left = lease.lostAt - performance.now();
      if (!isPassing(error) || left <= 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.min(left, retry * (0.5 + Math.random() / 2))));
    }
  }

  /** The lease of a session is lost. */
  #lose(member, error) {
    this.#forget(member);
    this.#lastHeld.take(member.id);
    if (member.lease.ended === undefined) member.lease.end(error);
    super.emit('leaseLost', member.session, error);
    this.#wake(member.id);
  }

  #forget(member) {
    this.#keeper.delete(member);
    if (this.#held.get(member.id) === member) this.#held.delete(member.id);
    if (this.#held.size === 0) this.#onIdle();
  }

  /** `session.retire()` was called: its record is retired at once. */
  #onRetired(member) {
    member.reason ??= 'retired';
    const { lease, reason } = member;
    const isHeld = this.#held.get(member.id) === member;
    if (!isHeld || lease.retiring === undefined) {
      const step = async () => {
        let change;
        try {
          change = isHeld ? this.#changeOf(member) : undefined;
        } catch {
          // Said when the session is released.
        }
        const held = isHeld ? { fence: lease.fence, state: change?.state } : undefined;
        const result = await this.#store.retire(this.#name, member.id, reason, held);
        if (result.held) change?.saved();
      };
      const retiring = this.#track(step()).catch((thrown) => super.emit('storeError', storeError(thrown)));
      if (isHeld) lease.retiring = retiring;
    }
    return super.emit(SESSION_RETIRED, member.session, reason);
  }

  /** Tells those who wait that a session may be free. */
  #wake(id) {
    this.#linesById.get(id)?.wake();
    this.#line.wake();
  }

  #known(member) {
    member.pool = this;
    this.#memberOf.set(member.session, member);
    return member;
  }

  /** What `add` was given, as a session of this pool. */
  #sessionOf(given) {
    if (isSession(given)) return given;
    if (given === null || typeof given !== 'object')
      throw invalidArgument('session', 'a Session or its options', given);
    return this.#newSession(given);
  }

  #newSession(given) {
    const { userData } = this.#options.sessionOptions;
    const own = userData === undefined ? {} : { userData: copyOf(userData) };
    return new Session({ ...this.#options.sessionOptions, ...own, ...given, sessionPool: this });
  }

  #optionsOfRead() {
    return { sessionPool: this, log: this.#options.sessionOptions.log };
  }

  /** A step of the store that is tried once. */
  async #step(name, ...args) {
    try {
      return await this.#store[name](this.#name, ...args);
    } catch (error) {
      throw storeError(error);
    }
  }

  #checkOpen() {
    if (this.#closed) throw poolClosed();
  }

  /** Has `close` wait for a step. */
  #track(promise) {
    this.#pending.add(promise);
    const done = () => this.#pending.delete(promise);
    promise.then(done, done);
    return promise;
  }
}

// Node.js 20 has the symbol from 20.4 on.
Object.defineProperty(SessionPool.prototype, Symbol.asyncDispose ?? Symbol.for('nodejs.asyncDispose'), {
  value() {
    return this.close();
  },
});

/** The second argument of the function of `use`. */
function contextOf(lease, userSignal) {
  let signal;
  return {
    fence: lease.fence,
    get signal() {
      signal ??= userSignal === undefined ? lease.signal : AbortSignal.any([lease.signal, userSignal]);
      return signal;
    },
  };
}

/** What a function returns, unless the lease ends before: then it rejects with that. */
function untilEnd(held, run) {
  return new Promise((resolve, reject) => {
    const takeBack = held.onEnd(reject);
    if (held.ended !== undefined) reject(held.ended);
    Promise.resolve().then(run).then(resolve, reject).finally(takeBack);
  });
}

/** The user's data for one session, so that sessions don't share it. */
function copyOf(userData) {
  try {
    return structuredClone(userData);
  } catch {
    return { ...userData };
  }
}

function notFound(id) {
  return new SessionPoolError('SESSION_NOT_FOUND', `There is no session ${JSON.stringify(id)} in the pool`);
}

function poolClosed() {
  return new SessionPoolError('POOL_CLOSED', 'The pool is closed');
}

function retiredBy({ id, reason }) {
  return new SessionPoolError('SESSION_RETIRED', `Session ${JSON.stringify(id)} is retired: ${reason}`);
}

module.exports = { SessionPool };
