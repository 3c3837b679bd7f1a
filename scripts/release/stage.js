'use strict';

// `node scripts/release/stage.js <addons> <folder>` puts together what a release publishes: the root package in `folder`, the platform
// packages in `folder/npm`, each with its addon from the folder `addons`. Fails if one of them has no addon. The project is only read.

const fs = require('node:fs');
const path = require('node:path');
const { napiIn, root } = require('../napi');

/**
 * What only a clone needs. Without `prepare`, publishing doesn't build anything. `private` makes `npm publish` fail in the clone itself,
 * where it would publish a package without platform packages.
 */
const ONLY_IN_CLONE = ['private', 'scripts', 'devDependencies', 'overrides'];

/** The manifest that is published. */
function manifest() {
  const published = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const key of ONLY_IN_CLONE) delete published[key];
  // npm refuses provenance unless the manifest names the repository in which the release runs, which is only known there.
  const { GITHUB_SERVER_URL = 'https://github.com', GITHUB_REPOSITORY } = process.env;
  if (!GITHUB_REPOSITORY) throw new Error('GITHUB_REPOSITORY has to name the repository: owner/name');
  published.repository = { type: 'git', url: `git+${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}.git` };
  return published;
}

/** The README without the part for those who only have a clone. */
function readme() {
  const text = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
  return text.replace(/<!-- until the first release -->.*?<!-- end of that -->\n+/gs, '');
}

function napi(folder, ...args) {
  if (!napiIn(folder, args)) throw new Error(`napi ${args[0]} failed; its messages stand above`);
}

function stage(addons, folder) {
  if (fs.existsSync(folder) && fs.readdirSync(folder).length > 0) throw new Error(`${folder} is not empty`);
  fs.mkdirSync(path.join(folder, 'addons'), { recursive: true });
  const published = manifest();
  fs.writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  for (const name of [...published.files, 'LICENSE']) {
    fs.cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  }
  fs.writeFileSync(path.join(folder, 'README.md'), readme());
  // `napi artifacts` takes the addons from a folder below the package.
  fs.cpSync(addons, path.join(folder, 'addons'), { recursive: true });
  napi(folder, 'create-npm-dirs');
  napi(folder, 'artifacts', '--output-dir', 'addons');
  fs.rmSync(path.join(folder, 'addons'), { recursive: true });
  for (const platform of fs.readdirSync(path.join(folder, 'npm'))) {
    fs.copyFileSync(path.join(root, 'LICENSE'), path.join(folder, 'npm', platform, 'LICENSE'));
  }
}

const [addons, folder] = process.argv.slice(2);
if (!addons || !folder)
  throw new Error('Usage: node scripts/release/stage.js <folder of the addons> <folder to write>');
stage(path.resolve(addons), path.resolve(folder));
