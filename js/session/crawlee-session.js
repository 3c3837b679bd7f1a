'use strict';

const native = require('../addon/native');
const { invalidUrl, typeError } = require('../values/errors');
const {
  BLOCKED_STATUS_CODES,
  isSession,
  judgesItself,
  readExpiresAt,
  retireIfBlocked,
  Session: MainSession,
  stateText,
} = require('./session');
const { checkBoolean, readReplace } = require('./session-options');
const { CRAWLEE_FORM } = require('../crossing/state-text');
const { isOwnClass, isPlain } = require('./state-text');
const { urlText } = require('../values/url');

/** What the built-in classes accept in a persisted state; they throw for any other key. */
const STATE_KEYS = [
  'id',
  'cookieJar',
  'userData',
  'maxErrorScore',
  'errorScoreDecrement',
  'expiresAt',
  'createdAt',
  'usageCount',
  'maxUsageCount',
  'errorScore',
];

/** Sessions with `replaceBrowserCookies`. There are few, and a field would make every session more expensive. */
const REPLACING = new WeakSet();

/** The session as the crawlers of Crawlee 3 and of Apify SDK 0.19 to 2.3 call it. */
class Session extends MainSession {
  constructor(sessionOptions) {
    super(sessionOptions);
    if (checkBoolean(sessionOptions?.replaceBrowserCookies, 'replaceBrowserCookies')) REPLACING.add(this);
  }

  /** Stores a browser's cookies, like `setPuppeteerCookies`: hosts pass what the page reported. */
  setCookies(cookies, ...more) {
    this.putPuppeteerCookies(cookies, ...more);
  }

  /** Cookies for a browser: hosts pass them to the page unchanged. */
  getCookies(url) {
    return this.getPuppeteerCookies(url);
  }

  putPuppeteerCookies(cookies, url, options) {
    super.putPuppeteerCookies(cookies, url, { replace: readReplace(options) ?? REPLACING.has(this) });
  }

  getCookieString(url) {
    return namedCookieString(this, url);
  }

  setCookie(rawCookie, url) {
    this.cookieJar.setCookieSync(rawCookie, url);
  }

  markGood() {
    if (!judgesItselfHere(this)) super.markGood();
    else if (super.markGoodAt(now(this))) return;
    this._maybeSelfRetire();
  }

  markBad() {
    if (!judgesItselfHere(this)) super.markBad();
    else if (super.markBadAt(now(this))) return;
    this._maybeSelfRetire();
  }

  /** Retires a session that can't be used any more, and emits the event once; the counters continue as in the built-in class. */
  _maybeSelfRetire() {
    if (this.isUsable()) return;
    if (!this.retired) this.retire();
    else if (this.#wouldRetireAgain()) native.Session.prototype.retire.call(this);
  }

  checkStatus(statusCode) {
    return retireIfBlocked(this, statusCode, blockedStatusCodesOf(this.sessionPool));
  }

  retireOnBlockedStatusCodes(statusCode, additionalBlockedStatusCodes = []) {
    return retireIfBlocked(this, statusCode, blockedStatusCodesOf(this.sessionPool), additionalBlockedStatusCodes);
  }

  getState() {
    return crawleeState(super.getState());
  }

  getStateText() {
    const text = isPlain(this, Session.prototype)
      ? stateText(this, JSON.stringify({ userData: this.userData }), CRAWLEE_FORM)
      : null;
    return text ?? JSON.stringify(this.getState());
  }

  /** Whether the built-in class would retire the session again; it forgets a retirement when the score goes down. */
  #wouldRetireAgain() {
    return this.errorScore >= this.maxErrorScore || this.isExpired() || this.isMaxUsageCountReached();
  }
}

isOwnClass(Session);

/** A header without nameless cookies, which browsers report: HTTP crawlers fail on every request whose header has one. */
function namedCookieString(session, url) {
  const header = native.Session.prototype.getNamedCookieString.call(session, urlText(url), Date.now());
  if (header === null) throw invalidUrl(url);
  return header;
}

/** Hosts change the pool's list in place, so it is read on each call; an empty one blocks nothing. Early pools have none. */
function blockedStatusCodesOf(sessionPool) {
  const codes = sessionPool?.blockedStatusCodes;
  return Array.isArray(codes) ? codes : BLOCKED_STATUS_CODES;
}

/** A state with what the built-in classes accept alone, which express retirement only by the score. */
function crawleeState(state) {
  const { retired, errorScore, maxErrorScore, cookieJar, storage } = state;
  const accepted = { ...state, errorScore: retired ? Math.max(errorScore, maxErrorScore) : errorScore };
  if (storage !== undefined) accepted.cookieJar = { ...cookieJar, storage };
  return Object.fromEntries(STATE_KEYS.map((key) => [key, accepted[key]]));
}

const { isUsable: ownIsUsable, _maybeSelfRetire: ownMaybeSelfRetire } = Session.prototype;

/** Whether no subclass has overridden what `_maybeSelfRetire` calls: one native call then counts and judges. */
function judgesItselfHere(session) {
  return session._maybeSelfRetire === ownMaybeSelfRetire && session.isUsable === ownIsUsable && judgesItself(session);
}

/** The current time, for a session whose date of expiry may have been changed in place. */
function now(session) {
  readExpiresAt(session);
  return Date.now();
}

/** Crawlee 4 calls `createSessionFunction` without a pool, which would lead to an error that helps nobody. */
function checkHost(sessionPool) {
  if (typeof sessionPool?.emit === 'function') return;
  const message =
    'createSessionFunction is for Crawlee 3 and the Apify SDK, whose session pools call it with themselves. For Crawlee 4, spread ' +
    "crawlerOptions(pool) of 'crawler-session/crawlee' into the options of the crawler";
  throw typeError('ERR_INVALID_ARG_TYPE', message);
}

/**
 * For the option `createSessionFunction` of a session pool, in each form in which pools call it: without options, with those of a new
 * session, with a persisted state, or with a session that is being added.
 */
function createSessionFunction(sessionPool, options) {
  if (sessionPool !== undefined) checkHost(sessionPool);
  const sessionOptions = options?.sessionOptions;
  if (isSession(sessionOptions)) {
    // Without a pool, nobody would notice its retirement, and its browser would stay open.
    sessionOptions.sessionPool ??= sessionPool;
    return sessionOptions;
  }
  return new Session({ ...sessionPool?.sessionOptions, ...sessionOptions, sessionPool });
}

module.exports = {
  Session,
  blockedStatusCodesOf,
  checkHost,
  crawleeState,
  createSessionFunction,
  namedCookieString,
};
