'use strict';

// Runs the napi-rs command line of this project's own devDependency.

const { spawnSync } = require('node:child_process');
const path = require('node:path');

const root = path.join(__dirname, '..');

/** Runs `napi` with these arguments in a folder. Returns whether it succeeded. */
function napiIn(folder, ...args) {
  const manifest = require.resolve('@napi-rs/cli/package.json', { paths: [root] });
  const bin = path.join(path.dirname(manifest), require(manifest).bin.napi);
  return spawnSync(process.execPath, [bin, ...args], { cwd: folder, stdio: 'inherit' }).status === 0;
}

/** Runs `napi` with these arguments in the project. Returns whether it succeeded. */
function napi(...args) {
  return napiIn(root, ...args);
}

/** Builds the addon and its types into a folder; nothing that is committed is touched. */
function build(folder) {
  return napi('build', '--platform', '--release', '--output-dir', folder, '--no-js', '--dts', 'binding.d.ts');
}

module.exports = { build, napi, napiIn, root };
