'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { PATIENCE_MS } = require('../../helpers/patience');

/** Starts the registry. `npmrc` is the configuration of an npm that knows no other one. */
async function startRegistry(folder) {
  fs.mkdirSync(folder, { recursive: true });
  const child = spawn(process.execPath, [path.join(__dirname, 'server.js'), folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // A global setup has no bound of its own.
  const patience = setTimeout(() => child.kill(), PATIENCE_MS);
  const port = await Promise.race([
    portOf(child),
    ended.then((code) => Promise.reject(new Error(`The registry ended with ${code} before it said its port`))),
  ]).finally(() => clearTimeout(patience));
  const npmrc = path.join(folder, 'npmrc');
  // npm doesn't publish without a token; this registry takes any.
  const lines = [`registry=http://127.0.0.1:${port}/`, `//127.0.0.1:${port}/:_authToken=any`, 'update-notifier=false'];
  fs.writeFileSync(npmrc, `${lines.join('\n')}\n`);
  return {
    npmrc,
    stop: () => {
      child.stdin.end();
      return ended;
    },
  };
}

/** The port that the server prints. */
function portOf(child) {
  return new Promise((resolve) => {
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
      const [, port] = /^port (\d+)$/m.exec(output) ?? [];
      if (port) resolve(Number(port));
    });
  });
}

module.exports = { startRegistry };
