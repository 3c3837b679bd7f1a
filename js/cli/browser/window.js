'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { requireDriver } = require('../stores/driver');
const { Failure } = require('../failures');
const { tell } = require('../output');
const { downloadedBrowser, installedBrowser } = require('./executable');
const { Snapshots } = require('./snapshots');

const ARGS = [
  '--no-first-run',
  '--no-default-browser-check',
  // Sites refuse logins in browsers that say that a program drives them.
  '--disable-blink-features=AutomationControlled',
];

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Milliseconds after which it counts that no page is open. */
const SETTLED_MS = 500;

const TOO_FAST = 'its tab was closed, or went elsewhere, before it could be seen what its sessionStorage has';

/** A window that keeps the browser running when the person has closed all others, so that it can still be asked. */
const ANCHOR = { url: 'about:blank', newWindow: true, background: true, windowState: 'minimized' };

/** Finds what is needed to open a window: `{ puppeteer, executablePath }`. Says early that it can't be opened. */
function findBrowser({ browser: file }) {
  const { driver } = requireDriver(['puppeteer', 'puppeteer-core'], 'The browser');
  const puppeteer = driver.default ?? driver;
  const executablePath = file ?? installedBrowser(puppeteer) ?? downloadedBrowser(puppeteer);
  if (executablePath === undefined) {
    throw new Failure('There is no Chrome or Chromium here; --browser names another one');
  }
  if (!fs.existsSync(executablePath)) throw new Failure(`There is no browser ${executablePath}`);
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    throw new Failure('There is no screen here (DISPLAY is not set): run this on your own machine, or by `xvfb-run`');
  }
  return { puppeteer, executablePath };
}

/** Opens the user's own browser for the time of a function, with an empty profile that goes with it. */
async function withWindow({ puppeteer, executablePath }, use) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-browser-'));
  const interrupted = onSignal();
  try {
    const browser = await launch(puppeteer, { executablePath, userDataDir: profile });
    try {
      return await inWindow(browser, interrupted.signal, use);
    } finally {
      await browser.close().catch(() => {});
    }
  } finally {
    interrupted.forget();
    // What the browser had open may still be on its way out.
    fs.rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

async function inWindow(browser, interrupted, use) {
  const window = await Window.over(browser, interrupted);
  try {
    return await use(window);
  } finally {
    await window.end();
  }
}

async function launch(puppeteer, options) {
  // Chrome refuses to start as root with its sandbox.
  const args = process.getuid?.() === 0 ? [...ARGS, '--no-sandbox'] : ARGS;
  const handles = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  const look = { headless: false, defaultViewport: null, ignoreDefaultArgs: ['--enable-automation'] };
  try {
    return await puppeteer.launch({ ...options, args, ...handles, ...look });
  } catch (error) {
    throw new Failure(`The browser ${options.executablePath} did not start: ${error.message.trim().split('\n')[0]}`);
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

/** Waits for a line of the standard input. Where that is closed, there is none. */
function onEnter() {
  const { stdin } = process;
  let listener;
  const pressed = new Promise((resolve) => {
    listener = (data) => {
      if (/[\r\n]/.test(data)) resolve();
    };
  });
  stdin.on('data', listener).on('error', () => {});
  return {
    pressed,
    forget() {
      stdin.off('data', listener);
      stdin.pause();
    },
  };
}

/** Rejects when somebody wants this process to end. */
function onSignal() {
  let listener;
  const signal = new Promise((_, reject) => {
    listener = (name) => reject(new Failure(`Interrupted by ${name}; nothing was saved`));
  });
  signal.catch(() => {});
  for (const name of SIGNALS) process.on(name, listener);
  return {
    signal,
    forget() {
      for (const name of SIGNALS) process.off(name, listener);
    },
  };
}

module.exports = { findBrowser, withWindow };
