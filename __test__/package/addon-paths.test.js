'use strict';

// The addon doesn't tell on which machine it was built: a panic names the file in which it happened, and those of crates lie in a home folder.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.join(__dirname, '..', '..');

const addons = fs.readdirSync(root).filter((name) => name.endsWith('.node'));

test('an addon is there', () => {
  expect(addons).not.toEqual([]);
});

test.each(addons)('%s names crates, and no folder of this machine', (name) => {
  const text = fs.readFileSync(path.join(root, name), 'latin1');
  expect(text).toContain(['cargo', 'registry', 'src', ''].join(path.sep));
  const cargo = process.env.CARGO_HOME ?? path.join(os.homedir(), '.cargo');
  // A user without a home has the root of all files.
  for (const folder of [root, os.homedir(), cargo].filter((one) => path.dirname(one) !== one))
    expect([folder, text.includes(`${folder}${path.sep}`)]).toEqual([folder, false]);
});
