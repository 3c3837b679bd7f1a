'use strict';

// Finds and starts a real Chromium, for the demo and the browser tests.

const puppeteer = require('puppeteer-core');
const { installedBrowser } = require('../js/cli/browser/executable');
const { PATIENCE } = require('./patience');

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
  const found = installedBrowser(puppeteer) ?? (await packaged());
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

/** The Chromium inside `@sparticuz/chromium`, which is there for one platform. */
async function packaged() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const { default: chromium } = await import('@sparticuz/chromium');
  return chromium.executablePath();
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
