'use strict';

const { extension, hasEnded, partitionOf, siteOf } = require('../../helpers/persisted');
const { key } = require('../../jar/normalised');

/** Which cookies go when a site sends too many (docs/chrome.md 9), told by the states before and after. */

/** How many cookies of a registrable domain there are at most, how many stay when there were more, and so many of each priority in any case. */
const LIMIT = 180;
const LEFT = 150;
const QUOTAS = { Low: 30, Medium: 50, High: 70 };

/** Whose turn it is to go: a priority, and whether its Secure cookies go too. */
const ROUNDS = [
  ['Low', false],
  ['Low', true],
  ['Medium', false],
  ['High', false],
  ['Medium', true],
  ['High', true],
];

/** The values of the cookies that have to go in a step. A browser's cookies are not limited. */
function evictedIn({ step, before, after, given, deleted, now }) {
  const evicted = new Set();
  const lines = step.lines ?? [step.line].filter(Boolean);
  const { cookies: old } = before.ours.cookieJar;
  if (lines.length === 0 || old.length + lines.length <= LIMIT) return evicted;
  const come = after.theirs.cookieJar.cookies.filter(({ value }) => given.get(value)?.step === step);
  come.sort((one, other) => given.get(one.value).index - given.get(other.value).index);
  for (const site of new Set(come.map(({ domain }) => siteOf(domain)))) {
    const isOf = (cookie) => siteOf(cookie.domain) === site && partitionOf(cookie) === undefined;
    const wasDeleted = (cookie) => deleted.some((other) => isSame(other, cookie));
    let cookies = old.filter((cookie) => isOf(cookie) && !wasDeleted(cookie));
    for (const cookie of come.filter(isOf)) {
      cookies = [...cookies.filter((other) => !isSame(other, cookie)), cookie];
      if (cookies.length > LIMIT) cookies = purged(cookies, evicted, now);
    }
  }
  return evicted;
}

function isSame(one, other) {
  return key(one) === key(other) && one.hostOnly === other.hostOnly;
}

/**
 * What stays; the values of the others are added to `evicted`. Those that have ended go in any case, then those that were not used for the longest
 * time, of several the oldest.
 */
function purged(cookies, evicted, now) {
  const alive = cookies.filter((cookie) => !hasEnded(cookie, now));
  for (const { value } of cookies.filter((cookie) => hasEnded(cookie, now))) evicted.add(value);
  if (alive.length <= LIMIT) return alive;
  let left = [...alive].sort((one, other) =>
    lastUse(one) < lastUse(other) ? -1 : Number(lastUse(one) > lastUse(other)),
  );
  for (const [priority, withSecure] of ROUNDS) {
    const excess = left.filter((cookie) => priorityOf(cookie) === priority).length - QUOTAS[priority];
    const goes = (cookie) => priorityOf(cookie) === priority && (withSecure || !cookie.secure);
    const going = new Set(left.filter(goes).slice(0, Math.max(0, Math.min(excess, left.length - LEFT))));
    left = left.filter((cookie) => !going.has(cookie));
    for (const { value } of going) evicted.add(value);
  }
  const staying = new Set(left);
  return alive.filter((cookie) => staying.has(cookie));
}

function priorityOf(cookie) {
  const priority = extension(cookie, 'Priority');
  return priority in QUOTAS ? priority : 'Medium';
}

function lastUse({ lastAccessed, creation }) {
  return `${lastAccessed} ${creation}`;
}

module.exports = { evictedIn };
