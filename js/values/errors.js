'use strict';

const { isPromise, isUint8Array } = require('node:util').types;

/** A cookie was refused. Nothing was stored in its place, and nothing that was stored before was lost. */
class CookieError extends Error {
  /**
   * @param {string} code stable code of the refusal
   * @param {string} message
   * @param {number} [index] position of the cookie in the array that the caller passed
   */
  constructor(code, message, index) {
    super(message);
    this.code = code;
    if (index !== undefined) this.index = index;
  }
}
Object.defineProperty(CookieError.prototype, 'name', { value: 'CookieError', writable: true, configurable: true });

/** An invalid argument or option: a `TypeError` under tough-cookie's name for it. `name` stays `TypeError`. */
class ParameterError extends TypeError {}

/** Makes a `ParameterError` with a code, as Node.js's errors have. */
function typeError(code, message) {
  return withCode(new ParameterError(message), code);
}

function withCode(error, code) {
  error.code = code;
  return error;
}

/** The error for an argument or option `name` that is not what it must be. It says what was passed instead. */
function invalidArgument(name, expected, value) {
  return typeError('ERR_INVALID_ARG_TYPE', `${name} must be ${expected}, got ${describe(value)}`);
}

/** The error for a text that is not a URL. In tough-cookie, the URL parser refuses it with a plain `TypeError`, unless it is empty. */
function invalidUrl(value) {
  const Class = value === '' ? ParameterError : TypeError;
  return withCode(new Class(`Invalid URL: ${describe(value)}`), 'ERR_INVALID_URL');
}

/** The most elements that are read from an array; a sparse or lying array may claim billions. */
const MAX_ELEMENTS = 1 << 20;

/** The length of an array argument. What is none may be cookies as text, so the error quotes nothing of it. */
function checkArray(value, name) {
  if (typeof value === 'string') {
    throw typeError('ERR_INVALID_ARG_TYPE', `${name} must be an array, got a string (of JSON, JSON.parse makes one)`);
  }
  if (!Array.isArray(value)) throw invalidArgument(name, 'an array', value);
  const length = Math.trunc(value.length);
  if (!(length > 0)) return 0;
  if (length > MAX_ELEMENTS) {
    throw typeError('ERR_INVALID_ARG_VALUE', `${name} must have at most ${MAX_ELEMENTS} elements, got ${length}`);
  }
  return length;
}

/** Describes a value in a few words. Runs none of the value's own code: no getter, no `toString`. */
function describe(value) {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'bigint':
      return `${value}n`;
    case 'object':
      if (isPromise(value)) return 'a Promise (is an await missing?)';
      if (isUint8Array(value)) return 'bytes (is an encoding missing where a file is read?)';
      return Array.isArray(value) ? 'an array' : 'an object';
    default:
      return `a ${typeof value}`;
  }
}

/** Throws the first refusal; all of them are in its `errors`. */
function throwFirst(errors) {
  if (errors.length === 0) return;
  const [first] = errors;
  // Not enumerable: the first is among them, and a logger that writes JSON would find a cycle.
  Object.defineProperty(first, 'errors', { value: errors, writable: true, configurable: true });
  throw first;
}

module.exports = {
  CookieError,
  ParameterError,
  checkArray,
  describe,
  invalidArgument,
  invalidUrl,
  throwFirst,
  typeError,
};
