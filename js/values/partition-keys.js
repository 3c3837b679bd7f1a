'use strict';

/**
 * Partition keys in forms that Puppeteer and Playwright both take: one session serves either, and a library refuses a whole call for one
 * key that it doesn't like. Where no cross-site frame stands between, both take the site as a string.
 */

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

/** A key in the form in which it goes out. */
function partitionKeyOf(site, hasCrossSiteAncestor, isOfProtocol) {
  if (isOfProtocol) return new ProtocolPartitionKey(site, hasCrossSiteAncestor);
  return hasCrossSiteAncestor ? new FramePartitionKey(site) : site;
}

module.exports = { partitionKeyOf };
