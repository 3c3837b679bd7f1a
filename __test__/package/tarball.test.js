'use strict';

// What is published: the files, the manifests, and what two linters of packages say of them.

const fs = require('node:fs');
const path = require('node:path');
const { user } = require('./commands');

const clone = require('../../package.json');
const { staged, place, npm, tryNode } = user();

/** The only files of the root package; what folders hold is told by a pattern. */
const FILES = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'binding.js',
  'crawlee.d.ts',
  'crawlee.js',
  'index.d.ts',
  'index.js',
  'package.json',
  'store-tests.d.ts',
  'pool.js',
  'pool.d.ts',
  'redis.js',
  'redis.d.ts',
  'postgres.js',
  'postgres.d.ts',
  'store-tests.js',
];
const IN_FOLDERS =
  /^(js\/([a-z-]+\/)+[a-z-]+\.(js|lua|sql)|types\/[a-z-]+\.d\.ts|docs\/([a-z-]+\.(md|svg)|README\.md))$/;

const read = (...names) => JSON.parse(fs.readFileSync(path.join(staged, ...names), 'utf8'));

/** What `npm pack` would put into the tarball of a folder. */
function packed(folder) {
  const [{ files, unpackedSize }] = JSON.parse(npm(folder, 'pack', '--dry-run', '--json'));
  return { names: files.map((file) => file.path).sort(), unpackedSize };
}

/** Runs the command line of a devDependency. Some of these have no `exports` for their manifest, so it is read as a file. */
function run(name, bin, ...args) {
  const folder = path.join(__dirname, '..', '..', 'node_modules', name);
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const { status, stdout, stderr } = tryNode(staged, path.join(folder, manifest.bin[bin]), ...args);
  return { status, output: stdout + stderr };
}

test('the addon of this machine has at most 2.8 MB', () => {
  const root = path.join(__dirname, '..', '..');
  const built = fs.readdirSync(root).filter((file) => file.endsWith('.node'));
  expect(built).toHaveLength(1);
  expect(fs.statSync(path.join(root, built[0])).size).toBeLessThanOrEqual(2_800_000);
});

describe('the root package', () => {
  test('holds what is needed to use it, and nothing else', () => {
    const { names, unpackedSize } = packed(staged);
    expect(names.filter((name) => !name.includes('/'))).toEqual([...FILES].sort());
    expect(names.filter((name) => name.includes('/') && !IN_FOLDERS.test(name))).toEqual([]);
    expect(names).toEqual(
      expect.arrayContaining(['js/addon/load-binding.js', 'types/cookie.d.ts', 'docs/README.md', 'docs/refusals.md']),
    );
    expect(unpackedSize).toBeLessThan(1_000_000_000_1_000_000_000);
  });

  test('has a manifest without what only a clone needs: nothing is built or run when it is installed', () => {
    const manifest = read('package.json');
    const { private: refused, scripts, devDependencies, overrides, ...rest } = clone;
    const { optionalDependencies, repository, ...published } = manifest;
    expect(published).toEqual(rest);
  });

  test('depends on the platform packages of its own version, and on nothing else', () => {
    const { version, optionalDependencies, dependencies } = read('package.json');
    const platforms = fs.readdirSync(path.join(staged, 'npm'));
    expect(optionalDependencies).toEqual(
      Object.fromEntries(platforms.map((platform) => [`crawler-session-${platform}`, version])),
    );
    expect(dependencies).toBeUndefined();
  });

  const tarball = (() => {
    const folder = place();
    npm(folder, 'pack', staged);
    return path.join(folder, `${clone.name}-${clone.version}.tgz`);
  })();

  test('publint has nothing to say, not even a suggestion', () => {
    const { status, output } = run('publint', 'publint', 'run', tarball, '--strict');
    expect(output).toContain('All good!');
    expect(status).toBe(0);
  });

  // Promises: R1
  test('@arethetypeswrong/cli: the types are right for every way of importing', () => {
    const { status, output } = run('@arethetypeswrong/cli', 'attw', tarball, '--no-emoji');
    expect(output).toContain('No problems found');
    expect(status).toBe(0);
  });
});

describe.each(fs.readdirSync(path.join(staged, 'npm')))('the package of %s', (platform) => {
  const folder = path.join(staged, 'npm', platform);

  // Promises: R3
  test('holds its addon, a manifest and the licence', () => {
    const addon = `${clone.napi.binaryName}.${platform}.node`;
    expect(packed(folder).names).toEqual([addon, 'LICENSE', 'README.md', 'package.json'].sort());
    expect(read('npm', platform, 'package.json').main).toBe(addon);
  });
});
