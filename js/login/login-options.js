'use strict';

const { URL } = require('node:url'); // a vm context has none of its own
const { checkArray, describe, invalidArgument, typeError } = require('../values/errors');
const { isWebOrigin } = require('./places');

/** The kinds of storage, under the names that a page has for them. */
const KINDS = ['localStorage', 'sessionStorage', 'indexedDB'];

/** How much storage a session takes, in bytes of its state's text. */
const MAX_BYTES = 64 * 1024 * 1024;

/** How long one place may take, in milliseconds. */
const TIMEOUT_MS = 30_000;

function flag(value, name) {
  if (value !== undefined && typeof value !== 'boolean') throw invalidArgument(`options.${name}`, 'a boolean', value);
  return value ?? true;
}

function positive(value, name, byDefault) {
  if (value === undefined) return byDefault;
  if (typeof value !== 'number' || !(value > 0)) throw invalidArgument(`options.${name}`, 'a number above zero', value);
  return value;
}

/** An origin as browsers write it, of the URL of any of its pages. */
function originOf(value, name) {
  let origin;
  try {
    ({ origin } = new URL(value));
  } catch {
    // Said below.
  }
  if (typeof value !== 'string' || origin === undefined || !isWebOrigin(origin)) {
    throw typeError('ERR_INVALID_ARG_VALUE', `${name} must be an http(s) origin, got ${describe(value)}`);
  }
  return origin;
}

/** Reads and checks the options of `capture` and `apply`, before anything is done. */
function readLoginOptions(options = {}) {
  if (options === null || typeof options !== 'object') throw invalidArgument('options', 'an object', options);
  const { cookies, origins = [], maxBytes, timeoutMs } = options;
  checkArray(origins, 'options.origins');
  return {
    cookies: flag(cookies, 'cookies'),
    kinds: KINDS.filter((kind) => flag(options[kind], kind)),
    origins: origins.map((origin, index) => originOf(origin, `options.origins[${index}]`)),
    maxBytes: positive(maxBytes, 'maxBytes', MAX_BYTES),
    timeoutMs: positive(timeoutMs, 'timeoutMs', TIMEOUT_MS),
  };
}

module.exports = { readLoginOptions };
