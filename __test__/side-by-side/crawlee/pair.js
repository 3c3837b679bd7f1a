'use strict';

const { EventEmitter } = require('node:events');
const { isDeepStrictEqual } = require('node:util');
const { Session: Theirs } = require('@crawlee/core');
const { Session: Ours } = require('../../../crawlee');
const tough = require('tough-cookie');
const { hasEnded } = require('../../helpers/persisted');
const { counters } = require('../../helpers/sides');
const { keepAsChrome } = require('../keep-as-chrome');
const { CALLS, stamped } = require('./calls');
const { compareCookies, compareLook } = require('./cookies');
const { SCORE, USAGE, ownOf } = require('./differences');
const { expectSame } = require('./expect-same');
const { BLOCKED, rephrased } = require('./rephrased');

const CLASSES = { ours: Ours, theirs: Theirs };
const SIDES = Object.keys(CLASSES);

/** What only ours tells of a response: of what is no cookie at all, of prefixes and of limits, the original says nothing. */
const TOLD_BY_OURS = /prefix|failed to parse|no room/;

/** A session of each class, driven in lock-step. */
class Pair {
  constructor(options) {
    /** What each stored value was given as. */
    this.given = new Map();
    this.hosts = { ours: new Host(), theirs: new Host() };
    this.hosts.theirs.isOver = (cookie) => {
      const own = ownOf(cookie, this.before.ours);
      return own !== undefined && hasEnded(own, Date.now());
    };
    this.open({ ours: options, theirs: options });
    this.before = this.read();
  }

  open(options) {
    this.sessions = {};
    for (const side of SIDES) this.sessions[side] = this.hosts[side].open(CLASSES[side], options[side]);
  }

  /** The states of both, as they are persisted. */
  read() {
    const { ours, theirs } = this.sessions;
    return { ours: stateOf(ours), theirs: stateOf(theirs), retired: ours.retired };
  }

  /** Does a step with both, and throws for a difference that has no name. Returns the names of those that it met. */
  take(unstamped) {
    const names = new Set();
    for (const side of SIDES) this.hosts[side].names = names;
    const step = stamped(unstamped, this.given);
    this.phase(step, names, (context) => {
      if (step.call === 'clock') jest.setSystemTime(Date.now() + step.ms);
      else if (step.call === 'codes') for (const side of SIDES) this.hosts[side].change(step);
      else if (step.call === 'restore') this.restore(step.from, names);
      else this.call(context);
    });
    this.phase({ call: 'look', url: step.look }, names, (context) => compareLook(this.sessions, context));
    return names;
  }

  /** A part of a step: compares the cookies that it leaves, and makes both equal if they differ for a reason. */
  phase(step, names, act) {
    const context = { step, names, given: this.given, before: this.before, now: Date.now() };
    for (const side of SIDES) this.hosts[side].forget();
    act(context);
    context.after = this.read();
    context.deleted = this.hosts.theirs.deleted;
    this.compareUsage(context);
    const differ = compareCookies(context);
    this.compareLogs(context);
    this.before = context.after;
    if (!differ) return;
    this.synchronise();
    this.before = this.read();
    expectSame(this.before.retired, context.after.retired, step);
    expectSame(compareCookies({ ...context, step: { call: 'nothing' }, after: this.before }), false, step);
  }

  /**
   * Does a call with both. The original gets it in words that it understands; if there is one reason for other words, a copy gets the
   * call as it is, to see whether the reason is one.
   */
  call(context) {
    const { step, names } = context;
    const { ours, theirs } = this.sessions;
    context.outcomes = { ours: outcome(() => CALLS[step.call](ours, step)) };
    const { reasons, calls } = rephrased(context, this.hosts.theirs.pool);
    for (const call of calls) context.outcomes.theirs = outcome(() => CALLS[call.call](theirs, call));
    context.outcomes.theirs ??= { value: undefined };
    if (reasons.size !== 1) return;
    const { maxAgeSecs } = this.sessions.ours;
    const probe = this.hosts.theirs.twin().open(Theirs, { ...restorable(this.before.theirs), maxAgeSecs });
    const found = outcome(() => CALLS[step.call](probe, step));
    const same =
      isPersistable(probe) &&
      isDeepStrictEqual(found, context.outcomes.theirs) &&
      isDeepStrictEqual(stateOf(probe), stateOf(theirs));
    if (!same) for (const name of reasons) names.add(name);
  }

  /** Counters, events, what the call answered and the state without its cookies. */
  compareUsage(context) {
    const seen = {};
    for (const side of SIDES) {
      const { cookieJar: _, ...state } = context.after[side];
      const { events } = this.hosts[side];
      for (const session of events) expect(session).toBe(this.sessions[side]);
      seen[side] = {
        outcome: context.outcomes?.[side],
        events: events.length,
        ...counters(this.sessions[side]),
        state,
      };
    }
    for (const { name, applies, makes } of USAGE) {
      if (!applies(context)) continue;
      const made = { ...seen.theirs, ...makes(seen.theirs, context) };
      if (!isDeepStrictEqual(made, seen.theirs)) context.names.add(name);
      seen.theirs = made;
    }
    expectSame(seen.ours, seen.theirs, context.step);
  }

  /** What is refused of a response is told in the same words. */
  compareLogs({ step }) {
    if (step.call !== 'response') return;
    const told = ({ log }) => log.filter((message) => !TOLD_BY_OURS.test(message));
    expectSame(told(this.hosts.ours), told(this.hosts.theirs), step);
  }

  /**
   * Exchanges both for sessions that are made of JSON text: of each one's own, of the other's, or of one for both; that may have a cookie with
   * SameSite=None and without Secure, as states did.
   */
  restore(from, names) {
    const source = {
      own: { ours: 'ours', theirs: 'theirs' },
      other: { ours: 'theirs', theirs: 'ours' },
      ours: { ours: 'ours', theirs: 'ours' },
      theirs: { ours: 'theirs', theirs: 'theirs' },
      hollow: { ours: 'ours', theirs: 'ours' },
    }[from];
    const states = this.read();
    const insecure = states.ours.cookieJar.cookies.find(({ secure }) => !secure);
    if (from === 'hollow' && insecure !== undefined) insecure.sameSite = 'none';
    const { errorScore } = states.ours;
    if (errorScore !== states.theirs.errorScore) names.add(SCORE.name);
    const options = {};
    for (const side of SIDES) options[side] = { ...restorable(states[source[side]]), errorScore };
    this.open(options);
  }

  /** Gives both what both can hold, so that one difference doesn't show at each later step. */
  synchronise() {
    const { id, userData, maxAgeSecs, maxErrorScore, errorScoreDecrement, createdAt, expiresAt } = this.sessions.ours;
    const { usageCount, errorScore, maxUsageCount, retired } = this.sessions.ours;
    const options = {
      ...{ id, userData, maxAgeSecs, maxErrorScore, errorScoreDecrement, createdAt, expiresAt },
      ...{ usageCount, errorScore, maxUsageCount },
    };
    // What is two cookies here is one there, so it goes there first.
    const { cookieJar } = stateOf(
      this.hosts.theirs.open(Theirs, { ...options, cookieJar: this.before.ours.cookieJar }),
    );
    this.open({ ours: { ...options, cookieJar, retired }, theirs: { ...options, cookieJar } });
  }
}

/** What surrounds a session: a pool, and a log. */
class Host {
  constructor() {
    this.pool = Object.assign(new EventEmitter(), { blockedStatusCodes: [...BLOCKED] });
    this.pool.on('sessionRetired', (session) => this.events.push(session));
    this.forget();
  }

  forget() {
    this.events = [];
    this.log = [];
    /** Cookies that were set and had ended. */
    this.deleted = [];
  }

  /** The names of the rules that its sessions were given and that changed something. */
  names = new Set();

  /** Another one in the same state. */
  twin() {
    const twin = new Host();
    twin.pool.blockedStatusCodes = this.pool.blockedStatusCodes;
    twin.isOver = this.isOver;
    return twin;
  }

  open(Session, options) {
    const log = {
      debug: (_, data) => this.log.push(...(data?.errorMessages ?? [])),
      exception: (error) => this.log.push(error.message),
      child: () => log,
    };
    const session = new Session({ ...options, sessionPool: this.pool, log });
    if (Session === Theirs) {
      keepAsChrome(
        session.cookieJar,
        tough,
        (name, cookie) => {
          this.names.add(name);
          if (cookie?.expiryTime() <= Date.now()) this.deleted.push(cookie);
        },
        this.isOver,
      );
    }
    return session;
  }

  /** Changes the pool's list as hosts do: in place, and once as a whole. */
  change({ change, code }) {
    const { pool } = this;
    if (change === 'none') pool.blockedStatusCodes = undefined;
    else if (change === 'replace' || pool.blockedStatusCodes === undefined) pool.blockedStatusCodes = [code, 403];
    else if (change === 'add') pool.blockedStatusCodes.push(code);
    else pool.blockedStatusCodes.splice(0, Infinity, ...(change === 'clear' ? [] : BLOCKED));
  }
}

function stateOf(session) {
  return JSON.parse(JSON.stringify(session.getState()));
}

/** Whether the state can be made: for an invalid date, the original throws where nobody can catch it, and the process ends. */
function isPersistable(session) {
  let isValid = true;
  session.cookieJar.store.getAllCookies((_, cookies) => {
    isValid = cookies.every(({ expires }) => !(expires instanceof Date && Number.isNaN(expires.getTime())));
  });
  return isValid;
}

/** What a pool makes of a persisted state for the constructor. */
function restorable(state) {
  return { ...state, createdAt: new Date(state.createdAt), expiresAt: new Date(state.expiresAt) };
}

/** What a call answers, or what it throws. */
function outcome(call) {
  try {
    return { value: call() };
  } catch (error) {
    return { error: error.message.replace(/^Invalid URL.*/, 'Invalid URL'), isTypeError: error.name === 'TypeError' };
  }
}

module.exports = { Pair };
