'use strict';

const { URL } = require('node:url'); // a vm context has none of its own
const { getPublicSuffix } = require('../jar/rules');

/**
 * A place is where storage is: an origin, or an origin in frames under another site, of which browsers keep it apart
 * (`{ origin, topLevelSite }`).
 */

/** Identifies a place. */
const keyOf = ({ origin, topLevelSite = '' }) => `${origin} ${topLevelSite}`;

/** The site of an origin: its scheme and registrable domain. */
function siteOf(origin) {
  const { protocol, hostname } = new URL(origin);
  const domain = getPublicSuffix(hostname, { allowSpecialUseDomain: true, ignoreError: true });
  return `${protocol}//${domain ?? hostname}`;
}

/** Whether an origin can have storage that another browser can be given. */
const isWebOrigin = (origin) => /^https?:\/\//.test(origin);

/**
 * The place of a document.
 *
 * @param {{ origin: string, ancestors: string[] }} document the origins around it, the nearest first
 * @returns {{ origin: string, topLevelSite?: string } | undefined} `undefined` if it can't be visited: its origin is opaque, or under one
 * that is, or it is in a frame of another site inside of its own
 */
function placeOf({ origin, ancestors }) {
  if (![origin, ...ancestors].every(isWebOrigin)) return undefined;
  const site = siteOf(origin);
  const sites = ancestors.map(siteOf);
  if (sites.every((each) => each === site)) return { origin };
  const topLevelSite = sites.at(-1);
  return topLevelSite === site ? undefined : { origin, topLevelSite };
}

module.exports = { isWebOrigin, keyOf, placeOf, siteOf };
