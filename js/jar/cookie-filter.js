'use strict';

/** Which cookies `deleteCookies` removes: those that match a filter, or that a predicate picks. */

const { isPromise, isStringObject } = require('node:util').types;
const { hostName, partitionSite, textOfOctets } = require('../addon/load-binding');
const { checkArray, describe, invalidArgument, typeError } = require('../values/errors');

/** What a filter asks for. */
const ASKED = 'name, domain, path or partitionKey';

/** The other fields of cookies from browsers, libraries, extensions and tough-cookie: a whole cookie works as a filter too. */
const IGNORED = new Set([
  ...['value', 'expires', 'httpOnly', 'secure', 'sameSite', 'priority', 'session', 'size', 'sameParty'],
  ...['sourceScheme', 'sourcePort', 'partitionKeyOpaque', 'expirationDate', 'expiry', 'hostOnly', 'storeId', 'id'],
  ...['firstPartyDomain', 'maxAge', 'extensions', 'pathIsDefault', 'creation', 'creationIndex', 'lastAccessed'],
]);

/** What this package adds to the extensions of `Cookie` objects, under names of its own (`parse/extensions.rs`). */
const PARTITION = 'crawler-session-partition';
const ENCODING = 'crawler-session-encoding';

/** No filters. */
const NONE = [];

const KNOWN = new Set(['name', 'key', 'domain', 'path', 'partitionKey', '_crHasCrossSiteAncestor', ...IGNORED]);

/**
 * Makes a test for cookies in a browser's form. All arguments are checked before it is returned; it throws what a predicate throws.
 *
 * @param {object | object[] | ((cookie: object) => unknown)} which
 * @param {boolean} [isOfOctets] whether the jar keeps octets that are UTF-8 as text, as with Chrome's rules
 * @returns {(cookie: object) => boolean}
 */
function testOf(which, isOfOctets = false) {
  if (typeof which === 'function') return (cookie) => isPicked(which, cookie);
  if (!Array.isArray(which)) return testByName([readFilter(which, 'filter', isOfOctets)]);
  const count = checkArray(which, 'filters');
  const read = (_, index) => readFilter(which[index], `filters[${index}]`, isOfOctets);
  return testByName(Array.from({ length: count }, read));
}

/**
 * Makes a test whether any of the filters matches. Most have a name, by which they are looked up: not every filter is tried on every
 * cookie.
 */
function testByName(filters) {
  const byName = new Map();
  for (const filter of filters) {
    for (const name of filter.name === undefined ? (filter.keys ?? [undefined]) : [filter.name]) {
      const same = byName.get(name);
      if (same === undefined) byName.set(name, [filter]);
      else same.push(filter);
    }
  }
  const nameless = byName.get(undefined) ?? NONE;
  return (cookie) =>
    (byName.get(cookie.name) ?? NONE).some((filter) => isMeant(cookie, filter)) ||
    nameless.some((filter) => isMeant(cookie, filter));
}

/** Asks a predicate, which gets a copy of the cookie. */
function isPicked(predicate, cookie) {
  const answer = predicate({ ...cookie, key: cookie.name, hostOnly: !cookie.domain.startsWith('.') });
  // Every promise is truthy.
  if (isPromise(answer)) throw invalidArgument("the predicate's answer", 'true or false', answer);
  return Boolean(answer);
}

function isMeant(cookie, { name, keys, dottedDomain, domain, path, site, hasCrossSiteAncestor }) {
  return (
    (name === undefined || cookie.name === name) &&
    (keys === undefined || keys.includes(cookie.name)) &&
    (dottedDomain === undefined || cookie.domain === dottedDomain) &&
    (domain === undefined || cookie.domain === domain || cookie.domain === `.${domain}`) &&
    (path === undefined || cookie.path === path) &&
    (site === undefined || isInPartition(cookie, site, hasCrossSiteAncestor))
  );
}

function isInPartition({ partitionKey, _crHasCrossSiteAncestor }, site, hasCrossSiteAncestor) {
  if (partitionKey === undefined || partitionSite(String(partitionKey)) !== site) return false;
  return hasCrossSiteAncestor === undefined || _crHasCrossSiteAncestor === hasCrossSiteAncestor;
}

/** Reads and checks one filter. */
function readFilter(filter, at, isOfOctets) {
  if (filter === null || typeof filter !== 'object' || Array.isArray(filter)) {
    throw invalidArgument(at, `an object with ${ASKED}, a list of such, or a function`, filter);
  }
  for (const field of Object.keys(filter)) {
    if (KNOWN.has(field)) continue;
    throw typeError('ERR_INVALID_ARG_VALUE', `${at} has an unknown field ${describe(field)}; it may ask for ${ASKED}`);
  }
  const { name, domain, path } = filter;
  const read = {
    name: textOrAbsent(name, `${at}.name`),
    keys: readKey(filter, at, isOfOctets),
    path: textOrAbsent(path ?? undefined, `${at}.path`),
    ...readDomain(domain ?? undefined, `${at}.domain`),
    ...readPartition(filter, at),
  };
  if (Object.values(read).every((value) => value === undefined)) {
    throw typeError('ERR_INVALID_ARG_VALUE', `${at} must have at least one of ${ASKED}`);
  }
  return read;
}

function textOrAbsent(value, at) {
  if (value !== undefined && typeof value !== 'string') throw invalidArgument(at, 'a string', value);
  return value;
}

/** The names of cookies with this key. A `Cookie` has the name as received, which may be octets where the jar keeps their text. */
function readKey({ key, extensions }, at, isOfOctets) {
  const text = textOrAbsent(key, `${at}.key`);
  if (text === undefined) return undefined;
  const decoded = isOfOctets && extensionOf(extensions, ENCODING) === undefined ? textOfOctets(text) : null;
  return decoded === null ? [text] : [text, decoded];
}

/** The value of the last extension of a name, as `parse/extensions.rs` finds it. */
function extensionOf(extensions, name) {
  if (!Array.isArray(extensions)) return undefined;
  const own = extensions.findLast(
    (text) => typeof text === 'string' && text.split('=', 1)[0].trim().toLowerCase() === name,
  );
  return own?.includes('=') ? own.slice(own.indexOf('=') + 1).trim() : undefined;
}

/** With a leading dot, the domain only matches domain cookies; without one, host-only cookies as well. */
function readDomain(value, at) {
  const text = textOrAbsent(value, at);
  if (text === undefined) return {};
  const isDotted = text.startsWith('.');
  const domain = hostName(isDotted ? text.slice(1) : text);
  if (domain === null) throw typeError('ERR_INVALID_ARG_VALUE', `${at} must be a host name, got ${describe(text)}`);
  return isDotted ? { dottedDomain: `.${domain}` } : { domain };
}

/** A partition key in any form in which cookies have it. */
function readPartition({ partitionKey, _crHasCrossSiteAncestor, extensions }, at) {
  if (partitionKey === undefined || partitionKey === null || partitionKey === '') {
    return readExtension(extensionOf(extensions, PARTITION), at);
  }
  const isObject = typeof partitionKey === 'object';
  const text = isObject ? siteOf(partitionKey) : partitionKey;
  if (typeof text !== 'string') {
    const forms = 'a string or an object with sourceOrigin or topLevelSite';
    throw invalidArgument(`${at}.partitionKey`, forms, partitionKey);
  }
  const site = partitionSite(text);
  if (site === null) {
    throw typeError('ERR_INVALID_ARG_VALUE', `${at}.partitionKey must name a site, got ${describe(text)}`);
  }
  const ancestor = (isObject ? partitionKey.hasCrossSiteAncestor : undefined) ?? _crHasCrossSiteAncestor;
  if (ancestor !== undefined && ancestor !== null && typeof ancestor !== 'boolean') {
    throw invalidArgument(`${at}.partitionKey's hasCrossSiteAncestor`, 'a boolean', ancestor);
  }
  return { site, hasCrossSiteAncestor: ancestor ?? undefined };
}

/**
 * A partition key as `Cookie` objects have it (`parse/partition.rs`): the site, then further words. If they don't mention ancestors,
 * there is no cross-site one.
 */
function readExtension(text, at) {
  if (text === undefined) return {};
  const [origin, ...words] = text.split(' ');
  const site = partitionSite(origin);
  if (site === null) {
    throw typeError(
      'ERR_INVALID_ARG_VALUE',
      `${at}.extensions must name the site of a partition, got ${describe(text)}`,
    );
  }
  return { site, hasCrossSiteAncestor: words.includes('cross-site') };
}

function siteOf(partitionKey) {
  const site = partitionKey.topLevelSite ?? partitionKey.sourceOrigin;
  // What is left of a key that was posted to another thread.
  return site === undefined && isStringObject(partitionKey) ? String(partitionKey) : site;
}

module.exports = { testOf };
