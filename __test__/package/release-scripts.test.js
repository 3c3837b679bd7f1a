'use strict';

// The scripts of a release, where the whole run in global-setup.js doesn't reach.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { PROCESS_MS } = require('../helpers/patience');
const { user } = require('./commands');
const { notes, notesOf } = require('../../scripts/release/notes');

const { env, place, npm, staged } = user();
const { name, version, napi } = require('../../package.json');
const root = path.join(__dirname, '..', '..');
const PLATFORMS = fs.readdirSync(path.join(root, 'npm'));

const run = (script, args, more) =>
  spawnSync(process.execPath, [path.join(root, 'scripts', 'release', script), ...args], {
    env: { ...env, PATH: process.env.PATH, ...more },
    encoding: 'utf8',
    timeout: PROCESS_MS,
  });

/** A folder with stand-ins for the addons of these platforms. */
function addons(platforms) {
  const folder = place();
  for (const platform of platforms)
    fs.writeFileSync(path.join(folder, `${napi.binaryName}.${platform}.node`), platform);
  return folder;
}

test('a release without the addon of one platform is refused', () => {
  const there = { GITHUB_REPOSITORY: 'someone/something' };
  const { status, stderr } = run('stage.js', [addons(PLATFORMS.slice(1)), path.join(place(), 'staged')], there);
  expect(status).not.toBe(0);
  expect(stderr).toContain('napi artifacts failed');
});

test('a release that does not know its repository is refused', () => {
  const { status, stderr } = run('stage.js', [addons(PLATFORMS), path.join(place(), 'staged')]);
  expect(status).not.toBe(0);
  expect(stderr).toContain('GITHUB_REPOSITORY has to name the repository');
});

test('the README of the package does not speak of the time before it', () => {
  const ours = fs.readFileSync(path.join(__dirname, '..', '..', 'README.md'), 'utf8');
  const published = fs.readFileSync(path.join(staged, 'README.md'), 'utf8');
  expect(published).not.toMatch(/not on the registry|first release/);
  expect(published).toContain('\n## Install\n\n`npm install crawler-session` brings the addon');
  expect(ours).toContain(published.slice(published.indexOf('## Use it with Puppeteer')));
});

test('in a workflow all manifests name the repository, as provenance wants it', () => {
  const folder = path.join(place(), 'staged');
  const there = { GITHUB_SERVER_URL: 'https://git.example', GITHUB_REPOSITORY: 'someone/something' };
  expect(run('stage.js', [addons(PLATFORMS), folder], there).status).toBe(0);
  for (const each of ['.', ...PLATFORMS.map((platform) => path.join('npm', platform))]) {
    const { repository } = JSON.parse(fs.readFileSync(path.join(folder, each, 'package.json'), 'utf8'));
    expect(repository).toEqual({ type: 'git', url: 'git+https://git.example/someone/something.git' });
  }
});

test('a release that is run again publishes nothing and succeeds', () => {
  const { status, stdout } = run('publish.js', [staged]);
  expect(status).toBe(0);
  expect(stdout).toContain(`${name}@${version} is published already`);
});

test('a prerelease does not become what npm installs', () => {
  const folder = path.join(place(), 'staged');
  fs.cpSync(staged, folder, { recursive: true });
  const next = `${version}-rc.1`;
  for (const each of ['.', ...PLATFORMS.map((platform) => path.join('npm', platform))]) {
    const file = path.join(folder, each, 'package.json');
    fs.writeFileSync(file, JSON.stringify({ ...JSON.parse(fs.readFileSync(file, 'utf8')), version: next }));
  }
  expect(run('publish.js', [folder]).status).toBe(0);
  for (const each of [name, ...PLATFORMS.map((platform) => `${name}-${platform}`)]) {
    expect(JSON.parse(npm(place(), 'view', each, 'dist-tags', '--json'))).toEqual({ latest: version, next });
  }
});

describe('the notes of a release', () => {
  const CHANGELOG = '# Changelog\n\n## 1.1.0 - 2026-02-03\n\n- Two.\n- Three.\n\n## 1.0.0 - 2026-01-02\n\n- One.\n';

  test('are the section of its version', () => {
    expect(notes(CHANGELOG, '1.1.0')).toBe('- Two.\n- Three.');
    expect(notes(CHANGELOG, '1.0.0')).toBe('- One.');
  });

  test('a version without a section, or with one that has no date, is refused', () => {
    expect(() => notes(CHANGELOG, '1.2.0')).toThrow('no section "## 1.2.0 - <date>"');
    expect(() => notes('## 1.2.0 - unreleased\n\n- Four.\n', '1.2.0')).toThrow('no date');
  });

  test('a tag that is not the version is refused', () => {
    expect(() => notesOf('v99.0.0')).toThrow(`The tag is v99.0.0, but package.json is of version ${version}`);
  });
});

test('an addon that wants a newer GNU library than is promised is found', () => {
  const file = path.join(place(), 'some.node');
  fs.writeFileSync(file, 'GLIBC_2.3.4\0GLIBC_2.14\0GLIBC_2.28\0');
  expect(run('glibc.js', [file, '2.28']).status).toBe(0);
  const { status, stderr } = run('glibc.js', [file, '2.17']);
  expect(status).not.toBe(0);
  expect(stderr).toContain('wants glibc 2.28, newer than 2.17');
});
