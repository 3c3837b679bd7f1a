'use strict';

// `node scripts/release/publish.js <folder>` publishes what stage.js put into a folder, the platform packages first, so that whoever
// installs the root package finds them. A version that is already published is skipped, so that an interrupted release can be run again.

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { napiIn } = require('../napi');

const [argument] = process.argv.slice(2);
if (!argument) throw new Error('Usage: node scripts/release/publish.js <folder that stage.js wrote>');
const folder = path.resolve(argument);

function isPublished({ name, version }) {
  try {
    const found = execFileSync('npm', ['view', `${name}@${version}`, 'version'], { cwd: folder, encoding: 'utf8' });
    return found.trim() === version;
  } catch {
    return false;
  }
}

// npm requires a tag other than `latest` for a prerelease, and refuses to move `latest` back unless told to. Through the environment, the
// tag reaches the npm that napi runs as well.
if (require(path.join(folder, 'package.json')).version.includes('-')) process.env.npm_config_tag ??= 'next';

// Publishes the platform packages and enters them, with this version, as optionalDependencies of the root package. They are not in the
// committed package.json: in a clone, `npm install` would ask a registry for versions that are not there before the release.
if (!napiIn(folder, ['pre-publish', '--no-gh-release'])) throw new Error('napi pre-publish failed; see above');

const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
if (isPublished(manifest)) console.log(`${manifest.name}@${manifest.version} is published already`);
else execFileSync('npm', ['publish'], { cwd: folder, stdio: 'inherit' });
