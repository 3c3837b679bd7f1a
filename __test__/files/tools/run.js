'use strict';

const { execFile } = require('node:child_process');
const { promisify } = require('node:util');
const { PATIENCE_MS } = require('../../helpers/patience');

/** Runs a program to its end, with no configuration of the user's and no proxy but the one that is named. Returns what it wrote. */
async function run(program, args, { proxy, folder, env = {} } = {}) {
  const own = { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8', ...env };
  if (proxy !== undefined) own.http_proxy = proxy;
  const { stdout } = await promisify(execFile)(program, args, { cwd: folder, env: own, timeout: PATIENCE_MS });
  return stdout;
}

module.exports = { run };
