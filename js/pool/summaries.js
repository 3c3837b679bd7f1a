'use strict';

/** What `pool.sessions()` says of a record: the store's lengths of time as dates; with its state, or why that can't be read. */
function summaryOf(record, { state, error }) {
  const { id, status, reason, fence, owner, usedMs, leaseMs, restMs, usableMs } = record;
  const now = Date.now();
  const dateIn = (ms) => new Date(Math.max(-8.64e15, Math.min(8.64e15, now + ms)));
  const summary = { id, status, fence, usedAt: dateIn(-usedMs), expiresAt: dateIn(usableMs) };
  if (reason !== undefined) summary.reason = reason;
  if (owner !== undefined) summary.owner = owner;
  if (leaseMs !== undefined) summary.leaseEndsAt = dateIn(leaseMs);
  if (restMs !== undefined) summary.readyAt = dateIn(restMs);
  if (state !== undefined) summary.state = state;
  if (error !== undefined) summary.error = error;
  return summary;
}

/** Why nobody got a session in time. */
function timeoutMessage(id, timeoutSecs, stats) {
  const what = id === undefined ? 'No session was free' : `Session ${JSON.stringify(id)} was not free`;
  const message = `${what} within ${timeoutSecs} s`;
  if (stats === undefined) return message;
  const reasons = Object.entries(stats.retired).map(([reason, count]) => `${count} ${reason}`);
  const retired = reasons.length === 0 ? '0 retired' : `retired: ${reasons.join(', ')}`;
  const next =
    stats.nextMs === undefined
      ? 'none will be free by itself'
      : `the next is free in ${Math.max(1, Math.ceil(stats.nextMs / 100)) / 10} s, unless a lease is renewed`;
  return `${message} (${stats.inUse} in use, ${stats.cooling} cooling, ${stats.expired} expired, ${retired}; ${next})`;
}

module.exports = { summaryOf, timeoutMessage };
