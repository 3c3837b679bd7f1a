'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { runToSuccess } = require('../helpers/processes/child');

/** A file that Chromium forgets now and then, when it has to close while it starts. */
const CHROMIUMS_OWN = /^\.org\.chromium\.Chromium\./;

const CRAWL = path.join(__dirname, 'process', 'crawl.js');

/** The crawls that follow each other in one place: each has a process of its own, the storage on the disk is that of all. */
function openWorkplace() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-crawl-'));
  const storage = path.join(folder, 'storage');
  const temporary = path.join(folder, 'tmp');
  const state = path.join(storage, 'key_value_stores', 'sessions', 'SDK_SESSION_POOL_STATE.json');
  fs.mkdirSync(temporary);
  const env = {
    ...process.env,
    CRAWLEE_STORAGE_DIR: storage,
    TMPDIR: temporary,
    // Level 0 is silence. There are a dozen copies of the logger, so that setting one's level is not enough.
    APIFY_LOG_LEVEL: '0',
  };
  return {
    /** Runs a crawl; see `process/crawl.js` for the job and the report. It and its browsers are ended when `stop` aborts. */
    async crawl(job, stop) {
      const { stdout, stderr } = await runToSuccess(CRAWL, [JSON.stringify(job)], { env, stop });
      return {
        ...JSON.parse(stdout),
        stderr,
        leftFiles: fs.readdirSync(temporary).filter((name) => !CHROMIUMS_OWN.test(name)),
      };
    },
    /** The pool as the latest crawl left it on the disk. */
    savedPool: () => JSON.parse(fs.readFileSync(state, 'utf8')),
    close: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
}

module.exports = { openWorkplace };
