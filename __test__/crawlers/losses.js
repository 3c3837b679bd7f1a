'use strict';

const { isDeepStrictEqual } = require('node:util');
const { FIELDS } = require('../../demo/check');

/** What a browser tells of a cookie that has to survive; the last one is Playwright's, beside its `partitionKey`. */
const LOSSLESS = [...FIELDS, '_crHasCrossSiteAncestor'];

/** The cookies of a session as a browser reported them first, by name and domain. */
function reported({ events }, session) {
  const cookies = {};
  for (const event of events) {
    if (event.session !== session) continue;
    for (const cookie of event.cookies ?? []) cookies[`${cookie.name} of ${cookie.domain}`] ??= cookie;
  }
  return cookies;
}

/**
 * What the last session of the first crawl lost on its way to the second one, by cookie: the fields that changed, or `all`. What
 * is compared are the reports of the two crawls' browsers. Expiries may differ by so many seconds.
 */
function losses({ first, second }, tolerance = 0) {
  const before = reported(first, first.events.at(-1).session);
  const after = reported(second, 0);
  const lost = {};
  for (const [place, cookie] of Object.entries(before)) {
    const changed = LOSSLESS.filter((field) => !isSame(field, cookie[field], after[place]?.[field], tolerance));
    if (after[place] === undefined) lost[place] = 'all';
    else if (changed.length > 0) lost[place] = changed.join(' ');
  }
  return lost;
}

function isSame(field, value, other, tolerance) {
  if (field === 'expires') return Math.abs(value - other) <= tolerance;
  return isDeepStrictEqual(value, other);
}

module.exports = { losses, reported };
