'use strict';

const { storeError } = require('./errors');
const { HeldLease, leaseLost, lostAtOf } = require('./held-lease');
const { LastHeld } = require('./last-held');
const { LeaseKeeper } = require('./lease-keeper');
const { Member } = require('./member');

/** How long a record that can't be read rests, so that no `pick` chooses it again and again before all others. */
const UNREADABLE_REST_MS = 1000;

const STALLED = 'it was not renewed in time';
const UNANSWERED = 'the store has not answered its renewal in time';
const TAKEN = 'another process has taken, renewed or removed the session';

/** The sessions that this process holds: from their claim to their release, or to the loss of their lease. */
class Holdings {
  #steps;
  #options;
  #cipher;
  #emit;
  #tell;
  #wake;
  #readOptions;
  /** By id. */
  #held = new Map();
  #lastHeld = new LastHeld();
  #memberOf = new WeakMap();
  #keeper = new LeaseKeeper(
    (member) => this.#renew(member),
    (member) => this.#loseLate(member),
  );
  #whenIdle = () => {};

  /**
   * @param {object} pool `steps` of its store, its `options`, its `cipher`; `emit(event, ...args)`; `tell`, the same, and never throws; `wake(id)` tells those who wait that a
   * session may be free; `readOptions` of sessions that are read
   */
  constructor({ steps, options, cipher, emit, tell, wake, readOptions }) {
    this.#steps = steps;
    this.#options = options;
    this.#cipher = cipher;
    this.#emit = emit;
    this.#tell = tell;
    this.#wake = wake;
    this.#readOptions = readOptions;
  }

  /** A session that is held here. */
  get(id) {
    return this.#held.get(id);
  }

  get all() {
    return [...this.#held.values()];
  }

  /** What belongs to a session of the pool. */
  memberOf(session) {
    return this.#memberOf.get(session);
  }

  /** A session of the pool, held or not: its retirement will be noticed. */
  known(member) {
    this.#memberOf.set(member.session, member);
    return member;
  }

  /** The session of a record, made anew. */
  read(id, state) {
    return Member.read(id, state, this.#cipher, this.#readOptions);
  }

  /** The session of a record, for reading. */
  peek(id, state) {
    return state instanceof Member ? state.session : this.read(id, state).session;
  }

  /** The state of a new record. */
  stateOf(member) {
    return this.#steps.keepsObjects ? member : member.toString();
  }

  /** Waits until no session is held here. */
  async idle() {
    if (this.#held.size === 0) return;
    await new Promise((resolve) => {
      this.#whenIdle = resolve;
    });
  }

  /**
   * Takes a record that was claimed by a step that was sent at `since`. If its state was left out, it is known here, or it isn't.
   *
   * @returns {{ member?: Member, error?: Error, pauseMs?: number } | Promise<object>} as a claim of a `WaitingLine`
   */
  take({ id, fence, state }, since, isKnown) {
    const last = this.#lastHeld.take(id);
    const known = isKnown ? last : undefined;
    const member = state === undefined ? known : this.#ownOf(state);
    return member === undefined
      ? this.#readAndHold(id, fence, state, since)
      : { member: this.hold(member, fence, since) };
  }

  /** Gives a record back that the store has handed over too late. */
  async putBack(id, fence) {
    await this.#steps.told('release', id, fence, { restMs: 0 });
    this.#wake(id);
  }

  async #readAndHold(id, fence, given, since) {
    const time = { lostAt: lostAtOf(since, this.#options.leaseMs) };
    const giveBack = (restMs) => this.#steps.underLease(time, 'release', id, fence, { restMs }).catch(() => {});
    let state = given;
    if (state === undefined) {
      try {
        state = (await this.#steps.toldBefore(time.lostAt, 'get', id))?.state;
      } catch (error) {
        await giveBack(0);
        throw error;
      }
      // Somebody has removed it meanwhile.
      if (state === undefined) return { pauseMs: 0 };
    }
    try {
      return { member: this.hold(this.known(this.read(id, state)), fence, since) };
    } catch (error) {
      await giveBack(UNREADABLE_REST_MS);
      return { error };
    }
  }

  /** A state that is a session of this pool object, kept by a store that keeps objects. */
  #ownOf(state) {
    return state instanceof Member && this.#memberOf.get(state.session) === state ? state : undefined;
  }

  /** Holds a session for its first use, by a lease that began with a step that was sent at `since`. */
  hold(member, fence, since) {
    const earlier = this.#held.get(member.id);
    // The store has given the record anew: an earlier lease is over, noticed or not.
    if (earlier !== undefined) this.lose(earlier, leaseLost(member.id, whyOver(earlier.lease)));
    member.lease = new HeldLease(fence, this.#options.leaseMs, since);
    member.lease.uses = 1;
    this.#held.set(member.id, member);
    this.#keeper.add(member);
    return member;
  }

  canShare({ lease, session }) {
    return lease.isReady && lease.uses < this.#options.maxConcurrency && session.isUsable();
  }

  share(member) {
    member.lease.uses++;
    return member;
  }

  /** The session that is used by the fewest, if one may be used by one more. */
  shareLeastUsed() {
    if (this.#options.maxConcurrency === 1) return undefined;
    const free = this.all.filter((member) => this.canShare(member));
    if (free.length === 0) return undefined;
    return this.share(free.reduce((least, member) => (member.lease.uses < least.lease.uses ? member : least)));
  }

  /** A use under this lease has ended. The last one gives the session back. */
  async release(member, lease = member.lease) {
    lease.uses--;
    if (lease.ended !== undefined) throw lease.ended;
    if (lease.uses === 0) await this.#giveBack(member);
    else this.#wake(member.id);
  }

  /** Takes a session from those who use it, and gives it back. */
  async withdraw(member, error) {
    // Its release is under way.
    if (member.lease.uses === 0) return;
    member.lease.uses = 0;
    member.lease.end(error);
    await this.#giveBack(member);
  }

  async #giveBack(member) {
    const { lease, id } = member;
    if (performance.now() >= lease.lostAt) throw this.lose(member, leaseLost(id, STALLED));
    lease.isReady = false;
    if (lease.retiring !== undefined) await lease.retiring;
    if (this.#options.checkAfterMs > 0) member.noteGoodUse();
    const { change, failure } = this.#changeOf(member);
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
      result = await this.#steps.underLease(lease, 'release', id, lease.fence, changes);
    } catch (error) {
      throw this.lose(member, error, lease);
    }
    if (!result.held && !(await this.#wasReleased(member))) throw this.lose(member, leaseLost(id, TAKEN), lease);
    change?.saved();
    this.#forget(member);
    // What a session refers to lives as long as it does, which makes garbage collection dear if there are many.
    if (lease.ended === undefined) member.lease = undefined;
    // What can't be saved would spoil the next use as well: the session is read again, as it was saved last.
    const isKept = result.reason === undefined && failure === undefined && !this.#steps.keepsObjects;
    if (isKept) this.#lastHeld.keep(member);
    this.#wake(id);
    if (result.reason !== undefined) this.tellRetirement(member, result.reason);
    if (failure === undefined) return;
    this.#tell('storeError', failure);
    throw failure;
  }

  /**
   * Whether the store has made a release already that it refuses now, since the answer was lost: before the lease could end, it has ended, and
   * nobody has taken the session. Clients of databases try again by themselves, too.
   */
  async #wasReleased({ id, lease }) {
    const record = await this.#steps.toldBefore(lease.lostAt, 'get', id).catch(() => undefined);
    return record?.fence === lease.fence && record.leaseMs === undefined && performance.now() < lease.lostAt;
  }

  /** What has to be saved, if anything has changed; or why it can't be. A store that keeps objects is given the session itself. */
  #changeOf(member) {
    if (this.#steps.keepsObjects) return { change: { state: member, saved() {} } };
    try {
      return { change: member.changed(member.lease.isInDoubt) };
    } catch (failure) {
      return { failure };
    }
  }

  /** Saves a session now, not only when its lease is renewed next. If the store fails, that does it. */
  save(member) {
    return this.#steps.keepsObjects ? undefined : this.#keeper.renew(member);
  }

  /** Renews a lease, and saves what has changed. */
  async #renew(member) {
    const { lease, id } = member;
    const { change, failure } = this.#changeOf(member);
    if (failure !== undefined && !lease.hasToldFailure) {
      lease.hasToldFailure = true;
      this.#tell('storeError', failure);
    }
    const since = performance.now();
    const usableMs = change === undefined ? undefined : member.usableMs;
    const changes = { leaseMs: lease.leaseMs, state: change?.state, usableMs };
    const result = await this.#steps.told('renew', id, lease.fence, changes);
    if (this.#held.get(id)?.lease !== lease) return;
    if (!result.held) {
      this.lose(member, leaseLost(id, TAKEN));
      return;
    }
    lease.begin(since);
    change?.saved();
    if (result.reason !== undefined && !member.session.retired) {
      // Somebody else has retired it: nothing has to be told to the store.
      member.reason = result.reason;
      lease.retiring = Promise.resolve();
      member.session.retire();
    }
  }

  /** The lease of a session was not renewed in time. */
  #loseLate(member) {
    const { id, lease } = member;
    if (!lease.isRenewing) return this.lose(member, leaseLost(id, STALLED));
    const failure = storeError(new Error(`it has not answered the renewal of session ${JSON.stringify(id)} in time`));
    this.#tell('storeError', failure);
    return this.lose(member, leaseLost(id, UNANSWERED, failure));
  }

  /** The lease of a session is lost, unless it is over already. Returns the error. */
  lose(member, error, lease = member.lease) {
    if (this.#held.get(member.id)?.lease !== lease) return error;
    this.#forget(member);
    this.forgetLast(member.id);
    if (lease.ended === undefined) lease.end(error);
    this.#tell('leaseLost', member.session, error);
    this.#wake(member.id);
    return error;
  }

  /** A session that was held here last is made anew when it is held next. Returns what was kept of it. */
  forgetLast(id) {
    return this.#lastHeld.take(id);
  }

  /** The session with this id is another one by now: whoever still has the old one and retires it retires nothing. */
  disown(id) {
    for (const member of [this.#held.get(id), this.forgetLast(id)]) {
      if (member !== undefined) this.#memberOf.delete(member.session);
    }
  }

  #forget(member) {
    this.#keeper.delete(member);
    if (this.#held.get(member.id) === member) this.#held.delete(member.id);
    if (this.#held.size === 0) this.#whenIdle();
  }

  /**
   * `session.retire()` was called: its record is retired at once, whether the session is held or not.
   *
   * @returns {Promise<Error | undefined> | undefined} the step, if there is one; it resolves to why it failed
   */
  retire(member) {
    member.reason ??= 'retired';
    const isHeld = this.#held.get(member.id) === member;
    const { lease } = member;
    if (!isHeld) return this.#retireRecord(member);
    if (lease.retiring !== undefined) return undefined;
    // What can't be saved is said when the session is released.
    const { change } = this.#changeOf(member);
    lease.retiring = this.#retireRecord(member, { fence: lease.fence, state: change?.state }, change);
    return lease.retiring;
  }

  /** Emits `sessionRetired` once for each session. Returns whether somebody listens. */
  tellRetirement(member, reason) {
    if (member.isRetirementTold) return false;
    member.isRetirementTold = true;
    return this.#emit('sessionRetired', member.session, reason);
  }

  async #retireRecord({ id, reason }, held, change) {
    // Tried for as long as a lease lasts, whether there is one or not.
    const time = { lostAt: performance.now() + this.#options.leaseMs };
    try {
      const result = await this.#steps.underLease(time, 'retire', id, reason, held);
      if (result.held) change?.saved();
      return undefined;
    } catch (error) {
      return error;
    }
  }
}

/** Why a lease is over of which the store has given the session anew. */
function whyOver(lease) {
  return performance.now() >= lease.lostAt ? STALLED : TAKEN;
}

module.exports = { Holdings };
