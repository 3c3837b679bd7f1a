'use strict';

const fs = require('node:fs');
const path = require('node:path');
const puppeteer = require('puppeteer-core');
const { PATIENCE_MS } = require('../helpers/patience');

const NAMES = ['firefox-esr', 'firefox'];

/** Starts Firefox with an empty profile: that of `FIREFOX_EXECUTABLE_PATH`, or one that is installed. Puppeteer drives it by WebDriver BiDi. */
function launch() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const installed = folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))).find(fs.existsSync);
  const executablePath = process.env.FIREFOX_EXECUTABLE_PATH ?? installed;
  if (executablePath === undefined) {
    throw new Error('No Firefox was found: install one, or set FIREFOX_EXECUTABLE_PATH to its executable.');
  }
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    timeout: PATIENCE_MS,
    protocolTimeout: PATIENCE_MS,
  });
}

module.exports = { launch };
