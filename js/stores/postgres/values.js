'use strict';

const { describe, invalidArgument, typeError } = require('../../values/errors');

/** PostgreSQL's times begin 4713 BC; a length into the past need not be longer than this. */
const LEAST_MS = -1e14;
const MOST_MS = 8.64e15;

const TEXTS = new Set(['id', 'owner', 'reason']);

/** An index has no room for longer names of pools and ids. */
const MOST_BYTES = 1200;

/** A record as it is reported. */
function recordOf({ id, reason, owner, fence, lease_ms, rest_ms, usable_ms, used_ms, state }) {
  const [leaseMs, restMs] = [Number(lease_ms), Number(rest_ms)].map((ms) => (ms > 0 ? bounded(ms) : undefined));
  const usableMs = bounded(Number(usable_ms));
  let status = 'free';
  if (isThere(reason)) status = 'retired';
  else if (leaseMs !== undefined) status = 'in use';
  else if (usableMs <= 0) status = 'expired';
  else if (restMs !== undefined) status = 'cooling';
  const texts = { id, status, reason: reason ?? undefined, owner: owner ?? undefined, state: state ?? undefined };
  return { ...texts, fence: Number(fence), usedMs: Number(used_ms), leaseMs, restMs, usableMs };
}

/** A length that may be infinite by somebody's hand. */
function bounded(ms) {
  return Math.min(Math.max(ms, -MOST_MS), MOST_MS);
}

/** Whether a column has a value. */
function isThere(value) {
  return value !== null && value !== undefined;
}

/** A value as it is sent. */
function checkedValue(name, value) {
  if (value === undefined) return undefined;
  if (name === 'state') return checkText(name, String(value));
  if (TEXTS.has(name)) return checkText(name, value);
  if (name.endsWith('_ms')) return Math.max(value, LEAST_MS);
  return value === Infinity ? undefined : value;
}

/** A text that PostgreSQL can keep. */
function checkText(name, text) {
  if (typeof text !== 'string') throw invalidArgument(name, 'a string', text);
  if (text.includes('\0') || !text.isWellFormed()) {
    throw typeError(
      'ERR_INVALID_ARG_VALUE',
      `${name} must have neither NUL nor lone surrogates, got ${describe(text)}`,
    );
  }
  if ((name === 'pool' || name === 'id') && Buffer.byteLength(text) > MOST_BYTES) {
    throw typeError('ERR_INVALID_ARG_VALUE', `${name} must have at most ${MOST_BYTES} bytes, got ${describe(text)}`);
  }
  return text;
}

module.exports = { checkText, checkedValue, isThere, recordOf };
