'use strict';

const { setTimeout: sleep } = require('node:timers/promises');
const { Session } = require('../../login/session');
const { isWebOrigin, keyOf } = require('../../login/places');
const { loginText } = require('../records');

/** Milliseconds that a page may take to answer; it may show a dialog. */
const PATIENCE_MS = 5000;

/** Milliseconds between two looks, or as long as a look takes. */
const PAUSE_MS = 100;

const ONLY_COOKIES = { localStorage: false, sessionStorage: false, indexedDB: false };

/**
 * Looks again and again at what the open pages of a browser have: the `sessionStorage` of a tab goes when it is closed, and a browser that is
 * quit tells nothing any more.
 */
class Snapshots {
  #browser;
  #places = new Map();
  #cookies;
  #takenAt;
  /** How often each origin was gone to, and of those whose tabs were not looked at since, the same. */
  #visits = new Map();
  #unseen = new Map();
  #onChange;
  #stop = new AbortController();
  #pause = new AbortController();
  #isOver;

  /** @param {(seen: string) => void} onChange is told how much there is so far */
  constructor(browser, onChange) {
    this.#browser = browser;
    this.#onChange = onChange;
    for (const target of browser.targets()) this.#follow(target);
    browser.on('targetcreated', (target) => this.#follow(target));
    browser.on('targetchanged', (target) => this.#visited(target.url(), target.type() === 'page'));
    this.#isOver = this.#look();
  }

  /** Ends the looking. */
  async stop() {
    this.#stop.abort();
    this.#pause.abort();
    await this.#isOver;
  }

  /** The origins that were open, whether they had stored something by then or not. */
  get origins() {
    return [...this.#visits.keys()];
  }

  /** Those whose tabs were closed, or left, before any of their `sessionStorage` could be read. */
  get unseen() {
    return [...this.#unseen.keys()].filter(
      (origin) => this.#places.get(keyOf({ origin }))?.sessionStorage === undefined,
    );
  }

  /** How many seconds ago the last look was. */
  get age() {
    return Math.ceil((performance.now() - this.#takenAt) / 1000);
  }

  /** Puts what was seen last into a session: its cookies in place of those that it has, its storage beside that of other places. */
  fill(session) {
    if (this.#cookies === undefined) return;
    const { storage = [] } = session.getState();
    const entries = new Map(storage.map((entry) => [keyOf(entry), entry]));
    merge(entries, this.#places.values());
    session.putStorageState({ cookies: this.#cookies, origins: [...entries.values()] }, { replace: true });
  }

  /** Hears of the frames of a page as well. */
  async #follow(target) {
    this.#visited(target.url(), target.type() === 'page');
    try {
      const page = target.type() === 'page' ? await target.page() : null;
      page?.on('framenavigated', (frame) => this.#visited(frame.url(), false));
    } catch {
      // It is closed already.
    }
  }

  #visited(url, isTop) {
    if (!URL.canParse(url)) return;
    const { origin } = new URL(url);
    if (!isWebOrigin(origin)) return;
    const visits = (this.#visits.get(origin) ?? 0) + 1;
    this.#visits.set(origin, visits);
    if (isTop) this.#unseen.set(origin, visits);
    this.#pause.abort();
  }

  async #look() {
    let told = loginText(0, 0);
    while (!this.#stop.signal.aborted) {
      this.#pause = new AbortController();
      const start = performance.now();
      try {
        await this.#take();
        const text = loginText(this.#cookies.length, this.#places.size);
        if (text !== told) this.#onChange(text);
        told = text;
      } catch {
        // A page was closed meanwhile, or all of the browser.
      }
      const ms = Math.max(PAUSE_MS, performance.now() - start);
      await sleep(ms, undefined, { signal: AbortSignal.any([this.#stop.signal, this.#pause.signal]) }).catch(() => {});
    }
  }

  async #take() {
    const unseen = [...this.#unseen];
    // It knows no origins, so no tab is opened for them.
    const seen = new Session();
    const { origins } = await seen.capture(this.#browser, { cookies: false, timeoutMs: PATIENCE_MS });
    // Last, so that no storage is without the cookies that came with it.
    await seen.capture(this.#browser, ONLY_COOKIES);
    merge(this.#places, seen.getState().storage ?? []);
    this.#cookies = seen.getPuppeteerCookies();
    this.#takenAt = performance.now();
    for (const [origin, visits] of unseen) {
      if (origins.includes(origin) && this.#unseen.get(origin) === visits) this.#unseen.delete(origin);
    }
  }
}

/** Puts newer entries of storage over older ones; each has some kinds of it. */
function merge(entries, newer) {
  for (const entry of newer) entries.set(keyOf(entry), { ...entries.get(keyOf(entry)), ...entry });
}

module.exports = { Snapshots };
