'use strict';

// `npm run fuzz -- <seconds> [<target>…]`: runs the fuzz targets of `fuzz/src/bin` one after the other, each for so many seconds, and prints what
// they covered. What a run finds of interest stays in `target/fuzz/corpus`, from where the next one goes on. Exit code 1 after a crash.
//
// libFuzzer comes with the crate libfuzzer-sys. All that a build needs beside it are the flags below, which a stable compiler knows: with them
// each branch counts how often it is taken, and each comparison tells what it compared.

const { execFileSync, spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { root } = require('./napi');

const FLAGS = [
  '-Cpasses=sancov-module',
  '-Cllvm-args=-sanitizer-coverage-level=4',
  '-Cllvm-args=-sanitizer-coverage-inline-8bit-counters',
  '-Cllvm-args=-sanitizer-coverage-pc-table',
  '-Cllvm-args=-sanitizer-coverage-trace-compares',
  '--cfg=fuzzing',
];

/** Words of which inputs consist, by target; the others read no text. */
const DICTIONARIES = { set_cookie: 'line', jar_json: 'json', state_text: 'json', cookie_file: 'json' };

/** An input that takes longer than this (in seconds) is a crash. */
const TIMEOUT = 10;

/** The exit code of a target that was told to end (SIGINT). */
const INTERRUPTED = 72;

const home = path.join(root, 'fuzz');
const built = path.join(root, 'target', 'fuzz');

const targets = fs.readdirSync(path.join(home, 'src', 'bin')).map((file) => path.basename(file, '.rs'));

/** Seconds and targets of the command line. */
function readArguments([seconds, ...names]) {
  const unknown = names.filter((name) => !targets.includes(name));
  if (!(Number(seconds) > 0) || unknown.length > 0) {
    console.error(`npm run fuzz -- <seconds> [<target>…]; the targets are ${targets.join(', ')}`);
    process.exit(2);
  }
  return { seconds: Math.ceil(Number(seconds)), chosen: names.length > 0 ? names : targets };
}

/** Builds all targets. Returns the folder with them. */
function build() {
  const [, triple] = /^host: (.*)$/m.exec(execFileSync('rustc', ['-vV'], { encoding: 'utf8' }));
  // Named, so that the flags are not for what runs while it is built.
  const args = ['build', '--release', '--locked', '--target', triple];
  const env = { ...process.env, RUSTFLAGS: FLAGS.join(' ') };
  const { status } = spawnSync('cargo', args, { cwd: home, env, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
  return path.join(built, triple, 'release');
}

/** The folder of this name, made if it isn't there. */
function folder(...names) {
  const made = path.join(built, ...names);
  fs.mkdirSync(made, { recursive: true });
  return made;
}

/** Runs a target. Returns what it says. */
function run(program, name, seconds) {
  const dictionary = DICTIONARIES[name];
  const args = [
    // New inputs go to the first one.
    folder('corpus', name),
    path.join(home, 'corpus', name),
    `-max_total_time=${seconds}`,
    `-timeout=${TIMEOUT}`,
    '-print_final_stats=1',
    `-artifact_prefix=${folder('crashes')}${path.sep}${name}-`,
    ...(dictionary ? [`-dict=${path.join(home, 'dictionaries', `${dictionary}.dict`)}`] : []),
  ];
  const start = Date.now();
  const { status, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const crashed = status !== 0 && status !== INTERRUPTED;
  return { crashed, took: Math.round((Date.now() - start) / 1000), log: stderr };
}

/** What libFuzzer counted, from its last lines. */
function countsOf(log) {
  const last = (pattern) => [...log.matchAll(pattern)].at(-1) ?? [];
  const [, edges = '?', features = '?', inputs = '?', size = ''] = last(/ cov: (\d+) ft: (\d+) corp: (\d+)\/(\w+)/g);
  const [, executions = '?'] = last(/^stat::number_of_executed_units: (\d+)$/gm);
  const [, rate = '?'] = last(/^stat::average_exec_per_sec: +(\d+)$/gm);
  return { executions, rate, edges, features, corpus: `${inputs} (${size})` };
}

/** Tells of a crash: what was said, and how to see it again. */
function report(program, log) {
  const [, input] = /Test unit written to (.*)$/m.exec(log) ?? [];
  const start = Math.max(log.search(/^thread '.*' .*panicked at|^==\d+== ?ERROR/m), 0);
  console.error(log.slice(start).split('\n').slice(0, 40).join('\n'));
  if (!input) return;
  const shown = path.relative(root, program);
  console.error(`\nOnce more:  ${shown} ${path.relative(root, input)}`);
  console.error(`Smaller:    ${shown} -minimize_crash=1 -max_total_time=60 ${path.relative(root, input)}`);
}

function main() {
  const { seconds, chosen } = readArguments(process.argv.slice(2));
  const programs = build();
  const rows = {};
  for (const name of chosen) {
    console.log(`${name}, ${seconds} s`);
    const program = path.join(programs, name);
    const { crashed, took, log } = run(program, name, seconds);
    rows[name] = { seconds: took, ...countsOf(log), crashed };
    if (!crashed) continue;
    process.exitCode = 1;
    report(program, log);
  }
  console.table(rows);
}

main();
