'use strict';

// Installs the binary of a runtime into a folder.

const fs = require('node:fs');
const path = require('node:path');
const { npm } = require('./npm');

/** The one file below a folder that matches a pattern, in which `*` stands for any part of a name. */
function find(folder, pattern) {
  let found = [folder];
  for (const part of pattern.split('/')) {
    const [start, end] = part.split('*');
    const fits = (name) => (end === undefined ? name === part : name.startsWith(start) && name.endsWith(end));
    found = found
      .filter((each) => fs.statSync(each).isDirectory())
      .flatMap((each) =>
        fs
          .readdirSync(each)
          .filter(fits)
          .map((name) => path.join(each, name)),
      );
  }
  if (found.length !== 1) throw new Error(`${pattern} fits ${found.length} of the installed files`);
  return found[0];
}

/** Installs a runtime into a folder of its own. Returns the path of its binary. */
function installRuntime(runtime, folder) {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const flags = ['--prefix', folder, '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund'];
  npm(['install', ...flags, runtime.install], folder);
  return find(path.join(folder, 'node_modules'), runtime.binary);
}

module.exports = { installRuntime };
