'use strict';

// `npm install` in a clone builds the addon. If it can't, this says what is missing.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

const NODE_MAJOR = 20;
const RUST_MINOR = 88;

function fail(message) {
  console.error(`\ncrawler-session can't be built: ${message}\n`);
  process.exit(1);
}

const major = Number(process.versions.node.split('.')[0]);
if (major < NODE_MAJOR) fail(`Node.js ${NODE_MAJOR} or later is needed, this is ${process.versions.node}.`);

const cargo = spawnSync('cargo', ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
if (cargo.error || cargo.status !== 0) {
  fail(`Rust 1.${RUST_MINOR} or later is needed, and \`cargo\` was not found on the PATH. rustup installs it.`);
}
const [, rustMajor, rustMinor] = /(\d+)\.(\d+)/.exec(cargo.stdout) ?? [];
if (Number(rustMajor) === 1 && Number(rustMinor) < RUST_MINOR) {
  fail(`Rust 1.${RUST_MINOR} or later is needed, this is ${cargo.stdout.trim()}. \`rustup update\` brings it.`);
}

try {
  require.resolve('@napi-rs/cli/package.json');
} catch {
  fail(
    'run `npm install` in the clone itself first; it builds the addon, and the clone can be installed elsewhere then.',
  );
}
const { build, root } = require('./napi');
const built = path.join(root, 'target', 'napi');
fs.rmSync(built, { recursive: true, force: true });
if (!build(built)) fail('the build failed; its messages stand above.');
for (const name of fs.readdirSync(built)) {
  if (!name.endsWith('.node')) continue;
  // A new file instead of new content: a process that has loaded the old one keeps it.
  fs.rmSync(path.join(root, name), { force: true });
  fs.copyFileSync(path.join(built, name), path.join(root, name));
}
