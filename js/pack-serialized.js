'use strict';

/**
 * The cookies of a serialized jar on their way to Rust, without a detour by JSON, which takes four times as long: one text with all their
 * texts, and a row of numbers for each. `src/serialized_records.rs` is the other side.
 */

const { DEFAULTS, isDefault } = require('./jar-options');
const { beginsInside } = require('./pack');
const { isWithoutHosts } = require('./serialized-jar');

const SECURE = 1;
const HTTP_ONLY = 1 << 1;
const HOST_ONLY = 1 << 2;
const PATH_IS_DEFAULT = 1 << 3;

/** Numbers of a row without extensions. */
const FIELDS = 11;

/** An array that is larger is not kept. */
const MOST = 1 << 15;

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
 * @returns {{ head: string, texts: string, numbers: Float64Array } | undefined} the head as `headOf` makes it; the numbers are good until the
 *   next call
 */
function packSerialized(jar) {
  try {
    const { cookies } = jar;
    // A live jar of tough-cookie serializes itself.
    if (!Array.isArray(cookies) || isOwnJson(jar) || typeof jar.setCookie === 'function') return undefined;
    for (const name in jar) if (!KNOWN.has(name)) return undefined;
    if (isWithoutHosts(jar)) return undefined;
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

/** Used again in each call, since making it costs as much as five cookies; `undefined` while a getter of the user may call again. */
let kept = new Float64Array(1024);

function packCookies(cookies) {
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

/** What is said of rules and limits counts against the defaults of the jar that takes it. */
function isUsual(name, value) {
  return value === undefined || (name !== 'rules' && name !== 'limits' && isDefault(name, value, DEFAULTS));
}

/** Whether something decides itself what JSON has of it. */
function isOwnJson(value) {
  return typeof value.toJSON === 'function';
}

class Row {
  texts = '';
  /** The first number tells where the last row ends. */
  at = 1;

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
    // One walk over the keys there are: cookies have many shapes, and V8 looks up each key of each shape anew.
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
          // It might hold what JSON refuses, a cycle for instance.
          throw NOT_PLAIN;
      }
    }
    // Nothing that each cookie has: Rust says whether that is true of all.
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
    this.text(expires);
    this.text(domain);
    this.text(path);
    this.text(creation);
    this.text(lastAccessed);
    this.text(sameSite);
    this.at++;
    for (let i = 0; i < count; i++) {
      if (typeof extensions[i] !== 'string') throw NOT_PLAIN;
      this.text(extensions[i]);
    }
  }

  /** A text's length, -1 where there is none; dates are texts here. */
  text(value) {
    if (typeof value === 'string') {
      if (beginsInside(value)) throw NOT_PLAIN;
      this.texts += value;
      this.numbers[this.at++] = value.length;
    } else if (value === undefined || value === null) {
      this.numbers[this.at++] = -1;
    } else {
      throw NOT_PLAIN;
    }
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

/** Seconds of `maxAge`, which JSON has as words where they are infinite. */
function seconds(maxAge) {
  if (maxAge === undefined || maxAge === null) return Number.NaN;
  if (maxAge === 'Infinity') return Infinity;
  if (maxAge === '-Infinity') return -Infinity;
  if (typeof maxAge === 'number' && Number.isFinite(maxAge)) return maxAge;
  throw NOT_PLAIN;
}

module.exports = { packSerialized };
