'use strict';

/**
 * The lengths that tests use, in milliseconds. No test expects anything to happen before a time has passed: a slow machine can't break a
 * promise. What must not have ended has a LONG time, what has to end a SHORT one. A record can be used for a LIFE, which is longer than
 * all others.
 */
const LONG = 1e9;
const SHORT = 100;
const LIFE = 1e10;

/** How much longer than a length a test waits for its end: clocks may tick as rarely as that. */
const LEEWAY = 100;

/** How far apart two uses are, of which one is to be the later one by the store's clock. */
const APART = 25;

/** How much a length that a store tells may differ from the one that it was given, apart from the time that has passed. */
const ROUNDING = 1000;

/** How long an answer is waited for. */
const PATIENCE = 120_000;

module.exports = { APART, LEEWAY, LIFE, LONG, PATIENCE, ROUNDING, SHORT };
