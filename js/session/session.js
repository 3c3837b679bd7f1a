'use strict';

const native = require('../addon/native');
const { unpackCookies } = require('../jar/cookie');
const { CookieJar, cookieJson, isJarOfSession, jarOfSession, refusal, shareJar } = require('../jar/cookie-jar');
const { CookieError, checkArray, describe, invalidArgument, invalidUrl, throwFirst } = require('../values/errors');
const { CHROME_DEFAULTS } = require('../jar/jar-options');
const { readRows } = require('../crossing/numbers');
const { packBrowserCookies } = require('../crossing/browser-records');
const { packJar } = require('../jar/packed-jar');
const { FORMS, nothingStored, readJar } = require('../jar/read-jar');
const { allInOrder, fromRust, loggable, sparedNames } = require('../crossing/refusals');
const { readResponse } = require('./response');
const { readConfiguration, serializedJar } = require('../jar/serialized-jar');
const { createSessionId } = require('./session-id');
const options = require('./session-options');
const { MAIN_FORM, ownParts } = require('../crossing/state-text');
const { StateText, isOwnClass, isPlain, sessionFromText } = require('./state-text');
const { keepStorage, restoreStorage, storageOf, storageRevision, storageText } = require('./storage');
const { unpackBrowserCookies, unpackSerialized } = require('../crossing/packed-cookies');
const { packUsage } = require('../crossing/usage');
const { urlText } = require('../values/url');

const BLOCKED_STATUS_CODES = Object.freeze([401, 403, 429]);
const SESSION_RETIRED = 'sessionRetired';
const A_JAR = `cookieJar must be a CookieJar, a serialized one, ${FORMS}`;

/** Whether a value is a session of this package; its prototype alone proves nothing. */
let isSession;
/** Tells the log of a session about cookies that were refused. */
let logRefusals;
/** Picks up what the user did to the date that `expiresAt` returned. */
let readExpiresAt;
/** The state of a session as text, with these members; `null` if Rust can't write it. */
let stateText;

/** A date that was returned, and the time that it is known to have: so a session asks Rust nothing while nobody has changed it. */
class HandedOut {
  #ms;

  /** @param {number} ms milliseconds since the epoch */
  constructor(ms) {
    this.date = new Date(ms);
    this.#ms = ms;
  }

  /** Whether the user has changed the date in place, to a valid one. */
  isChanged() {
    const ms = this.date.getTime();
    return ms !== this.#ms && !Number.isNaN(ms);
  }

  /** The milliseconds to which it was changed, which are known from now on. */
  read() {
    this.#ms = this.date.getTime();
    return this.#ms;
  }
}

/**
 * A user that a crawler poses as. Counters and cookies are kept in Rust, by the class that this one extends. This class has what must be
 * JavaScript: the user's own objects, dates and errors of the caller's realm, and methods that call each other by name so that a subclass
 * can override them.
 */
class Session extends native.Session {
  static {
    isSession = (value) => value !== null && typeof value === 'object' && #id in value;
    logRefusals = (session, refusals) => session.#logRefusals(refusals);
    readExpiresAt = (session) => session.#readExpiresAt();
    stateText = (session, members, form) => session.#stateText(members, form);
  }

  #id;
  #userData;
  #sessionPool;
  #cookies;
  #log;
  #cookieJar;
  // What was handed out; the user may have changed its date in place.
  #createdAt;
  #expiresAt;

  constructor(sessionOptions = {}) {
    const read = sessionOptions instanceof StateText ? sessionOptions.read() : options.readOptions(sessionOptions);
    super(packUsage(read), read.sharedJar === undefined ? undefined : shareJar(read.sharedJar), read.state);
    this.#log = read.log;
    if (read.foreignJar !== undefined) this.#takeOver(read.foreignJar);
    const own = read.state === undefined ? read : ownParts(read.state);
    this.#id = own.id ?? createSessionId();
    this.#userData = own.userData;
    this.#sessionPool = read.sessionPool;
    this.#cookies = own.cookies;
    this.#cookieJar = read.sharedJar;
    if (read.storage !== undefined) keepStorage(this, read.storage);
    else if (own.storage !== undefined) restoreStorage(this, own.storage);
  }

  static fromStateText(text, sessionOptions = {}) {
    // biome-ignore lint/complexity/noThisInStatic: a subclass makes one of its own
    return sessionFromText(this, text, sessionOptions);
  }

  get id() {
    return this.#id;
  }

  get cookieJar() {
    this.#cookieJar ??= jarOfSession(this);
    return this.#cookieJar;
  }

  get retired() {
    return super.isRetired();
  }

  get userData() {
    this.#userData ??= {};
    return this.#userData;
  }

  set userData(value) {
    this.#userData = options.checkUserData(value, 'userData');
  }

  get sessionPool() {
    return this.#sessionPool;
  }

  set sessionPool(value) {
    this.#sessionPool = options.checkSessionPool(value);
  }

  get cookies() {
    this.#cookies ??= [];
    return this.#cookies;
  }

  set cookies(value) {
    this.#cookies = options.checkCookies(value, 'cookies');
  }

  get createdAt() {
    this.#createdAt ??= new HandedOut(super.getCreatedAt());
    return this.#createdAt.date;
  }

  set createdAt(value) {
    super.setCreatedAt(options.checkDate(value, 'createdAt'));
    this.#createdAt = undefined;
  }

  get expiresAt() {
    this.#expiresAt ??= new HandedOut(super.getExpiresAt());
    return this.#expiresAt.date;
  }

  set expiresAt(value) {
    super.setExpiresAt(options.checkDate(value, 'expiresAt'));
    this.#expiresAt = undefined;
  }

  isExpired() {
    this.#readExpiresAt();
    return super.isExpired(Date.now());
  }

  isUsable() {
    if (judgesItself(this)) {
      this.#readExpiresAt();
      return super.isUsable(Date.now());
    }
    return !this.isBlocked() && !this.isExpired() && !this.isMaxUsageCountReached();
  }

  retire() {
    super.retire();
    this.#sessionPool?.emit(SESSION_RETIRED, this);
  }

  checkStatus(statusCode) {
    return retireIfBlocked(this, statusCode, BLOCKED_STATUS_CODES);
  }

  retireOnBlockedStatusCodes(statusCode, additionalBlockedStatusCodes = []) {
    return retireIfBlocked(this, statusCode, BLOCKED_STATUS_CODES, additionalBlockedStatusCodes);
  }

  putResponse(response) {
    const { lines, url, date } = readResponse(response);
    if (lines === '') return;
    const refused = super.putResponse(lines, url, Date.now(), date);
    if (refused !== null) this.#logRefusals(JSON.parse(refused).map(fromRust));
  }

  setCookiesFromResponse(response) {
    this.putResponse(response);
  }

  putPuppeteerCookies(puppeteerCookies, url, putOptions) {
    const count = checkArray(puppeteerCookies, 'puppeteerCookies');
    const from = url === undefined || url === null ? undefined : urlText(url);
    const replace = options.readReplace(putOptions) ?? false;
    const { refusals, kept } = this.#storeBrowserCookies(puppeteerCookies, count, from, replace);
    this.#logRefusals(refusals);
    if (kept.length > 0) this.#log?.debug('Kept cookies that a refused one names.', { kept });
  }

  setPuppeteerCookies(puppeteerCookies, ...more) {
    this.putPuppeteerCookies(puppeteerCookies, ...more);
  }

  setCookies(cookies, url) {
    const count = checkArray(cookies, 'cookies');
    const from = url === undefined || url === null ? undefined : urlText(url);
    if (from !== undefined && !native.isUrl(from)) throw invalidUrl(url);
    const errors = [];
    for (let index = 0; index < count; index++) {
      let error;
      try {
        error = this.#storeCookie(cookies[index], from);
      } catch (thrown) {
        error = thrown instanceof CookieError ? thrown : new CookieError('COOKIE_INVALID', messageOf(thrown));
      }
      if (error !== undefined) {
        error.index = index;
        errors.push(error);
      }
    }
    throwFirst(errors);
  }

  setCookie(rawCookie, url) {
    if (typeof rawCookie !== 'string') throw invalidArgument('rawCookie', 'a string', rawCookie);
    const outcome = super.setCookie(rawCookie, urlText(url), Date.now());
    if (outcome === null) throw invalidUrl(url);
    const refused = refusal(outcome);
    if (refused !== undefined) throw refused;
  }

  getCookies(url) {
    const from = urlText(url);
    const now = Date.now();
    const cookies = readRows((numbers) => super.getCookies(from, now, numbers), unpackCookies);
    if (cookies === null) throw invalidUrl(url);
    return cookies;
  }

  getCookieString(url) {
    const header = super.getCookieString(urlText(url), Date.now());
    if (header === null) throw invalidUrl(url);
    return header;
  }

  getPuppeteerCookies(url) {
    const from = url === undefined ? undefined : urlText(url);
    const now = Date.now();
    const cookies = readRows((numbers) => super.getPuppeteerCookies(from, now, numbers), unpackBrowserCookies);
    if (cookies === null) throw invalidUrl(url);
    return cookies;
  }

  deleteCookies(which) {
    return CookieJar.prototype.deleteCookies.call(this.cookieJar, which);
  }

  getState() {
    const state = {
      id: this.id,
      cookies: this.cookies,
      cookieJar: this.#serializedJar(),
      userData: this.userData,
      maxErrorScore: jsonNumber(this.maxErrorScore),
      errorScoreDecrement: this.errorScoreDecrement,
      expiresAt: isoText(this.expiresAt, () => super.getExpiresAt()),
      createdAt: isoText(this.createdAt, () => super.getCreatedAt()),
      usageCount: this.usageCount,
      errorScore: jsonNumber(this.errorScore),
      errorCount: this.errorCount,
      maxUsageCount: jsonNumber(this.maxUsageCount),
    };
    if (this.retired) state.retired = true;
    if (storageText(this) !== undefined) state.storage = storageOf(this);
    return state;
  }

  getStateText() {
    const text = isPlain(this, Session.prototype)
      ? this.#stateText(JSON.stringify({ cookies: this.cookies, userData: this.userData }), MAIN_FORM)
      : null;
    return text ?? JSON.stringify(this.getState());
  }

  get revision() {
    this.#readExpiresAt();
    this.#readCreatedAt();
    return super.getRevision() + storageRevision(this);
  }

  toJSON() {
    return { ...this.getState(), maxAgeSecs: jsonNumber(this.maxAgeSecs) };
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, inspectOptions, inspect) {
    const { name } = this.constructor;
    if (depth < 0) return `[${name}]`;
    const { createdAt, expiresAt, userData, sessionPool } = this;
    const fields = { ...this.toJSON(), createdAt, expiresAt, userData };
    // Values of cookies are secrets, and a thousand of them are no help; the jar itself shows them.
    fields.cookieJar = summary(`[CookieJar: ${fields.cookieJar.cookies.length} cookies]`);
    const storage = storageOf(this);
    if (storage.length > 0) fields.storage = summary(`[${storage.length} origins]`);
    // The pool lists its sessions: printing it would print them all.
    if (sessionPool !== undefined) fields.sessionPool = summary(`[${sessionPool.constructor?.name ?? 'object'}]`);
    return `${name} ${inspect(fields, inspectOptions)}`;
  }

  /** Takes over the cookies of a serialized jar, a live tough-cookie jar, or a browser. */
  #takeOver(jar) {
    const now = Date.now();
    const packed = packJar(jar);
    if (packed !== undefined && super.importPacked(packed.head, packed.texts, packed.numbers, now)) return;
    const { isFiled, browserCookies } = readJar(jar, 'cookieJar', A_JAR, (text) => super.importCookies(text, now));
    if (browserCookies.length === 0) return;
    const { refusals, stored } = this.#storeBrowserCookies(browserCookies, browserCookies.length);
    this.#logRefusals(refusals);
    if (!isFiled && stored === 0) throw nothingStored(A_JAR, refusals);
  }

  /** The user may have changed a returned date in place, as with the original. */
  #readExpiresAt() {
    if (this.#expiresAt?.isChanged()) super.setExpiresAt(this.#expiresAt.read());
  }

  #readCreatedAt() {
    if (this.#createdAt?.isChanged()) super.setCreatedAt(this.#createdAt.read());
  }

  #stateText(members, form) {
    if (this.#cookieJar !== undefined && !isJarOfSession(this.#cookieJar)) return null;
    return super.getStateText(
      this.#id,
      members,
      this.#createdAt?.date.getTime() ?? Number.NaN,
      this.#expiresAt?.date.getTime() ?? Number.NaN,
      form,
      storageText(this),
    );
  }

  /** The jar's `toJSON()`, without making a `CookieJar` for it. */
  #serializedJar() {
    if (this.#cookieJar !== undefined) return CookieJar.prototype.serializeSync.call(this.#cookieJar);
    const cookies = readRows((numbers) => super.serializedCookies(numbers), unpackSerialized);
    return serializedJar(cookies, readConfiguration(super.jarConfiguration(), CHROME_DEFAULTS), true);
  }

  /**
   * Stores what a browser reported. Returns the refusals, how many cookies were stored, and, if it replaces, what was kept because of
   * refusals.
   */
  #storeBrowserCookies(cookies, count, url, replace = false) {
    const { texts, numbers, indexes, refusals } = packBrowserCookies(cookies, count, url);
    const now = Date.now();
    let refused;
    let kept = [];
    if (replace) {
      [refused, kept] = JSON.parse(super.replacePuppeteerCookies(texts, numbers, url, sparedNames(refusals), now));
      kept = kept.map(([name, domain]) => ({ name, domain }));
    } else {
      const json = super.putPuppeteerCookies(texts, numbers, url, now);
      if (json === null) return { refusals, stored: indexes.length, kept };
      refused = JSON.parse(json);
    }
    return { refusals: allInOrder(refusals, refused, indexes), stored: indexes.length - refused.length, kept };
  }

  /** Stores a cookie that the caller passed explicitly, in whatever form. Returns the refusal, if any. */
  #storeCookie(cookie, url) {
    if (typeof cookie === 'string') {
      if (url === undefined)
        return new CookieError('COOKIE_NO_DOMAIN', 'Cookie has no domain, and no URL to take one from');
      return refusal(super.setCookie(cookie, url, Date.now()));
    }
    if (cookie !== null && typeof cookie === 'object' && typeof cookie.key === 'string') {
      return refusal(super.setCookieObject(cookieJson(cookie), url, Date.now()));
    }
    if (cookie !== null && typeof cookie === 'object') {
      const [refused] = this.#storeBrowserCookies([cookie], 1, url).refusals;
      return refused === undefined ? undefined : new CookieError(refused.code, refused.message);
    }
    return new CookieError(
      'COOKIE_INVALID',
      `Cookie must be a Cookie object, a Set-Cookie string or a browser's cookie, got ${describe(cookie)}`,
    );
  }

  #logRefusals(refusals) {
    if (refusals.length > 0) this.#log?.debug('Could not set cookies.', loggable(refusals));
  }
}

isOwnClass(Session);

/** The numeric properties: kept in Rust, but checked here, so that errors are of the caller's realm. */
for (const name of Object.keys(options.NUMBERS)) {
  const suffix = name[0].toUpperCase() + name.slice(1);
  const { [`get${suffix}`]: read, [`set${suffix}`]: write } = native.Session.prototype;
  Object.defineProperty(Session.prototype, name, {
    configurable: true,
    enumerable: false,
    get() {
      return read.call(this);
    },
    set(value) {
      write.call(this, options.checkNumber(value, name));
    },
  });
}

const {
  isBlocked: ownIsBlocked,
  isExpired: ownIsExpired,
  isMaxUsageCountReached: ownIsMaxUsageCountReached,
} = Session.prototype;

/** Whether no subclass has overridden what makes a session usable: one native call then answers. */
function judgesItself(session) {
  return (
    session.isBlocked === ownIsBlocked &&
    session.isExpired === ownIsExpired &&
    session.isMaxUsageCountReached === ownIsMaxUsageCountReached
  );
}

/**
 * What `checkStatus` and its later name share; they don't call each other, since a subclass may make one of them call the other.
 * Numbers only, as in the original.
 */
function retireIfBlocked(session, statusCode, blockedStatusCodes, additional = []) {
  if (!Array.isArray(additional)) throw invalidArgument('additionalBlockedStatusCodes', 'an array', additional);
  const isBlocked =
    typeof statusCode === 'number' && (blockedStatusCodes.includes(statusCode) || additional.includes(statusCode));
  if (isBlocked) session.retire();
  return isBlocked;
}

/** JSON has no infinity and would write it as `null`, which no host restores; the largest number limits no more than infinity. */
function jsonNumber(value) {
  return value === Infinity ? Number.MAX_VALUE : value;
}

/** Something that `console.log` shows as this text. */
function summary(text) {
  return { [Symbol.for('nodejs.util.inspect.custom')]: () => text };
}

/** A date as ISO text; `fallback` returns the milliseconds to use if the user made the date invalid in place. */
function isoText(date, fallback) {
  return (Number.isNaN(date.getTime()) ? new Date(fallback()) : date).toISOString();
}

/**
 * The text of a session's state, for a caller who has made the text of what is the user's own, `{"cookies":…,"userData":…}`: it is not made
 * twice.
 */
function textWith(session, own) {
  const text = isPlain(session, Session.prototype) ? stateText(session, own, MAIN_FORM) : null;
  return text ?? session.getStateText();
}

function messageOf(thrown) {
  return thrown instanceof Error ? thrown.message : 'Cookie could not be read';
}

module.exports = {
  BLOCKED_STATUS_CODES,
  Session,
  isSession,
  judgesItself,
  logRefusals,
  readExpiresAt,
  retireIfBlocked,
  stateText,
  textWith,
};
