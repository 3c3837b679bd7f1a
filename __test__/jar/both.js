'use strict';

const { isDeepStrictEqual } = require('node:util');
const ours = require('../..');
const theirs = require('tough-cookie');

/** What a call gives, or the name and the message of what it throws. */
function outcome(call) {
  try {
    return { value: call() };
  } catch (error) {
    return { error: `${error.name}: ${error.message}` };
  }
}

/** The call does the same with both packages. */
function expectSame(call) {
  const outcomes = { ours: outcome(() => call(ours)), theirs: outcome(() => call(theirs)) };
  // Much faster than `expect`, which is left to say what differs.
  if (!isDeepStrictEqual(outcomes.ours, outcomes.theirs)) expect(outcomes.ours).toStrictEqual(outcomes.theirs);
}

/** A test of each of the packages for each row of a table; the title may name the row's values. */
function inBoth(title, rows, check) {
  for (const [name, both] of Object.entries({ 'this package': ours, 'tough-cookie': theirs }))
    test.each(rows)(`in ${name}, ${title}`, (...row) => check(both, ...row));
}

/** Values that are no text: each of them by itself, for `test.each`. */
const NOT_TEXT = [
  [0],
  [1],
  [NaN],
  [true],
  [10n],
  [Symbol('a')],
  [{}],
  [[]],
  [['a']],
  [() => 'a'],
  [new Date(0)],
  [new String('a')],
  [Object.create(null)],
];

/** An error of Node.js's kind for an argument of a wrong type. */
const WRONG_TYPE = expect.objectContaining({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });

module.exports = { NOT_TEXT, WRONG_TYPE, expectSame, inBoth, ours, outcome, theirs };
