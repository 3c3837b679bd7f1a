'use strict';

// A user's project with Jest: several workers, as processes and as threads, and all files one after the other in one process.
// Promises: E7

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { runScript } = require('../helpers/processes/child');

const ROOT = path.join(__dirname, '..', '..');
const FILES = 8;

let folder;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-jest-'));
  fs.mkdirSync(path.join(folder, 'node_modules'));
  fs.symlinkSync(ROOT, path.join(folder, 'node_modules', 'crawler-session'), 'junction');
  const testFile = fs.readFileSync(path.join(__dirname, 'fixtures', 'project.js'));
  for (let n = 0; n < FILES; n++) fs.writeFileSync(path.join(folder, `file${n}.test.js`), testFile);
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, jest: { transform: {} } }));
});

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Runs Jest in the project. Returns how it ended, and its report. */
async function jestRun(...args) {
  const jest = path.join(path.dirname(require.resolve('jest/package.json')), 'bin', 'jest.js');
  const report = path.join(folder, 'report.json');
  const flags = ['--rootDir', folder, '--no-cache', '--json', `--outputFile=${report}`, ...args];
  const { stdout: _, stderr, ...end } = await runScript(jest, flags, { cwd: folder });
  const { numPassedTests, numFailedTests } = fs.existsSync(report) ? JSON.parse(fs.readFileSync(report)) : {};
  return { ...end, numPassedTests, numFailedTests, stderr: end.code === 0 ? '' : stderr.slice(0, 3000) };
}

test.each([
  ['four processes', ['--maxWorkers=4']],
  ['four threads', ['--maxWorkers=4', '--workerThreads']],
  ['one after the other', ['--runInBand']],
])('Jest with %s', async (_how, args) => {
  expect(await jestRun(...args)).toEqual({
    code: 0,
    signal: null,
    numPassedTests: FILES * 5,
    numFailedTests: 0,
    stderr: '',
  });
});
