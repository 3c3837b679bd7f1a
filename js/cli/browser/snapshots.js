'use strict';

const { setTimeout: sleep } = require('node:timers/promises');
const { Session } = require('../../login/session');
const { keyOf } = require('../../login/places');
const { loginText } = require('../records');

/** Milliseconds that a page may take to answer; it may show a dialog. */
const PATIENCE_MS = 5000;

/** Milliseconds between two looks, or this many times as long as a look takes. */
const PAUSE_MS = 100;
const PAUSE_TIMES = 4;

/**
 * Looks again and again at what the open pages of a browser have: the `sessionStorage` of a tab goes when it is closed, and a browser that is
 * quit tells nothing any more.
 */
class Snapshots {
  #browser;
  #places = new Map();
  #cookies;
  #origins = new Set();
  #onChange;
  #stop = new AbortController();
  #isOver;

  /** @param {(seen: string) => void} onChange is told how much there is so far */
  constructor(browser, onChange) {
    this.#browser = browser;
    this.#onChange = onChange;
    this.#isOver = this.#look();
  }

  /** Ends the looking. */
  async stop() {
    this.#stop.abort();
    await this.#isOver;
  }

  /** The origins that were open, whether they had stored something by then or not. */
  get origins() {
    return [...this.#origins];
  }

  /** Puts what was seen last into a session: its cookies in place of those that it has, its storage beside that of other places. */
  fill(session) {
    if (this.#cookies === undefined) return;
    const { storage = [] } = session.getState();
    const entries = new Map(storage.map((entry) => [keyOf(entry), entry]));
    merge(entries, this.#places.values());
    session.putStorageState({ cookies: this.#cookies, origins: [...entries.values()] }, { replace: true });
  }

  async #look() {
    const { signal } = this.#stop;
    let told = loginText(0, 0);
    while (!signal.aborted) {
      const start = performance.now();
      // It knows no origins, so no tab is opened for them.
      const seen = new Session();
      try {
        const { origins } = await seen.capture(this.#browser, { timeoutMs: PATIENCE_MS });
        for (const origin of origins) this.#origins.add(origin);
        merge(this.#places, seen.getState().storage ?? []);
        this.#cookies = seen.getPuppeteerCookies();
        const text = loginText(this.#cookies.length, this.#places.size);
        if (text !== told) this.#onChange(text);
        told = text;
      } catch {
        // A page was closed meanwhile, or all of the browser.
      }
      const took = performance.now() - start;
      await sleep(Math.max(PAUSE_MS, PAUSE_TIMES * took), undefined, { signal }).catch(() => {});
    }
  }
}

/** Puts newer entries of storage over older ones; each has some kinds of it. */
function merge(entries, newer) {
  for (const entry of newer) entries.set(keyOf(entry), { ...entries.get(keyOf(entry)), ...entry });
}

module.exports = { Snapshots };
