'use strict';

const { FIELDS: LOSSLESS } = require('../../demo/check');

/** What a browser reports of itself, and what must not be given back to it. */
const BROWSERS_OWN = ['size', 'session', 'sourceScheme', 'sourcePort', 'sameParty', 'partitionKeyOpaque'];

/** Cookies with the fields that must not change, absent ones as `undefined`, sorted, since `page.cookies()` has no order. */
function losslessFields(cookies) {
  return sorted(cookies).map((cookie) => Object.fromEntries(LOSSLESS.map((field) => [field, cookie[field]])));
}

/**
 * Reported cookies as the session is to give them back: without the browser's own fields and without undefined ones, sorted. Keys of
 * partitions, none of them under a cross-site frame, have the form that Playwright takes too.
 */
function givenBack(cookies) {
  return sorted(cookies).map((cookie) => {
    const fields = Object.entries(cookie).filter(
      ([field, value]) => !BROWSERS_OWN.includes(field) && value !== undefined,
    );
    const back = Object.fromEntries(fields);
    if (back.partitionKey === undefined) return back;
    const partitionKey = back.partitionKey.sourceOrigin ?? back.partitionKey;
    return { ...back, partitionKey, _crHasCrossSiteAncestor: false };
  });
}

function sorted(cookies) {
  return [...cookies].sort((a, b) => compare(identity(a), identity(b)));
}

function identity({ domain, path, name, partitionKey }) {
  return JSON.stringify([domain, path, name, partitionKey]);
}

function compare(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

module.exports = { givenBack, losslessFields, sorted };
