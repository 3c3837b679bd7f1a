'use strict';

const { Session, blockedStatusCodesOf, crawleeState, namedCookieString } = require('../session/crawlee-session');
const { retireIfBlocked } = require('../session/session');
const { readReplace } = require('../session/session-options');
const { viewOf } = require('./session-view');

/**
 * A session of the shared pool in a crawler of Crawlee 3 or the Apify SDK, from its lease to its release. What the crawler does with it, it
 * does with the session itself; only the form of some methods is that of `crawler-session/crawlee`.
 */
class Loan {
  #host;
  #lease;
  #isOver = false;
  #onEnd;

  /**
   * @param {object} lease of the shared pool
   * @param {object} host the crawler's own pool
   * @param {(loan: Loan) => void} onEnd is told when it ends
   */
  constructor(lease, host, onEnd) {
    this.#lease = lease;
    this.#host = host;
    this.#onEnd = onEnd;
    this.view = viewOf(lease.session, this.#members(), Session);
    lease.signal.addEventListener('abort', () => this.end(), { once: true });
  }

  get session() {
    return this.#lease.session;
  }

  get isUsable() {
    return !this.#isOver && this.session.isUsable();
  }

  /** The crawler has it no longer: neither its pool nor, since the event is what those listen to, a browser of it. */
  end() {
    if (this.#isOver) return undefined;
    const released = this.release();
    this.#host.emit('sessionRetired', this.view);
    return released;
  }

  /** Gives the session back. What goes wrong is an event of the shared pool. */
  release() {
    this.#isOver = true;
    this.#onEnd(this);
    return this.#lease.release().catch(() => {});
  }

  /** What the crawler calls that isn't the session's own. */
  #members() {
    const { session } = this;
    const host = this.#host;
    const store = (cookies, url, options) => {
      const replace = readReplace(options) ?? host.sessionOptions?.replaceBrowserCookies;
      session.putPuppeteerCookies(cookies, url, { replace });
    };
    const retireOn = (status, additional) => retireIfBlocked(session, status, blockedStatusCodesOf(host), additional);
    return {
      sessionPool: host,
      isUsable: () => this.isUsable,
      markGood: () => this.#mark('markGood'),
      markBad: () => this.#mark('markBad'),
      checkStatus: (status) => retireOn(status),
      retireOnBlockedStatusCodes: retireOn,
      setCookie: (cookie, url) => session.cookieJar.setCookieSync(cookie, url),
      setCookies: store,
      putPuppeteerCookies: store,
      setPuppeteerCookies: store,
      getCookies: (url) => session.getPuppeteerCookies(url),
      getCookieString: (url) => namedCookieString(session, url),
      getState: () => crawleeState(session.getState()),
    };
  }

  /** A session that was used up by this is nobody's any more. The pool's record says why. */
  #mark(name) {
    if (this.#isOver) return;
    this.session[name]();
    if (!this.session.isUsable()) this.end();
  }
}

module.exports = { Loan };
