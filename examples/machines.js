'use strict';

// Two machines on this one, for the example `two-machines.mjs`: network namespaces, each with a cable of its own to a hub that reaches a server here. Making
// them takes Linux, root and the command `ip`; otherwise, processes whose connections to the server go through this one, which can stop
// passing on what they carry. `MACHINES=processes` asks for that.

const { execFileSync, spawn } = require('node:child_process');
const { randomBytes, randomInt } = require('node:crypto');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { passOn } = require('./pass-on');

const HERE = '127.0.0.1';
const HUB = path.join(__dirname, 'hub.js');

/**
 * Makes machines that reach a port of this one, and nothing else.
 *
 * @param {string[]} names of the machines
 * @param {number} port of the server
 * @returns {Promise<{ kind: string, machines: object[], remove(): Promise<void> }>} what kind of machines they are, and for each: the
 * `command` and arguments before those of a process that shall run on it; under which `host` and `port` it has the server; `pullCable()`,
 * `plugCable()`
 */
async function makeMachines(names, port) {
  const removes = [];
  const remove = async () => {
    for (const undo of removes.splice(0).reverse()) await undo();
  };
  if (process.env.MACHINES !== 'processes') {
    try {
      return { kind: 'network namespaces', machines: await makeNamespaces(names, port, removes), remove };
    } catch {
      // This process has no right to do so, or the system no such thing.
      await remove();
    }
  }
  const machines = [];
  for (const name of names) machines.push(await makeProcess(name, port, removes));
  return { kind: 'processes', machines, remove };
}

/**
 * Namespaces whose cables lead to a hub, which is one as well: an interface that comes or goes here would break the connections of every
 * browser on this machine (`ERR_NETWORK_CHANGED`). What comes to the hub is passed on through a socket in a file.
 */
async function makeNamespaces(names, port, removes) {
  const id = randomBytes(4).toString('hex');
  const hub = `hub-${id}`;
  addNamespace(hub, removes);
  const cables = names.map((name, at) => addCable(name, `machine-${id}-${at}`, hub, `cable-${at}`, removes));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hub-'));
  removes.push(() => fs.rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'socket');
  await passOn({ path: file }, { port, host: HERE }, removes);
  const ports = await startHub(
    [...inside(hub), process.execPath, HUB, file, ...cables.map(({ host }) => host)],
    removes,
  );
  return cables.map((cable, at) => ({ ...cable, port: ports[at] }));
}

function addCable(name, space, hub, here, removes) {
  const there = 'cable';
  // A range that the Internet doesn't use.
  const subnet = `198.18.${randomInt(256)}`;
  const first = 4 * randomInt(64);
  const [host, own] = [`${subnet}.${first + 1}`, `${subnet}.${first + 2}`];
  addNamespace(space, removes);
  ip('-n', hub, 'link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', space);
  ip('-n', hub, 'addr', 'add', `${host}/30`, 'dev', here);
  ip('-n', hub, 'link', 'set', here, 'up');
  ip('-n', space, 'addr', 'add', `${own}/30`, 'dev', there);
  ip('-n', space, 'link', 'set', there, 'up');
  return {
    name,
    command: inside(space),
    host,
    pullCable: () => ip('-n', hub, 'link', 'set', here, 'down'),
    plugCable: () => ip('-n', hub, 'link', 'set', here, 'up'),
  };
}

/** The interfaces in a namespace go with it. */
function addNamespace(name, removes) {
  ip('netns', 'add', name);
  const remove = () => ip('netns', 'del', name);
  process.once('exit', remove);
  removes.push(() => {
    process.off('exit', remove);
    remove();
  });
}

const inside = (space) => ['ip', 'netns', 'exec', space];

/** Starts the hub. Returns the port that it has at the address of each cable. */
async function startHub([command, ...args], removes) {
  const hub = spawn(command, args, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const ended = once(hub, 'close');
  removes.push(async () => {
    hub.kill('SIGKILL');
    await ended;
  });
  const noPorts = ended.then(([code]) => {
    throw new Error(`the hub has ended with code ${code}`);
  });
  noPorts.catch(() => {});
  const [ports] = await Promise.race([once(hub, 'message'), noPorts]);
  return ports;
}

async function makeProcess(name, port, removes) {
  const server = await passOn({ host: HERE, port: 0 }, { port, host: HERE }, removes);
  return { name, command: [], host: HERE, port: server.port, pullCable: server.pause, plugCable: server.resume };
}

function ip(...args) {
  execFileSync('ip', args, { stdio: 'ignore' });
}

module.exports = { makeMachines };
