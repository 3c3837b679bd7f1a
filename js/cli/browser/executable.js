'use strict';

const fs = require('node:fs');
const path = require('node:path');

/** Names under which Chrome and Chromium are installed. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'chrome.exe'];

/** The Chrome or Chromium of this machine: `PUPPETEER_EXECUTABLE_PATH`, else an installed one; `undefined` if there is none. */
function installedBrowser(puppeteer) {
  return process.env.PUPPETEER_EXECUTABLE_PATH || (onPath() ?? fromPuppeteer(puppeteer, 'chrome'));
}

/** The one that Puppeteer has downloaded. */
const downloadedBrowser = (puppeteer) => fromPuppeteer(puppeteer);

function onPath() {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const name of NAMES) {
      const file = path.join(folder, name);
      if (folder !== '' && fs.existsSync(file)) return file;
    }
  }
  return undefined;
}

/** Where Puppeteer keeps its own, or with a `channel`, where Chrome's installers put it. */
function fromPuppeteer(puppeteer, channel) {
  try {
    const file = puppeteer.executablePath(channel);
    return fs.existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

module.exports = { downloadedBrowser, installedBrowser };
