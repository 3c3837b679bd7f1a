'use strict';

// The check of Rust's imports finds what it is there to find; that the project breaks no rule is a check of `npm test`.

const path = require('node:path');
const { broken, importsOf, readFiles } = require('../../scripts/house/rust-imports');

const JAR = 'crates/core/src/jar';

/** Files with these texts, and empty ones for those that they may import. */
const house = (files) => ({
  'src/lib.rs': '',
  'src/crossing/numbers.rs': '',
  'src/boundary/mod.rs': '',
  'crates/core/src/lib.rs': '',
  [`${JAR}/mod.rs`]: '',
  [`${JAR}/judge/canonical.rs`]: '',
  [`${JAR}/store/mod.rs`]: '',
  [`${JAR}/store/place.rs`]: '',
  [`${JAR}/store/site.rs`]: '',
  [`${JAR}/text.rs`]: '',
  ...files,
});

test.each([
  ['a line', 'use crate::jar::judge::canonical::canonicalise;'],
  ['a group over several lines', 'use crate::jar::{\n    judge::canonical::{self, canonicalise},\n    text,\n};'],
  ['a path without `use`', 'fn f() {\n    crate::jar::judge::canonical::canonicalise();\n}'],
  ['a path from the folder above', 'use super::super::judge::canonical::canonicalise;'],
  ['a re-export', 'pub use crate::jar::judge::canonical::canonicalise;'],
])('an import that runs upwards is found: %s', (_, text) => {
  expect(broken(house({ [`${JAR}/store/place.rs`]: text }))).toEqual([
    `${JAR}/store/place.rs imports ${JAR}/judge/canonical.rs: store stands below judge and imports nothing from there`,
  ]);
});

test('an import of the jar from below is found, and so is one of another crate', () => {
  expect(broken(house({ [`${JAR}/text.rs`]: 'use crate::jar::Jar;' }))).toEqual([
    `${JAR}/text.rs imports ${JAR}/mod.rs: words stands below jar and imports nothing from there`,
  ]);
  const upwards = { 'src/boundary/mod.rs': 'use super::crossing::numbers::NumberWriter;' };
  expect(broken(house(upwards))).toEqual([
    'src/boundary/mod.rs imports src/crossing/numbers.rs: boundary stands below crossing and imports nothing from there',
  ]);
  const core = { [`${JAR}/text.rs`]: 'use crawler_session::crossing::numbers;' };
  expect(broken(house(core))).toEqual([
    `${JAR}/text.rs imports src/crossing/numbers.rs: words stands below crossing and imports nothing from there`,
  ]);
});

test('files of one layer that import each other are a circle', () => {
  const circle = {
    [`${JAR}/store/place.rs`]: 'use super::site::Site;',
    [`${JAR}/store/site.rs`]: 'use super::place::Place;',
  };
  expect(broken(house(circle))).toEqual([
    `${JAR}/store/place.rs imports ${JAR}/store/site.rs imports ${JAR}/store/place.rs: a circle`,
  ]);
});

test('a file without a layer is found', () => {
  expect(broken(house({ [`${JAR}/newcomer.rs`]: '' }))).toEqual([
    `${JAR}/newcomer.rs belongs to no layer of scripts/house/layers.js`,
  ]);
});

test('imports downwards, in tests and in comments are none of its business', () => {
  const text = [
    '//! Like crate::jar::Jar.',
    'use super::site::Site;',
    'use crate::jar::text::{self, trim};',
    'const TEXT: &str = "crate::jar::Jar";',
    '#[cfg(test)]',
    'mod tests {',
    '    use crate::jar::Jar;',
    '}',
  ].join('\n');
  const files = house({ [`${JAR}/store/place.rs`]: text });
  expect(broken(files)).toEqual([]);
  expect(importsOf(files).map(({ to }) => to)).toEqual([`${JAR}/store/site.rs`, `${JAR}/text.rs`]);
});

test('the project breaks no rule, and its imports are seen', () => {
  const files = readFiles(path.join(__dirname, '..', '..'));
  expect(broken(files)).toEqual([]);
  const imports = importsOf(files);
  expect(imports).toContainEqual({ from: `${JAR}/store/place.rs`, to: `${JAR}/text.rs` });
  expect(imports).toContainEqual({ from: 'src/session.rs', to: 'src/memory/shared_jar.rs' });
  expect(imports).toContainEqual({ from: 'src/crossing/packed_cookies.rs', to: `${JAR}/store/stored/mod.rs` });
});
