'use strict';

const native = require('../binding');
const { Cookie } = require('./cookie');
const { CookieError, describe, invalidArgument, invalidUrl, typeError } = require('./errors');
const { unpackCookie, unpackCookies, unpackSerialized } = require('./packed');
const { urlText } = require('./url');

/** The refusals that tough-cookie keeps to itself: its `prefixSecurity` is `silent` by default. */
const SILENT = new Set(['COOKIE_SECURE_PREFIX', 'COOKIE_HOST_PREFIX', 'COOKIE_HTTP_PREFIX']);

/** A cookie jar with tough-cookie's API; the cookies are kept in Rust. */
class CookieJar extends native.CookieJar {
  #isCookieJar = true;

  constructor(store, options) {
    if (store !== undefined && store !== null) {
      throw typeError('ERR_STORE_NOT_SUPPORTED', 'CookieJar keeps its cookies itself: a custom store is not supported');
    }
    super(options?.[SHARED]);
  }

  /** Whether a value is a jar of this class; its prototype alone proves nothing. */
  static isCookieJar(value) {
    return value !== null && typeof value === 'object' && #isCookieJar in value;
  }

  setCookieSync(cookie, url, options) {
    const from = urlText(url);
    const now = timeOf(options?.now);
    const outcome =
      typeof cookie === 'string'
        ? super.setCookieLine(cookie, from, now)
        : super.setCookieObject(cookieJson(cookie), from, now);
    if (outcome === null) throw invalidUrl(url);
    const error = refusal(outcome);
    if (error === undefined) {
      const stored = unpackCookie(outcome, 1);
      return cookie instanceof Cookie ? Object.assign(cookie, stored) : stored;
    }
    if (options?.ignoreError || SILENT.has(error.code)) return undefined;
    throw error;
  }

  getCookiesSync(url) {
    const packed = super.cookies(urlText(url), Date.now());
    if (packed === null) throw invalidUrl(url);
    return unpackCookies(packed);
  }

  getCookieStringSync(url) {
    const header = super.cookieString(urlText(url), Date.now());
    if (header === null) throw invalidUrl(url);
    return header;
  }

  setCookie(cookie, url, options, callback) {
    if (typeof options === 'function') return settle(() => this.setCookieSync(cookie, url), options);
    return settle(() => this.setCookieSync(cookie, url, options), callback);
  }

  getCookies(url, options, callback) {
    if (typeof options === 'function') return settle(() => this.getCookiesSync(url), options);
    return settle(() => this.getCookiesSync(url, options), callback);
  }

  getCookieString(url, options, callback) {
    if (typeof options === 'function') return settle(() => this.getCookieStringSync(url), options);
    return settle(() => this.getCookieStringSync(url, options), callback);
  }

  toJSON() {
    return serializedJar(super.serialized());
  }

  static fromJSON(json) {
    const jar = new CookieJar();
    let text;
    try {
      text = serializedText(json, 'json');
    } catch (cause) {
      throw invalidCookieJar('json must be a serialized CookieJar', cause);
    }
    const wrong = native.CookieJar.prototype.import.call(jar, text, Date.now());
    if (wrong !== null) throw invalidCookieJar('json must be a serialized CookieJar', wrong);
    return jar;
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    if (depth < 0) return '[CookieJar]';
    return `CookieJar ${inspect({ cookies: this.toJSON().cookies }, options)}`;
  }
}

/** The option under which a session hands its jar to `CookieJar`; no caller can name it. */
const SHARED = Symbol('shared jar');
const BANG = '!'.charCodeAt(0);

/** The jar of a session as a `CookieJar`: both see the same cookies. */
function jarOfSession(session) {
  return new CookieJar(undefined, { [SHARED]: native.Session.prototype.share.call(session) });
}

/** The jar inside a `CookieJar`, for the constructor of a session. */
function shareJar(jar) {
  return native.CookieJar.prototype.share.call(jar);
}

/** The time of a call in milliseconds. */
function timeOf(now) {
  const ms = now === undefined ? Number.NaN : Number(now);
  return Number.isNaN(ms) ? Date.now() : ms;
}

/** The error, if the outcome of storing a cookie is `!` and the JSON of a refusal; `+` and the cookie's record is none. */
function refusal(outcome) {
  if (outcome.charCodeAt(0) !== BANG) return undefined;
  const [, code, message] = JSON.parse(outcome.slice(1));
  return new CookieError(code, message);
}

/** tough-cookie's serialized form around the packed cookies; the version is that of the form. */
function serializedJar(packed) {
  return {
    version: 'tough-cookie@6.1.0',
    storeType: 'MemoryCookieStore',
    rejectPublicSuffixes: true,
    cookies: unpackSerialized(packed),
  };
}

/** The error for what is no jar; `why` is a text or what was thrown. Errors of this package pass as they are. */
function invalidCookieJar(expectation, why) {
  if (why instanceof TypeError && typeof why.code === 'string') return why;
  const reason = typeof why === 'string' ? why : why instanceof Error ? why.message : 'it could not be read';
  const error = typeError('ERR_INVALID_ARG_VALUE', `${expectation}: ${reason}`);
  if (typeof why !== 'string') error.cause = why;
  return error;
}

/** The JSON text of a serialized jar, given as text or as an object. */
function serializedText(json, name) {
  if (typeof json === 'string') return json;
  if (json === null || typeof json !== 'object') throw invalidArgument(name, 'a serialized CookieJar', json);
  return JSON.stringify(json) ?? 'null';
}

/** The JSON of a tough-cookie object of any version, or of this package's. */
function cookieJson(cookie) {
  if (cookie === null || typeof cookie !== 'object' || typeof cookie.key !== 'string') {
    throw new CookieError('COOKIE_INVALID', 'First argument to setCookie must be a Cookie object or string');
  }
  if (cookie.value !== undefined && cookie.value !== null && typeof cookie.value !== 'string') {
    throw new CookieError('COOKIE_INVALID', `Cookie value must be a string, got ${describe(cookie.value)}`);
  }
  return JSON.stringify(Cookie.prototype.toJSON.call(cookie));
}

/** The outcome of a synchronous call as a promise or to a callback, as tough-cookie has both. */
function settle(call, callback) {
  if (typeof callback !== 'function') {
    try {
      return Promise.resolve(call());
    } catch (error) {
      return Promise.reject(error);
    }
  }
  let result;
  try {
    result = call();
  } catch (error) {
    callback(error);
    return undefined;
  }
  callback(null, result);
  return undefined;
}

module.exports = {
  CookieJar,
  cookieJson,
  invalidCookieJar,
  jarOfSession,
  refusal,
  serializedJar,
  serializedText,
  shareJar,
};
