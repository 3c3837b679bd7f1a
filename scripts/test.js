'use strict';

// `npm test`: every check of the project, one after the other. Prints what failed and, as its last line, `N passed, N failed`.

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.join(__dirname, '..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-test-'));
const jestReport = path.join(folder, 'jest.json');

/** Each check: its name, its command, and how its report is counted; without a report, it counts as one. */
const CHECKS = [
  ['format of Rust', 'cargo', ['fmt', '--all', '--check']],
  ['format and lint of JavaScript and TypeScript', 'biome', ['check', '--error-on-warnings', '.']],
  ['lint of Rust', 'cargo', ['clippy', '--locked', '--workspace', '--all-targets', '--', '--deny', 'warnings']],
  ['imports of Rust', process.execPath, ['scripts/house/rust-imports.js']],
  [
    'imports of JavaScript',
    'depcruise',
    [
      '--config',
      'scripts/house/dependency-cruiser.cjs',
      'index.js',
      'crawlee.js',
      'pool.js',
      'redis.js',
      'postgres.js',
      'store-tests.js',
      'js',
    ],
  ],
  ['spelling', 'cspell', ['--no-progress', '--no-summary', '--gitignore', '.']],
  ['lint of workflows', process.execPath, ['scripts/workflows.js']],
  ['lock file', process.execPath, ['scripts/lock.js', '--check']],
  ['generated files', process.execPath, ['scripts/generated.js', '--check']],
  ['types', 'tsc', ['-p', '__test__/types']],
  ['Rust tests', 'cargo', ['test', '--locked', '--workspace'], countCargo],
  // Much of the tests is waiting: on two cores, one worker uses half of them.
  ['Jest', 'jest', ['--maxWorkers=2', '--json', `--outputFile=${jestReport}`], countJest],
];

/** The file that a command of a devDependency runs. */
function devDependency(name) {
  const owner = { biome: '@biomejs/biome', depcruise: 'dependency-cruiser', tsc: 'typescript' }[name] ?? name;
  // Not every package exports its manifest.
  const manifest = path.join(root, 'node_modules', owner, 'package.json');
  const { bin } = require(manifest);
  return path.join(path.dirname(manifest), typeof bin === 'string' ? bin : bin[name]);
}

/** The check that runs, and the signal by which this process was told to end. Whoever tells this one tells the check. */
const now = { child: undefined, signal: undefined };
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    now.signal = signal;
    now.child?.kill(signal);
  });
}

/** Runs a command to its end. Returns its exit code, and its standard output if that is captured and not shown. */
function run(command, args, capture) {
  const isOwn = command === 'cargo' || command === process.execPath;
  const [file, rest] = isOwn ? [command, args] : [process.execPath, [devDependency(command), ...args]];
  const child = spawn(file, rest, { cwd: root, stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'] });
  now.child = child;
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ status: null, stdout, error }));
    child.once('close', (status) => resolve({ status, stdout }));
  });
}

/** Adds up cargo's `test result: ok. 57 passed; 0 failed; …` lines. */
function countCargo(output) {
  process.stdout.write(output);
  const results = [...output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed/gm)];
  const sum = (group) => results.reduce((total, result) => total + Number(result[group]), 0);
  return { passed: sum(1), failed: sum(2) };
}

/** Reads Jest's report. A suite that could not run is a failure, and so is a skipped test. */
function countJest() {
  const report = JSON.parse(fs.readFileSync(jestReport, 'utf8'));
  const skipped = report.numPendingTests + report.numTodoTests;
  return { passed: report.numPassedTests, failed: report.numFailedTests + report.numRuntimeErrorTestSuites + skipped };
}

/** Runs a check. Returns how much of it passed and failed. */
async function check([name, command, args, count]) {
  console.log(`\n--- ${name}`);
  const { status, stdout, error } = await run(command, args, count === countCargo);
  if (error) console.error(error.message);
  let counted = { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1 };
  if (count) {
    try {
      counted = count(stdout);
    } catch (cause) {
      console.error(`${name} left no report: ${cause.message}`);
    }
    // Whatever it counted, a check that ended badly or ran nothing has failed.
    if ((status !== 0 || counted.passed === 0) && counted.failed === 0) counted.failed = 1;
  }
  return counted;
}

async function main() {
  const total = { passed: 0, failed: 0 };
  const failures = [];
  try {
    for (const one of CHECKS) {
      const { passed, failed } = await check(one);
      if (now.signal !== undefined) break;
      if (failed > 0) failures.push(one[0]);
      total.passed += passed;
      total.failed += failed;
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  // Its handler is gone, so that it ends this process now.
  if (now.signal !== undefined) return process.kill(process.pid, now.signal);
  if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

main();
