'use strict';

// Runs the napi-rs command line of this project's own devDependency.

const { spawnSync } = require('node:child_process');
const os = require('node:os');
const path = require('node:path');

const root = path.join(__dirname, '..');

/** Runs `napi` with these arguments in a folder, with further environment variables. Returns whether it succeeded. */
function napiIn(folder, args, env = {}) {
  const manifest = require.resolve('@napi-rs/cli/package.json', { paths: [root] });
  const bin = path.join(path.dirname(manifest), require(manifest).bin.napi);
  return (
    spawnSync(process.execPath, [bin, ...args], { cwd: folder, stdio: 'inherit', env: { ...process.env, ...env } })
      .status === 0
  );
}

/** Runs `napi` with these arguments in the project. Returns whether it succeeded. */
function napi(...args) {
  return napiIn(root, args);
}

/** What stands in the addon for folders of this machine: a panic names the file in which it happened. */
function remaps() {
  const cargo = process.env.CARGO_HOME ?? path.join(os.homedir(), '.cargo');
  const named = [
    [root, 'crawler-session'],
    [cargo, 'cargo'],
  ];
  // Flags are divided by spaces, so a folder with a space can't be named.
  return named.filter(([from]) => !/\s/.test(from)).map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
}

/** Builds the addon and its types into a folder, with further arguments of `napi build`; nothing that is committed is touched. */
function build(folder, ...args) {
  const RUSTFLAGS = [process.env.RUSTFLAGS ?? '', ...remaps()].join(' ').trim();
  const all = ['build', '--platform', '--release', '--output-dir', folder, '--no-js', '--dts', 'binding.d.ts', ...args];
  return napiIn(root, all, { RUSTFLAGS });
}

module.exports = { build, napi, napiIn, root };
