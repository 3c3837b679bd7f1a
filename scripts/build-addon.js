'use strict';

// `node scripts/build-addon.js <folder> [<argument of napi build>…]`: builds the addon for publishing into a folder.

const { build } = require('./napi');

const [folder, ...args] = process.argv.slice(2);
if (folder === undefined) {
  console.error('node scripts/build-addon.js <folder> [<argument of napi build>…]');
  process.exitCode = 2;
} else if (!build(folder, ...args)) process.exitCode = 1;
