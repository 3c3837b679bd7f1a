'use strict';

/** The other half of `src/crossing/usage.rs`: the counters and limits of a new session, in one array instead of ten arguments. */

const {
  CREATED_AT,
  ERROR_COUNT,
  ERROR_SCORE,
  ERROR_SCORE_DECREMENT,
  EXPIRES_AT,
  FIELDS,
  MAX_AGE_SECS,
  MAX_ERROR_SCORE,
  MAX_USAGE_COUNT,
  RETIRED,
  USAGE_COUNT,
} = require('./layout').usage;

/** Reused in each call, since making a session from it runs no user code. For a session from text, Rust then writes the spans of its parts there. */
const numbers = new Float64Array(FIELDS);

/** The numbers of what `readOptions` read, valid until the next call. */
function packUsage(read) {
  numbers[MAX_AGE_SECS] = read.maxAgeSecs;
  numbers[MAX_ERROR_SCORE] = read.maxErrorScore;
  numbers[ERROR_SCORE_DECREMENT] = read.errorScoreDecrement;
  numbers[CREATED_AT] = read.createdAt;
  numbers[EXPIRES_AT] = read.expiresAt;
  numbers[USAGE_COUNT] = read.usageCount;
  numbers[ERROR_SCORE] = read.errorScore;
  numbers[ERROR_COUNT] = read.errorCount;
  numbers[MAX_USAGE_COUNT] = read.maxUsageCount;
  numbers[RETIRED] = read.retired ? 1 : 0;
  return numbers;
}

module.exports = { numbers, packUsage };
