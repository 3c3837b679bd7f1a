'use strict';

/**
 * The other half of `src/crossing/serialized_records.rs`: packs the cookies of a serialized jar, one text with all their texts and a row of
 * numbers for each. Going through JSON would take four times as long.
 */

const { FIELDS, HOST_ONLY, HTTP_ONLY, PATH_IS_DEFAULT, SECURE } = require('./layout').serializedRecords;
const { SharedText } = require('./shared-text');

/** A larger array is not kept. */
const MOST = 1 << 15;

/** Thrown for what can't be packed, which goes through JSON instead. */
const NOT_PLAIN = new Error('not plain');

/** Reused in each call, since making it costs as much as five cookies; `undefined` while a user's getter may make another call. */
let kept = new Float64Array(1024);

/**
 * Packs the cookies of a serialized jar if each field has the type that tough-cookie writes. Throws for any other, which goes through JSON
 * instead.
 *
 * @returns {{ texts: string, numbers: Float64Array }} the numbers are valid until the next call
 */
function packSerializedCookies(cookies) {
  const row = new Row(kept ?? new Float64Array(1024));
  kept = undefined;
  try {
    for (let index = 0; index < cookies.length; index++) row.push(cookies[index]);
    row.numbers[0] = row.at;
    return { texts: row.texts, numbers: row.numbers };
  } finally {
    kept = row.numbers.length <= MOST ? row.numbers : new Float64Array(1024);
  }
}

/** Whether a value defines its own JSON form. */
function isOwnJson(value) {
  return typeof value.toJSON === 'function';
}

class Row {
  texts = '';
  /** The first number says where the last row ends. */
  at = 1;
  #expires = new SharedText();
  #domain = new SharedText();
  #path = new SharedText();
  #creation = new SharedText();
  #lastAccessed = new SharedText();
  #sameSite = new SharedText();

  constructor(numbers) {
    this.numbers = numbers;
  }

  push(cookie) {
    if (typeof cookie !== 'object' || cookie === null || isOwnJson(cookie)) throw NOT_PLAIN;
    let key,
      value,
      expires,
      maxAge,
      domain,
      path,
      secure,
      httpOnly,
      extensions,
      hostOnly,
      pathIsDefault,
      creation,
      lastAccessed,
      sameSite;
    // One loop over the existing keys: cookies have many shapes, and V8 looks up each key of each shape anew.
    for (const name in cookie) {
      const field = cookie[name];
      switch (name) {
        case 'key':
          key = field;
          break;
        case 'value':
          value = field;
          break;
        case 'expires':
          expires = field;
          break;
        case 'maxAge':
          maxAge = field;
          break;
        case 'domain':
          domain = field;
          break;
        case 'path':
          path = field;
          break;
        case 'secure':
          secure = field;
          break;
        case 'httpOnly':
          httpOnly = field;
          break;
        case 'extensions':
          extensions = field;
          break;
        case 'hostOnly':
          hostOnly = field;
          break;
        case 'pathIsDefault':
          pathIsDefault = field;
          break;
        case 'creation':
          creation = field;
          break;
        case 'lastAccessed':
          lastAccessed = field;
          break;
        case 'sameSite':
          sameSite = field;
          break;
        default:
          // Its value might be something that JSON refuses, a cycle for instance.
          throw NOT_PLAIN;
      }
    }
    // It has nothing that every cookie has: whether that is true of all entries is for Rust to say.
    if (typeof key !== 'string' && typeof value !== 'string' && typeof creation !== 'string') throw NOT_PLAIN;
    const count = extensions === undefined || extensions === null ? -1 : listLength(extensions);
    this.reserve(FIELDS + Math.max(count, 0));
    const { numbers } = this;
    numbers[this.at] =
      flag(secure, SECURE) |
      flag(httpOnly, HTTP_ONLY) |
      flag(hostOnly, HOST_ONLY) |
      flag(pathIsDefault, PATH_IS_DEFAULT);
    numbers[this.at + 1] = seconds(maxAge);
    numbers[this.at + FIELDS - 1] = count;
    this.at += 2;
    this.text(key);
    this.text(value);
    this.shared(this.#expires, expires);
    this.shared(this.#domain, domain);
    this.shared(this.#path, path);
    this.shared(this.#creation, creation);
    this.shared(this.#lastAccessed, lastAccessed);
    this.shared(this.#sameSite, sameSite);
    this.at++;
    for (let i = 0; i < count; i++) {
      if (typeof extensions[i] !== 'string') throw NOT_PLAIN;
      this.text(extensions[i]);
    }
  }

  /** Writes a text and its length, -1 if there is none; dates are texts here. */
  text(value) {
    if (typeof value === 'string') {
      this.texts += value;
      this.numbers[this.at++] = value.length;
    } else if (value === undefined || value === null) {
      this.numbers[this.at++] = -1;
    } else {
      throw NOT_PLAIN;
    }
  }

  /** The same for a text that the cookie before may have as well. */
  shared(last, value) {
    if (typeof value !== 'string' && value !== undefined && value !== null) throw NOT_PLAIN;
    this.numbers[this.at++] = last.push(this, value ?? undefined);
  }

  reserve(more) {
    if (this.at + more <= this.numbers.length) return;
    const larger = new Float64Array(2 * (this.at + more));
    larger.set(this.numbers);
    this.numbers = larger;
  }
}

function flag(value, bit) {
  if (value === true) return bit;
  if (value === false || value === undefined || value === null) return 0;
  throw NOT_PLAIN;
}

function listLength(list) {
  if (!Array.isArray(list) || isOwnJson(list)) throw NOT_PLAIN;
  return list.length;
}

/** Seconds of `maxAge`; in JSON, infinite ones are words. */
function seconds(maxAge) {
  if (maxAge === undefined || maxAge === null) return Number.NaN;
  if (maxAge === 'Infinity') return Infinity;
  if (maxAge === '-Infinity') return -Infinity;
  if (typeof maxAge === 'number' && Number.isFinite(maxAge)) return maxAge;
  throw NOT_PLAIN;
}

module.exports = { isOwnJson, packSerializedCookies };
