'use strict';

// The check of JavaScript's imports finds what it is there to find; that the project breaks no rule is a check of `npm test`.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { PROCESS_MS } = require('../helpers/patience');

const CONFIG = path.join(__dirname, '..', '..', 'scripts', 'house', 'dependency-cruiser.cjs');
const DEPCRUISE = path.join(
  __dirname,
  '..',
  '..',
  'node_modules',
  'dependency-cruiser',
  'bin',
  'dependency-cruise.mjs',
);

/** What the check says of a project of these files. */
function check(files) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-house-'));
  try {
    for (const [name, text] of Object.entries({ 'package.json': '{}', ...files })) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
    const args = [DEPCRUISE, '--config', CONFIG, 'js'];
    const { status, stdout } = spawnSync(process.execPath, args, {
      cwd: folder,
      encoding: 'utf8',
      timeout: PROCESS_MS,
    });
    return { status, rules: [...stdout.matchAll(/error\S* ([\w-]+): /g)].map(([, rule]) => rule) };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const LEAF = "'use strict';\n";
const requires = (name) => `'use strict';\nconst {} = require('${name}');\n`;

test('imports downwards are fine', () => {
  const files = {
    'js/session/a.js': requires('../jar/b'),
    'js/jar/b.js': requires('../values/c'),
    'js/values/c.js': LEAF,
  };
  expect(check(files)).toEqual({ status: 0, rules: [] });
});

test.each([
  [
    'an import that runs upwards',
    'crossing-imports-upwards',
    { 'js/crossing/a.js': requires('../jar/b'), 'js/jar/b.js': LEAF },
  ],
  ['a circle', 'no-circle', { 'js/jar/a.js': requires('./b'), 'js/jar/b.js': requires('./a') }],
  ['a package', 'no-package', { 'js/jar/a.js': requires('tough-cookie') }],
  [
    'a file without a layer',
    'no-room-without-a-layer',
    { 'js/other/a.js': requires('../values/b'), 'js/values/b.js': LEAF },
  ],
])('%s is found, and its rule is named', (_, rule, files) => {
  const { status, rules } = check(files);
  expect(status).not.toBe(0);
  expect(rules).toContain(rule);
});
