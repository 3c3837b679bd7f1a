'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { requireDriver } = require('../stores/driver');
const { Failure } = require('../failures');
const { downloadedBrowser, installedBrowser } = require('./executable');

const ARGS = [
  '--no-first-run',
  '--no-default-browser-check',
  // Sites refuse logins in browsers that say that a program drives them.
  '--disable-blink-features=AutomationControlled',
];

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
async function withBrowser({ puppeteer, executablePath }, use) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-browser-'));
  try {
    const browser = await launch(puppeteer, { executablePath, userDataDir: profile });
    try {
      return await use(browser);
    } finally {
      await browser.close().catch(() => {});
    }
  } finally {
    // What the browser had open may still be on its way out.
    fs.rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
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

module.exports = { findBrowser, withBrowser };
