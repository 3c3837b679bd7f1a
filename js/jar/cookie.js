'use strict';

const { isDate } = require('node:util').types;
const { parseSetCookie } = require('../addon/load-binding');
const { unpackerOfCookies } = require('../crossing/packed-cookies');
const { invalidArgument } = require('../values/errors');
const { canonicalDomain, getPublicSuffix, isIpAddress, parseDate } = require('./rules');

/** Fields that tough-cookie serializes, in its order, with their defaults. */
const DEFAULTS = Object.freeze({
  key: '',
  value: '',
  expires: 'Infinity',
  maxAge: null,
  domain: null,
  path: null,
  secure: false,
  httpOnly: false,
  extensions: null,
  hostOnly: null,
  pathIsDefault: null,
  creation: null,
  lastAccessed: null,
  sameSite: undefined,
});
const FIELDS = Object.keys(DEFAULTS);

/** What each field accepts from JSON; anything else counts as absent, as in tough-cookie. */
const FROM_JSON = {
  key: text,
  value: text,
  expires: date,
  maxAge: (value) => (typeof value === 'number' || value === 'Infinity' || value === '-Infinity' ? value : undefined),
  domain: textOrNull,
  path: textOrNull,
  secure: flag,
  httpOnly: flag,
  extensions: texts,
  hostOnly: flagOrNull,
  pathIsDefault: flagOrNull,
  creation: date,
  lastAccessed: date,
  sameSite: text,
};

function text(value) {
  return typeof value === 'string' ? value : undefined;
}

function textOrNull(value) {
  return typeof value === 'string' || value === null ? value : undefined;
}

function flag(value) {
  return typeof value === 'boolean' ? value : undefined;
}

function flagOrNull(value) {
  return typeof value === 'boolean' || value === null ? value : undefined;
}

/** More attributes than any line has; a sparse array may claim billions. */
const MAX_EXTENSIONS = 1 << 16;

/** A list of strings, or `undefined` if any entry is not a string. */
function texts(value) {
  if (!Array.isArray(value) || value.length > MAX_EXTENSIONS) return undefined;
  const list = [...value];
  return list.every((item) => typeof item === 'string') ? list : undefined;
}

/** A date in JSON: ISO text, milliseconds, `"Infinity"` or `null`. An invalid one counts as absent. */
function date(value) {
  if (value === null) return value;
  if (isInfinite(value)) return 'Infinity';
  if (typeof value !== 'string' && typeof value !== 'number' && !isDate(value)) return undefined;
  const read = new Date(value);
  return Number.isNaN(read.getTime()) ? undefined : read;
}

/** A name that a server may send (RFC 9110 section 5.6.2). */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** A value that a server may send (RFC 6265 section 4.1.1), except quotes and commas. */
const COOKIE_OCTETS = /^[!#-+\--:<-[\]-~]+$/;
/** A path that contains any character allowed in one. */
const PATH_VALUE = /[ -:<-~]/;

/** Whether a time means never: as tough-cookie writes it, or as a number. */
function isInfinite(time) {
  return time === 'Infinity' || time === Infinity;
}

let created = 0;

function canonicalSameSite(sameSite) {
  const known = sameSite.toLowerCase();
  return Object.hasOwn(Cookie.sameSiteCanonical, known) ? Cookie.sameSiteCanonical[known] : sameSite;
}

/** A cookie with tough-cookie's fields and methods. It is a copy: changing it doesn't change the jar. */
class Cookie {
  #creationIndex;

  /** @param {number} [creationIndex] for a cookie that a jar keeps; only `crossing/packed-cookies.js` passes it */
  constructor(options = {}, creationIndex = ++created) {
    if (options === null) throw invalidArgument('options', 'an object', options);
    this.#creationIndex = creationIndex;
    this.key = options.key ?? '';
    this.value = options.value ?? '';
    this.expires = options.expires ?? 'Infinity';
    this.maxAge = options.maxAge ?? null;
    this.domain = options.domain ?? null;
    this.path = options.path ?? null;
    this.secure = options.secure ?? false;
    this.httpOnly = options.httpOnly ?? false;
    this.extensions = options.extensions ?? null;
    this.creation = options.creation ?? new Date(Date.now());
    this.hostOnly = options.hostOnly ?? null;
    this.pathIsDefault = options.pathIsDefault ?? null;
    this.lastAccessed = options.lastAccessed ?? null;
    this.sameSite = options.sameSite ?? undefined;
  }

  // A proxy of a cookie has no private fields.
  get creationIndex() {
    return #creationIndex in this ? this.#creationIndex : 0;
  }

  set creationIndex(value) {
    if (#creationIndex in this) this.#creationIndex = value;
  }

  static parse(line, options) {
    if (typeof line !== 'string' || line === '') return undefined;
    const json = parseSetCookie(line, Boolean(options?.loose));
    return json === null ? undefined : Cookie.fromJSON(json);
  }

  static fromJSON(json) {
    let fields = json;
    if (typeof json === 'string') {
      try {
        fields = JSON.parse(json);
      } catch {
        return undefined;
      }
    }
    if (fields === null || typeof fields !== 'object') return undefined;
    const cookie = new Cookie();
    for (const name of FIELDS) {
      const value = FROM_JSON[name](fields[name]);
      // A default stays as the constructor set it: a `creation` of null is now.
      if (value !== undefined && value !== DEFAULTS[name]) cookie[name] = value;
    }
    return cookie;
  }

  toJSON() {
    const json = {};
    for (const name of FIELDS) {
      const value = this[name];
      if (value === DEFAULTS[name]) continue;
      const kept = FROM_JSON[name](value);
      if (kept !== undefined) json[name] = isDate(kept) ? kept.toISOString() : kept;
    }
    return json;
  }

  clone() {
    return Cookie.fromJSON(this.toJSON());
  }

  validate() {
    if (!this.key || !TOKEN.test(this.key) || !this.value || !COOKIE_OCTETS.test(this.value)) return false;
    if (!isInfinite(this.expires) && !isDate(this.expires) && parseDate(this.expires) === undefined) return false;
    const { maxAge, path } = this;
    if (maxAge !== null && maxAge !== undefined && maxAge !== 'Infinity' && !(maxAge > 0)) return false;
    if (path !== null && path !== undefined && !PATH_VALUE.test(path)) return false;
    const domain = this.canonicalizedDomain();
    if (domain === undefined && this.domain) return false;
    if (!domain) return true;
    return !domain.endsWith('.') && (isIpAddress(domain) || getPublicSuffix(domain) !== undefined);
  }

  cookieString() {
    const value = this.value || '';
    return this.key ? `${this.key}=${value}` : value;
  }

  toString() {
    let line = this.cookieString();
    if (isDate(this.expires)) line += `; Expires=${this.expires.toUTCString()}`;
    const { maxAge } = this;
    const hasAge = maxAge !== null && maxAge !== undefined && maxAge !== Infinity && maxAge !== 'Infinity';
    if (hasAge) line += `; Max-Age=${maxAge}`;
    if (this.domain && !this.hostOnly) line += `; Domain=${this.domain}`;
    if (this.path) line += `; Path=${this.path}`;
    if (this.secure) line += '; Secure';
    if (this.httpOnly) line += '; HttpOnly';
    if (this.sameSite) line += `; SameSite=${canonicalSameSite(this.sameSite)}`;
    for (const extension of this.extensions ?? []) line += `; ${extension}`;
    return line;
  }

  TTL(now = Date.now()) {
    if (typeof this.maxAge === 'number') return this.maxAge <= 0 ? 0 : this.maxAge * 1000;
    if (isInfinite(this.expires)) return Infinity;
    return (this.expires?.getTime() ?? now) - (now || Date.now());
  }

  expiryTime(now) {
    if (this.maxAge !== null && this.maxAge !== undefined) {
      if (this.maxAge === 'Infinity') return Infinity;
      const from = now || this.lastAccessed || new Date(Date.now());
      if (from === 'Infinity') return Infinity;
      const seconds = typeof this.maxAge === 'number' ? this.maxAge : -Infinity;
      return from.getTime() + (seconds <= 0 ? -Infinity : seconds * 1000);
    }
    if (isInfinite(this.expires)) return Infinity;
    return this.expires ? this.expires.getTime() : undefined;
  }

  expiryDate(now) {
    const ms = this.expiryTime(now);
    if (ms === Infinity) return new Date(2147483647000);
    if (ms === -Infinity) return new Date(0);
    return ms === undefined ? undefined : new Date(ms);
  }

  isPersistent() {
    return (this.maxAge !== null && this.maxAge !== undefined) || !isInfinite(this.expires);
  }

  setExpires(expires) {
    if (isDate(expires)) {
      this.expires = expires;
    } else {
      this.expires = parseDate(expires) ?? 'Infinity';
    }
  }

  setMaxAge(age) {
    if (age === Infinity) this.maxAge = 'Infinity';
    else if (age === -Infinity) this.maxAge = '-Infinity';
    else this.maxAge = age;
  }

  canonicalizedDomain() {
    return typeof this.domain === 'string' ? canonicalDomain(this.domain) : undefined;
  }

  cdomain() {
    return this.canonicalizedDomain();
  }

  [Symbol.for('nodejs.util.inspect.custom')]() {
    const now = Date.now();
    const age = (time) => (isDate(time) ? `${now - time.getTime()}ms` : '?');
    const hostOnly = this.hostOnly ?? '?';
    return `Cookie="${this}; hostOnly=${hostOnly}; aAge=${age(this.lastAccessed)}; cAge=${age(this.creation)}"`;
  }
}

Cookie.sameSiteLevel = { strict: 3, lax: 2, none: 1 };
Cookie.sameSiteCanonical = { strict: 'Strict', lax: 'Lax', none: 'None' };
/** A copy: adding a name has no effect, as in tough-cookie. */
Cookie.serializableProperties = [...FIELDS];

/** Reads the cookies of a jar in the form in which Rust returns them. */
const unpackCookies = unpackerOfCookies(Cookie);

module.exports = { Cookie, unpackCookies };
