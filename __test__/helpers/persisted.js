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

/** Whether name and value are octets of an HTTP client. Where nobody says, octets of UTF-8 are, and other text is a browser's. */
function isOctets(cookie) {
  const said = extension(cookie, 'crawler-session-encoding');
  if (said !== undefined) return said === 'octets';
  return textOfUtf8(cookie.key ?? '') !== undefined && textOfUtf8(cookie.value ?? '') !== undefined;
}

/** `name=value` as a header carries it, in which each character is an octet. */
function octetsOf(cookie) {
  const pair = cookie.key === undefined ? cookie.value : `${cookie.key}=${cookie.value ?? ''}`;
  return isOctets(cookie) ? pair : Buffer.from(pair).toString('latin1');
}

/** Name and value as a browser shows them. */
function textOf(cookie) {
  const { key: name = '', value = '' } = cookie;
  if (!isOctets(cookie)) return { name, value };
  const [ownName, ownValue] = [name, value].map(textOfUtf8);
  return ownName === undefined || ownValue === undefined ? { name, value } : { name: ownName, value: ownValue };
}

/** The text of which octets, a character for each, are the UTF-8; `undefined` if they are none. */
function textOfUtf8(octets) {
  if (/[^\0-\xff]/.test(octets)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(octets, 'latin1'));
  } catch {
    return undefined;
  }
}

function siteOf(host) {
  return getPublicSuffix(host, { ignoreError: true }) ?? host;
}

/** Whether the cookie is in a partition, and a request to this URL is not in it. */
function isElsewhere(cookie, url) {
  const { protocol, hostname } = new URL(url);
  return ![undefined, `${protocol}//${siteOf(hostname)}`].includes(partitionOf(cookie));
}

module.exports = {
  endOf,
  exactEndOf,
  extension,
  hasEnded,
  isElsewhere,
  octetsOf,
  partitionOf,
  siteOf,
  textOf,
  textOfUtf8,
};
