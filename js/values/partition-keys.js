'use strict';

/**
 * Partition keys in forms that both Puppeteer and Playwright accept: a session may serve either, and a library refuses a whole call because
 * of one key that it doesn't accept. If there is no cross-site frame in between, both accept the site as a string.
 */

/** The key of a partition under a cross-site frame: a string for Playwright, an object for Puppeteer. */
class FramePartitionKey extends String {
  constructor(sourceOrigin) {
    super(sourceOrigin);
    this.sourceOrigin = sourceOrigin;
    this.hasCrossSiteAncestor = true;
  }
}

/**
 * A key that was received in the DevTools protocol's form, in which old versions of Puppeteer report and expect keys: they send its JSON to
 * the browser.
 */
class ProtocolPartitionKey extends String {
  constructor(topLevelSite, hasCrossSiteAncestor) {
    super(topLevelSite);
    this.topLevelSite = topLevelSite;
    this.sourceOrigin = topLevelSite;
    this.hasCrossSiteAncestor = hasCrossSiteAncestor;
  }

  toJSON() {
    return { topLevelSite: this.topLevelSite, hasCrossSiteAncestor: this.hasCrossSiteAncestor };
  }
}

/** A key in the form in which it is returned. */
function partitionKeyOf(site, hasCrossSiteAncestor, isOfProtocol) {
  if (isOfProtocol) return new ProtocolPartitionKey(site, hasCrossSiteAncestor);
  return hasCrossSiteAncestor ? new FramePartitionKey(site) : site;
}

module.exports = { partitionKeyOf };
