'use strict';

// Assertions whose messages tell a reader in one line what was wrong.

const { isDeepStrictEqual } = require('node:util');

/** Throws unless `actual` equals `expected`. Of objects, the first field that differs is told. */
function equal(actual, expected, what) {
  if (isDeepStrictEqual(actual, expected)) return;
  if (isRecord(actual) && isRecord(expected)) {
    for (const key of new Set([...Object.keys(actual), ...Object.keys(expected)])) {
      equal(actual[key], expected[key], `${key} of ${what}`);
    }
  }
  throw new Error(`${what} is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
}

function isRecord(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Throws unless `condition` holds. */
function holds(condition, what) {
  if (condition !== true) throw new Error(`it does not hold that ${what}`);
}

/** What of a browser's cookie has to survive the way to another browser. */
const FIELDS = [
  'name',
  'value',
  'domain',
  'path',
  'expires',
  'httpOnly',
  'secure',
  'session',
  'sameSite',
  'priority',
  'partitionKey',
];

/** Throws unless two browsers report the same cookies, field by field and in whatever order. */
function sameCookies(actual, expected, what) {
  const byName = (a, b) => (a.name < b.name ? -1 : 1);
  const names = (cookies) => cookies.map(({ name }) => name).sort();
  equal(names(actual), names(expected), `the list of ${what}`);
  const others = expected.toSorted(byName);
  for (const [index, cookie] of actual.toSorted(byName).entries()) {
    for (const field of FIELDS) equal(cookie[field], others[index][field], `${field} of ${cookie.name} among ${what}`);
  }
}

/** Throws unless two `Cookie` headers hold the same pairs. A browser's report does not tell the order of pairs. */
function sameHeader(actual, expected, what) {
  const pairs = (header) => header.split('; ').sort();
  equal(pairs(actual), pairs(expected), what);
}

module.exports = { FIELDS, equal, holds, sameCookies, sameHeader };
