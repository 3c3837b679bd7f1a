'use strict';

const { invalidArgument, typeError } = require('../values/errors');
const { checkLog, checkSessionPool, defaultNumber } = require('./session-options');

/** Options that a state doesn't have; with any other, a state is read by JavaScript, since Rust reads it whole. */
const OF_NO_STATE = new Set(['sessionPool', 'log', 'replaceBrowserCookies']);

/** What `getState()` reads by name, so that a subclass can override it. */
const PROPERTIES = new Set([
  'getState',
  'id',
  'cookies',
  'userData',
  'retired',
  'createdAt',
  'expiresAt',
  'maxErrorScore',
  'errorScoreDecrement',
  'usageCount',
  'errorScore',
  'errorCount',
  'maxUsageCount',
]);

/** The classes of this package, whose constructors take a `StateText`. */
const OWN_CLASSES = new Set();

/** For each prototype, whether no class above those of this package overrides what the state consists of. */
const arePlain = new WeakMap();

/** In place of a session's options: the state that Rust reads, and the options that no state has. */
class StateText {
  constructor(text, sessionOptions) {
    this.text = text;
    this.sessionPool = sessionOptions.sessionPool;
    this.log = sessionOptions.log;
    this.replaceBrowserCookies = sessionOptions.replaceBrowserCookies;
  }

  /** In the form of `readOptions`. */
  read() {
    return {
      sharedJar: undefined,
      foreignJar: undefined,
      maxAgeSecs: defaultNumber('maxAgeSecs'),
      maxErrorScore: 0,
      errorScoreDecrement: 0,
      createdAt: Date.now(),
      expiresAt: 0,
      usageCount: 0,
      errorScore: 0,
      errorCount: 0,
      maxUsageCount: 0,
      retired: false,
      sessionPool: checkSessionPool(this.sessionPool),
      log: this.log === undefined ? undefined : checkLog(this.log, 'log'),
      state: this.text,
    };
  }
}

/** Says that a class's constructor takes a `StateText`. */
function isOwnClass(Class) {
  OWN_CLASSES.add(Class);
}

/** A session from the text of its state, with options that override those of the state. */
function sessionFromText(Class, text, sessionOptions) {
  if (typeof text !== 'string') throw invalidArgument('text', 'a string', text);
  if (sessionOptions === null || typeof sessionOptions !== 'object') {
    throw invalidArgument('options', 'an object', sessionOptions);
  }
  const names = Object.keys(sessionOptions).filter((name) => sessionOptions[name] !== undefined);
  if (OWN_CLASSES.has(Class) && names.every((name) => OF_NO_STATE.has(name))) {
    try {
      return new Class(new StateText(text, sessionOptions));
    } catch {
      // Read below, where it throws what the constructor throws.
    }
  }
  const state = parsed(text);
  if (names.length === 0 || state === null || typeof state !== 'object') return new Class(state);
  return new Class({ ...state, ...Object.fromEntries(names.map((name) => [name, sessionOptions[name]])) });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    // That error's message quotes the text, which may be a secret.
    throw typeError('ERR_INVALID_ARG_VALUE', "text must be the JSON of a session's state, and is no JSON");
  }
}

/** Whether a session's state is what its own class, with this prototype, makes of it. */
function isPlain(session, own) {
  const prototype = Object.getPrototypeOf(session);
  if (Object.getOwnPropertyNames(session).some((name) => PROPERTIES.has(name))) return false;
  if (prototype === own) return true;
  let plain = arePlain.get(prototype);
  if (plain === undefined) {
    plain = true;
    for (let at = prototype; at !== own && at !== null; at = Object.getPrototypeOf(at)) {
      if (Object.getOwnPropertyNames(at).some((name) => PROPERTIES.has(name))) plain = false;
    }
    arePlain.set(prototype, plain);
  }
  return plain;
}

module.exports = { StateText, isOwnClass, isPlain, sessionFromText };
