'use strict';

const { once } = require('node:events');
const net = require('node:net');

/**
 * Passes on what comes to an address (port 0 is a new one; or a socket in a file) to a target, and the answers, until it is paused.
 *
 * @param {{ host: string, port: number } | { path: string }} address where it listens
 * @param {{ port: number, host: string } | { path: string }} target
 * @param {(() => void)[]} removes gets what ends it
 */
async function passOn(address, target, removes) {
  const links = new Set();
  let isPaused = false;
  const connect = ([near, far]) => near.pipe(far).pipe(near);
  const server = net.createServer((near) => {
    const link = [near, net.connect(target)];
    links.add(link);
    const end = () => {
      links.delete(link);
      for (const socket of link) socket.destroy();
    };
    for (const socket of link) socket.on('error', end).on('close', end).setNoDelay(true);
    if (!isPaused) connect(link);
  });
  server.listen(address);
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

module.exports = { passOn };
