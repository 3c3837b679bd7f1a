'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { runToSuccess } = require('../helpers/processes/child');

const TSC = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
const INTERFACES = path.join(__dirname, '..', 'types', 'crawlee-4');
const EXAMPLES = path.join(__dirname, '..', '..', 'examples');
/** The examples have the time-outs that users' code has. */
const PATIENT = ['--require', path.join(__dirname, '..', 'helpers', 'patient.cjs')];

/** What each example prints, its session's id and the log of its framework left out. */
const PRINTED = {
  'puppeteer.mjs': [
    'first browser: Welcome, alice',
    'second browser: Visit 1 of /offers',
    'second browser: Visit 2 of /offers',
    'second browser: Visit 3 of /offers',
    'second browser: You look like a robot',
    'alice_1 is blocked: take another one',
    expect.stringMatching(/^the member page would get: .*sid=…; remember=…/),
  ],
  // Which process takes which account is left to chance.
  'pool.mjs': [
    ...Array(6).fill('first process: Your orders'),
    ...Array(6).fill('second process: Your orders'),
    'the session alice is free, and was used N times',
    'the session bob is free, and was used N times',
    'the shop saw 2 logins for 12 pages',
  ],
  'crawlee-shared.mjs': [
    ...['first run, first process', 'first run, second process'].flatMap((by) => Array(6).fill(`${by}: Your orders`)),
    ...['second run, first process', 'second run, second process'].flatMap((by) => Array(6).fill(`${by}: Your orders`)),
    'the session alice is free',
    'the session bob is free',
    'the shop saw 2 logins for 24 pages',
  ],
  'two-machines.mjs': [
    'first machine: I have alice, who was used by []',
    'first machine: I have alice, who was used by [second]',
    'first machine: LEASE_LOST, alice is not mine any more',
    'first machine: LEASE_LOST, what I did is not saved',
    'second machine: I have alice, who was used by []',
    'the cable of the first machine is plugged again',
    'the cable of the first machine is pulled',
    expect.stringMatching(/^the machines are (network namespaces|processes)$/),
  ],
  'crawlee-cheerio.mjs': [
    'first run, session: Welcome, alice',
    'first run, session: Your orders',
    'second run, session: Your orders',
  ],
  'crawlee-puppeteer.mjs': [
    'first run, session: Welcome, alice',
    'first run, session: Your orders',
    'second run, session: Your orders',
    'second run, session: Visit 1 of /offers',
    'second run, session: Visit 2 of /offers',
    'second run, session: Visit 3 of /offers',
    'second run, session: /offers is blocked, so the session is retired',
  ],
  'crawlee-playwright.mjs': [
    'first run, session: Welcome, alice',
    'first run, session: Your orders',
    'second run, session: Your orders',
  ],
  'crawlee-logins.mjs': [
    ['first run, Puppeteer', 'second run, Playwright'],
    ['first run, Playwright', 'second run, Puppeteer'],
  ].flatMap(([first, second]) => [
    `${first}: Log in first, then Welcome to database, alice`,
    `${first}: Log in first, then Welcome to tab, alice`,
    `${second}: Welcome to database, alice, then Welcome to database, alice`,
    `${second}: Welcome to tab, alice, then Welcome to tab, alice`,
  ]),
  'apify-sdk-legacy.cjs': [
    'session: Welcome, alice',
    'session: Your orders',
    'session: Visit 1 of /offers',
    'session: Visit 2 of /offers',
    'session: Visit 3 of /offers',
    'session is retired',
  ],
};

/** The lines that an example itself prints. Its temporary files go to `folder`. */
async function run(file, folder) {
  const env = { ...process.env, TMPDIR: folder, CRAWLEE_LOG_LEVEL: 'ERROR', APIFY_LOG_LEVEL: 'ERROR' };
  const { stdout } = await runToSuccess(path.join(EXAMPLES, file), [], { env, flags: PATIENT });
  return stdout.split('\n').filter((line) => /^(first|second|the|session|alice)/.test(line));
}

const plain = (line) =>
  line
    .replace(/session_\w+/g, 'session')
    .replace(/http:\/\/[^/]+/g, '')
    .replace(/used \d+ times/, 'used N times');

/** Examples of which several processes print, in an order of their own. */
const UNORDERED = new Set(['pool.mjs', 'crawlee-shared.mjs', 'two-machines.mjs']);

/** What the examples use, and the one of Crawlee 4, which npm does not have yet. */
const NOT_RUN = [
  'machines.js',
  'hub.js',
  'pass-on.js',
  'site.js',
  'storage.mjs',
  'token-site.js',
  'visit.mjs',
  'crawlee-4.mjs',
];

test('the example of Crawlee 4 compiles against its interfaces', () => {
  const compile = (...args) =>
    spawnSync(process.execPath, [TSC, ...args], { cwd: INTERFACES, encoding: 'utf8' }).stdout;
  expect(compile('-p', INTERFACES)).toBe('');
  expect(compile('-p', INTERFACES, '--listFilesOnly')).toContain('examples/crawlee-4.mjs');
});

test('each example is run here', () => {
  const files = fs.readdirSync(EXAMPLES).filter((file) => !NOT_RUN.includes(file));
  expect(files.sort()).toEqual(Object.keys(PRINTED).sort());
});

test.each(Object.entries(PRINTED))('%s does what it says, and leaves nothing behind', async (file, printed) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-examples-'));
  try {
    const lines = await run(file, folder);
    const seen = lines.map(plain);
    expect(UNORDERED.has(file) ? seen.sort() : seen).toEqual(printed);
    // A browser that is killed, as Crawlee does with that of a blocked session, leaves its own folder.
    expect(fs.readdirSync(folder).filter((name) => !name.startsWith('.org.chromium.'))).toEqual([]);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
