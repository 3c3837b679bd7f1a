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

const HOST = '127.0.0.1';

/** Out of the range from which systems take ports, and so is the cluster's port, which is larger by 10,000. */
const [LOWEST_PORT, PORTS] = [10_000, 12_000];
const TRIES = 20;

/**
 * Starts a server.
 *
 * @param {{ args?: string[] }} [options] arguments of the server, such as `['--appendonly', 'yes']`; without them nothing is kept on disk
 * @returns `{ url, port, command(…args), kill(), restart({ keepData }), stop() }`: `command` sends one to the server, `kill` ends it in the middle, `restart` does so and
 * starts it again on the same port, with the data that is on disk unless `keepData` is `false`
 */
async function start({ args = [] } = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-redis-'));
  const server = { port: undefined, process: undefined };
  for (let tries = 0; server.process === undefined; tries++) {
    server.port = LOWEST_PORT + Math.floor(Math.random() * PORTS);
    try {
      server.process = await run(server.port, folder, args);
    } catch (error) {
      // Most likely, the port was taken.
      if (tries === TRIES) throw error;
    }
  }
  const kill = async () => {
    if (server.process === undefined) return;
    const exited = once(server.process, 'exit');
    server.process.kill('SIGKILL');
    server.process = undefined;
    await exited;
  };
  return {
    url: `redis://${HOST}:${server.port}`,
    port: server.port,
    command: (...words) => command(server.port, words),
    kill,
    async restart({ keepData = true } = {}) {
      await kill();
      if (!keepData) for (const file of fs.readdirSync(folder)) fs.rmSync(path.join(folder, file), { recursive: true });
      server.process = await run(server.port, folder, args);
    },
    async stop() {
      await kill();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
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
async function run(port, folder, args) {
  const server = redisServer();
  const options = ['--port', String(port), '--bind', HOST, '--dir', folder, '--save', '', '--loglevel', 'warning'];
  const child = spawn(server.command, [...options, ...args], {
    env: { ...process.env, ...server.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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
