'use strict';

/** The longest pause, in milliseconds. */
const LONGEST_PAUSE = 50;

/** Milliseconds before a step is tried again, at random: others may be in the way. */
function pauseBefore(tries) {
  return Math.random() * Math.min(LONGEST_PAUSE, 2 ** tries);
}

module.exports = { pauseBefore };
