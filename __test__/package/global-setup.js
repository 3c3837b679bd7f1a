'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { PROCESS_MS } = require('../helpers/patience');
const { environment, makeBin } = require('./commands');
const { startRegistry } = require('./registry/start');

const root = path.join(__dirname, '..', '..');
const { napi } = require('../../package.json');

/**
 * The addons as the build matrix hands them over: that of this machine, and for the other platforms stand-ins that can't be loaded.
 * `scripts/release/stage.js` wants all of them, so what is tested is a whole release.
 */
function gatherAddons(folder) {
  fs.mkdirSync(folder);
  for (const platform of fs.readdirSync(path.join(root, 'npm'))) {
    const name = `${napi.binaryName}.${platform}.node`;
    const built = path.join(root, name);
    if (fs.existsSync(built)) fs.copyFileSync(built, path.join(folder, name));
    else fs.writeFileSync(path.join(folder, name), 'a stand-in\n');
  }
}

/** Publishes the package by the release's own scripts to a registry on this machine, once for all tests of the project. */
module.exports = async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-package-'));
  const registry = await startRegistry(path.join(folder, 'registry'));
  global.stopPackageTest = async () => {
    await registry.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [addons, staged, home] = ['addons', 'staged', 'home'].map((name) => path.join(folder, name));
    fs.mkdirSync(home);
    makeBin(path.join(folder, 'bin'));
    gatherAddons(addons);
    const run = (script, ...args) =>
      execFileSync(process.execPath, [path.join(root, 'scripts', 'release', script), ...args], {
        env: { ...environment(home, process.env.PATH, registry.npmrc), GITHUB_REPOSITORY: 'someone/something' },
        encoding: 'utf8',
        stdio: 'pipe',
        timeout: PROCESS_MS,
      });
    run('stage.js', addons, staged);
    run('publish.js', staged);
    process.env.CRAWLER_SESSION_PACKAGE_TEST = JSON.stringify({ folder, npmrc: registry.npmrc });
  } catch (error) {
    await global.stopPackageTest();
    throw error;
  }
};
