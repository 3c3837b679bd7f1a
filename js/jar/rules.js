'use strict';

/** tough-cookie's helper functions, with the rules that the jar in Rust follows. */

const { isDate } = require('node:util').types;
const native = require('../addon/load-binding');
const { invalidArgument } = require('../values/errors');

/** The creation assumed for a cookie that has none, in milliseconds: later than any other. */
const LATEST = 2147483647000;

/** Special-use names that a cookie may cover as a whole. */
const SHARED_SPECIAL_USE = new Set(['localhost', 'invalid']);

/** A label of a host name; any non-ASCII character counts as a letter. */
const LABEL = '(?!-)[\\w\\-\\u0080-\\uffff]{1,63}(?<!-)';
const HOST_NAME = new RegExp(`^\\.?${LABEL}(?:\\.${LABEL})*\\.?$`);
const LONGEST_HOST_NAME = 255;
/** Four numbers are an address, whether or not it is a valid one. */
const FOUR_NUMBERS = /^\d+(?:\.\d+){3}\.?$/;

function checkText(value, name) {
  if (typeof value !== 'string') throw invalidArgument(name, 'a string', value);
  return value;
}

function isIpAddress(domain) {
  // Loaded on first use: it takes longer to load than the addon.
  return require('node:net').isIP(domain) !== 0;
}

function canonicalDomain(domain) {
  if (domain === null || domain === undefined) return undefined;
  return native.canonicalDomain(checkText(domain, 'domain')) ?? undefined;
}

function domainMatch(domain, cookieDomain, canonicalize) {
  let [host, of] = [domain, cookieDomain];
  if (canonicalize !== false) [host, of] = [canonicalDomain(host), canonicalDomain(of)];
  if (host === null || host === undefined || of === null || of === undefined) return undefined;
  return native.domainMatches(checkText(host, 'domain'), checkText(of, 'cookieDomain'));
}

function pathMatch(path, cookiePath) {
  return native.pathMatches(checkText(path, 'path'), checkText(cookiePath, 'cookiePath'));
}

function defaultPath(path) {
  return path ? native.defaultPath(checkText(path, 'path')) : '/';
}

function getPublicSuffix(domain, options) {
  const special = native.specialUseName(checkText(domain, 'domain'));
  if (special !== null && options?.allowSpecialUseDomain) {
    const labels = domain.split('.');
    if (labels.length > 1) return labels.slice(-2).join('.');
    if (SHARED_SPECIAL_USE.has(special)) return special;
  }
  if (special !== null && !options?.ignoreError) {
    throw new Error(
      `Cookie has domain set to the public suffix "${special}" which is a special use domain. To allow this, ` +
        'configure your CookieJar with {allowSpecialUseDomain: true, rejectPublicSuffixes: false}.',
    );
  }
  return isHostName(domain) ? (native.registrableDomain(domain.toLowerCase()) ?? undefined) : undefined;
}

/** Whether a text may be the name of a host that a registry knows. */
function isHostName(text) {
  return text.length <= LONGEST_HOST_NAME && HOST_NAME.test(text) && !FOUR_NUMBERS.test(text);
}

function permuteDomain(domain, allowSpecialUseDomain) {
  const suffix = getPublicSuffix(domain, { allowSpecialUseDomain });
  if (suffix === undefined) return undefined;
  const permutations = [suffix];
  const above = domain.endsWith('.') ? domain.slice(0, -1) : domain;
  const labels = above.length > suffix.length ? above.slice(0, -(suffix.length + 1)).split('.') : [];
  for (const label of labels.reverse()) permutations.push(`${label}.${permutations.at(-1)}`);
  return permutations;
}

function permutePath(path) {
  checkText(path, 'path');
  const permutations = [path];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    permutations.push(path.slice(0, end));
  }
  if (path !== '/') permutations.push('/');
  return permutations;
}

/** Longer paths first, then older cookies (RFC 6265 section 5.4 step 2). */
function cookieCompare(a, b) {
  return (
    (b.path?.length ?? 0) - (a.path?.length ?? 0) ||
    creationOf(a) - creationOf(b) ||
    (a.creationIndex || 0) - (b.creationIndex || 0)
  );
}

function creationOf(cookie) {
  return isDate(cookie.creation) ? cookie.creation.getTime() : LATEST;
}

function parseDate(text) {
  const ms = typeof text === 'string' ? native.parseCookieDate(text) : null;
  return ms === null ? undefined : new Date(ms);
}

function formatDate(date) {
  if (!isDate(date)) throw invalidArgument('date', 'a Date', date);
  return date.toUTCString();
}

module.exports = {
  canonicalDomain,
  cookieCompare,
  defaultPath,
  domainMatch,
  formatDate,
  getPublicSuffix,
  isIpAddress,
  parseDate,
  pathMatch,
  permuteDomain,
  permutePath,
};
