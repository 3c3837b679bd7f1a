'use strict';

const { execFileSync } = require('node:child_process');
const path = require('node:path');
const everything = require('../..');

const ROOT = path.join(__dirname, '..', '..');

/** Node.js finds the named exports of a CommonJS module by reading its text, so only a real import shows that it did. */
test('an ES module can import each export by its name', () => {
  const names = Object.keys(everything);
  const code = `import { ${names.join(', ')} } from 'crawler-session';
    console.log(JSON.stringify([${names.join(', ')}].map((value) => typeof value)));`;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(JSON.parse(printed)).toEqual(names.map((name) => typeof everything[name]));
  expect(names).toEqual(expect.arrayContaining(['Session', 'CookieJar', 'parse', 'permutePath']));
});
