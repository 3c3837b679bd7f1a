'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

/** Apify SDK 0.18, quiet and with a fresh folder for its storage; `remove()` leaves nothing behind. */
function loadApify() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-apify-'));
  const before = process.env.APIFY_LOCAL_STORAGE_DIR;
  process.env.APIFY_LOCAL_STORAGE_DIR = folder;
  // The log is the one that the SDK loads: it is silenced before the SDK prints what system it runs on.
  const log = require('apify-shared/log');
  log.setLevel(log.LEVELS.OFF);
  const Apify = require('apify-018');
  return {
    Apify,
    remove() {
      if (before === undefined) delete process.env.APIFY_LOCAL_STORAGE_DIR;
      else process.env.APIFY_LOCAL_STORAGE_DIR = before;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

module.exports = { loadApify };
