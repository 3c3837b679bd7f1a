'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

/** An Apify SDK, quiet and with a fresh folder for its storage; `remove()` leaves nothing behind. */
function loadApify(alias = 'apify-018') {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-apify-'));
  const before = process.env.APIFY_LOCAL_STORAGE_DIR;
  process.env.APIFY_LOCAL_STORAGE_DIR = folder;
  // The log is the one that 0.18 loads: it is silenced before the SDK prints what system it runs on.
  const log018 = require('apify-shared/log');
  log018.setLevel(log018.LEVELS.OFF);
  const Apify = require(alias);
  const { log } = Apify.utils;
  log.setLevel(log.LEVELS.OFF);
  const { SessionPool } = require(`${alias}/build/session_pool/session_pool`);
  return {
    Apify,
    SessionPool,
    remove() {
      if (before === undefined) delete process.env.APIFY_LOCAL_STORAGE_DIR;
      else process.env.APIFY_LOCAL_STORAGE_DIR = before;
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

module.exports = { loadApify };
