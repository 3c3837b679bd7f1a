'use strict';

/** The latest time that a `Date` can hold, in milliseconds. */
const MAX_DATE = 8.64e15;

/** The options of a session that begins anew: same id, data, limits and length of life; no cookies, no counts. */
function renewedState(session) {
  const { id, userData, maxErrorScore, errorScoreDecrement, maxUsageCount } = session;
  const now = Date.now();
  const lifeMs = session.expiresAt.getTime() - session.createdAt.getTime();
  const isEndless = session.expiresAt.getTime() >= MAX_DATE;
  return {
    ...{ id, userData, maxErrorScore, errorScoreDecrement, maxUsageCount },
    createdAt: now,
    expiresAt: isEndless ? MAX_DATE : Math.min(now + lifeMs, MAX_DATE),
  };
}

module.exports = { renewedState };
