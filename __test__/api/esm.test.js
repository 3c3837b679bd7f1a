'use strict';

const { execFileSync } = require('node:child_process');
const path = require('node:path');
const everything = require('../..');
const forCrawlee = require('../../crawlee');
const { PROCESS_MS } = require('../helpers/patience');

const ROOT = path.join(__dirname, '..', '..');

/** What Node.js has of each name that an ES module imports from an entry. */
function imported(entry, names) {
  const code = `import { ${names.join(', ')} } from '${entry}';
    console.log(JSON.stringify([${names.join(', ')}].map((value) => typeof value)));`;
  const options = { cwd: ROOT, encoding: 'utf8', timeout: PROCESS_MS };
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', code], options));
}

/** Node.js finds the named exports of a CommonJS module by reading its text, so only a real import shows that it did. */
// Promises: R1
test('an ES module can import each export by its name', () => {
  const names = Object.keys(everything);
  expect(imported('crawler-session', names)).toEqual(names.map((name) => typeof everything[name]));
  expect(names).toEqual(expect.arrayContaining(['Session', 'CookieJar', 'parse', 'permutePath']));
});

// Promises: R1
test('and those of the entry for Crawlee', () => {
  const names = Object.keys(forCrawlee);
  expect(names.sort()).toEqual(['Session', 'crawlerOptions', 'createSessionFunction', 'sessionPoolOptions']);
  expect(imported('crawler-session/crawlee', names)).toEqual(Array(4).fill('function'));
});
