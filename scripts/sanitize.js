'use strict';

// `npm run sanitize`: looks for wrong uses of memory. The Rust tests run with LeakSanitizer; the tests of the API, the jar, the SQLite store and
// worker threads run with an addon that is built with AddressSanitizer; a debugger looks that each unsafe block is run by them.
// Linux on x64 with gdb and GCC, whose AddressSanitizer is loaded before Node.js; a stable compiler, told that it may (RUSTC_BOOTSTRAP).

const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { root } = require('./napi');
const { unreached } = require('./sanitize/unreached');
const { unsafeBlocks } = require('./sanitize/unsafe-blocks');

const TARGET = 'x86_64-unknown-linux-gnu';
const ADDON = 'crawler-session.linux-x64-gnu.node';

/** Freed memory is kept for a megabyte, so that the tests of growing memory hold. Node.js itself frees little when it ends. */
const ASAN_OPTIONS = 'detect_leaks=0:exitcode=99:quarantine_size_mb=1:thread_local_quarantine_size_kb=16';

const JEST = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');

const BLOCKS = unsafeBlocks(path.join(root, 'src'));

const TESTS = [
  '--selectProjects',
  'api',
  'jar',
  'workers',
  'stores',
  '--testPathPatterns',
  '/(api|jar|workers)/|stores/(sqlite|store)-',
  '--maxWorkers=2',
];

// Whoever tells this process to end tells what it runs; then the usual addon has to come back.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

function run(command, args, options) {
  const { status, signal } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (signal !== null) throw new Error(`${path.basename(command)} was ended by ${signal}`);
  return status === 0;
}

/** Runs cargo with flags of the compiler, in a folder of its own. Returns whether it succeeded. */
function cargo(folder, flags, args, env) {
  const flagged = {
    ...process.env,
    RUSTC_BOOTSTRAP: '1',
    RUSTFLAGS: flags.join(' '),
    CARGO_TARGET_DIR: folder,
    ...env,
  };
  return run('cargo', [...args, '--locked', '--target', TARGET], { env: flagged });
}

/** The Rust tests with LeakSanitizer. */
function leaks() {
  return cargo(path.join(root, 'target', 'leaks'), ['-Zsanitizer=leak'], ['test', '--workspace']);
}

/** Builds the addon with AddressSanitizer. Returns its file. */
function build() {
  const folder = path.join(root, 'target', 'addresses');
  const env = {
    CARGO_PROFILE_RELEASE_LTO: 'false',
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
    CARGO_PROFILE_RELEASE_STRIP: 'none',
    CARGO_PROFILE_RELEASE_DEBUG: '1',
    CARGO_PROFILE_RELEASE_OPT_LEVEL: '1',
  };
  // The crate with the unsafe blocks is built as it is written, so that the debugger finds each.
  const args = ['build', '--release', '--config', 'profile.release.package.crawler-session.opt-level=0'];
  if (!cargo(folder, ['-Zsanitizer=address'], args, env)) throw new Error('The build failed.');
  return path.join(folder, TARGET, 'release', 'libcrawler_session.so');
}

/** Calls a function while an addon is in place of the usual one, which comes back. Returns what it returns. */
function inPlace(addon, folder, work) {
  const place = path.join(root, ADDON);
  const kept = path.join(folder, ADDON);
  fs.copyFileSync(place, kept);
  replace(place, addon);
  try {
    return work();
  } finally {
    replace(place, kept);
  }
}

/** The environment of a Node.js that can load the addon. */
function withRuntime() {
  const runtime = execFileSync('gcc', ['-print-file-name=libasan.so'], { encoding: 'utf8' }).trim();
  return { LD_PRELOAD: runtime, ASAN_OPTIONS };
}

/** The unsafe blocks that neither the tests of the API run, nor the one of them that has a process of its own and drops many jars. */
function untested(folder) {
  const variables = Object.entries(withRuntime()).map((entry) => entry.join('='));
  const look = (blocks, args) =>
    unreached(blocks, ['/usr/bin/env', ...variables, process.execPath, ...args], folder, { cwd: root });
  const left = look(BLOCKS, [JEST, '--runInBand', '--selectProjects', 'api']);
  return left.length === 0 ? left : look(left, ['--expose-gc', '__test__/api/fixtures/memory-scenarios.js', 'rounds']);
}

/** A new file instead of new content: a process that has loaded the old one keeps it. */
function replace(place, file) {
  fs.rmSync(place, { force: true });
  fs.copyFileSync(file, place);
}

function main() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-sanitize-'));
  try {
    const failures = leaks() ? [] : ['The Rust tests failed with LeakSanitizer.'];
    inPlace(build(), folder, () => {
      const env = { ...process.env, ...withRuntime() };
      if (!run(process.execPath, [JEST, ...TESTS], { env })) failures.push('The tests failed with AddressSanitizer.');
      const missed = untested(folder);
      console.log(`${BLOCKS.length - missed.length} of ${BLOCKS.length} unsafe blocks were run.`);
      for (const { file, first } of missed) failures.push(`${path.relative(root, file)}:${first} was not run.`);
    });
    for (const failure of failures) console.error(failure);
    if (failures.length > 0) process.exitCode = 1;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main();
