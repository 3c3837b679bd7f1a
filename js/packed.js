'use strict';

/**
 * Cookies across the boundary as packed text; `src/packed.rs` is the other side and describes the format.
 */

const { Cookie } = require('./cookie');
const { CookieError } = require('./errors');

const SECURE = 1;
const HTTP_ONLY = 1 << 1;
const HOST_ONLY = 1 << 2;
const EXPIRES = 1 << 3;
const PARTITION = 1 << 4;
const PATH_IS_DEFAULT = 1 << 5;
const MAX_AGE = 1 << 6;
const SAME_SITE_SHIFT = 7;
const PRIORITY_SHIFT = 9;
const ANCESTOR_SHIFT = 11;
const EXTENSIONS = 1 << 13;

const SAME_SITE = [undefined, 'None', 'Lax', 'Strict'];
const SAME_SITE_LOWER = [undefined, 'none', 'lax', 'strict'];
const PRIORITY = [undefined, 'Low', 'Medium', 'High'];

/** Numbers that a browser's cookie takes in the array that goes in. */
const FIELDS_IN = 11;

/**
 * Longest name and value, and longest rest, in characters. Rust counts bytes and is stricter; but all texts of a call become one, and
 * that one has to fit into a JavaScript string.
 */
const MAX_NAME_VALUE = 4096;
const MAX_REST = 1 << 21;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
const LITTLE_ENDIAN = (() => {
  double[0] = 1;
  return words[0] === 0;
})();
const LOW = LITTLE_ENDIAN ? 0 : 1;
const HIGH = LITTLE_ENDIAN ? 1 : 0;

/** The flags of the record at `at`. */
function flagsAt(text, at) {
  return text.charCodeAt(at) | (text.charCodeAt(at + 1) << 7);
}

/** A number of 28 bits. */
function lengthAt(text, at) {
  return (
    text.charCodeAt(at) |
    (text.charCodeAt(at + 1) << 7) |
    (text.charCodeAt(at + 2) << 14) |
    (text.charCodeAt(at + 3) << 21)
  );
}

/** A double: its 64 bits in ten characters. */
function numberAt(text, at) {
  const fifth = text.charCodeAt(at + 4);
  words[LOW] = lengthAt(text, at) | (fifth << 28);
  words[HIGH] = (fifth >> 4) | (lengthAt(text, at + 5) << 3) | (text.charCodeAt(at + 9) << 31);
  return double[0];
}

/** Cookies as Puppeteer and Playwright take them. */
function unpackBrowserCookies(text) {
  const cookies = [];
  let at = 0;
  while (at < text.length) {
    const flags = flagsAt(text, at);
    const nameLength = lengthAt(text, at + 2);
    const valueLength = lengthAt(text, at + 6);
    const domainLength = lengthAt(text, at + 10);
    const pathLength = lengthAt(text, at + 14);
    at += 18;
    let partitionLength = 0;
    if (flags & PARTITION) {
      partitionLength = lengthAt(text, at);
      at += 4;
    }
    let expires = -1;
    if (flags & EXPIRES) {
      expires = numberAt(text, at);
      at += 10;
    }
    const value = at + nameLength;
    const domain = value + valueLength;
    const path = domain + domainLength;
    const end = path + pathLength;
    const cookie = {
      name: text.substring(at, value),
      value: text.substring(value, domain),
      domain: text.substring(domain, path),
      path: text.substring(path, end),
      expires,
      httpOnly: (flags & HTTP_ONLY) !== 0,
      secure: (flags & SECURE) !== 0,
    };
    const sameSite = SAME_SITE[(flags >> SAME_SITE_SHIFT) & 3];
    if (sameSite !== undefined) cookie.sameSite = sameSite;
    const priority = PRIORITY[(flags >> PRIORITY_SHIFT) & 3];
    if (priority !== undefined) cookie.priority = priority;
    at = end + partitionLength;
    if (flags & PARTITION) cookie.partitionKey = partitionKey(text.substring(end, at), (flags >> ANCESTOR_SHIFT) & 3);
    cookies.push(cookie);
  }
  return cookies;
}

/** A key in the form in which it came: a string where nothing was said of ancestors. */
function partitionKey(site, ancestor) {
  if (ancestor === 0) return site;
  const key = { sourceOrigin: site, hasCrossSiteAncestor: ancestor === 2 };
  return Object.defineProperty(key, 'toJSON', { value: keyForProtocol });
}

/**
 * The key as JSON, with the site under the protocol's own name as well: the Puppeteer that SDK 0.18 brings along sends cookies to the
 * browser as they are, and today's Chromium refuses the whole call for a key without that name.
 */
function keyForProtocol() {
  return { ...this, topLevelSite: this.sourceOrigin };
}

/** `Cookie` objects. */
function unpackCookies(text) {
  const cookies = [];
  const reader = new Reader(text);
  while (reader.at < text.length) cookies.push(reader.cookie());
  return cookies;
}

/** The `Cookie` object whose record begins at `at`. */
function unpackCookie(text, at) {
  return new Reader(text, at).cookie();
}

/** The `cookies` array of tough-cookie's serialized form. */
function unpackSerialized(text) {
  const cookies = [];
  const reader = new Reader(text);
  while (reader.at < text.length) cookies.push(reader.serialized());
  return cookies;
}

/** Reads the records that follow tough-cookie's fields. */
class Reader {
  constructor(text, at = 0) {
    this.text = text;
    this.at = at;
    this.nameLength = 0;
    this.valueLength = 0;
    this.domainLength = 0;
    this.pathLength = 0;
  }

  /** Reads what each record begins with: the flags, which it returns, and four lengths. */
  head() {
    this.at += 2;
    this.nameLength = this.length();
    this.valueLength = this.length();
    this.domainLength = this.length();
    this.pathLength = this.length();
    return flagsAt(this.text, this.at - 18);
  }

  length() {
    this.at += 4;
    return lengthAt(this.text, this.at - 4);
  }

  number() {
    this.at += 10;
    return numberAt(this.text, this.at - 10);
  }

  take(length) {
    this.at += length;
    return this.text.substring(this.at - length, this.at);
  }

  /** The lengths of the extensions. */
  extensionLengths(flags) {
    if (!(flags & EXTENSIONS)) return null;
    const lengths = new Array(this.length());
    for (let i = 0; i < lengths.length; i++) lengths[i] = this.length();
    return lengths;
  }

  /** The extensions themselves, in place of their lengths. */
  extensions(lengths) {
    for (let i = 0; i < lengths.length; i++) lengths[i] = this.take(lengths[i]);
    return lengths;
  }

  cookie() {
    const flags = this.head();
    const creation = this.number();
    const lastAccessed = this.number();
    const expires = flags & EXPIRES ? this.number() : undefined;
    const maxAge = flags & MAX_AGE ? this.number() : null;
    const extensionLengths = this.extensionLengths(flags);
    const cookie = new Cookie({
      key: this.take(this.nameLength),
      value: this.take(this.valueLength),
      expires: expires === undefined ? 'Infinity' : new Date(expires),
      maxAge: maxAgeValue(maxAge),
      domain: this.take(this.domainLength),
      path: this.take(this.pathLength),
      secure: (flags & SECURE) !== 0,
      httpOnly: (flags & HTTP_ONLY) !== 0,
      hostOnly: (flags & HOST_ONLY) !== 0,
      pathIsDefault: flags & PATH_IS_DEFAULT ? true : null,
      creation: new Date(creation),
      lastAccessed: new Date(lastAccessed),
      sameSite: SAME_SITE_LOWER[(flags >> SAME_SITE_SHIFT) & 3],
    });
    if (extensionLengths !== null) cookie.extensions = this.extensions(extensionLengths);
    return cookie;
  }

  serialized() {
    const flags = this.head();
    const creationLength = this.length();
    const lastAccessedLength = this.length();
    const expiresLength = this.length();
    const maxAge = flags & MAX_AGE ? this.number() : null;
    const extensionLengths = this.extensionLengths(flags);
    const key = this.take(this.nameLength);
    const value = this.take(this.valueLength);
    const domain = this.take(this.domainLength);
    const path = this.take(this.pathLength);
    const extensions = extensionLengths === null ? null : this.extensions(extensionLengths);
    const creation = this.take(creationLength);
    const lastAccessed = lastAccessedLength === 0 ? creation : this.take(lastAccessedLength);
    const expires = this.take(expiresLength);
    // Defaults are left out, and the keys stand in tough-cookie's order.
    const cookie = {};
    if (key !== '') cookie.key = key;
    if (value !== '') cookie.value = value;
    if (expires !== '') cookie.expires = expires;
    if (maxAge !== null) cookie.maxAge = maxAgeValue(maxAge);
    cookie.domain = domain;
    cookie.path = path;
    if (flags & SECURE) cookie.secure = true;
    if (flags & HTTP_ONLY) cookie.httpOnly = true;
    if (extensions !== null) cookie.extensions = extensions;
    cookie.hostOnly = (flags & HOST_ONLY) !== 0;
    if (flags & PATH_IS_DEFAULT) cookie.pathIsDefault = true;
    cookie.creation = creation;
    cookie.lastAccessed = lastAccessed;
    const sameSite = SAME_SITE_LOWER[(flags >> SAME_SITE_SHIFT) & 3];
    if (sameSite !== undefined) cookie.sameSite = sameSite;
    return cookie;
  }
}

/** tough-cookie writes infinite ages as words, since JSON has no infinity. */
function maxAgeValue(maxAge) {
  if (maxAge === Infinity) return 'Infinity';
  if (maxAge === -Infinity) return '-Infinity';
  return maxAge;
}

/**
 * Packs a browser's cookies. A cookie that can't be read (no object, a field of a wrong type, a getter that throws) is left
 * out and reported to `refuse(index, code, message)`.
 *
 * @param {number} count how many of the array to read
 * @returns {{ texts: string, numbers: Float64Array, indexes: number[] }} `indexes` are the places of the packed cookies in the array
 */
function packBrowserCookies(cookies, count, refuse) {
  let numbers = new Float64Array(count * FIELDS_IN);
  const indexes = [];
  let texts = '';
  let at = 0;
  for (let index = 0; index < count; index++) {
    let packed;
    try {
      const cookie = cookies[index];
      if (cookie === null || cookie === undefined) continue;
      packed = packBrowserCookie(cookie, numbers, at);
    } catch (error) {
      refuse(index, error instanceof CookieError ? error.code : 'COOKIE_INVALID', reason(error));
      continue;
    }
    texts += packed;
    at += FIELDS_IN;
    indexes.push(index);
  }
  if (at < numbers.length) numbers = numbers.subarray(0, at);
  return { texts, numbers, indexes };
}

/** Writes the numbers of one cookie and returns its texts. All fields are read before the first is written. */
function packBrowserCookie(cookie, numbers, at) {
  if (typeof cookie !== 'object') throw new TypeError(`Cookie must be an object, got a ${typeof cookie}`);
  const { name, value, expires } = cookie;
  if (typeof name !== 'string') throw new TypeError(`Cookie name must be a string, got ${typeName(name)}`);
  if (typeof value !== 'string') throw new TypeError(`Cookie value must be a string, got ${typeName(value)}`);
  const domain = optionalText(cookie.domain, 'domain');
  const path = optionalText(cookie.path, 'path');
  const url = optionalText(cookie.url, 'url');
  const sameSite = optionalText(cookie.sameSite, 'sameSite');
  const priority = optionalText(cookie.priority, 'priority');
  let partition = cookie.partitionKey;
  let ancestor = 0;
  if (partition !== null && typeof partition === 'object') {
    // Puppeteer's object, or the protocol's own.
    const { sourceOrigin = partition.topLevelSite, hasCrossSiteAncestor } = partition;
    if (typeof sourceOrigin !== 'string') {
      throw new TypeError(`Cookie partitionKey.sourceOrigin must be a string, got ${typeName(sourceOrigin)}`);
    }
    partition = sourceOrigin;
    ancestor = hasCrossSiteAncestor ? 2 : 1;
  } else {
    partition = optionalText(partition, 'partitionKey');
  }
  const flags = (cookie.secure ? SECURE : 0) | (cookie.httpOnly ? HTTP_ONLY : 0);

  const size = name.length + value.length;
  if (size > MAX_NAME_VALUE) throw tooLarge(Buffer.byteLength(name) + Buffer.byteLength(value), MAX_NAME_VALUE);
  let texts = name + value;
  if (domain !== undefined) texts += domain;
  if (path !== undefined) texts += path;
  if (url !== undefined) texts += url;
  if (sameSite !== undefined) texts += sameSite;
  if (priority !== undefined) texts += priority;
  if (partition !== undefined) texts += partition;
  if (texts.length - size > MAX_REST) throw tooLarge(texts.length - size, MAX_REST);

  numbers[at] = name.length;
  numbers[at + 1] = value.length;
  numbers[at + 2] = domain === undefined ? -1 : domain.length;
  numbers[at + 3] = path === undefined ? -1 : path.length;
  numbers[at + 4] = url === undefined ? -1 : url.length;
  numbers[at + 5] = sameSite === undefined ? -1 : sameSite.length;
  numbers[at + 6] = priority === undefined ? -1 : priority.length;
  numbers[at + 7] = partition === undefined ? -1 : partition.length;
  numbers[at + 8] = typeof expires === 'number' ? expires : -1;
  numbers[at + 9] = flags;
  numbers[at + 10] = ancestor;
  return texts;
}

/** Rust's refusal, in Rust's words. */
function tooLarge(size, limit) {
  return new CookieError('COOKIE_TOO_LARGE', `Cookie is too large: it has ${size} bytes, ${limit} are allowed`);
}

function optionalText(value, field) {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new TypeError(`Cookie ${field} must be a string, got ${typeName(value)}`);
  return value;
}

function typeName(value) {
  return value === null ? 'null' : typeof value;
}

/** The message of whatever a getter threw; without running more of the user's code than reading it. */
function reason(error) {
  try {
    const { message } = error;
    if (typeof message === 'string') return message;
  } catch {
    // A message that throws as well.
  }
  return 'Cookie could not be read';
}

module.exports = { packBrowserCookies, unpackBrowserCookies, unpackCookie, unpackCookies, unpackSerialized };
