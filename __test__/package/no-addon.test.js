'use strict';

// What a user is told where the addon can't be loaded.
// Promises: R4

const fs = require('node:fs');
const path = require('node:path');
const { user } = require('./commands');

const { name, version, napi } = require('../../package.json');
const { place, npm, node, tryNode } = user();

const PLATFORMS = fs.readdirSync(path.join(__dirname, '..', '..', 'npm')).sort();

/** Makes the process pose as one of another platform, then reports what loading the package throws. */
const REPORT = `
const [platform, arch, libc] = process.argv.slice(2);
if (platform) Object.defineProperty(process, 'platform', { value: platform });
if (arch) Object.defineProperty(process, 'arch', { value: arch });
if (libc) {
  const fs = require('node:fs');
  const { readFileSync } = fs;
  fs.readFileSync = (file, ...rest) => {
    if (file !== '/usr/bin/ldd') return readFileSync(file, ...rest);
    if (libc === 'musl, as ldd says') return '#!/bin/sh\\nexec /lib/ld-musl-x86_64.so.1';
    throw new Error('there is no ldd');
  };
  process.report.getReport = () => {
    if (libc.startsWith('gnu, since')) throw new Error('no permission');
    return { header: libc === 'gnu, as the report says' ? { glibcVersionRuntime: '2.39' } : {} };
  };
}
try {
  require('${name}');
} catch (error) {
  const causes = error.cause?.errors?.map(({ message }) => message);
  const { code, message, platform, supported } = error;
  console.log(JSON.stringify({ code, message, platform, supported, causes }));
}
`;

function installed(...options) {
  const folder = place();
  npm(folder, 'install', name, ...options);
  fs.writeFileSync(path.join(folder, 'report.cjs'), REPORT);
  return folder;
}

const report = (folder, ...platform) => JSON.parse(node(folder, 'report.cjs', ...platform));

describe('on a platform without a package', () => {
  const folder = installed('--os', 'sunos', '--cpu', 'x64');

  test.each([
    ['sunos', 'x64', 'sunos-x64'],
    ['linux', 'riscv64', /^linux-riscv64-(gnu|musl)$/],
    ['win32', 'ia32', 'win32-ia32-msvc'],
    ['freebsd', 'arm64', 'freebsd-arm64'],
    ['android', 'arm64', 'android-arm64'],
  ])('%s %s: the error names it, what is supported and how to build', (platform, arch, expected) => {
    const error = report(folder, platform, arch);
    expect(error.code).toBe('ERR_PLATFORM_NOT_SUPPORTED');
    expect(error.platform).toMatch(expected);
    expect([...error.supported].sort()).toEqual(PLATFORMS);
    for (const text of [
      error.platform,
      ...PLATFORMS,
      'To build it from source, with Rust',
      'npm install path/to/the/clone',
    ]) {
      expect(error.message).toContain(text);
    }
  });

  test('an uncaught error ends the process with all of that', () => {
    const { status, stderr } = tryNode(
      folder,
      '-e',
      `Object.defineProperty(process, 'arch', { value: 's390x' }); require('${name}')`,
    );
    expect(status).not.toBe(0);
    expect(stderr).toContain('ERR_PLATFORM_NOT_SUPPORTED');
  });
});

describe('on a platform whose package was not installed', () => {
  const folder = installed('--omit=optional');

  test.each([
    ['darwin', 'arm64', 'darwin-arm64'],
    ['win32', 'x64', 'win32-x64-msvc'],
    ['linux', 'arm64', /^linux-arm64-(gnu|musl)$/],
  ])('%s %s: the error names the package and what to do', (platform, arch, expected) => {
    const error = report(folder, platform, arch);
    expect(error.code).toBe('ERR_ADDON_NOT_INSTALLED');
    expect(error.platform).toMatch(expected);
    expect(error.message).toContain(`npm install ${name}-${error.platform}@${version}`);
    expect(error.message).toContain('--omit=optional');
    expect(error.causes).toEqual(Array(2).fill(expect.stringContaining(`crawler-session`)));
  });

  test('what it says helps', () => {
    const [, command] = /`npm (install crawler-session-\S+)`/.exec(report(folder).message);
    npm(folder, ...command.split(' '));
    expect(node(folder, '-p', `typeof require('${name}').Session`).trim()).toBe('function');
  });
});

describe('which C library there is', () => {
  const folder = installed('--omit=optional');

  test.each([
    ['musl, as ldd says', 'linux-x64-musl'],
    ['musl, as the report says, without ldd', 'linux-x64-musl'],
    ['gnu, as the report says', 'linux-x64-gnu'],
    ['gnu, since Deno allows no report', 'linux-x64-gnu'],
  ])('%s', (libc, platform) => {
    const error = report(folder, 'linux', 'x64', libc);
    expect(error.platform).toBe(platform);
    expect(error.code).toBe('ERR_ADDON_NOT_INSTALLED');
  });
});

test('an addon that is there but does not load: the error says why', () => {
  const folder = installed();
  const [platform] = PLATFORMS.filter((each) => fs.existsSync(path.join(folder, 'node_modules', `${name}-${each}`)));
  fs.writeFileSync(
    path.join(folder, 'node_modules', `${name}-${platform}`, `${napi.binaryName}.${platform}.node`),
    'broken',
  );
  const error = report(folder);
  expect(error.code).toBe('ERR_ADDON_NOT_LOADED');
  expect(error.message).toContain(platform);
  expect(error.message).toMatch(/file too short|invalid ELF header/);
});

test('NAPI_RS_NATIVE_LIBRARY_PATH names the addon to load', () => {
  const folder = installed('--omit=optional');
  const script = `try { console.log(typeof require('${name}').Session); } catch (error) { console.log(error.message); }`;
  const load = (file) =>
    node(folder, '-e', `process.env.NAPI_RS_NATIVE_LIBRARY_PATH = ${JSON.stringify(file)}; ${script}`);
  const root = path.join(__dirname, '..', '..');
  const [built] = fs.readdirSync(root).filter((file) => file.endsWith('.node'));
  expect(load(path.join(root, built)).trim()).toBe('function');
  expect(load(path.join(folder, 'none.node'))).toContain('none.node');
});
