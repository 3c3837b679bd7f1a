'use strict';

// `npm run coverage`: which lines the tests run, measured by cargo-tarpaulin for Rust and by Jest for JavaScript. The Rust figure only
// counts what Rust's own tests run; the addon's crate is run by Jest, which tarpaulin doesn't see.

const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { root } = require('./napi');

const RUST = [
  'tarpaulin',
  '--workspace',
  '--engine',
  'llvm',
  '--skip-clean',
  '--out',
  'Stdout',
  '--target-dir',
  'target/coverage',
];
const JEST = [
  ...['--selectProjects', 'api', 'jar', 'side-by-side', 'workers'],
  ...['--coverage', '--coverageProvider', 'v8', '--coverageReporters', 'text', '--collectCoverageFrom', 'js/**/*.js'],
];

/** Runs a command that measures coverage. Returns whether it succeeded. */
function run(file, args) {
  return spawnSync(file, args, { cwd: root, stdio: 'inherit' }).status === 0;
}

if (spawnSync('cargo', ['tarpaulin', '--version'], { cwd: root }).status !== 0) {
  console.error('cargo-tarpaulin is needed: `cargo install cargo-tarpaulin --locked`');
  process.exit(1);
}
const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const results = [run('cargo', RUST), run(process.execPath, [jest, ...JEST])];
process.exitCode = results.every(Boolean) ? 0 : 1;
