'use strict';

const { getPublicSuffix } = require('tough-cookie');

/** What a cookie that ours persisted says, also in the extensions that only ours writes. */

function extension({ extensions }, name) {
  return extensions?.find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** The partition, as it is persisted. */
function partitionOf(cookie) {
  return extension(cookie, 'crawler-session-partition');
}

/** The end in seconds to the microsecond, where `expires` and `maxAge` can't say it. */
function exactEndOf(cookie) {
  const exact = extension(cookie, 'crawler-session-expiry');
  return exact === undefined ? undefined : Number(exact);
}

/** The end in seconds; a session cookie has none. */
function endOf(cookie) {
  const exact = exactEndOf(cookie);
  if (exact !== undefined) return exact;
  const { expires, maxAge, lastAccessed } = cookie;
  if (maxAge === undefined) return expires === undefined ? Infinity : Date.parse(expires) / 1000;
  return maxAge > 0 ? Date.parse(lastAccessed) / 1000 + maxAge : -Infinity;
}

function hasEnded(cookie, now) {
  return endOf(cookie) <= now / 1000;
}

function siteOf(host) {
  return getPublicSuffix(host, { ignoreError: true }) ?? host;
}

/** Whether the cookie is in a partition, and a request to this URL is not in it. */
function isElsewhere(cookie, url) {
  const { protocol, hostname } = new URL(url);
  return ![undefined, `${protocol}//${siteOf(hostname)}`].includes(partitionOf(cookie));
}

module.exports = { endOf, exactEndOf, extension, hasEnded, isElsewhere, partitionOf, siteOf };
