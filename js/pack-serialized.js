'use strict';

/**
 * The cookies of a serialized jar on their way to Rust, without a detour by JSON, which takes four times as long: one text with all their
 * texts, and a row of numbers for each. `src/serialized_records.rs` is the other side.
 */

const { DEFAULTS, isDefault } = require('./jar-options');

const SECURE = 1;
const HTTP_ONLY = 1 << 1;
const HOST_ONLY = 1 << 2;
const PATH_IS_DEFAULT = 1 << 3;

/** Numbers of a row without extensions. */
const FIELDS = 11;

/** What a serialized jar has beside its cookies. */
const OPTIONS = Object.keys(DEFAULTS);
const HEAD = ['version', ...OPTIONS];

/** The keys of a serialized jar. Another one might hold what JSON refuses, a cycle for instance. */
const KNOWN = new Set([...HEAD, 'storeType', 'cookies']);

/** What can't be packed: JSON says what becomes of it. */
const NOT_PLAIN = new Error('not plain');

/**
 * Packs a serialized jar of which each field has the type that tough-cookie writes. `undefined` for any other, which is for JSON to judge.
 *
 * @returns {{ head: string, texts: string, numbers: Float64Array } | undefined} the head as `headOf` makes it
 */
function packSerialized(jar) {
  try {
    const { cookies } = jar;
    // A live jar of tough-cookie serializes itself.
    if (!Array.isArray(cookies) || isOwnJson(jar) || typeof jar.setCookie === 'function') return undefined;
    for (const name in jar) if (!KNOWN.has(name)) return undefined;
    return { head: headOf(jar), ...packCookies(cookies) };
  } catch {
    return undefined;
  }
}

/** What a jar has beside its cookies: the version alone where all options are the defaults, JSON otherwise. */
function headOf(jar) {
  const { version = '' } = jar;
  if (typeof version === 'string' && !version.startsWith('{') && OPTIONS.every((name) => isUsual(name, jar[name]))) {
    return version;
  }
  const head = {};
  for (const name of HEAD) head[name] = jar[name];
  return JSON.stringify(head);
}

function packCookies(cookies) {
  const row = new Row();
  for (let index = 0; index < cookies.length; index++) row.push(cookies[index]);
  return { texts: row.texts, numbers: row.numbers.subarray(0, row.at) };
}

function isUsual(name, value) {
  return value === undefined || isDefault(name, value);
}

/** Whether something decides itself what JSON has of it. */
function isOwnJson(value) {
  return typeof value.toJSON === 'function';
}

class Row {
  texts = '';
  numbers = new Float64Array(32 * FIELDS);
  at = 0;
  /** How many fields of the cookie have a value. */
  known = 0;

  push(cookie) {
    if (typeof cookie !== 'object' || cookie === null || isOwnJson(cookie)) throw NOT_PLAIN;
    const { key, value, expires, maxAge, domain, path, secure, httpOnly, extensions } = cookie;
    const { hostOnly, pathIsDefault, creation, lastAccessed, sameSite } = cookie;
    const count = extensions === undefined || extensions === null ? -1 : listLength(extensions);
    this.reserve(FIELDS + Math.max(count, 0));
    this.known = 0;
    const { numbers } = this;
    numbers[this.at] =
      this.flag(secure, SECURE) |
      this.flag(httpOnly, HTTP_ONLY) |
      this.flag(hostOnly, HOST_ONLY) |
      this.flag(pathIsDefault, PATH_IS_DEFAULT);
    numbers[this.at + 1] = seconds(maxAge);
    numbers[this.at + FIELDS - 1] = count;
    this.known += (maxAge === undefined ? 0 : 1) + (extensions === undefined ? 0 : 1);
    this.at += 2;
    this.text(key);
    this.text(value);
    this.text(expires);
    this.text(domain);
    this.text(path);
    this.text(creation);
    this.text(lastAccessed);
    this.text(sameSite);
    this.at++;
    let keys = 0;
    for (const _ in cookie) keys++;
    // A key more might hold what JSON refuses, a cycle for instance.
    if (keys !== this.known) throw NOT_PLAIN;
    for (let i = 0; i < count; i++) {
      if (typeof extensions[i] !== 'string') throw NOT_PLAIN;
      this.text(extensions[i]);
    }
  }

  /** A text's length, -1 where there is none; dates are texts here. */
  text(value) {
    if (value !== undefined) this.known++;
    if (typeof value === 'string') {
      this.texts += value;
      this.numbers[this.at++] = value.length;
    } else if (value === undefined || value === null) {
      this.numbers[this.at++] = -1;
    } else {
      throw NOT_PLAIN;
    }
  }

  flag(value, bit) {
    if (value === undefined) return 0;
    this.known++;
    if (value === true) return bit;
    if (value === false || value === null) return 0;
    throw NOT_PLAIN;
  }

  reserve(more) {
    if (this.at + more <= this.numbers.length) return;
    const larger = new Float64Array(2 * (this.at + more));
    larger.set(this.numbers);
    this.numbers = larger;
  }
}

function listLength(list) {
  if (!Array.isArray(list) || isOwnJson(list)) throw NOT_PLAIN;
  return list.length;
}

/** Seconds of `maxAge`, which JSON has as words where they are infinite. */
function seconds(maxAge) {
  if (maxAge === undefined || maxAge === null) return Number.NaN;
  if (maxAge === 'Infinity') return Infinity;
  if (maxAge === '-Infinity') return -Infinity;
  if (typeof maxAge === 'number' && Number.isFinite(maxAge)) return maxAge;
  throw NOT_PLAIN;
}

module.exports = { packSerialized };
