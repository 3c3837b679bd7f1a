'use strict';

// The lint of the workflows finds what it is there for.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { PROCESS_MS } = require('../helpers/patience');
const { user } = require('./commands');

const { place } = user();
const root = path.join(__dirname, '..', '..');
const script = path.join(root, 'scripts', 'workflows.js');
const workflows = path.join(root, '.github', 'workflows');
const ci = fs.readFileSync(path.join(workflows, 'ci.yml'), 'utf8');

const run = (...args) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', timeout: PROCESS_MS });

/** Lints one workflow. */
function lint(text) {
  const folder = place();
  fs.writeFileSync(path.join(folder, 'some.yml'), text);
  return run(folder);
}

test('the workflows are clean', () => {
  expect(run()).toMatchObject({ status: 0, stderr: '' });
});

test.each([
  ['a misspelt key', ['timeout-minutes: 60', 'timeout-minute: 60'], 'unexpected key "timeout-minute"'],
  ['an unknown runner', ['runner: windows-11-arm', 'runner: windows-99'], 'label "windows-99" is unknown'],
  ['an unknown value of the matrix', ['matrix.suffix', 'matrix.sufix'], 'property "sufix" is not defined'],
  [
    'text of strangers in a script',
    ['run: npm test', `run: echo $${'{{ github.head_ref }}'}`],
    'potentially untrusted',
  ],
  ['a job that does not exist', ['needs: build', 'needs: built'], 'needs job "built" which does not exist'],
  ['an action by its tag', [/actions\/checkout@.*/, 'actions/checkout@v5'], 'pinned by commit'],
  ['an action by its commit alone', [/ # v5\.0\.0/, ''], 'its version beside it'],
  ['no permissions', [/^permissions:\n.*\n/m, ''], 'no permissions are stated'],
])('%s is found', (_name, [from, to], message) => {
  const wrong = ci.replace(from, () => to);
  expect(wrong).not.toBe(ci);
  const { status, stderr } = lint(wrong);
  expect(stderr).toContain(message);
  expect(status).toBe(1);
});

test('the build matrix has each target of package.json, and each addon is run', () => {
  const { napi } = require('../../package.json');
  expect([...ci.matchAll(/^ +target: (.*)$/gm)].map(([, target]) => target).sort()).toEqual([...napi.targets].sort());
  const platforms = fs.readdirSync(path.join(root, 'npm'));
  const [, built, run] = ci.split(/^ {2}(?:build|run):$/m);
  for (const part of [built, run]) {
    const named = [...part.matchAll(/^ +- platform: (.*)$/gm)].map(([, platform]) => platform);
    expect(named.sort()).toEqual([...platforms].sort());
  }
});

test('only publishing has an identity to show, and only the release on GitHub may write', () => {
  const release = fs.readFileSync(path.join(workflows, 'release.yml'), 'utf8');
  expect(ci).not.toMatch(/: write/);
  expect(release.match(/[\w-]+: write/g)).toEqual(['id-token: write', 'contents: write']);
  expect(`${ci}${release}`).not.toMatch(/secrets\.|NODE_AUTH_TOKEN/);
});
