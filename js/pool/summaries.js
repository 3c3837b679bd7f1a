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

const seconds = (ms) => `${Math.max(1, Math.ceil(ms / 100)) / 10} s`;

/** Why nobody got the session with this id in time. */
function timeoutMessageOf(id, timeoutSecs, record) {
  const message = `Session ${JSON.stringify(id)} was not free within ${timeoutSecs} s`;
  if (record === undefined) return message;
  const { status, owner, leaseMs, restMs } = record;
  if (status === 'in use')
    return `${message} (in use by ${owner}, for ${seconds(leaseMs)} more unless the lease is renewed)`;
  return `${message} (${status === 'cooling' ? `cooling for ${seconds(restMs)} more` : status})`;
}

/** Why nobody got any session in time. */
function timeoutMessage(timeoutSecs, stats) {
  const message = `No session was free within ${timeoutSecs} s`;
  if (stats === undefined) return message;
  const reasons = Object.entries(stats.retired).map(([reason, count]) => `${count} ${reason}`);
  const retired = reasons.length === 0 ? '0 retired' : `retired: ${reasons.join(', ')}`;
  const next =
    stats.nextMs === undefined
      ? 'none will be free by itself'
      : `the next is free in ${seconds(stats.nextMs)}, unless a lease is renewed`;
  return `${message} (${stats.inUse} in use, ${stats.cooling} cooling, ${stats.expired} expired, ${retired}; ${next})`;
}

module.exports = { summaryOf, timeoutMessage, timeoutMessageOf };
