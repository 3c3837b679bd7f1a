'use strict';

// Installs this package and the suite into a folder as a user would have them.

const fs = require('node:fs');
const path = require('node:path');
const { npm } = require('./npm');

const root = path.join(__dirname, '..', '..');
const SUITE = path.join('__test__', 'runtimes');

/** The files that npm would publish, and the addon, which is published in packages of its own. */
function published() {
  const report = Object.values(JSON.parse(npm(['pack', '--dry-run', '--json', '--ignore-scripts'], root)));
  const addons = fs.readdirSync(root).filter((name) => name.endsWith('.node'));
  if (addons.length === 0) throw new Error('The addon is not built; `npm install` builds it');
  return [...report[0].files.map((file) => file.path), ...addons];
}

function copy(from, to) {
  fs.mkdirSync(path.dirname(to), { recursive: true });
  fs.copyFileSync(from, to);
}

/** A project with a copy of the package, as it comes from a registry. Returns the path of the suite in it. */
function installPackage(folder) {
  const installed = path.join(folder, 'node_modules', 'crawler-session');
  for (const name of published()) copy(path.join(root, name), path.join(installed, name));
  return withSuite(folder);
}

/** A project with a link to the clone, as `npm install path/to/crawler-session` makes one. Returns the path of the suite in it. */
function linkPackage(folder) {
  fs.mkdirSync(path.join(folder, 'node_modules'), { recursive: true });
  fs.symlinkSync(root, path.join(folder, 'node_modules', 'crawler-session'), 'junction');
  return withSuite(folder);
}

function withSuite(folder) {
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  fs.cpSync(path.join(root, SUITE), path.join(folder, 'suite'), { recursive: true });
  return path.join(folder, 'suite', 'suite.mjs');
}

module.exports = { installPackage, linkPackage };
