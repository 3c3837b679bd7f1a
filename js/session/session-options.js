'use strict';

const { isDate } = require('node:util').types;
const { isCookieJar } = require('../jar/cookie-jar');
const { describe, invalidArgument, typeError } = require('../values/errors');
const { checkStorage } = require('./storage');

/** The latest time that a `Date` can hold, in milliseconds. */
const MAX_DATE = 8.64e15;

/** The start of an ISO 8601 date; `Date.parse` alone reads `foo 1` as a year. */
const ISO_DATE = /^(\d{4}|[+-]\d{6})-\d\d-\d\d(T|$)/;

/** The numeric options, with their defaults. */
const NUMBERS = {
  maxAgeSecs: 3000,
  maxErrorScore: 3,
  errorScoreDecrement: 0.5,
  usageCount: 0,
  errorScore: 0,
  errorCount: 0,
  maxUsageCount: 50,
};

/** Where infinity makes sense: a limit that is never reached. */
const MAY_BE_INFINITE = new Set(['maxAgeSecs', 'maxErrorScore', 'maxUsageCount']);

/** A number, or a `TypeError` that names it. */
function checkNumber(value, name) {
  if (typeof value === 'number' && (Number.isFinite(value) || (value === Infinity && MAY_BE_INFINITE.has(name)))) {
    return value;
  }
  throw invalidArgument(name, MAY_BE_INFINITE.has(name) ? 'a number or Infinity' : 'a finite number', value);
}

/** A date in milliseconds: a `Date` of any realm, ISO text, or milliseconds. */
function checkDate(value, name) {
  let ms;
  if (typeof value === 'number') ms = value;
  else if (typeof value === 'string') ms = ISO_DATE.test(value) ? Date.parse(value) : Number.NaN;
  else if (isDate(value)) ms = Number(value);
  else throw invalidArgument(name, 'a valid Date, an ISO date string or epoch milliseconds', value);
  if (Number.isNaN(ms) || Math.abs(ms) > MAX_DATE) {
    const what = typeof value === 'object' ? 'an invalid Date' : describe(value);
    throw typeError('ERR_INVALID_ARG_VALUE', `${name} must be a valid date, got ${what}`);
  }
  return ms;
}

/** The user's own object, kept as it is. */
function checkUserData(value, name) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw invalidArgument(name, 'an object', value);
  }
  return value;
}

/** Anything that can emit `sessionRetired`, or nothing at all. */
function checkSessionPool(value) {
  if (value === undefined) return value;
  const isObject = value !== null && (typeof value === 'object' || typeof value === 'function');
  if (isObject && typeof value.emit === 'function') return value;
  throw typeError(
    'ERR_INVALID_ARG_TYPE',
    `Session: sessionPool must be instance of SessionPool or have an emit method, got ${describe(value)}`,
  );
}

function checkCookies(value, name) {
  if (!Array.isArray(value)) throw invalidArgument(name, 'an array', value);
  return value;
}

function checkLog(value, name) {
  if (
    value === null ||
    (typeof value !== 'object' && typeof value !== 'function') ||
    typeof value.debug !== 'function'
  ) {
    throw invalidArgument(name, 'an object with a debug method', value);
  }
  const child = typeof value.child === 'function' ? value.child({ prefix: 'Session' }) : undefined;
  return typeof child?.debug === 'function' ? child : value;
}

/** Browsers' storage in a state; that of Crawlee's class is inside its jar. */
function readStorage({ storage, cookieJar }) {
  if (storage !== undefined) return checkStorage(storage, 'storage');
  if (cookieJar === null || typeof cookieJar !== 'object' || isCookieJar(cookieJar)) return undefined;
  let ofJar;
  try {
    ofJar = cookieJar.storage;
  } catch {
    // Said where the jar is read.
  }
  return Array.isArray(ofJar) ? checkStorage(ofJar, 'cookieJar.storage') : undefined;
}

/** Whether `putPuppeteerCookies` should replace what the jar has; `undefined` if its options don't say. */
function readReplace(options) {
  if (options === undefined || options === null) return undefined;
  if (typeof options !== 'object') throw invalidArgument('options', 'an object', options);
  return checkBoolean(options.replace, 'options.replace');
}

function checkBoolean(value, name) {
  if (value !== undefined && typeof value !== 'boolean') throw invalidArgument(name, 'a boolean', value);
  return value;
}

/** The default of a numeric option. */
function defaultNumber(name) {
  return NUMBERS[name];
}

/** A numeric option, or its default. */
function numberOr(value, missing, name) {
  if (value === undefined) return missing;
  // JSON has no infinity and writes it as null.
  return value === null && MAY_BE_INFINITE.has(name) ? Infinity : checkNumber(value, name);
}

/**
 * Reads and checks the options, before anything is set up. Unknown keys are ignored. What is not given and is an object of the session's own
 * is `undefined`: it is made when it is asked for.
 */
function readOptions(options) {
  if (options === null || typeof options !== 'object') throw invalidArgument('options', 'an object', options);
  // Each by its name: for a computed one, V8 looks anew in every session.
  const maxAgeSecs = numberOr(options.maxAgeSecs, NUMBERS.maxAgeSecs, 'maxAgeSecs');
  const maxErrorScore = numberOr(options.maxErrorScore, NUMBERS.maxErrorScore, 'maxErrorScore');
  const errorScoreDecrement = numberOr(options.errorScoreDecrement, NUMBERS.errorScoreDecrement, 'errorScoreDecrement');
  const usageCount = numberOr(options.usageCount, NUMBERS.usageCount, 'usageCount');
  const errorScore = numberOr(options.errorScore, NUMBERS.errorScore, 'errorScore');
  const errorCount = numberOr(options.errorCount, NUMBERS.errorCount, 'errorCount');
  const maxUsageCount = numberOr(options.maxUsageCount, NUMBERS.maxUsageCount, 'maxUsageCount');
  const { id, userData, cookies, cookieJar, createdAt: created, sessionPool, log } = options;
  if (id !== undefined && typeof id !== 'string') throw invalidArgument('id', 'a string', id);
  if (userData !== undefined) checkUserData(userData, 'userData');
  if (cookies !== undefined) checkCookies(cookies, 'cookies');
  // A jar of this package is shared; the cookies of any other are taken over.
  const isShared = isCookieJar(cookieJar);
  const createdAt = created === undefined ? Date.now() : checkDate(created, 'createdAt');
  return {
    sharedJar: isShared ? cookieJar : undefined,
    foreignJar: isShared ? undefined : cookieJar,
    maxAgeSecs,
    maxErrorScore,
    errorScoreDecrement,
    createdAt,
    expiresAt: expiryOr(options, Math.max(-MAX_DATE, Math.min(MAX_DATE, createdAt + maxAgeSecs * 1000))),
    usageCount,
    errorScore,
    errorCount,
    maxUsageCount,
    retired: options.retired === true,
    sessionPool: checkSessionPool(sessionPool),
    log: log === undefined ? undefined : checkLog(log, 'log'),
    state: undefined,
    id,
    userData,
    cookies,
    storage: readStorage(options),
  };
}

/** The expiry in milliseconds. The reference says expiredAt, the code has always read expiresAt; the original allowed null for "none given". */
function expiryOr(options, missing) {
  const { expiresAt } = options;
  if (expiresAt !== undefined && expiresAt !== null) return checkDate(expiresAt, 'expiresAt');
  const { expiredAt } = options;
  return expiredAt === undefined || expiredAt === null ? missing : checkDate(expiredAt, 'expiredAt');
}

module.exports = {
  NUMBERS,
  checkBoolean,
  checkCookies,
  checkDate,
  checkLog,
  checkNumber,
  checkSessionPool,
  checkUserData,
  defaultNumber,
  readOptions,
  readReplace,
};
