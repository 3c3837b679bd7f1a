'use strict';

// The hub that `machines.js` starts in a network namespace: `hub.js FILE ADDRESS…` passes on what comes to the addresses to a socket in a
// file, and tells the ports to whoever has started it. It ends with that one.

const { passOn } = require('./pass-on');

async function main([file, ...hosts]) {
  process.once('disconnect', () => process.exit());
  const open = (host) => passOn({ host, port: 0 }, { path: file }, []);
  const servers = await Promise.all(hosts.map(open));
  process.send(servers.map(({ port }) => port));
}

main(process.argv.slice(2));
