'use strict';

// Two machines on this one, for the example `two-machines.mjs`: network namespaces, each with a cable of its own to a server here. Making
// them takes Linux, root and the command `ip`; otherwise, processes whose connections to the server go through this one, which can stop
// passing on what they carry. `MACHINES=processes` asks for that.

const { execFileSync } = require('node:child_process');
const { randomBytes, randomInt } = require('node:crypto');
const { once } = require('node:events');
const net = require('node:net');

const HERE = '127.0.0.1';

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
      const machines = [];
      for (const name of names) machines.push(await makeNamespace(name, port, removes));
      return { kind: 'network namespaces', machines, remove };
    } catch {
      // This process has no right to do so, or the system no such thing.
      await remove();
    }
  }
  const machines = [];
  for (const name of names) machines.push(await makeProcess(name, port, removes));
  return { kind: 'processes', machines, remove };
}

async function makeNamespace(name, port, removes) {
  const id = randomBytes(4).toString('hex');
  const [space, here, there] = [`machine-${id}`, `here-${id}`, `there-${id}`];
  // A range that the Internet doesn't use.
  const subnet = `198.18.${randomInt(256)}`;
  const first = 4 * randomInt(64);
  const [host, own] = [`${subnet}.${first + 1}`, `${subnet}.${first + 2}`];
  ip('netns', 'add', space);
  // The cable goes with it.
  removes.push(() => ip('netns', 'del', space));
  ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', space);
  ip('addr', 'add', `${host}/30`, 'dev', here);
  ip('link', 'set', here, 'up');
  ip('-n', space, 'addr', 'add', `${own}/30`, 'dev', there);
  ip('-n', space, 'link', 'set', there, 'up');
  const server = await passOn(host, port, removes);
  return {
    name,
    command: ['ip', 'netns', 'exec', space],
    host,
    port: server.port,
    pullCable: () => ip('link', 'set', here, 'down'),
    plugCable: () => ip('link', 'set', here, 'up'),
  };
}

async function makeProcess(name, port, removes) {
  const server = await passOn(HERE, port, removes);
  return { name, command: [], host: HERE, port: server.port, pullCable: server.pause, plugCable: server.resume };
}

/** Passes on what comes to a new port of an address, and the answers, until it is paused. */
async function passOn(host, target, removes) {
  const links = new Set();
  let isPaused = false;
  const connect = ([near, far]) => near.pipe(far).pipe(near);
  const server = net.createServer((near) => {
    const link = [near, net.connect(target, HERE)];
    links.add(link);
    const end = () => {
      links.delete(link);
      for (const socket of link) socket.destroy();
    };
    for (const socket of link) socket.on('error', end).on('close', end).setNoDelay(true);
    if (!isPaused) connect(link);
  });
  server.listen(0, host);
  await once(server, 'listening');
  removes.push(() => {
    for (const [near] of links) near.destroy();
    server.close();
  });
  return {
    port: server.address().port,
    pause() {
      isPaused = true;
      for (const [near, far] of links) {
        near.unpipe(far);
        far.unpipe(near);
      }
    },
    resume() {
      isPaused = false;
      for (const link of links) connect(link);
    },
  };
}

function ip(...args) {
  execFileSync('ip', args, { stdio: 'ignore' });
}

module.exports = { makeMachines };
