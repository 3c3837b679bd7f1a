'use strict';

const { until } = require('../../helpers/patience');

/** Notes what happens in a crawl, in order. Sessions go by numbers, in the order in which they appear. */
class Recorder {
  events = [];
  #sessions = [];
  #browsers = [];
  #pool;

  /** Notes an event that befell a session, with the session's counters. */
  note(event, session, details = {}) {
    this.events.push({ event, ...details, session: this.#numberOf(session), counters: counters(session) });
  }

  /** Notes the retirements of a pool. */
  watchPool(pool) {
    if (this.#pool === pool) return;
    this.#pool = pool;
    pool.on('sessionRetired', (session) => this.note('retired', session));
  }

  /** Notes for which session each browser was started, and whether it was closed. */
  watchBrowsers(browserPool) {
    browserPool?.on('browserLaunched', (controller) => {
      const browser = { session: this.#numberOf(controller.launchContext.session), closed: false };
      this.#browsers.push(browser);
      controller.on('browserClosed', () => {
        browser.closed = true;
      });
    });
  }

  /** The browsers at a time when only the latest is still of use, as soon as the others are closed: Crawlee waits a second with it. */
  async browsersInUse() {
    const others = this.#browsers.slice(0, -1);
    await until(() => others.every(({ closed }) => closed));
    return structuredClone(this.#browsers);
  }

  /** All sessions as they are now. */
  sessions() {
    return this.#sessions.map((session) => ({
      id: session.id,
      isOurs: 'putPuppeteerCookies' in session,
      createdAt: session.createdAt,
      expiresAt: session.expiresAt,
      userData: session.userData,
      counters: counters(session),
    }));
  }

  #numberOf(session) {
    const number = this.#sessions.indexOf(session);
    return number === -1 ? this.#sessions.push(session) - 1 : number;
  }
}

/** Everything that counts usage, and what is concluded from it. */
function counters(session) {
  return {
    usageCount: session.usageCount,
    errorScore: session.errorScore,
    blocked: session.isBlocked(),
    expired: session.isExpired(),
    maxUsage: session.isMaxUsageCountReached(),
    usable: session.isUsable(),
  };
}

module.exports = { Recorder };
