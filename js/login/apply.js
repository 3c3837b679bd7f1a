'use strict';

const { storageOf } = require('../session/storage');
const { logRefusals } = require('../session/session');
const { callIn, inTabs, tabOver } = require('./browsers/tab');
const { contextOf } = require('./browsers/target');
const { checkThere, limitsOf, notReached, problemsOf, withBrowser } = require('./failures');
const { readLoginOptions } = require('./login-options');
const { placeOf } = require('./places');
const { within } = require('./within');

const APPLIED = 'applied';

/** The session's method; described in `types/logins.d.ts`. */
async function apply(session, target, options) {
  const context = contextOf(target);
  const wanted = readLoginOptions(options);
  return withBrowser(context, APPLIED, async () => {
    const writing = new Writing(context, wanted);
    if (wanted.cookies) await writing.giveCookies(session);
    const storage = storageOf(session);
    await writing.writeShared(storage);
    if (wanted.kinds.includes('sessionStorage')) await writing.writeTabs(storage);
    checkThere(context, APPLIED);
    return { origins: [...writing.origins], problems: writing.problems };
  });
}

/** What is written into a browser, place by place. */
class Writing {
  origins = new Set();
  problems = [];

  #context;
  #wanted;

  constructor(context, wanted) {
    this.#context = context;
    this.#wanted = wanted;
  }

  /** All cookies at once; if the browser refuses that, one by one, so that no cookie costs another. */
  async giveCookies(session) {
    const cookies = session.getPuppeteerCookies();
    if (cookies.length === 0) return;
    try {
      await this.#context.addCookies(cookies);
      return;
    } catch (error) {
      checkThere(this.#context, APPLIED, error);
    }
    const refusals = [];
    for (const cookie of cookies) {
      try {
        await this.#context.addCookies([cookie]);
      } catch (error) {
        checkThere(this.#context, APPLIED, error);
        const { name, domain } = cookie;
        refusals.push({ name, domain, code: 'COOKIE_REFUSED', message: error.message });
      }
    }
    logRefusals(session, refusals);
    this.problems.push(...refusals.map(({ name, ...refusal }) => ({ cookie: name, ...refusal })));
  }

  /** Writes what all tabs share, in tabs of our own. */
  async writeShared(storage) {
    const kinds = this.#wanted.kinds.filter((kind) => kind !== 'sessionStorage');
    if (kinds.length === 0 || storage.length === 0) return;
    await inTabs(this.#context, storage, (tab, { origin, topLevelSite, ...entry }) => {
      const place = topLevelSite === undefined ? { origin } : { origin, topLevelSite };
      const values = Object.fromEntries(kinds.map((kind) => [kind, entry[kind] ?? []]));
      return this.#write(place, values, (request) => callIn(tab, place, 'write', request));
    });
  }

  /** Writes what each tab has for itself. */
  async writeTabs(storage) {
    const entries = storage.filter(({ sessionStorage, topLevelSite }) => sessionStorage && topLevelSite === undefined);
    if (entries.length === 0) return;
    const pages = this.#context.page === undefined ? await this.#context.pages() : [this.#context.page];
    for (const page of pages) {
      const isFresh = /^(about:blank|chrome:\/\/newtab\/?|)$/.test(page.url());
      await (isFresh ? this.#writeFresh(page, entries) : this.#writeOpen(page, entries));
    }
    if (pages.length === 0) this.#notWritten(entries, 'sessionStorage belongs to a tab, and none is open');
  }

  async #writeFresh(page, entries) {
    const tab = await tabOver(this.#context, page);
    for (const { origin, sessionStorage } of entries) {
      await this.#write({ origin }, { sessionStorage }, (request) => callIn(tab, { origin }, 'write', request));
    }
    await tab.leave();
  }

  /** A page that is at a site stays there, so it is given what is of its own origin. */
  async #writeOpen(page, entries) {
    const frames = await within(this.#wanted.timeoutMs, this.#context.frames(page));
    try {
      const top = frames.find((frame) => frame.isTop);
      const place = placeOf(await within(this.#wanted.timeoutMs, top.call('place', {})));
      for (const entry of entries) {
        const { origin, sessionStorage } = entry;
        if (place?.origin === origin) {
          await this.#write(place, { sessionStorage }, (request) => top.call('write', request));
        } else {
          this.#notWritten([entry], 'the page is at another site already: apply first, then navigate');
        }
      }
    } finally {
      await Promise.all(frames.map((frame) => frame.release()));
    }
  }

  async #write(place, kinds, call) {
    try {
      const limits = limitsOf(this.#wanted, this.#wanted.maxBytes);
      const { problems } = await within(this.#wanted.timeoutMs, call({ kinds, ...limits }));
      this.problems.push(...problemsOf(place, problems));
      this.origins.add(place.origin);
    } catch (error) {
      checkThere(this.#context, APPLIED, error);
      this.problems.push(notReached(place, error));
    }
  }

  #notWritten(entries, message) {
    for (const { origin } of entries) this.problems.push({ origin, code: 'NO_TAB', message });
  }
}

module.exports = { apply };
