'use strict';

// No browser is left behind, whatever becomes of the tests that started it.

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { PATIENCE_MS, until } = require('../helpers/patience');
const { runScript } = require('../helpers/processes/child');
const { NAME, marked, newMark } = require('../helpers/processes/mark');

const JEST = path.join(path.dirname(require.resolve('jest/package.json')), 'bin', 'jest.js');
const PROCESSES = path.join(__dirname, '..', 'helpers', 'processes');

/** The arguments of a run of Jest with what `jest.config.js` has for the ends of processes. */
const RUN = [
  '--config',
  JSON.stringify({
    rootDir: __dirname,
    testMatch: ['<rootDir>/fixtures/forgetful.js'],
    transform: {},
    testTimeout: PATIENCE_MS,
    globalSetup: path.join(PROCESSES, 'global-setup.js'),
    globalTeardown: path.join(PROCESSES, 'global-teardown.js'),
  }),
];

// What these runs start is known by a mark of its own. What killed browsers leave on the disk goes to a folder of its own.
process.env[NAME] = newMark();
process.env.TMPDIR = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-left-'));
afterAll(() => fs.rmSync(process.env.TMPDIR, { recursive: true, force: true }));

const left = () => marked(process.env[NAME]);
const isBrowser = ({ name }) => /chrome|chromium/.test(name);

test('a run whose tests fail and take too long fails for their browser too, and ends it', async () => {
  const { code, stderr } = await runScript(JEST, RUN, {
    env: { ...process.env, TOO_LONG_MS: '100', GRACE_MS: '1000' },
  });
  expect(stderr).toMatch(/^Tests: +2 failed, 2 total$/m);
  expect(stderr).toMatch(/^Left behind: .*(?:chrome|chromium)/m);
  expect(code).toBe(1);
  expect(left()).toEqual([]);
});

test('when a run is killed, its browser is ended', async () => {
  const env = { ...process.env, TOO_LONG_MS: String(PATIENCE_MS) };
  const run = spawn(process.execPath, [JEST, ...RUN], { env, stdio: 'ignore' });
  try {
    expect(await until(() => left().some(isBrowser))).toBe(true);
  } finally {
    run.kill('SIGKILL');
  }
  expect(await until(() => left().length === 0)).toBe(true);
});
