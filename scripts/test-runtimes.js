'use strict';

// `npm run test:runtimes`: the suite in __test__/runtimes under each runtime, all in a temporary folder. Prints one line per runtime and,
// as its last line, `N passed, N failed`. With words as arguments, it only runs the runtimes whose names contain one of them.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { installRuntime } = require('./runtimes/binary');
const { runtimes } = require('./runtimes/list');
const { installPackage, linkPackage } = require('./runtimes/package');

/** Milliseconds for the whole suite under one runtime, on a busy machine too. */
const TIMEOUT = 1_200_000;

/** Runs the suite, or some files of its checks. Returns how many passed and failed, and the output if something went wrong. */
function runSuite(runtime, binary, suite, files, folder) {
  const { status, signal, stdout, stderr, error } = spawnSync(binary, [...runtime.args, suite, ...files], {
    cwd: path.dirname(path.dirname(suite)),
    encoding: 'utf8',
    timeout: TIMEOUT,
    // Deno caches what it has compiled in a folder; nothing is left elsewhere.
    env: { ...process.env, DENO_DIR: path.join(folder, 'deno'), ...runtime.env },
  });
  const output = `${stdout ?? ''}${stderr ?? ''}`;
  const [, passed, failed] = /^(\d+) passed, (\d+) failed/m.exec(stdout ?? '') ?? [];
  const counted = { passed: Number(passed ?? 0), failed: Number(failed ?? 0), impossible: [], output: '' };
  counted.impossible = output.match(/^not possible here: .*$/gm) ?? [];
  // Whatever it counted: a run that exited with an error, wrote to stderr or ran nothing has failed.
  if (status !== 0 || stderr !== '' || counted.passed === 0) {
    counted.failed = Math.max(counted.failed, 1);
    const end = error?.message ?? (signal === null ? `exit code ${status}` : signal);
    counted.output = `${output}\n(${end})`;
  }
  return counted;
}

/** Runs everything under one runtime. */
function testRuntime(runtime, suites, folder) {
  const binary = installRuntime(runtime, path.join(folder, 'runtime'));
  const installed = runSuite(runtime, binary, suites.installed, [], folder);
  const linked = runSuite(runtime, binary, suites.linked, ['loading'], folder);
  return {
    passed: installed.passed + linked.passed,
    failed: installed.failed + linked.failed,
    impossible: installed.impossible,
    output: installed.output + linked.output,
  };
}

const wanted = process.argv.slice(2).map((word) => word.toLowerCase());
const chosen = runtimes.filter(
  ({ name }) => wanted.length === 0 || wanted.some((word) => name.toLowerCase().includes(word)),
);
const total = { passed: 0, failed: 0 };
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-runtimes-'));
try {
  const suites = {
    installed: installPackage(path.join(folder, 'installed')),
    linked: linkPackage(path.join(folder, 'linked')),
  };
  for (const runtime of chosen) {
    const start = Date.now();
    let result;
    // Removed after each: the binaries of all runtimes together are a gigabyte.
    const own = path.join(folder, 'current');
    try {
      result = testRuntime(runtime, suites, own);
    } catch (error) {
      result = { passed: 0, failed: 1, impossible: [], output: `could not be installed here\n${error.message}` };
    }
    fs.rmSync(own, { recursive: true, force: true });
    if (result.output !== '') console.log(`\n${result.output}\n`);
    for (const line of result.impossible) console.log(`  ${line}`);
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    console.log(
      `${runtime.name}: ${result.passed} passed, ${result.failed} failed (${seconds} s with its installation)`,
    );
    total.passed += result.passed;
    total.failed += result.failed;
  }
  // If not a single runtime was run, that is not a success.
  if (chosen.length === 0) total.failed = 1;
} catch (error) {
  console.error(error);
  total.failed++;
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
