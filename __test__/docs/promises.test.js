'use strict';

// docs/promises.md and the tests name each other. A test names what it checks in a line of its own, above it or at the head of its file:
// two slashes, `Promises:` and the numbers, with a comma and a space between them.

const fs = require('node:fs');
const path = require('node:path');
const { ROOT, readPromises } = require('../helpers/promises');

/** Where tests stand, and the ends of their names. */
const TESTS = [
  ['__test__', /\.[cm]?[jt]s$/],
  ['crates', /\.rs$/],
  ['src', /\.rs$/],
];
const NAMING = /^\s*\/\/ Promises: ([A-Z]\d+(?:, [A-Z]\d+)*)$/;
const LIKE_NAMING = /^\s*(?:\/\/+!?|\/?\*+) *Promises?\b *:/i;

const promises = readPromises();

function* linesOfTests() {
  for (const [folder, ending] of TESTS) {
    for (const file of fs.readdirSync(path.join(ROOT, folder), { recursive: true }).sort()) {
      const name = path.join(folder, file);
      if (!ending.test(file) || name.includes('node_modules') || name.includes('target')) continue;
      const lines = fs.readFileSync(path.join(ROOT, name), 'utf8').split('\n');
      for (const [index, line] of lines.entries()) yield { place: `${name}:${index + 1}`, line };
    }
  }
}

const namings = [...linesOfTests()].filter(({ line }) => LIKE_NAMING.test(line));
const named = namings.flatMap(({ place, line }) => {
  const [, ids] = NAMING.exec(line) ?? [];
  return (ids?.split(', ') ?? []).map((id) => ({ place, id }));
});

test('each promise has a number of its own, and a reason or source', () => {
  const ids = promises.map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(50);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  const bare = promises.filter(({ promise, reason }) => promise === '' || reason === '');
  expect(bare.map(({ id }) => id)).toEqual([]);
});

test('each row of the page is read as a promise', () => {
  const page = fs.readFileSync(path.join(ROOT, 'docs', 'promises.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('|') && !/^\| (id|-+) /.test(line));
  expect(rows).toHaveLength(promises.length);
});

test('each promise is named by a test', () => {
  const found = new Set(named.map(({ id }) => id));
  const unnamed = promises.filter(({ id }) => !found.has(id));
  expect(unnamed.map(({ id, promise }) => `${id}: ${promise}`)).toEqual([]);
});

test('each name in a test is a promise', () => {
  const known = new Set(promises.map(({ id }) => id));
  const unknown = named.filter(({ id }) => !known.has(id));
  expect(unknown.map(({ place, id }) => `${place}: ${id}`)).toEqual([]);
});

test('each line that names promises has the form that is read', () => {
  const odd = namings.filter(({ line }) => !NAMING.test(line));
  expect(odd.map(({ place, line }) => `${place}: ${line.trim()}`)).toEqual([]);
});
