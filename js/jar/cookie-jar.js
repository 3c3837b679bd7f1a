'use strict';

const { isDate } = require('node:util').types;
const native = require('../addon/native');
const { getFlags, headerFlags, setFlags, timeOf } = require('../crossing/call-options');
const { Cookie, unpackCookies } = require('./cookie');
const { testOf } = require('./cookie-filter');
const { CookieError, describe, invalidUrl, typeError } = require('../values/errors');
const { DEFAULTS, PrefixSecurityEnum, readJarOptions } = require('./jar-options');
const { readRows } = require('../crossing/numbers');
const { packBrowserCookies } = require('../crossing/browser-records');
const { packJar } = require('./packed-jar');
const { FORMS, nothingStored, readJar } = require('./read-jar');
const { allInOrder } = require('../crossing/refusals');
const { readConfiguration, serializedJar } = require('./serialized-jar');
const { settle } = require('./settle');
const { MemoryCookieStore, checkStore } = require('./store');
const { unpackBrowserCookies, unpackNumbers, unpackSerialized } = require('../crossing/packed-cookies');
const { readUrl } = require('../values/url');

/** The refusals that `prefixSecurity: 'silent'` doesn't report. */
const PREFIX_REFUSALS = new Set(['COOKIE_SECURE_PREFIX', 'COOKIE_HOST_PREFIX', 'COOKIE_HTTP_PREFIX']);

/** What a jar can be made from, as error messages say it. */
const A_JAR = `json must be a serialized CookieJar, ${FORMS}`;

/** Whether a value is a jar of this package; its prototype alone proves nothing. */
let isCookieJar;
/** An option of a jar. */
let optionOf;
/** Whether a jar is the own one of a session. */
let isJarOfSession;
/** The jar inside a `CookieJar`, for the constructor of a session. */
let shareJar;

/** A cookie jar with tough-cookie's API; the cookies are kept in Rust. */
class CookieJar extends native.CookieJar {
  /** Read from Rust on first use: an imported state brings its own. */
  #options;
  #isOfSession;
  /** Whether a session that didn't create this jar uses it, so that the state must say whose rules it follows. */
  #isLent = false;

  constructor(store, options) {
    checkStore(store);
    const shared = options?.[SHARED];
    const read = shared === undefined ? readJarOptions(options) : undefined;
    super(shared);
    if (read !== undefined) super.configure(JSON.stringify(read));
    this.#isOfSession = options?.[OF_SESSION] === true;
  }

  static {
    isCookieJar = (value) => value !== null && typeof value === 'object' && #isOfSession in value;
    isJarOfSession = (jar) => jar.#isOfSession;
    optionOf = (jar, name) => jar.#readOptions()[name];
    shareJar = (jar) => {
      jar.#isLent = !jar.#isOfSession;
      return native.CookieJar.prototype.share.call(jar);
    };
  }

  /** There is no store but the jar itself, whatever the constructor was given. Clients ask whether it is synchronous (http-cookie-agent). */
  get store() {
    return STORE;
  }

  setCookieSync(cookie, url, options) {
    const from = textOf(url);
    const flags = setFlags(options);
    const given = options?.now;
    const now = timeOf(given);
    let outcome;
    if (typeof cookie === 'string') {
      outcome = readRows((numbers) => super.setCookieLine(cookie, from, flags, now, numbers), storedOrError);
    } else {
      try {
        const json = cookieJson(cookie);
        const index = ownIndex(cookie);
        if (index !== undefined) super.numberFrom(index);
        outcome = readRows((numbers) => super.setCookieObject(json, from, flags, now, numbers), storedOrError);
      } catch (thrown) {
        if (!native.isUrl(from)) throw invalidUrl(url);
        outcome = thrown;
      }
    }
    if (outcome === null) throw invalidUrl(url);
    if (outcome instanceof Cookie) {
      shareDate(outcome, given);
      return cookie instanceof Cookie ? updated(cookie, outcome) : outcome;
    }
    const error = outcome;
    if (options?.ignoreError || this.#isSilent(error)) return undefined;
    throw error;
  }

  getCookiesSync(url, options) {
    const from = textOf(url);
    const flags = getFlags(options);
    const now = timeOf(options?.now);
    const cookies = readRows((numbers) => super.cookies(from, flags, now, numbers), unpackCookies);
    if (cookies === null) throw invalidUrl(url);
    return cookies;
  }

  getCookieStringSync(url, options) {
    const header = super.cookieString(textOf(url), headerFlags(options), timeOf(options?.now));
    if (header === null) throw invalidUrl(url);
    return header;
  }

  getSetCookieStringsSync(url, options) {
    return this.getCookiesSync(url, options).map((cookie) => cookie.toString());
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

  getSetCookieStrings(url, options, callback) {
    if (typeof options === 'function') return settle(() => this.getSetCookieStringsSync(url), options);
    return settle(() => this.getSetCookieStringsSync(url, options), callback);
  }

  removeAllCookiesSync() {
    super.clear();
  }

  removeAllCookies(callback) {
    return settle(() => this.removeAllCookiesSync(), callback);
  }

  deleteCookies(which) {
    const isMeant = testOf(which, this.rules === 'chrome');
    const now = Date.now();
    const cookies = readRows((numbers) => super.living(now, numbers), unpackBrowserCookies);
    const places = readRows((numbers) => super.livingPlaces(now, numbers), unpackNumbers);
    const meant = places.filter((_, index) => isMeant(cookies[index]));
    return meant.length === 0 ? 0 : super.remove(meant);
  }

  cloneSync(newStore) {
    checkStore(newStore);
    return new CookieJar(undefined, { [SHARED]: native.CookieJar.prototype.duplicate.call(this) });
  }

  clone(newStore, callback) {
    if (typeof newStore === 'function') return settle(() => this.cloneSync(), newStore);
    return settle(() => this.cloneSync(newStore), callback);
  }

  serializeSync() {
    const cookies = readRows((numbers) => super.serialized(numbers), unpackSerialized);
    const json = serializedJar(cookies, this.#readOptions(), this.#isOfSession);
    if (this.#isLent) json.rules = this.rules;
    return json;
  }

  serialize(callback) {
    return settle(() => this.serializeSync(), callback);
  }

  toJSON() {
    return this.serializeSync();
  }

  static deserializeSync(json, store) {
    const jar = new CookieJar(store);
    const now = Date.now();
    const packed = packJar(json);
    if (packed !== undefined) {
      if (native.CookieJar.prototype.importPacked.call(jar, packed.head, packed.texts, packed.numbers, now)) return jar;
    }
    const importText = (text) => native.CookieJar.prototype.import.call(jar, text, now);
    const { isFiled, browserCookies } = readJar(json, 'json', A_JAR, importText);
    if (browserCookies.length === 0) return jar;
    const { refusals, stored } = putBrowserCookies(jar, browserCookies, now);
    if (!isFiled && stored === 0) throw nothingStored(A_JAR, refusals);
    return jar;
  }

  static deserialize(json, store, callback) {
    if (typeof store === 'function') return settle(() => CookieJar.deserializeSync(json), store);
    return settle(() => CookieJar.deserializeSync(json, store), callback);
  }

  static fromJSON(json, store) {
    return CookieJar.deserializeSync(json, store);
  }

  #readOptions() {
    this.#options ??= readConfiguration(super.configuration(), DEFAULTS);
    return this.#options;
  }

  #isSilent(error) {
    return PREFIX_REFUSALS.has(error.code) && this.#readOptions().prefixSecurity === PrefixSecurityEnum.SILENT;
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    if (depth < 0) return '[CookieJar]';
    return `CookieJar ${inspect({ cookies: this.toJSON().cookies }, options)}`;
  }
}

/** The options under which this module hands a native jar to `CookieJar`. */
const SHARED = Symbol('shared jar');
const OF_SESSION = Symbol('jar of a session');
const STORE = new MemoryCookieStore();
/** The largest index that a cookie can bring. It leaves as many after it as before it. */
const MAX_INDEX = 2 ** 31;
const BANG = '!'.charCodeAt(0);

/** The options as tough-cookie names them on a jar. */
for (const name of Object.keys(DEFAULTS)) {
  Object.defineProperty(CookieJar.prototype, name, {
    configurable: true,
    enumerable: false,
    get() {
      return optionOf(this, name);
    },
  });
}

/** The jar of a session as a `CookieJar`: both see the same cookies. */
function jarOfSession(session) {
  const shared = native.Session.prototype.share.call(session);
  return new CookieJar(undefined, { [SHARED]: shared, [OF_SESSION]: true });
}

/** Stores a browser's cookies in a jar. Returns the refusals, which are not logged, and how many cookies were stored. */
function putBrowserCookies(jar, cookies, now) {
  const { texts, numbers, indexes, refusals } = packBrowserCookies(cookies, cookies.length);
  const refused = JSON.parse(native.CookieJar.prototype.putBrowserCookies.call(jar, texts, numbers, now) ?? '[]');
  return { refusals: allInOrder(refusals, refused, indexes), stored: indexes.length - refused.length };
}

/** The error, if the outcome of storing a cookie is `!` and a refusal as JSON; `+` and the text of the cookie's row is not an error. */
function refusal(outcome) {
  if (outcome.charCodeAt(0) !== BANG) return undefined;
  const [, code, message] = JSON.parse(outcome.slice(1));
  return new CookieError(code, message);
}

/** The result of storing a cookie: the cookie as it is stored, or the error. */
function storedOrError(outcome, numbers) {
  return refusal(outcome) ?? unpackCookies(outcome, numbers)[0];
}

/** The text of a URL argument. The error has tough-cookie's words, since callers match on them. */
function textOf(url) {
  const text = readUrl(url);
  if (text === undefined) throw typeError('ERR_INVALID_ARG_TYPE', '`url` argument is not a string or URL.');
  return text;
}

/** Dates of a stored cookie that equal the time of the call are one `Date`, as in tough-cookie: the caller's, if it passed one. */
function shareDate(cookie, now) {
  const time = cookie.lastAccessed.getTime();
  if (isDate(now) && Date.prototype.getTime.call(now) === time) cookie.lastAccessed = now;
  if (cookie.creation.getTime() === time) cookie.creation = cookie.lastAccessed;
}

/** The index that the caller's own cookie brings, if it can be one in a jar. */
function ownIndex(cookie) {
  const index = cookie instanceof Cookie ? cookie.creationIndex : undefined;
  return Number.isInteger(index) && index > 0 && index <= MAX_INDEX ? index : undefined;
}

/** Updates the caller's own cookie to what the jar keeps, including its place in the order. */
function updated(cookie, stored) {
  Object.assign(cookie, stored);
  cookie.creationIndex = stored.creationIndex;
  return cookie;
}

/** The JSON of a tough-cookie object of any version, or of this package's. */
function cookieJson(cookie) {
  if (cookie === null || typeof cookie !== 'object' || typeof cookie.key !== 'string') {
    const hint = typeof cookie?.name === 'string' ? "; a browser's cookie goes to session.setCookies" : '';
    throw new CookieError('COOKIE_INVALID', `First argument to setCookie must be a Cookie object or string${hint}`);
  }
  if (cookie.value !== undefined && cookie.value !== null && typeof cookie.value !== 'string') {
    throw new CookieError('COOKIE_INVALID', `Cookie value must be a string, got ${describe(cookie.value)}`);
  }
  return JSON.stringify(Cookie.prototype.toJSON.call(cookie));
}

module.exports = { CookieJar, cookieJson, isCookieJar, isJarOfSession, jarOfSession, refusal, shareJar };
