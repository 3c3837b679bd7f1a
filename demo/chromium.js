'use strict';

// Finds and starts a real Chromium, for the demo and the browser tests.

const fs = require('node:fs');
const path = require('node:path');
const puppeteer = require('puppeteer-core');
const { PATIENCE } = require('./patience');

/** Names under which Chromium and Chrome are installed. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'chrome.exe'];

/** Chromium runs without sandbox (containers run as root) and without talking to anybody but the site under test, whatever
 * proxy the environment names. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-proxy-server',
];

/** The executable: `PUPPETEER_EXECUTABLE_PATH`, else an installed browser, else the one inside `@sparticuz/chromium`. */
async function executablePath() {
  const found = installed() ?? (await packaged());
  if (found === undefined) {
    throw new Error('No Chromium was found: install one, or set PUPPETEER_EXECUTABLE_PATH to its executable.');
  }
  return found;
}

/** Every executable that there is, for tests that compare browsers: what `executablePath` prefers and, where it runs, the packaged one. */
async function executablePaths() {
  const first = await executablePath();
  return [...new Set([first, (await packaged()) ?? first])];
}

function installed() {
  return process.env.PUPPETEER_EXECUTABLE_PATH || (onPath() ?? puppeteerChrome());
}

/** The Chromium inside `@sparticuz/chromium`, which is there for one platform. */
async function packaged() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const { default: chromium } = await import('@sparticuz/chromium');
  return chromium.executablePath();
}

function onPath() {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const name of NAMES) {
      const file = path.join(folder, name);
      if (folder !== '' && fs.existsSync(file)) return file;
    }
  }
  return undefined;
}

/** Where Chrome's installers put it on macOS and Windows. */
function puppeteerChrome() {
  try {
    const file = puppeteer.executablePath('chrome');
    return fs.existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Starts a browser with an empty profile. `hosts` are host names that lead to this machine, or to `address`; `args` are further
 * arguments, `file` is another executable than `executablePath` finds.
 */
async function launch({ hosts = [], address = '127.0.0.1', args = [], file } = {}) {
  const rules = hosts.map((host) => `MAP ${host} ${address}`).join(', ');
  return puppeteer.launch({
    executablePath: file ?? (await executablePath()),
    headless: 'shell',
    timeout: PATIENCE,
    protocolTimeout: PATIENCE,
    args: [...ARGS, ...(rules === '' ? [] : [`--host-resolver-rules=${rules}`]), ...args],
  });
}

module.exports = { ARGS, executablePath, executablePaths, launch };
