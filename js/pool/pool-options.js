'use strict';

const { invalidArgument, typeError } = require('../values/errors');
const { isCookieJar } = require('../jar/cookie-jar');
const { Session } = require('../login/session');
const { checkKeys } = require('./cipher');
const { MemoryStore } = require('../stores/memory-store');

const PICKS = ['least-recently-used', 'most-recently-used', 'round-robin', 'random'];

/** What a store must have; `types/session-store.d.ts` describes it. */
const STEPS = [
  ...['open', 'close', 'claim', 'add', 'renew', 'release', 'retire'],
  ...['reset', 'remove', 'prune', 'get', 'list', 'stats'],
];

/** The most characters of the name of a pool and of the id of a session: what each engine takes as a key. */
const LONGEST_NAME = 255;

/** The longest time, in seconds, that a timer of Node.js can wait. */
const LONGEST_TIMER = 2 ** 31 / 1000 - 1;

/** Reads and checks the options of a pool. Unknown ones are ignored. */
function readPoolOptions(options = {}) {
  checkObject(options, 'options');
  const {
    store = new MemoryStore(),
    name = 'default',
    pick = PICKS[0],
    createSessions = true,
    sessionOptions = {},
    login,
    check,
    encryptionKey,
  } = options;
  if (!PICKS.includes(pick))
    throw invalidArgument('pick', `one of ${PICKS.map((text) => `'${text}'`).join(', ')}`, pick);
  if (typeof createSessions !== 'boolean') throw invalidArgument('createSessions', 'a boolean', createSessions);
  checkObject(sessionOptions, 'sessionOptions');
  checkSessionOptions(sessionOptions);
  const leaseSecs = seconds(options, 'leaseSecs', 60, { least: 0.1 });
  return {
    store: checkStore(store),
    name: checkName(name, 'name'),
    pick,
    createSessions,
    sessionOptions: { ...sessionOptions },
    login: checkHook(login, 'login'),
    check: checkHook(check, 'check'),
    keys: checkKeys(encryptionKey),
    maxPoolSize: whole(options, 'maxPoolSize', 1000),
    maxConcurrency: whole(options, 'maxConcurrency', 1),
    cooldownMs: readCooldown(options.cooldownSecs),
    leaseMs: Math.round(leaseSecs * 1000),
    loginAttempts: whole(options, 'loginAttempts', 3),
    loginTimeoutMs: seconds(options, 'loginTimeoutSecs', 120, { least: 0.001 }) * 1000,
    checkAfterMs: seconds(options, 'checkAfterSecs', 0, { mayBeInfinite: true }) * 1000,
  };
}

/** Says now what would be wrong with each new session. */
function checkSessionOptions(sessionOptions) {
  const session = new Session(sessionOptions);
  if (sessionOptions.id !== undefined) {
    throw typeError('ERR_INVALID_ARG_VALUE', 'sessionOptions must have no id: each new session has one of its own');
  }
  if (isCookieJar(sessionOptions.cookieJar)) {
    const instead = 'cookieJar.toJSON() gives each session cookies of its own';
    throw typeError(
      'ERR_INVALID_ARG_VALUE',
      `sessionOptions must have no CookieJar, which all sessions would share; ${instead}`,
    );
  }
  if (!session.isUsable()) {
    throw typeError('ERR_INVALID_ARG_VALUE', 'sessionOptions must make sessions that can be used');
  }
}

/** Reads the options of `acquire` and `use`. */
function readAcquireOptions(options = {}) {
  checkObject(options, 'options');
  const { id, signal } = options;
  if (signal !== undefined && !isAbortSignal(signal)) throw invalidArgument('signal', 'an AbortSignal', signal);
  return {
    id: id === undefined ? undefined : checkName(id, 'id'),
    signal,
    timeoutSecs: seconds(options, 'timeoutSecs', 60, { mayBeInfinite: true }),
  };
}

/** Reads the options of `add`. */
function readAddOptions(options = {}) {
  checkObject(options, 'options');
  const { ifExists = 'error', loggedIn = false } = options;
  if (ifExists !== 'error' && ifExists !== 'keep') throw invalidArgument('ifExists', "'error' or 'keep'", ifExists);
  if (typeof loggedIn !== 'boolean') throw invalidArgument('loggedIn', 'a boolean', loggedIn);
  return { ifExists, loggedIn };
}

/** Reads the options of `sessions`. Returns whether states are asked for. */
function readSessionsOptions(options = {}) {
  checkObject(options, 'options');
  const { state = false } = options;
  if (typeof state !== 'boolean') throw invalidArgument('state', 'a boolean', state);
  return state;
}

/** How long `close` waits for uses that are under way, in seconds. */
function readCloseOptions(options = {}) {
  checkObject(options, 'options');
  return seconds(options, 'timeoutSecs', 30, { mayBeInfinite: true });
}

function checkObject(value, name, expected = 'an object') {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw invalidArgument(name, expected, value);
}

/** The name of a pool or the id of a session: what each engine can keep as a key. */
function checkName(value, name) {
  if (typeof value !== 'string') throw invalidArgument(name, 'a string', value);
  if (value === '' || value.length > LONGEST_NAME || value.includes('\0') || !value.isWellFormed()) {
    const expected = `have 1 to ${LONGEST_NAME} characters, without NUL and lone surrogates`;
    throw typeError('ERR_INVALID_ARG_VALUE', `${name} must ${expected}, got ${JSON.stringify(value.slice(0, 80))}`);
  }
  return value;
}

/** Why a session is retired: what each engine can keep as text. */
function checkReason(value) {
  if (typeof value === 'string' && value !== '' && !value.includes('\0') && value.isWellFormed()) return;
  throw invalidArgument('reason', 'a text that is not empty, without NUL and lone surrogates', value);
}

function checkStore(store) {
  const missing =
    store !== null && typeof store === 'object' ? STEPS.find((step) => typeof store[step] !== 'function') : STEPS[0];
  if (missing === undefined) return store;
  throw invalidArgument('store', `a store of sessions (with a method ${missing})`, store);
}

function checkHook(value, name) {
  if (value !== undefined && typeof value !== 'function') throw invalidArgument(name, 'a function', value);
  return value;
}

function whole(options, name, usual) {
  const { [name]: value = usual } = options;
  if (value === Infinity || (Number.isSafeInteger(value) && value > 0)) return value;
  throw invalidArgument(name, 'a positive integer or Infinity', value);
}

function seconds(options, name, usual, { least = 0, mayBeInfinite = false }) {
  const { [name]: value = usual } = options;
  if (typeof value === 'number' && value >= least && (value <= LONGEST_TIMER || mayBeInfinite)) return value;
  const limits = `seconds from ${least} to ${LONGEST_TIMER}`;
  throw invalidArgument(name, mayBeInfinite ? `${limits}, or Infinity` : limits, value);
}

/** A length of rest in milliseconds, drawn anew for each: from a number of seconds, or a range of them. */
function readCooldown(value = 0) {
  const range = Array.isArray(value) ? value : [value, value];
  const [from, to] = range;
  const isRange =
    range.length === 2 && range.every((limit) => typeof limit === 'number' && limit >= 0 && limit <= 1e9) && from <= to;
  if (!isRange)
    throw invalidArgument('cooldownSecs', 'seconds, or a range [from, to] of seconds, the smaller first', value);
  return () => Math.round((from + Math.random() * (to - from)) * 1000);
}

function isAbortSignal(value) {
  return (
    value !== null &&
    typeof value === 'object' &&
    typeof value.aborted === 'boolean' &&
    typeof value.throwIfAborted === 'function' &&
    typeof value.addEventListener === 'function'
  );
}

module.exports = {
  LONGEST_TIMER,
  checkName,
  checkObject,
  checkReason,
  readAcquireOptions,
  readAddOptions,
  readCloseOptions,
  readPoolOptions,
  readSessionsOptions,
};
