'use strict';

const fs = require('node:fs');
const path = require('node:path');

/** The unsafe blocks of the Rust files in a folder: `{ file, first, last }`, with lines that count from 1. */
function unsafeBlocks(folder) {
  return fs
    .readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.rs'))
    .flatMap((name) => blocksOf(path.join(folder, name)));
}

function blocksOf(file) {
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  const blocks = [];
  lines.forEach((line, at) => {
    const code = line.replace(/\/\/.*/, '');
    const start = code.indexOf('unsafe {');
    if (start >= 0) blocks.push({ file, first: at + 1, last: endOf(lines, at, start) + 1 });
  });
  return blocks;
}

/** The index of the line in which the block ends that begins behind `start`. */
function endOf(lines, at, start) {
  let depth = 0;
  for (let index = at; index < lines.length; index++) {
    const code = (index === at ? lines[index].slice(start) : lines[index]).replace(/\/\/.*/, '');
    depth += code.split('{').length - code.split('}').length;
    if (depth === 0) return index;
  }
  throw new Error(`A block has no end: ${lines[at]}`);
}

module.exports = { unsafeBlocks };
