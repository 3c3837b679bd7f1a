'use strict';

// Servers of PostgreSQL on this machine alone, with temporary folders. Whoever starts one ends it.

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { postgresBinaries } = require('./postgres-binaries');
const { endWithUs } = require('./with-us');

const HOST = '127.0.0.1';

/** Out of the range from which systems take ports. */
const [LOWEST_PORT, PORTS] = [10_000, 12_000];
const TRIES = 20;

/** What the data of a test need not survive is not waited for. */
const SETTINGS = {
  listen_addresses: HOST,
  unix_socket_directories: '',
  fsync: 'off',
  max_connections: 200,
  shared_buffers: '64MB',
  dynamic_shared_memory_type: 'mmap',
};

const READY = 'ready to accept connections';

/**
 * Starts a server, whose superuser is `postgres`, without a password.
 *
 * @param {{ settings?: Record<string, string | number> }} [options] settings as in `postgresql.conf`, such as `{ fsync: 'on' }`
 * @returns `{ url, port, kill(), restart({ keepData }), stop() }`: `kill` ends it in the middle, `restart` does so and starts it again on the same port, with its data
 * unless `keepData` is `false`
 */
async function start({ settings = {} } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-postgres-'));
  const server = { port: undefined, process: undefined };
  const data = path.join(folder, 'data');
  const end = async (signal) => {
    const { process: child } = server;
    server.process = undefined;
    if (child !== undefined) await endAll(child, signal);
  };
  const stop = async () => {
    // It ends at once as well, and leaves nothing in the system.
    await end('SIGQUIT');
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  try {
    const binaries = postgresBinaries(folder);
    await initialise(binaries, data);
    const again = async () => {
      server.process = await run(binaries, data, { ...SETTINGS, ...settings, port: server.port });
    };
    for (let tries = 0; server.process === undefined; tries++) {
      server.port = LOWEST_PORT + Math.floor(Math.random() * PORTS);
      try {
        await again();
      } catch (error) {
        // Most likely, the port was taken.
        if (tries === TRIES) throw error;
      }
    }
    return {
      url: `postgres://postgres@${HOST}:${server.port}/postgres`,
      port: server.port,
      kill: () => end('SIGKILL'),
      async restart({ keepData = true } = {}) {
        await end('SIGKILL');
        if (!keepData) {
          fs.rmSync(data, { recursive: true, maxRetries: 10 });
          await initialise(binaries, data);
        }
        await again();
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Makes the data of a new server. */
async function initialise({ bin, options }, data) {
  const args = ['--pgdata', data, '--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  const child = spawn(path.join(bin, 'initdb'), args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  const said = saidBy(child);
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`initdb ended with ${code}: ${said()}`);
}

/** Runs a server, and waits until it answers. Returns its process. */
async function run({ bin, options }, data, settings) {
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(path.join(bin, 'postgres'), ['-D', data, ...args], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  endWithUs(child);
  const said = saidBy(child);
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`postgres ended with ${code}: ${said()}`)));
    child.stderr.on('data', () => {
      if (said().includes(READY)) resolve();
    });
  });
  return child;
}

/** The last of what a process has said. */
function saidBy(child) {
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said = (said + text).slice(-10_000);
  });
  return () => said;
}

/** Ends a server with the processes that it has started. */
async function endAll(child, signal) {
  // Whoever presses Ctrl-C tells it as well.
  if (child.exitCode !== null || child.signalCode !== null) return;
  const started = childrenOf(child.pid);
  const exited = once(child, 'exit');
  child.kill(signal);
  // They would notice it by themselves, after a second or two.
  for (const pid of started) kill(pid, signal);
  await exited;
  while (started.some((pid) => kill(pid, 0))) await sleep(10);
}

/** The ids of the processes that a process has started; only Linux tells. */
function childrenOf(pid) {
  const file = `/proc/${pid}/task/${pid}/children`;
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split(' ').filter(Boolean).map(Number) : [];
}

/** Sends a signal. Returns whether there was such a process. */
function kill(pid, signal) {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

module.exports = { start };
