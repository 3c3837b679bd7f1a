'use strict';

// `npm install crawler-session` from a registry, as a user runs it, and what is there then.
// Promises: R1, R3

const fs = require('node:fs');
const path = require('node:path');
const { user } = require('./commands');

const { name, napi, version } = require('../../package.json');
const tsc = require.resolve('typescript/bin/tsc');
const { place, npm, node } = user();

/** The platform package of this machine: the one whose addon stands in the clone. */
const root = path.join(__dirname, '..', '..');
const own = fs.readdirSync(path.join(root, 'npm')).find((platform) => {
  return fs.existsSync(path.join(root, `${napi.binaryName}.${platform}.node`));
});

const installed = (folder) =>
  fs
    .readdirSync(path.join(folder, 'node_modules'))
    .filter((entry) => !entry.startsWith('.'))
    .sort();

/** Uses both entries of the package; every language says it in its own way of importing. */
const USE = `
const session = new Session({ maxErrorScore: 1 });
session.setCookies(['sid=1; Path=/'], 'http://example.com/');
const hosted = createSessionFunction({ sessionOptions: {}, emit() {} } as never);
console.log(session.getCookieString('http://example.com/'), hosted instanceof Hosted, new CookieJar().toJSON().cookies.length);
`;
const EXPECTED = 'sid=1 true 0';
const untyped = USE.replace(' as never', '');
const required = `
const { Session, CookieJar } = require('crawler-session');
const { Session: Hosted, createSessionFunction } = require('crawler-session/crawlee');
`;
const imported = `
import { CookieJar, Session } from 'crawler-session';
import { Session as Hosted, createSessionFunction } from 'crawler-session/crawlee';
`;

describe('installed into an empty folder, with nothing but Node.js and npm on the PATH', () => {
  const folder = place();

  beforeAll(() => {
    const start = Date.now();
    npm(folder, 'install', name);
    console.log(`npm install ${name}: ${Date.now() - start} ms`);
  });

  const run = (file, text) => {
    fs.writeFileSync(path.join(folder, file), text);
    return node(folder, file).trim();
  };

  test('the package and the addon of this platform are all that is there', () => {
    expect(installed(folder)).toEqual([name, `${name}-${own}`]);
  });

  test('the command line', () => {
    const command = path.join('node_modules', '.bin', 'crawler-session');
    fs.accessSync(path.join(folder, command), fs.constants.X_OK);
    expect(node(folder, command, '--version').trim()).toBe(version);
    fs.writeFileSync(path.join(folder, 'cookies.json'), '[{"name":"a","value":"1","domain":"a.example"}]');
    node(folder, command, 'import', 'cookies.json', '--id', 'alice', '--store', 'sessions.db');
    expect(node(folder, command, 'list', '--store', 'sessions.db')).toMatch(/^alice {2}free /m);
  });

  test('CommonJS', () => {
    expect(run('use.cjs', required + untyped)).toBe(EXPECTED);
  });

  test('ESM', () => {
    expect(run('use.mjs', imported + untyped)).toBe(EXPECTED);
  });

  test.each([
    ['an ES module, nodenext', 'typed-esm.mts', 'typed-esm.mjs', ['--module', 'nodenext']],
    ['CommonJS, nodenext', 'typed-cjs.cts', 'typed-cjs.cjs', ['--module', 'nodenext']],
    ['CommonJS, the resolution of before exports', 'typed-old.ts', 'typed-old.js', ['--module', 'commonjs']],
    [
      'for a bundler',
      'typed-bundler.mts',
      'typed-bundler.mjs',
      ['--module', 'esnext', '--moduleResolution', 'bundler'],
    ],
  ])('TypeScript: %s', (_name, source, compiled, options) => {
    fs.writeFileSync(
      path.join(folder, source),
      `${imported}declare const console: { log(...texts: unknown[]): void };${USE}`,
    );
    // Strict, and with the declarations of the package themselves checked.
    node(folder, tsc, source, '--strict', '--target', 'es2022', ...options);
    expect(node(folder, compiled).trim()).toBe(EXPECTED);
  });
});

const PLATFORMS = fs.readdirSync(path.join(root, 'npm'));

test.each(PLATFORMS)('npm chooses the package of %s, and no other', (platform) => {
  const folder = place();
  const [os, cpu, abi] = platform.split('-');
  const libc = { gnu: 'glibc', musl: 'musl' }[abi];
  npm(folder, 'install', name, '--os', os, '--cpu', cpu, ...(libc ? ['--libc', libc] : []));
  expect(installed(folder)).toEqual([name, `${name}-${platform}`]);
});

test('on a platform without a package the installation itself succeeds', () => {
  const folder = place();
  npm(folder, 'install', name, '--os', 'sunos', '--cpu', 'x64');
  expect(installed(folder)).toEqual([name]);
});
