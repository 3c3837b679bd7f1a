'use strict';

// Servers of Redis or Valkey on this machine alone, with temporary folders. Whoever starts one ends it.

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const Redis = require('ioredis');
const { redisServer } = require('./redis-server');
const { endWithUs } = require('./with-us');

const HOST = '127.0.0.1';

/** Out of the range from which systems take ports, and so is the cluster's port, which is larger by 10,000. */
const [LOWEST_PORT, PORTS] = [10_000, 12_000];
const TRIES = 20;

/**
 * Starts a server. Unless its arguments say otherwise (`['--appendonly', 'yes']`), it keeps nothing on disk.
 *
 * `pid` is that of its process; `command(...words)` sends a command and resolves to the reply; `kill()` ends the server in the middle;
 * `restart()` does so and starts it again on the same port, with the data that is on disk unless `keepData` is false; `stop()` ends it for
 * good.
 *
 * @param {{ args?: string[] }} [options]
 */
async function start({ args = [] } = {}) {
  const server = redisServer();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-redis-'));
  const { port, child } = await onAnyPort((one) => run(server, one, folder, args));
  let running = child;
  const kill = async () => {
    if (running.exitCode !== null || running.signalCode !== null) return;
    const exited = once(running, 'exit');
    running.kill('SIGKILL');
    await exited;
  };
  return {
    url: `redis://${HOST}:${port}`,
    port,
    get pid() {
      return running.pid;
    },
    command: (...words) => command(port, words),
    kill,
    async restart({ keepData = true } = {}) {
      await kill();
      if (!keepData) for (const file of fs.readdirSync(folder)) fs.rmSync(path.join(folder, file), { recursive: true });
      running = await run(server, port, folder, args);
    },
    async stop() {
      await kill();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Tries ports until one is not taken. */
async function onAnyPort(run) {
  for (let tries = 1; ; tries++) {
    const port = LOWEST_PORT + Math.floor(Math.random() * PORTS);
    try {
      return { port, child: await run(port) };
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
}

/** Starts three servers that share the slots of a cluster. */
async function startCluster() {
  const args = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '15000'];
  const servers = await Promise.all([1, 2, 3].map(() => start({ args })));
  const slots = 16_384;
  for (const [at, server] of servers.entries()) {
    const [first, end] = [at, at + 1].map((share) => Math.round((share * slots) / servers.length));
    await server.command('CLUSTER', 'ADDSLOTS', ...Array.from({ length: end - first }, (_, slot) => first + slot));
    await server.command('CLUSTER', 'SET-CONFIG-EPOCH', at + 1);
    if (at > 0) await server.command('CLUSTER', 'MEET', HOST, servers[0].port);
  }
  for (const server of servers) {
    while (!(await server.command('CLUSTER', 'INFO')).includes('cluster_state:ok')) await sleep(50);
    while ((await server.command('CLUSTER', 'SLOTS')).length < servers.length) await sleep(50);
  }
  return { servers, stop: () => Promise.all(servers.map((server) => server.stop())) };
}

/** Runs a server, and waits until it answers. Returns its process. */
async function run(server, port, folder, args) {
  const options = ['--port', String(port), '--bind', HOST, '--dir', folder, '--save', '', '--loglevel', 'warning'];
  const child = spawn(server.command, [...options, ...args], {
    env: { ...process.env, ...server.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endWithUs(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      said = (said + text).slice(-2000);
    });
  }
  const ended = new Promise((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${server.command} ended with ${code}: ${said}`)));
  });
  ended.catch(() => {});
  await Promise.race([ended, answers(port, child)]);
  return child;
}

/** Waits until a server is there and has read its data. */
async function answers(port, child) {
  while (child.exitCode === null) {
    try {
      // Another server may have had the port before.
      const info = await command(port, ['INFO', 'server']);
      if (info.includes(`process_id:${child.pid}`)) return;
    } catch {
      // It isn't there yet.
    }
    await sleep(20);
  }
}

async function command(port, words) {
  const options = { lazyConnect: true, retryStrategy: null, enableReadyCheck: false, disconnectTimeout: 10 };
  const client = new Redis(port, HOST, options);
  client.on('error', () => {});
  try {
    await client.connect();
    return await client.call(...words.map(String));
  } finally {
    client.disconnect();
  }
}

module.exports = { start, startCluster };
