'use strict';

// LICENSE, which is part of each package, names all that is built into the addon.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { PROCESS_MS } = require('../helpers/patience');
const { napi } = require('../../package.json');

const root = path.join(__dirname, '..', '..');

/** The names of the crates that the addon of a target consists of. */
function crates(target) {
  const flags = ['--edges', 'normal,no-proc-macro', '--prefix', 'none', '--format', '{p}', '--target', target];
  const { status, stdout, stderr } = spawnSync('cargo', ['tree', '--locked', ...flags], {
    cwd: root,
    encoding: 'utf8',
    timeout: PROCESS_MS,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.match(/^\S+/gm).filter((name) => !name.startsWith('crawler-session'));
}

test('LICENSE names SQLite and each crate of the addon', () => {
  const [, list] = fs.readFileSync(path.join(root, 'LICENSE'), 'utf8').split(/^-{20,}$/m);
  const named = new Set(list.match(/[\w-]+/g));
  const all = new Set(napi.targets.flatMap(crates));
  expect(all.size).toBeGreaterThan(20);
  expect([...all].filter((name) => !named.has(name))).toEqual([]);
  expect(list).toContain('SQLite');
});
