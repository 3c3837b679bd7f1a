'use strict';

// `npm version <version>` runs this between writing package.json and the commit: it updates whatever repeats the version, and dates the
// section of CHANGELOG.md.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { root } = require('../napi');

const { version } = require(path.join(root, 'package.json'));

/** Replaces the one match of `pattern` in a file. */
function replace(name, pattern, text) {
  const file = path.join(root, name);
  const old = fs.readFileSync(file, 'utf8');
  if (!pattern.test(old)) throw new Error(`${name}: nothing found for ${pattern}`);
  fs.writeFileSync(file, old.replace(pattern, text));
}

const today = new Date().toISOString().slice(0, 10);
replace('CHANGELOG.md', /^## (unreleased|\S+ - unreleased)$/m, `## ${version} - ${today}`);
replace('Cargo.toml', /^version = ".*"$/m, `version = "${version}"`);
// A workspace of its own; building it takes minutes.
for (const name of ['core', 'sqlite']) {
  const entry = new RegExp(`^(name = "crawler-session-${name}"\nversion = )".*"$`, 'm');
  replace('fuzz/Cargo.lock', entry, `$1"${version}"`);
}
// Building updates Cargo.lock as well.
execFileSync(process.execPath, ['scripts/generated.js', '--write'], { cwd: root, stdio: 'inherit' });
const written = ['CHANGELOG.md', 'Cargo.toml', 'Cargo.lock', 'fuzz/Cargo.lock', 'binding.js', 'binding.d.ts', 'npm'];
execFileSync('git', ['add', ...written], { cwd: root });
