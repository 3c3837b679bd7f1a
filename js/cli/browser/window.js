'use strict';

const { tell } = require('../output');
const { onEnter, onSignal } = require('../waiting');
const { withBrowser } = require('./launch');
const { Snapshots } = require('./snapshots');

/** Milliseconds after which it counts that no page is open. */
const SETTLED_MS = 500;

const TOO_FAST = 'its tab was closed, or went elsewhere, before it could be seen what its sessionStorage has';

/** A window that keeps the browser running when the person has closed all others, so that it can still be asked. */
const ANCHOR = { url: 'about:blank', newWindow: true, background: true, windowState: 'minimized' };

/** Opens a window of the browser that `findBrowser` has found, for the time of a function. */
async function withWindow(found, use) {
  const interrupted = onSignal();
  try {
    return await withBrowser(found, async (browser) => {
      const window = await Window.over(browser, interrupted.signal);
      try {
        return await use(window);
      } finally {
        await window.end();
      }
    });
  } finally {
    interrupted.forget();
  }
}

/** A browser's windows, as a person uses them. */
class Window {
  #browser;
  #interrupted;
  #isConnected = true;
  #page;
  #anchor;
  #snapshots;

  /** @param {Promise<never>} interrupted rejects when nobody wants to wait any more */
  static async over(browser, interrupted) {
    const window = new Window();
    window.#browser = browser;
    window.#interrupted = interrupted;
    browser.on('disconnected', () => {
      window.#isConnected = false;
    });
    window.#page = (await browser.pages())[0] ?? (await browser.newPage());
    window.#anchor = await openAnchor(browser);
    await window.#page.bringToFront();
    window.#snapshots = new Snapshots(browser, (seen) => tell(`So far: ${seen}`));
    return window;
  }

  /** Applies a session to it, before it goes anywhere. */
  apply(session) {
    return session.apply(this.#page);
  }

  /** Goes somewhere. Resolves once the person has closed the window, or has pressed Enter. */
  async wait(url) {
    const enter = onEnter();
    this.#goTo(url);
    try {
      await Promise.race([this.#closed(), enter.pressed, this.#interrupted]);
    } finally {
      enter.forget();
    }
  }

  /** Takes cookies and storage along, as they are now. Resolves to what could not be taken. */
  async capture(session) {
    await this.end();
    const { origins, unseen, age } = this.#snapshots;
    this.#snapshots.fill(session);
    const problems = unseen.map((origin) => ({ origin, code: 'NO_TAB', message: TOO_FAST }));
    try {
      if (this.#isConnected) tell('Reading cookies and storage of the browser');
      const read = await session.capture(this.#browser, { origins });
      // Of tabs that are still open, all is read now.
      return [...problems.filter(({ origin }) => !this.#isAt(origin)), ...read.problems];
    } catch (error) {
      if (error.code !== 'TARGET_GONE') throw error;
      if (!Number.isNaN(age)) tell(`The browser was quit: what it had ${age} s ago counts`);
      return problems;
    }
  }

  /** Looks at it no more. */
  end() {
    return this.#snapshots.stop();
  }

  async #goTo(url) {
    try {
      await this.#page.goto(url, { timeout: 0 });
    } catch (error) {
      // The person sees it as well, and may go elsewhere, or has done so.
      if (this.#isOpen()) tell(error.message);
    }
  }

  #closed() {
    return new Promise((resolve) => {
      // One page may take the place of another.
      const look = () => setTimeout(() => this.#isOpen() || resolve(), SETTLED_MS);
      for (const event of ['targetdestroyed', 'disconnected']) this.#browser.on(event, look);
      look();
    });
  }

  #isOpen() {
    return this.#isConnected && this.#pages().length > 0;
  }

  #isAt(origin) {
    return this.#pages().some((page) => URL.canParse(page.url()) && new URL(page.url()).origin === origin);
  }

  #pages() {
    return this.#browser.targets().filter((target) => target.type() === 'page' && target !== this.#anchor);
  }
}

async function openAnchor(browser) {
  const before = new Set(browser.targets());
  const protocol = await browser.target().createCDPSession();
  const isNew = (target) => target.type() === 'page' && !before.has(target);
  const [anchor] = await Promise.all([browser.waitForTarget(isNew), protocol.send('Target.createTarget', ANCHOR)]);
  return anchor;
}

module.exports = { withWindow };
