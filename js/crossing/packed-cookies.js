'use strict';

/**
 * The other half of `src/crossing/packed_cookies.rs`, which describes the rows: makes objects of cookies that arrive as one text and rows
 * of numbers. A text at the same position as in the previous row is the same string.
 *
 * Objects are literals with all their keys: a key that is added later gets memory of its own, which costs more than the cookie.
 */

const { partitionKeyOf } = require('../values/partition-keys');

const layout = require('./layout').packedCookies;

const { HEAD, SECURE, HTTP_ONLY, HOST_ONLY, PATH_IS_DEFAULT, EXPIRES, MAX_AGE, PARTITION, EXTENSIONS, PROTOCOL } =
  layout;
const { SAME_SITE_SHIFT, PRIORITY_SHIFT, ANCESTOR_SHIFT } = layout;

const SAME_SITE = [undefined, 'None', 'Lax', 'Strict'];
const SAME_SITE_LOWER = [undefined, 'none', 'lax', 'strict'];
const PRIORITY = [undefined, 'Low', 'Medium', 'High'];

/** Domain and path, which many rows share. */
class Place {
  #at = -1;
  domain = '';
  path = '';

  /** Reads those of a row, unless they are the same as in the previous row. */
  read(text, numbers, row) {
    const start = numbers[row + 5];
    if (start === this.#at) return;
    this.#at = start;
    const domainEnd = numbers[row + 6];
    this.domain = text.substring(start, domainEnd);
    this.path = text.substring(domainEnd, numbers[row + 7]);
  }
}

/** Cookies in a form that both Puppeteer and Playwright accept. */
function unpackBrowserCookies(text, numbers) {
  const cookies = [];
  const place = new Place();
  const end = numbers[0];
  let at = 1;
  while (at < end) {
    const flags = numbers[at];
    const name = text.substring(numbers[at + 1], numbers[at + 2]);
    const value = text.substring(numbers[at + 3], numbers[at + 4]);
    place.read(text, numbers, at);
    const { domain, path } = place;
    const expires = numbers[at + 8];
    const httpOnly = (flags & HTTP_ONLY) !== 0;
    const secure = (flags & SECURE) !== 0;
    const sameSite = SAME_SITE[(flags >> SAME_SITE_SHIFT) & 3];
    const priority = PRIORITY[(flags >> PRIORITY_SHIFT) & 3];
    at += HEAD;
    let cookie;
    if (priority !== undefined) {
      cookie =
        sameSite === undefined
          ? { name, value, domain, path, expires, httpOnly, secure, priority }
          : { name, value, domain, path, expires, httpOnly, secure, sameSite, priority };
    } else if (sameSite !== undefined) {
      cookie = { name, value, domain, path, expires, httpOnly, secure, sameSite };
    } else {
      cookie = { name, value, domain, path, expires, httpOnly, secure };
    }
    if (flags & PARTITION) {
      const hasCrossSiteAncestor = ((flags >> ANCESTOR_SHIFT) & 3) === 2;
      const site = text.substring(numbers[at], numbers[at + 1]);
      cookie.partitionKey = partitionKeyOf(site, hasCrossSiteAncestor, (flags & PROTOCOL) !== 0);
      // If it is absent, Playwright assumes true and Puppeteer false.
      cookie._crHasCrossSiteAncestor = hasCrossSiteAncestor;
      at += 2;
    }
    cookies.push(cookie);
  }
  return cookies;
}

/**
 * Makes the reader of `Cookie` objects, which are made by `new Cookie(fields, creationIndex)`. Those with the same creation or last access
 * share its `Date`, as tough-cookie's share that of the last access: a `Date` costs as much as the rest of a cookie.
 */
function unpackerOfCookies(Cookie) {
  return function unpackCookies(text, numbers) {
    const cookies = [];
    const place = new Place();
    const end = numbers[0];
    let at = 1;
    let creation = null;
    let creationTime = NaN;
    let lastAccessed = null;
    let lastAccessedTime = NaN;
    while (at < end) {
      const flags = numbers[at];
      const key = text.substring(numbers[at + 1], numbers[at + 2]);
      const value = text.substring(numbers[at + 3], numbers[at + 4]);
      place.read(text, numbers, at);
      const { domain, path } = place;
      if (numbers[at + 8] !== creationTime) {
        creationTime = numbers[at + 8];
        creation = new Date(creationTime);
      }
      if (numbers[at + 9] !== lastAccessedTime) {
        lastAccessedTime = numbers[at + 9];
        lastAccessed = new Date(lastAccessedTime);
      }
      const creationIndex = numbers[at + 10];
      at += HEAD + 2;
      const cookie = new Cookie(
        {
          key,
          value,
          expires: flags & EXPIRES ? new Date(numbers[at++]) : 'Infinity',
          maxAge: flags & MAX_AGE ? maxAgeValue(numbers[at++]) : null,
          domain,
          path,
          secure: (flags & SECURE) !== 0,
          httpOnly: (flags & HTTP_ONLY) !== 0,
          extensions: null,
          creation,
          hostOnly: (flags & HOST_ONLY) !== 0,
          pathIsDefault: flags & PATH_IS_DEFAULT ? true : null,
          lastAccessed,
          sameSite: SAME_SITE_LOWER[(flags >> SAME_SITE_SHIFT) & 3],
        },
        creationIndex,
      );
      if (flags & EXTENSIONS) {
        cookie.extensions = extensionsAt(text, numbers, at);
        at += 2 + numbers[at];
      }
      cookies.push(cookie);
    }
    return cookies;
  };
}

/** Reads extensions: their number is at `at`, followed by the start of the first and the end of each. */
function extensionsAt(text, numbers, at) {
  const extensions = new Array(numbers[at]);
  let start = numbers[at + 1];
  for (let i = 0; i < extensions.length; i++) {
    const end = numbers[at + 2 + i];
    extensions[i] = text.substring(start, end);
    start = end;
  }
  return extensions;
}

/**
 * A plain object for which V8 knows in advance how many keys it gets. Its prototype is that of all plain objects, so it can't be told from
 * a literal. The keys are in tough-cookie's order; those with a default value are left out.
 */
function Serialized(text, numbers, at, place, dates) {
  const flags = numbers[at];
  const [keyStart, keyEnd] = [numbers[at + 1], numbers[at + 2]];
  const [valueStart, valueEnd] = [numbers[at + 3], numbers[at + 4]];
  if (keyStart !== keyEnd) this.key = text.substring(keyStart, keyEnd);
  if (valueStart !== valueEnd) this.value = text.substring(valueStart, valueEnd);
  if (flags & EXPIRES) this.expires = dates.expires;
  if (flags & MAX_AGE) this.maxAge = dates.maxAge;
  this.domain = place.domain;
  this.path = place.path;
  if (flags & SECURE) this.secure = true;
  if (flags & HTTP_ONLY) this.httpOnly = true;
  if (flags & EXTENSIONS) this.extensions = dates.extensions;
  this.hostOnly = (flags & HOST_ONLY) !== 0;
  if (flags & PATH_IS_DEFAULT) this.pathIsDefault = true;
  this.creation = dates.creation;
  this.lastAccessed = dates.lastAccessed;
  const sameSite = SAME_SITE_LOWER[(flags >> SAME_SITE_SHIFT) & 3];
  if (sameSite !== undefined) this.sameSite = sameSite;
}
Serialized.prototype = Object.prototype;

/** A text that many rows share, read once. */
class Shared {
  at = -1;
  text = '';

  read(text, start, end) {
    if (start !== this.at) {
      this.at = start;
      this.text = text.substring(start, end);
    }
    return this.text;
  }
}

/** The `cookies` array of tough-cookie's serialized form. */
function unpackSerialized(text, numbers) {
  const cookies = [];
  const end = numbers[0];
  const place = new Place();
  const [creation, lastAccessed, expires] = [new Shared(), new Shared(), new Shared()];
  const more = { creation: '', lastAccessed: '', expires: '', maxAge: null, extensions: null };
  let row = 1;
  while (row < end) {
    const flags = numbers[row];
    place.read(text, numbers, row);
    more.creation = creation.read(text, numbers[row + 9], numbers[row + 10]);
    more.lastAccessed = lastAccessed.read(text, numbers[row + 11], numbers[row + 12]);
    let at = row + HEAD + 4;
    if (flags & EXPIRES) {
      more.expires = expires.read(text, numbers[at], numbers[at + 1]);
      at += 2;
    }
    if (flags & MAX_AGE) more.maxAge = maxAgeValue(numbers[at++]);
    if (flags & EXTENSIONS) {
      more.extensions = extensionsAt(text, numbers, at);
      at += 2 + numbers[at];
    }
    cookies.push(new Serialized(text, numbers, row, place, more));
    row = at;
  }
  return cookies;
}

/** The numbers of rows that consist of one number each and no text. */
function unpackNumbers(_text, numbers) {
  return numbers.slice(1, numbers[0]);
}

/** tough-cookie writes infinite ages as words, since JSON has no infinity. */
function maxAgeValue(maxAge) {
  if (maxAge === Infinity) return 'Infinity';
  if (maxAge === -Infinity) return '-Infinity';
  return maxAge;
}

module.exports = { unpackBrowserCookies, unpackNumbers, unpackSerialized, unpackerOfCookies };
