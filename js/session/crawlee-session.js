'use strict';

const native = require('../addon/native');
const { invalidUrl } = require('../values/errors');
const {
  BLOCKED_STATUS_CODES,
  isSession,
  judgesItself,
  readExpiresAt,
  retireIfBlocked,
  Session: MainSession,
} = require('./session');
const { checkBoolean, readReplace } = require('./session-options');
const { urlText } = require('../values/url');

/** What the built-in classes take from a persisted state; they throw for any other key. */
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

/** Sessions that hold what the browser has now. Few do, and a field would make each of them dearer. */
const REPLACING = new WeakSet();

/** The session as the crawlers of Crawlee 3 and of Apify SDK 0.19 to 2.3 call it. */
class Session extends MainSession {
  constructor(sessionOptions) {
    super(sessionOptions);
    if (checkBoolean(sessionOptions?.replaceBrowserCookies, 'replaceBrowserCookies')) REPLACING.add(this);
  }

  /** Cookies of a browser, as `setPuppeteerCookies`: hosts hand over what the page reported. */
  setCookies(cookies, ...more) {
    this.putPuppeteerCookies(cookies, ...more);
  }

  /** Cookies for a browser: hosts hand them to the page as they are. */
  getCookies(url) {
    return this.getPuppeteerCookies(url);
  }

  putPuppeteerCookies(cookies, url, options) {
    super.putPuppeteerCookies(cookies, url, { replace: readReplace(options) ?? REPLACING.has(this) });
  }

  /** Without nameless cookies, which browsers report: HTTP crawlers fail at each request whose header has one. */
  getCookieString(url) {
    const header = super.getNamedCookieString(urlText(url), Date.now());
    if (header === null) throw invalidUrl(url);
    return header;
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

  /** A session that can't be used any more retires, and says so once; the counters go on as in the built-in class. */
  _maybeSelfRetire() {
    if (this.isUsable()) return;
    if (!this.retired) this.retire();
    else if (this.#wouldRetireAgain()) native.Session.prototype.retire.call(this);
  }

  checkStatus(statusCode) {
    return retireIfBlocked(this, statusCode, this.#blockedStatusCodes());
  }

  retireOnBlockedStatusCodes(statusCode, additionalBlockedStatusCodes = []) {
    return retireIfBlocked(this, statusCode, this.#blockedStatusCodes(), additionalBlockedStatusCodes);
  }

  getState() {
    const state = super.getState();
    // The built-in classes know no retirement but by the score.
    if (this.retired) state.errorScore = Math.max(state.errorScore, state.maxErrorScore);
    return Object.fromEntries(STATE_KEYS.map((key) => [key, state[key]]));
  }

  /** What is usable for the built-in class, which forgets a retirement when the score goes down. */
  #wouldRetireAgain() {
    return this.errorScore >= this.maxErrorScore || this.isExpired() || this.isMaxUsageCountReached();
  }

  /** Hosts change the pool's list in place, so it is read at each call; an empty one blocks nothing. Early pools have none. */
  #blockedStatusCodes() {
    const codes = this.sessionPool?.blockedStatusCodes;
    return Array.isArray(codes) ? codes : BLOCKED_STATUS_CODES;
  }
}

const { isUsable: ownIsUsable, _maybeSelfRetire: ownMaybeSelfRetire } = Session.prototype;

/** Whether no subclass replaced what `_maybeSelfRetire` asks: one call counts and judges then. */
function judgesItselfHere(session) {
  return session._maybeSelfRetire === ownMaybeSelfRetire && session.isUsable === ownIsUsable && judgesItself(session);
}

/** Now, for a session whose date of expiry may have been moved in place. */
function now(session) {
  readExpiresAt(session);
  return Date.now();
}

/**
 * For the option `createSessionFunction` of a session pool, in each form in which pools call it: without options, with those of a new
 * session, with a persisted state, with a session that somebody adds.
 */
function createSessionFunction(sessionPool, options) {
  const sessionOptions = options?.sessionOptions;
  if (isSession(sessionOptions)) {
    // Without a pool, nobody would hear of its retirement, and its browser would stay open.
    sessionOptions.sessionPool ??= sessionPool;
    return sessionOptions;
  }
  return new Session({ ...sessionPool?.sessionOptions, ...sessionOptions, sessionPool });
}

module.exports = { Session, createSessionFunction };
