'use strict';

// The committed platform packages. That they are what `napi create-npm-dirs` makes of package.json is checked by `npm run generate -- --check`
// in `npm test`; here is what that must amount to.
// Promises: R3

const fs = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..', '..');
const main = require('../../package.json');

/** Each platform with the values by which npm chooses it. */
const PLATFORMS = {
  'linux-x64-gnu': { os: ['linux'], cpu: ['x64'], libc: ['glibc'] },
  'linux-arm64-gnu': { os: ['linux'], cpu: ['arm64'], libc: ['glibc'] },
  'linux-x64-musl': { os: ['linux'], cpu: ['x64'], libc: ['musl'] },
  'linux-arm64-musl': { os: ['linux'], cpu: ['arm64'], libc: ['musl'] },
  'darwin-x64': { os: ['darwin'], cpu: ['x64'] },
  'darwin-arm64': { os: ['darwin'], cpu: ['arm64'] },
  'win32-x64-msvc': { os: ['win32'], cpu: ['x64'] },
  'win32-arm64-msvc': { os: ['win32'], cpu: ['arm64'] },
};

test('there is a package for each platform, and no other', () => {
  expect(fs.readdirSync(path.join(root, 'npm')).sort()).toEqual(Object.keys(PLATFORMS).sort());
});

test.each(Object.entries(PLATFORMS))(
  '%s: name, platform, and the metadata of the root package',
  (platform, { os, cpu, libc }) => {
    const { version, description, keywords, license, engines } = main;
    expect(require(path.join(root, 'npm', platform, 'package.json'))).toEqual({
      name: `${main.name}-${platform}`,
      version,
      description,
      keywords,
      license,
      engines,
      os,
      cpu,
      ...(libc && { libc }),
      main: `${main.napi.binaryName}.${platform}.node`,
      files: [`${main.napi.binaryName}.${platform}.node`],
    });
  },
);

test('the version of the crate is that of the package', () => {
  const read = (name) => fs.readFileSync(path.join(root, name), 'utf8');
  expect(read('Cargo.toml')).toContain(`\nversion = "${main.version}"\n`);
});

test('the committed manifest names no platform package, since a clone builds its own, and npm refuses to publish it', () => {
  expect(main.optionalDependencies).toBeUndefined();
  expect(main.private).toBe(true);
});
