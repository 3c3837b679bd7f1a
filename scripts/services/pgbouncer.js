'use strict';

// pgbouncer in transaction mode before a server of PostgreSQL: `pgbouncer` on the PATH, or Debian's package, which is fetched once into `target/`
// and not installed.

const { spawn, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const net = require('node:net');
const { once } = require('node:events');
const { setTimeout: sleep } = require('node:timers/promises');
const { endWithUs } = require('./with-us');

const FOLDER = path.join(__dirname, '..', '..', 'target', 'services', 'pgbouncer');
/** With what it needs beyond a usual system. */
const PACKAGES = ['pgbouncer', 'libevent-2.1-7', 'libc-ares2'];

const HOST = '127.0.0.1';
const [LOWEST_PORT, PORTS] = [10_000, 12_000];
const TRIES = 20;

/** The command and the environment that it needs, `{ command, env }`; `undefined` where it can't be had. */
function pgbouncer() {
  const found = [{ command: 'pgbouncer', env: {} }, fetched()].find(runs);
  if (found !== undefined) return found;
  fetch();
  return [fetched()].find(runs);
}

function fetched() {
  const libraries = fs.existsSync(FOLDER) ? fs.readdirSync(FOLDER, { recursive: true }).map(String) : [];
  const folders = libraries.filter((file) => /\.so(\.\d+)+$/.test(file)).map((file) => path.join(FOLDER, file, '..'));
  const env = { LD_LIBRARY_PATH: [...new Set(folders)].join(':') };
  return { command: path.join(FOLDER, 'usr', 'sbin', 'pgbouncer'), env };
}

/** Fetches it into a folder that gets its name when all is there: two may do so at once. */
function fetch() {
  fs.mkdirSync(path.dirname(FOLDER), { recursive: true });
  const folder = fs.mkdtempSync(path.join(path.dirname(FOLDER), '.fetching-'));
  const download = () => run('apt-get', ['download', ...PACKAGES], { cwd: folder });
  try {
    // Where no list of packages is there, root can get one.
    if (!download() && !(run('apt-get', ['update']) && download())) return;
    const files = fs.readdirSync(folder).filter((file) => file.endsWith('.deb'));
    if (files.every((file) => run('dpkg', ['-x', path.join(folder, file), folder]))) fs.renameSync(folder, FOLDER);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error; // somebody else has fetched it meanwhile
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether it can keep the statements of clients by their names: it does since version 1.21, if it is told to. */
function canKeepStatements({ command, env }) {
  const { stdout } = spawnSync(command, ['--version'], { env: { ...process.env, ...env }, encoding: 'utf8' });
  const [, major, minor] = /^PgBouncer (\d+)\.(\d+)/i.exec(stdout);
  return Number(major) > 1 || Number(minor) >= 21;
}

function runs({ command, env }) {
  return run(command, ['--version'], { env: { ...process.env, ...env } });
}

function run(command, args, options) {
  return spawnSync(command, args, { ...options, stdio: 'ignore' }).status === 0;
}

/**
 * Starts it before a server.
 *
 * @param {{ port: number }} server
 * @param {{ keepsStatements?: boolean }} [options] whether it keeps the statements of clients by their names
 * @returns `{ url, port, stop() }`; `undefined` where it can't be had
 */
async function start(server, { keepsStatements = false } = {}) {
  const found = pgbouncer();
  if (found === undefined) return undefined;
  const canKeep = canKeepStatements(found);
  if (keepsStatements && !canKeep) return undefined;
  const kept = canKeep ? [`max_prepared_statements = ${keepsStatements ? 100 : 0}`] : [];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-pgbouncer-'));
  // It refuses to go on as root.
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  for (let tries = 0; ; tries++) {
    const port = LOWEST_PORT + Math.floor(Math.random() * PORTS);
    const options = { env: { ...process.env, ...found.env }, stdio: 'ignore' };
    const child = spawn(found.command, [...user, configure(folder, port, server.port, kept)], options);
    endWithUs(child);
    if (await answers(child, port)) {
      const stop = async () => {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
        fs.rmSync(folder, { recursive: true, force: true });
      };
      return { url: `postgres://postgres@${HOST}:${port}/postgres`, port, stop };
    }
    // Most likely, the port was taken.
    if (tries === TRIES) throw new Error('pgbouncer does not start');
  }
}

/** Writes its configuration. It has fewer connections to the server than a test has to it. */
function configure(folder, port, serverPort, more) {
  const file = path.join(folder, 'pgbouncer.ini');
  const users = path.join(folder, 'users.txt');
  const lines = [
    '[databases]',
    `postgres = host=${HOST} port=${serverPort}`,
    '[pgbouncer]',
    `listen_addr = ${HOST}`,
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = trust',
    `auth_file = ${users}`,
    'pool_mode = transaction',
    'default_pool_size = 2',
    ...more,
  ];
  fs.writeFileSync(file, lines.join('\n'));
  fs.writeFileSync(users, '"postgres" ""\n');
  return file;
}

/** Waits until it takes connections. Returns whether it does; it may have ended instead. */
async function answers(child, port) {
  while (child.exitCode === null) {
    const socket = net.connect(port, HOST);
    const isThere = await once(socket, 'connect').catch(() => undefined);
    socket.destroy();
    // Another server may have the port: then it ends about now.
    await sleep(50);
    if (isThere !== undefined && child.exitCode === null) return true;
  }
  return false;
}

module.exports = { start };
