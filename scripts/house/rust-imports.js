'use strict';

// What Rust may import, by the layers of `layers.js`: reads the `use` lines and the paths of each file, except in tests, and fails for an
// import that runs upwards, for files that import each other in a cycle, and for a file that belongs to no layer.

const fs = require('node:fs');
const path = require('node:path');
const { STACKS, layerOf } = require('./layers');

/** The crates of the project: the name by which others import one, and its folder. */
const CRATES = {
  crawler_session: 'src',
  crawler_session_core: 'crates/core/src',
  crawler_session_sqlite: 'crates/sqlite/src',
};

/** All Rust files of the crates, as `{ path: text }`. */
function readFiles(root) {
  const files = {};
  for (const folder of Object.values(CRATES)) {
    for (const name of fs.readdirSync(path.join(root, folder), { recursive: true })) {
      const file = `${folder}/${name.split(path.sep).join('/')}`;
      if (file.endsWith('.rs')) files[file] = fs.readFileSync(path.join(root, file), 'utf8');
    }
  }
  return files;
}

/** The code of a file, without its tests and comments. */
function codeOf(text) {
  return text
    .split(/^#\[cfg\(test\)\]\nmod \w+ \{/m)[0]
    .replace(/\/\/.*$/gm, '')
    .replace(/"(?:[^"\\]|\\.)*"/g, '""');
}

/** The module of a file, as the names from its crate's root: `src/crossing/numbers.rs` is `['crossing', 'numbers']`. */
function moduleOf(file, folder) {
  const names = file.slice(folder.length + 1, -'.rs'.length).split('/');
  return ['mod', 'lib'].includes(names.at(-1)) ? names.slice(0, -1) : names;
}

/** The paths that a file names, with groups expanded: `crate::a::{b, c::D}` is `crate::a::b` and `crate::a::c::D`. */
function pathsIn(code) {
  const uses = /\buse\s+(?:\w+::)*(?:\{[^;]*\}|\w+|\*)/g;
  const found = [
    ...(code.match(uses) ?? []),
    ...(code.replace(uses, '').match(/\b(?:crate|super|crawler_session_(?:core|sqlite))(?:::\w+)+/g) ?? []),
  ];
  return found.flatMap((text) => writtenOut(text.replace(/^use\s+/, '').replace(/\s+/g, '')));
}

function writtenOut(text) {
  const open = text.indexOf('{');
  if (open === -1) return [text];
  const head = text.slice(0, open);
  const parts = [];
  let depth = 0;
  let part = '';
  for (const character of text.slice(open + 1, -1)) {
    if (character === '{') depth++;
    if (character === '}') depth--;
    if (character === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else {
      part += character;
    }
  }
  parts.push(part);
  return parts.filter((one) => one !== '').flatMap((one) => writtenOut(head + one));
}

/** The file that a path leads to, if it is one of ours. */
function targetOf(text, file, folder, files) {
  let [first, ...names] = text.split('::');
  let root = folder;
  let at = moduleOf(file, folder);
  if (first === 'crate') at = [];
  else if (first in CRATES) [root, at] = [CRATES[first], []];
  else if (first === 'super') {
    at = at.slice(0, -1);
    while (names[0] === 'super') [at, names] = [at.slice(0, -1), names.slice(1)];
  } else if (isModule([...at, first], root, files)) names = [first, ...names];
  else return undefined;
  const all = [...at, ...names];
  for (let length = all.length; length > 0; length--) {
    const found = fileOf(all.slice(0, length), root, files);
    // A path to an item of a folder itself imports its `mod.rs`.
    if (found !== undefined) return found;
  }
  return undefined;
}

function fileOf(names, root, files) {
  const base = [root, ...names].join('/');
  return [`${base}.rs`, `${base}/mod.rs`].find((name) => name in files);
}

const isModule = (names, root, files) => fileOf(names, root, files) !== undefined;

/** All imports of files of ours by others, as `{ from, to }`. */
function importsOf(files) {
  const imports = [];
  for (const [file, text] of Object.entries(files)) {
    const folder = Object.values(CRATES).find((one) => file.startsWith(`${one}/`));
    const targets = new Set(pathsIn(codeOf(text)).map((one) => targetOf(one, file, folder, files)));
    for (const to of targets) if (to !== undefined && to !== file) imports.push({ from: file, to });
  }
  return imports;
}

/** Whether a file is only for tests: `testing.rs`, and what is in a folder of that name. */
function isForTests(file) {
  return /\/testing(\.rs$|\/)/.test(file);
}

/** What breaks a rule, in words; empty if all is well. */
function broken(files) {
  const ours = Object.fromEntries(Object.entries(files).filter(([file]) => !isForTests(file)));
  const found = [];
  for (const file of Object.keys(ours)) {
    // A folder's `mod.rs` declares its files.
    if (layerOf(file) === undefined) found.push(`${file} belongs to no layer of scripts/house/layers.js`);
  }
  const imports = importsOf(ours);
  for (const { from, to } of imports) {
    const [above, below] = [layerOf(from), layerOf(to)];
    if (above === undefined || below === undefined) continue;
    if (
      above.stack === below.stack
        ? above.index > below.index
        : STACKS.indexOf(above.stack) > STACKS.indexOf(below.stack)
    ) {
      found.push(`${from} imports ${to}: ${above.name} stands below ${below.name} and imports nothing from there`);
    }
  }
  return [...found, ...circles(imports)];
}

/** Cycles of files that import each other: one for each way back that a walk through all imports finds. */
function circles(imports) {
  const next = new Map(imports.map(({ from }) => [from, []]));
  for (const { from, to } of imports) next.get(from).push(to);
  const found = [];
  const done = new Set();
  const visit = (file, way) => {
    if (way.includes(file)) {
      found.push(`${[...way.slice(way.indexOf(file)), file].join(' imports ')}: a circle`);
    } else if (!done.has(file)) {
      for (const to of next.get(file) ?? []) visit(to, [...way, file]);
      done.add(file);
    }
  };
  for (const file of next.keys()) visit(file, []);
  return found;
}

module.exports = { broken, importsOf, isForTests, readFiles };

if (require.main === module) {
  const found = broken(readFiles(path.join(__dirname, '..', '..')));
  for (const one of found) console.error(one);
  process.exitCode = found.length === 0 ? 0 : 1;
}
