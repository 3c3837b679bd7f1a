'use strict';

/**
 * Cookies in a shape that Puppeteer and Playwright both take. Crawlee hands them to either without a word about which, and
 * Playwright refuses a whole call for one cookie that it doesn't like.
 */

/** The latest expiry that Playwright takes, in seconds: the end of the year 9999. Chromium shortens it to 400 days in any case. */
const MAX_EXPIRES = 253402300799;

/** The key of a partition under a cross-site frame: for Playwright it is a string, for Puppeteer an object. */
class FramePartitionKey extends String {
  constructor(sourceOrigin) {
    super(sourceOrigin);
    this.sourceOrigin = sourceOrigin;
    this.hasCrossSiteAncestor = true;
  }
}

/** A key that came in the form of the DevTools protocol, as old Puppeteers report keys and want them back: their JSON goes to the browser. */
class ProtocolPartitionKey extends String {
  constructor({ topLevelSite, hasCrossSiteAncestor }) {
    super(topLevelSite);
    this.sourceOrigin = topLevelSite;
    this.hasCrossSiteAncestor = hasCrossSiteAncestor;
  }

  toJSON() {
    return { topLevelSite: this.sourceOrigin, hasCrossSiteAncestor: this.hasCrossSiteAncestor };
  }
}

/**
 * A cookie as Playwright reports it, in Puppeteer's shape: whether a cross-site frame stood between partition and cookie is a field
 * beside Playwright's `partitionKey`.
 */
function fromPlaywright(cookie) {
  try {
    const { partitionKey, _crHasCrossSiteAncestor: hasCrossSiteAncestor } = cookie;
    if (typeof partitionKey !== 'string' || typeof hasCrossSiteAncestor !== 'boolean') return cookie;
    return { ...cookie, partitionKey: { sourceOrigin: partitionKey, hasCrossSiteAncestor } };
  } catch {
    // No object, or a getter that throws: the session refuses it.
    return cookie;
  }
}

/** Makes a session's cookie one that both libraries take. */
function forBoth(cookie) {
  if (cookie.expires > MAX_EXPIRES) cookie.expires = MAX_EXPIRES;
  const { partitionKey } = cookie;
  if (partitionKey === undefined) return cookie;
  if (partitionKey.topLevelSite !== undefined) {
    cookie.partitionKey = new ProtocolPartitionKey(partitionKey);
    cookie._crHasCrossSiteAncestor = partitionKey.hasCrossSiteAncestor;
    return cookie;
  }
  const { sourceOrigin = partitionKey, hasCrossSiteAncestor = false } = partitionKey;
  cookie.partitionKey = hasCrossSiteAncestor ? new FramePartitionKey(sourceOrigin) : sourceOrigin;
  // Where nothing is said, Playwright takes it for true and Puppeteer for false.
  cookie._crHasCrossSiteAncestor = hasCrossSiteAncestor;
  return cookie;
}

module.exports = { forBoth, fromPlaywright };
