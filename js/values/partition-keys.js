'use strict';

/**
 * Partition keys in forms that both Puppeteer and Playwright accept: a session may serve either, and a library refuses a whole call because
 * of one key that it doesn't accept. If there is no cross-site frame in between, both accept the site as a string.
 *
 * The others are `String` objects with fields, set one by one: with a class that extends `String`, or with `Object.assign()` to such an object, V8
 * makes the methods of all texts of the process slow, by 30 ns for each call.
 */

/** The key of a partition under a cross-site frame: a string for Playwright, an object for Puppeteer. */
function frameKey(sourceOrigin) {
  const key = Object(sourceOrigin);
  key.sourceOrigin = sourceOrigin;
  key.hasCrossSiteAncestor = true;
  return key;
}

/**
 * A key that was received in the DevTools protocol's form, in which old versions of Puppeteer report and expect keys: they send its JSON to
 * the browser.
 */
function protocolKey(topLevelSite, hasCrossSiteAncestor) {
  const key = Object(topLevelSite);
  key.topLevelSite = topLevelSite;
  key.sourceOrigin = topLevelSite;
  key.hasCrossSiteAncestor = hasCrossSiteAncestor;
  return Object.defineProperty(key, 'toJSON', { value: protocolJson });
}

function protocolJson() {
  return { topLevelSite: this.topLevelSite, hasCrossSiteAncestor: this.hasCrossSiteAncestor };
}

/** A key in the form in which it is returned. */
function partitionKeyOf(site, hasCrossSiteAncestor, isOfProtocol) {
  if (isOfProtocol) return protocolKey(site, hasCrossSiteAncestor);
  return hasCrossSiteAncestor ? frameKey(site) : site;
}

module.exports = { partitionKeyOf };
