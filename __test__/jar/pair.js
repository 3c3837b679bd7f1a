'use strict';

const ours = require('../..');
const theirs = require('tough-cookie');
const { endOf, hasEnded } = require('../helpers/persisted');
const { ANSWERS, COOKIES, ORDER, SETTINGS, STORED, TRIMMING } = require('./differences');
const { bare, identity, key } = require('./normalised');
const { withLetters, withSpaces } = require('./odd-spaces');

const PACKAGES = { ours, theirs };
const SIDES = ['ours', 'theirs'];

/** What is stored or read by each kind of step. */
const CALLS = {
  set: (jar, { line, url, options }) => jar.setCookieSync(line, url, timed(options)),
  setObject: (jar, { fields, url, options }, { Cookie }) =>
    jar.setCookieSync(new Cookie(dated(fields)), url, timed(options)),
  get: (jar, { url, options }) => jar.getCookiesSync(url, options),
  string: (jar, { url, options }) => jar.getCookieStringSync(url, options),
  lines: (jar, { url, options }) =>
    jar.getSetCookieStringsSync(url, options).map((line) => line.replace(/; crawler-session-[^;]*/g, '')),
  removeAll: (jar) => jar.removeAllCookiesSync(),
};

/** `now` of a step is relative to the clock. */
function timed(options) {
  return options?.now === undefined ? options : { ...options, now: new Date(Date.now() + options.now) };
}

function dated(fields) {
  return fields.expires === undefined ? fields : { ...fields, expires: new Date(fields.expires) };
}

/** The jars of both packages, driven in lock-step. */
class Pair {
  constructor(jarOptions) {
    this.jarOptions = jarOptions;
    this.jars = {
      ours: new ours.CookieJar(null, jarOptions),
      theirs: new theirs.CookieJar(null, jarOptions),
    };
    this.states = this.read();
  }

  /** Does a step with both, and throws for a difference that has no name. Returns the names of those that it met. */
  take(step) {
    if (step.call === 'clock') {
      jest.setSystemTime(Date.now() + step.ms);
      return [];
    }
    if (!(step.call in CALLS)) {
      this.replace(step.call);
      return [];
    }
    const before = this.states;
    const outcomes = { untrimmed: this.untrimmed(step) };
    for (const side of SIDES) outcomes[side] = this.outcome(side, step);
    this.states = this.read();
    const host = step.url === undefined ? undefined : theirs.canonicalDomain(new URL(step.url).hostname);
    const context = {
      step,
      before,
      after: this.states,
      outcomes,
      host,
      jarOptions: this.jarOptions,
      now: Date.now(),
      expiryOf: expiryIn(before.raw),
    };
    const { names, concerned } = step.call.startsWith('set') ? explainSetting(context) : this.explainAnswer(context);
    this.compareStates(concerned, names, before);
    if (names.length > 0) this.synchronise();
    return names;
  }

  /** What a call answers, or the message of its error. */
  outcome(side, step, jar = this.jars[side]) {
    try {
      return { value: bare(CALLS[step.call](jar, step, PACKAGES[side])) };
    } catch (error) {
      return { error: error.message };
    }
  }

  /** What tough-cookie would answer if it trimmed nothing but space and tab; nothing for a line where that makes no difference. */
  untrimmed(step) {
    if (step.call !== 'set') return undefined;
    const line = withLetters(step.line);
    if (line === step.line) return undefined;
    const copy = this.jars.theirs.cloneSync();
    copy.allowSecureOnLocal = this.jarOptions.allowSecureOnLocal ?? true;
    return withSpaces(this.outcome('theirs', { ...step, line }, copy));
  }

  read() {
    return {
      ours: bare(this.jars.ours.toJSON()),
      theirs: bare(this.jars.theirs.toJSON()),
      raw: this.jars.ours.toJSON(),
    };
  }

  /** Exchanges the jars for others that hold the same: copies, or what the other package makes of their JSON. */
  replace(call) {
    const { ours: one, theirs: other } = this.jars;
    const text = { ours: JSON.stringify(one), theirs: JSON.stringify(other) };
    if (call === 'clone') this.jars = { ours: one.cloneSync(), theirs: other.cloneSync() };
    else if (call === 'reload') this.load(text.ours, text.theirs);
    else this.load(text.theirs, text.ours);
    // Neither the JSON nor the clone of tough-cookie has this option.
    this.jars.theirs.allowSecureOnLocal = this.jarOptions.allowSecureOnLocal ?? true;
    this.states = this.read();
    expect(this.states.ours).toEqual(this.states.theirs);
  }

  /** Jars out of JSON text, with the options of this pair. */
  load(forOurs, forTheirs) {
    const options = { allowSecureOnLocal: this.jarOptions.allowSecureOnLocal ?? true };
    this.jars = {
      ours: ours.CookieJar.fromJSON({ ...JSON.parse(forOurs), ...options }),
      theirs: theirs.CookieJar.fromJSON(forTheirs),
    };
    this.jars.theirs.allowSecureOnLocal = options.allowSecureOnLocal;
  }

  /** Explains what differs between two answers cookie by cookie. */
  explainAnswer(context) {
    const { step, outcomes } = context;
    if (same(outcomes)) return this.explainRemovals(context);
    if (outcomes.ours.error !== undefined || outcomes.theirs.error !== undefined) {
      return { names: [named(ANSWERS, context)], concerned: new Set(step.url === undefined ? [] : ['*']) };
    }
    const lists = {};
    // tough-cookie's getSetCookieStringsSync has options in any case, and so is never sorted unless told to.
    const options = step.call === 'lines' ? { ...step.options } : step.options;
    for (const side of SIDES) lists[side] = this.outcome(side, { ...step, options, call: 'get' }).value;
    if (step.call === 'string') {
      for (const side of SIDES) expect(outcomes[side].value).toBe(headerOf(lists[side]));
    }
    const names = new Set();
    const concerned = new Set();
    const keep = (side) => (cookie) => {
      const other = side === 'ours' ? 'theirs' : 'ours';
      if (lists[other].some((one) => identity(one) === identity(cookie))) return true;
      const difference = COOKIES.find((one) => one.side === side && one.explains(cookie, context));
      if (difference === undefined) return true;
      names.add(difference.name);
      concerned.add(identity(cookie));
      return false;
    };
    const kept = { ours: lists.ours.filter(keep('ours')), theirs: lists.theirs.filter(keep('theirs')) };
    if (!same(kept)) {
      expect(sorted(kept.ours)).toEqual(sorted(kept.theirs));
      expect(options !== undefined && options.sort !== true).toBe(true);
      if (options.sort !== false) expect(kept.ours).toEqual(sorted(kept.ours));
      names.add(ORDER);
    }
    expect(names.size).toBeGreaterThan(0);
    const removals = this.explainRemovals(context);
    for (const name of removals.names) names.add(name);
    for (const one of removals.concerned) concerned.add(one);
    return { names: [...names], concerned };
  }

  /** A cookie that has ended is removed where it would have been found: where only one finds it, only that one removes it. */
  explainRemovals(context) {
    const names = [];
    const concerned = new Set();
    for (const [finder, other] of [SIDES, [...SIDES].reverse()]) {
      const left = new Set(this.states[finder].cookies.map(identity));
      for (const cookie of this.states[other].cookies.filter((one) => !left.has(identity(one)))) {
        const difference = COOKIES.find((one) => one.side === finder && one.explains(cookie, context));
        if (difference === undefined) continue;
        names.push(difference.name);
        concerned.add(identity(cookie));
      }
    }
    return { names, concerned };
  }

  /** The states have to be equal but for the cookies that a difference concerns. */
  compareStates(concerned, names) {
    const { ours: one, theirs: other } = this.states;
    if (concerned.size === 0 && same(this.states)) return;
    const rest = ({ cookies, ...options }) => ({
      options,
      names,
      cookies: concerned.has('*')
        ? []
        : cookies.filter((cookie) => !concerned.has(identity(cookie)) && !concerned.has(key(cookie))),
    });
    expect(rest(one)).toEqual(rest(other));
  }

  /** Gives both jars what both can hold, so that one difference doesn't show at each later step. */
  synchronise() {
    // Three times: what was two cookies may become one in the other's hands.
    for (const side of ['theirs', 'ours', 'theirs'])
      this.load(JSON.stringify(this.jars[side]), JSON.stringify(this.jars[side]));
    this.states = this.read();
    expect(this.states.ours).toEqual(this.states.theirs);
  }
}

/** Explains what differs between two outcomes of storing one cookie. */
function explainSetting(context) {
  const { untrimmed, ...outcomes } = context.outcomes;
  const concerned = new Set(
    SIDES.map((side) => outcomes[side].value)
      .filter(Boolean)
      .map(key),
  );
  const names = [];
  if (untrimmed === undefined && same(outcomes) && same(context.after)) return { names, concerned };
  if (untrimmed !== undefined) {
    if (!same({ ours: outcomes.theirs, theirs: untrimmed })) names.push(TRIMMING);
    outcomes.theirs = untrimmed;
  }
  const { ours, theirs: other } = outcomes;
  const stored = ours.value ?? other.value;
  const had = (isOld) => stored !== undefined && context.before.raw.cookies.some(isOld);
  const own = {
    ...context,
    outcomes,
    cookie: givenIn(context),
    twin: had((cookie) => key(cookie) === key(stored) && identity(cookie) !== identity(stored)),
    ended: had((cookie) => identity(cookie) === identity(stored) && hasEnded(cookie, timeOf(context))),
    at: timeOf(context),
  };
  if (same(outcomes) && same(own.after)) return { names, concerned };
  const made = { ours, theirs: { ...other } };
  const changes = new Set();
  for (const { name, explains, makes } of STORED) {
    if (!ours.value || !other.value || !explains(own)) continue;
    made.theirs.value = { ...made.theirs.value, ...makes(own) };
    changes.add(name);
  }
  if (changes.size > 0 && same(made)) return { names: [...names, ...changes], concerned };
  if (!same(outcomes) || own.twin) names.push(named(SETTINGS, own));
  return { names, concerned };
}

/** The time at which a step happens, in milliseconds. */
function timeOf({ step, now }) {
  return now + (step.options?.now ?? 0);
}

/** The cookie that is stored, before it is judged, as both read it but for what they trim. */
function givenIn({ step, jarOptions }) {
  if (step.call === 'setObject') return new theirs.Cookie(dated(step.fields));
  const loose = Boolean(step.options?.loose ?? jarOptions.looseMode) || Boolean(jarOptions.looseMode);
  const cookie = theirs.Cookie.parse(withLetters(step.line), { loose });
  return cookie && withSpaces(cookie);
}

/** When a cookie ends in our jar, in milliseconds, by its JSON. */
function expiryIn({ cookies }) {
  return (wanted) => {
    const cookie = cookies.find((one) => identity(one) === identity(wanted));
    return cookie === undefined ? Infinity : endOf(cookie) * 1000;
  };
}

function named(differences, context) {
  const difference = differences.find(({ explains }) => explains(context));
  if (difference === undefined) expect(context.outcomes.ours).toEqual(context.outcomes.theirs);
  if (difference === undefined) throw new Error('the states differ, and no difference explains it');
  return difference.name;
}

function headerOf(cookies) {
  return sorted(cookies)
    .map((cookie) => (cookie.key ? `${cookie.key}=${cookie.value}` : cookie.value))
    .join('; ');
}

/** By the rule of the `Cookie` header; the sort is stable, so what is equal by it stays in the order of creation. */
function sorted(cookies) {
  return [...cookies].sort((a, b) => b.path.length - a.path.length || a.creation - b.creation || a.index - b.index);
}

function same({ ours: one, theirs: other }) {
  return JSON.stringify(one) === JSON.stringify(other);
}

module.exports = { Pair };
