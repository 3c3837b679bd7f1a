'use strict';

const { isDeepStrictEqual } = require('node:util');

/** Expects ours to be theirs; `about` is told of what differs. Much faster than `expect`, which is left to say what differs. */
function expectSame(ours, theirs, about) {
  if (!isDeepStrictEqual(ours, theirs)) expect({ about, is: ours }).toEqual({ about, is: theirs });
}

module.exports = { expectSame };
