'use strict';

// `node scripts/release/glibc.js <addon> <version>` fails if an addon for Linux needs a newer GNU library than this version: it would not
// load on older systems. The versions of the functions that it needs are in the file as text.

const fs = require('node:fs');

/** The versions of the GNU library that a file names, the newest last. */
function wanted(file) {
  const names = fs.readFileSync(file, 'latin1').match(/GLIBC_\d+\.\d+(?=\0)/g) ?? [];
  return [...new Set(names)].map((name) => Number(name.split('.')[1])).sort((a, b) => a - b);
}

const [file, floor] = process.argv.slice(2);
const newest = wanted(file).at(-1);
if (newest === undefined) throw new Error(`${file} names no version of the GNU library`);
if (newest > Number(floor.split('.')[1])) throw new Error(`${file} wants glibc 2.${newest}, newer than ${floor}`);
console.log(`${file} wants glibc 2.${newest} at most`);
