'use strict';

const { execFile } = require('node:child_process');
const path = require('node:path');
const { promisify } = require('node:util');

/** A visit takes about three seconds. One that doesn't end, or whose process doesn't, is a failure. */
const TIMEOUT_MS = 30_000;

/** What a client and a jar saw, in a process of their own: most clients are ES modules, which Jest's own loader can't load. */
async function visitInProcess(client, packageOfJar) {
  const args = [path.join(__dirname, 'runner.mjs'), client, packageOfJar];
  const options = { timeout: TIMEOUT_MS, killSignal: 'SIGKILL', maxBuffer: 1 << 24 };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  return JSON.parse(stdout);
}

module.exports = { visitInProcess };
