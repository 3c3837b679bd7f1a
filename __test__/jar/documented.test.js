'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { NAMES } = require('./differences');

const read = (...parts) => fs.readFileSync(path.join(__dirname, '..', '..', ...parts), 'utf8');
const all = (text, pattern) => [...text.matchAll(pattern)].map(([, found]) => found);
const REJECTIONS = ['crates', 'core', 'src', 'jar', 'rejection.rs'];
/** What a browser refuses, or a cookie file has that a session can't take, is no refusal of a jar. */
const OF_OTHERS = /^(cli|login)\b/;
const sorted = (names) => [...names].sort();

// Promises: E3
test('the codes of refusals are the same in Rust, in the typings and in the documentation', () => {
  const rust = all(read(...REJECTIONS), /Rejection::\w+(?:\([^)]*\)| \{[^}]*\})? => "(COOKIE_\w+)"/g);
  expect(rust.length).toBeGreaterThan(20);
  expect(new Set(rust).size).toBe(rust.length);
  expect(sorted(all(read('types', 'errors.d.ts'), /\| '(COOKIE_\w+)'/g))).toEqual(sorted(rust));
  expect(sorted(all(read('docs', 'refusals.md'), /^\| `(COOKIE_\w+)` +\|/gm))).toEqual(sorted(rust));
});

// Promises: E3
test('JavaScript has no code of a refusal that Rust does not know', () => {
  const files = fs
    .readdirSync(path.join(__dirname, '..', '..', 'js'), { recursive: true })
    .filter((file) => file.endsWith('.js') && !OF_OTHERS.test(file));
  const codes = files.flatMap((file) => all(read('js', file), /'(COOKIE_[A-Z_]+)'/g));
  const rust = all(read(...REJECTIONS), /"(COOKIE_\w+)"/g);
  expect(codes.length).toBeGreaterThan(0);
  expect(codes.filter((code) => !rust.includes(code))).toEqual([]);
});

// Promises: J1
test('each difference from tough-cookie that the side-by-side runs allow is documented, and no other', () => {
  const rows = all(read('docs', 'differences.md'), /^\| ([^|`]+?) +\| /gm).filter((name) => !/^(name|-+)$/.test(name));
  expect(sorted(rows)).toEqual(sorted(NAMES));
});
