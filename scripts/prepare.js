'use strict';

// `npm install` in a clone builds the addon. Says clearly what is missing where it can't.

const { spawnSync } = require('node:child_process');
const path = require('node:path');

const root = path.join(__dirname, '..');
const NODE_MAJOR = 20;
const RUST_MINOR = 88;

function fail(message) {
  console.error(`\ncrawler-session can't be built: ${message}\n`);
  process.exit(1);
}

const major = Number(process.versions.node.split('.')[0]);
if (major < NODE_MAJOR) fail(`Node.js ${NODE_MAJOR} or later is needed, this is ${process.versions.node}.`);

const cargo = spawnSync('cargo', ['--version'], { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
if (cargo.error || cargo.status !== 0) {
  fail(
    `Rust is needed (rustc and cargo 1.${RUST_MINOR} or later, see rust-lang.org), and \`cargo\` was not found on the PATH.`,
  );
}
const [, rustMajor, rustMinor] = /(\d+)\.(\d+)/.exec(cargo.stdout) ?? [];
if (Number(rustMajor) === 1 && Number(rustMinor) < RUST_MINOR) {
  fail(`Rust 1.${RUST_MINOR} or later is needed, this is ${cargo.stdout.trim()}.`);
}

const cli = require.resolve('@napi-rs/cli/package.json', { paths: [root] });
const bin = path.join(path.dirname(cli), require(cli).bin.napi);
const build = spawnSync(
  process.execPath,
  [bin, 'build', '--platform', '--release', '--js', 'binding.js', '--dts', 'binding.d.ts'],
  { cwd: root, stdio: 'inherit' },
);
if (build.status !== 0) fail('the build failed; its messages stand above.');
