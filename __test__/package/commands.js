'use strict';

// Runs commands as on a machine of a user: no Rust, no configuration of npm but that of the test's registry, no cache of npm's.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { PROCESS_MS } = require('../helpers/patience');

/** The file that a command on the PATH stands for. */
function found(command) {
  const folders = process.env.PATH.split(path.delimiter);
  const file = folders.map((folder) => path.join(folder, command)).find((candidate) => fs.existsSync(candidate));
  if (!file) throw new Error(`${command} was not found on the PATH`);
  return fs.realpathSync(file);
}

/** A folder with nothing but Node.js and npm, to be the whole PATH. */
function makeBin(folder) {
  fs.mkdirSync(folder);
  fs.symlinkSync(process.execPath, path.join(folder, 'node'));
  const npm = found('npm');
  fs.writeFileSync(path.join(folder, 'npm'), `#!/bin/sh\nexec node '${npm}' "$@"\n`, { mode: 0o755 });
}

/** The environment of a user whose home is this folder. Nothing is inherited, not what `npm test` sets either. */
function environment(home, PATH, npmrc) {
  return {
    PATH,
    HOME: home,
    TMPDIR: process.env.TMPDIR ?? '/tmp',
    NPM_CONFIG_USERCONFIG: npmrc,
    NPM_CONFIG_GLOBALCONFIG: path.join(home, 'no-global-npmrc'),
  };
}

/** What a command printed. If it failed, that is the error: some compilers print their messages to the standard output. */
function succeeded({ status, stdout, stderr, error }) {
  if (error) throw error;
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
  return stdout;
}

/** What the global setup made, and the commands of a user. */
function user() {
  const { folder, npmrc } = JSON.parse(process.env.CRAWLER_SESSION_PACKAGE_TEST);
  const env = environment(path.join(folder, 'home'), path.join(folder, 'bin'), npmrc);
  const options = (cwd) => ({ cwd, env, encoding: 'utf8', maxBuffer: 1 << 26, timeout: PROCESS_MS });
  return {
    env,
    staged: path.join(folder, 'staged'),
    /** A new empty folder. */
    place: () => fs.mkdtempSync(path.join(folder, 'place-')),
    /** These two return what the command prints, and throw if it fails. */
    npm: (cwd, ...args) => succeeded(spawnSync(path.join(folder, 'bin', 'npm'), args, options(cwd))),
    node: (cwd, ...args) => succeeded(spawnSync(process.execPath, args, options(cwd))),
    /** For a command that may fail: `{ status, stdout, stderr }`. */
    tryNode: (cwd, ...args) => spawnSync(process.execPath, args, options(cwd)),
  };
}

module.exports = { environment, makeBin, user };
