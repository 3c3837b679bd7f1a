'use strict';

/** The other half of `src/crossing/browser_records.rs`: packs a browser's cookies, one text with all their texts and a row of numbers for each. */

const { isDate, isStringObject } = require('node:util').types;
const { CookieError } = require('../values/errors');
const { domainOf, textOf } = require('./refusals');
const { SharedText } = require('./shared-text');

const layout = require('./layout').browserRecords;

/** `MAX_BYTES` is what Rust allows a cookie, in bytes. */
const {
  ANCESTOR_NO,
  ANCESTOR_YES,
  FIELDS,
  HOST_ONLY,
  HTTP_ONLY,
  MAX_BYTES,
  OF_DOMAIN,
  OF_PROTOCOL,
  OPAQUE_PARTITION,
  SECURE,
} = layout;

/**
 * The most characters of a cookie, and of all cookies of a call. Rust counts bytes and is stricter; but all texts of a call are joined, and
 * the result must fit into a JavaScript string.
 */
const MAX_COOKIE = 1 << 21;
const MAX_CALL = 1 << 26;

/**
 * Packs a browser's cookies. A cookie that can't be read (not an object, a field of the wrong type, a getter that throws) is left out and
 * added to the refusals, in the form of `js/crossing/refusals.js`.
 *
 * @param {number} count how many of the array to read
 * @param {string} [url] the URL of the call, for the refusals
 * @returns {{ texts: string, numbers: Float64Array, indexes: number[], refusals: object[] }} `indexes` are the positions of the packed
 * cookies in the array
 */
function packBrowserCookies(cookies, count, url) {
  const rows = new Rows(count);
  const indexes = [];
  const refusals = [];
  for (let index = 0; index < count; index++) {
    let cookie;
    try {
      cookie = cookies[index];
      if (cookie === null || cookie === undefined) continue;
      rows.push(cookie);
    } catch (error) {
      const code = error instanceof CookieError ? error.code : 'COOKIE_INVALID';
      refusals.push({
        index,
        code,
        message: reason(error),
        name: textOf(cookie, 'name'),
        domain: domainOf(cookie, url),
      });
      continue;
    }
    indexes.push(index);
  }
  const { texts, numbers, at } = rows;
  return { texts, numbers: at < numbers.length ? numbers.subarray(0, at) : numbers, indexes, refusals };
}

class Rows {
  texts = '';
  at = 0;
  /** Characters of all cookies, those that did not have to be passed again included. */
  #characters = 0;
  #domain = new SharedText();
  #path = new SharedText();
  #sameSite = new SharedText();
  #priority = new SharedText();

  constructor(count) {
    this.numbers = new Float64Array(count * FIELDS);
  }

  /** Adds a cookie. All of its fields are read and judged before anything is written. */
  push(cookie) {
    if (typeof cookie !== 'object') throw new TypeError(`Cookie must be an object, got a ${typeof cookie}`);
    const { name, value, hostOnly } = cookie;
    if (typeof name !== 'string') throw new TypeError(`Cookie name must be a string, got ${typeName(name)}`);
    if (typeof value !== 'string') throw new TypeError(`Cookie value must be a string, got ${typeName(value)}`);
    const domain = optionalText(cookie.domain, 'domain');
    const path = optionalText(cookie.path, 'path');
    const url = optionalText(cookie.url, 'url');
    const sameSite = optionalText(cookie.sameSite, 'sameSite');
    const priority = optionalText(cookie.priority, 'priority');
    const expires = expiryOf(cookie);
    let partition = cookie.partitionKey;
    let ancestor = 0;
    if (partition !== null && typeof partition === 'object') {
      // The DevTools protocol's form, or Puppeteer's object.
      const { hasCrossSiteAncestor } = partition;
      const { topLevelSite } = partition;
      const isOfProtocol = topLevelSite !== undefined;
      const site = isOfProtocol ? topLevelSite : partition.sourceOrigin;
      if (typeof site === 'string') {
        partition = site;
        ancestor = (isOfProtocol ? OF_PROTOCOL : 0) + (hasCrossSiteAncestor ? ANCESTOR_YES : ANCESTOR_NO);
      } else if (site === undefined && isStringObject(partition)) {
        // What is left of a key that was posted to another thread.
        partition = String(partition);
        ancestor = ancestorOf(cookie._crHasCrossSiteAncestor);
      } else {
        const field = isOfProtocol ? 'topLevelSite' : 'sourceOrigin';
        throw new TypeError(`Cookie partitionKey.${field} must be a string, got ${typeName(site)}`);
      }
    } else {
      partition = optionalText(partition, 'partitionKey');
      // Playwright reports next to the key whether there was a cross-site frame in between.
      if (partition !== undefined) ancestor = ancestorOf(cookie._crHasCrossSiteAncestor);
    }
    let flags = (cookie.secure ? SECURE : 0) | (cookie.httpOnly ? HTTP_ONLY : 0);
    if (hostOnly !== undefined) flags |= hostOnlyFlag(hostOnly);
    if (isOpaque(cookie.partitionKeyOpaque, partition)) flags |= OPAQUE_PARTITION;

    const length =
      name.length +
      value.length +
      lengthOf(domain) +
      lengthOf(path) +
      lengthOf(url) +
      lengthOf(sameSite) +
      lengthOf(priority) +
      lengthOf(partition);
    if (length > MAX_COOKIE) {
      throw new CookieError(
        'COOKIE_TOO_LARGE',
        `Cookie is too large: it has ${length} bytes, ${MAX_BYTES} are allowed`,
      );
    }
    if (this.#characters + length > MAX_CALL) {
      throw new CookieError('COOKIE_TOO_LARGE', `Cookies of one call may have ${MAX_CALL} characters in all`);
    }

    this.#characters += length;
    const { numbers, at } = this;
    this.texts += name + value;
    if (url !== undefined) this.texts += url;
    if (partition !== undefined) this.texts += partition;
    numbers[at] = name.length;
    numbers[at + 1] = value.length;
    numbers[at + 2] = url === undefined ? -1 : url.length;
    numbers[at + 3] = partition === undefined ? -1 : partition.length;
    numbers[at + 4] = this.#domain.push(this, domain);
    numbers[at + 5] = this.#path.push(this, path);
    numbers[at + 6] = this.#sameSite.push(this, sameSite);
    numbers[at + 7] = this.#priority.push(this, priority);
    numbers[at + 8] = expires;
    numbers[at + 9] = flags;
    numbers[at + 10] = ancestor;
    this.at += FIELDS;
  }
}

function lengthOf(text) {
  return text === undefined ? 0 : text.length;
}

/** The names of the expiry in browsers, their extensions and Selenium. */
const EXPIRY_FIELDS = ['expires', 'expirationDate', 'expiry'];

/** The expiry in seconds, -1 if there is none. */
function expiryOf(cookie) {
  const { expires } = cookie;
  if (typeof expires === 'number') return expires;
  for (const field of EXPIRY_FIELDS) {
    const seconds = cookie[field];
    if (typeof seconds === 'number') return seconds;
    if (seconds !== undefined && seconds !== null) {
      const got = isDate(seconds) ? 'a Date' : typeName(seconds);
      throw new TypeError(`Cookie ${field} must be a number of seconds, got ${got}`);
    }
  }
  return -1;
}

function ancestorOf(hasCrossSiteAncestor) {
  return typeof hasCrossSiteAncestor === 'boolean' ? (hasCrossSiteAncestor ? ANCESTOR_YES : ANCESTOR_NO) : 0;
}

/**
 * Whether a cookie's partition has no name. Chromium only sets `partitionKeyOpaque` for such cookies; for those of a credentialless frame,
 * whose partition has a nonce, it is false.
 */
function isOpaque(partitionKeyOpaque, partition) {
  return partitionKeyOpaque === true || (partitionKeyOpaque === false && !partition);
}

function hostOnlyFlag(hostOnly) {
  if (typeof hostOnly === 'boolean') return hostOnly ? HOST_ONLY : OF_DOMAIN;
  if (hostOnly === null) return 0;
  throw new TypeError(`Cookie hostOnly must be a boolean, got ${typeName(hostOnly)}`);
}

function optionalText(value, field) {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new TypeError(`Cookie ${field} must be a string, got ${typeName(value)}`);
  return value;
}

function typeName(value) {
  return value === null ? 'null' : typeof value;
}

/** The message of whatever a getter threw, without running any user code other than reading it. */
function reason(error) {
  try {
    const { message } = error;
    if (typeof message === 'string') return message;
  } catch {
    // Reading the message throws as well.
  }
  return 'Cookie could not be read';
}

module.exports = { packBrowserCookies };
