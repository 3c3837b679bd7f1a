'use strict';

// A registry on a free port of the loopback, for one test run: `node server.js <folder>` keeps everything in the folder and prints its port.
// It has no uplinks, so it knows only what is published to it and asks no other registry. It ends when its standard input does.

const path = require('node:path');
const { runServer } = require('verdaccio');

const [folder] = process.argv.slice(2);
const ANYONE = { access: '$all', publish: '$all' };

async function start() {
  const app = await runServer({
    configPath: path.join(folder, 'config.yaml'),
    self_path: folder,
    storage: path.join(folder, 'storage'),
    uplinks: {},
    packages: { '**': ANYONE },
    auth: { htpasswd: { file: path.join(folder, 'htpasswd') } },
    log: { type: 'stdout', format: 'pretty', level: 'error' },
    web: { enable: false },
  });
  const server = app.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
}

process.stdin.on('end', () => process.exit()).resume();
start();
