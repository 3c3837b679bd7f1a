'use strict';

// Wrong use, help, terminals and pipes.
// Promises: N1, N2

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { version } = require('../../package.json');
const { formatCookies } = require('../..');
const { MAIN, commandLine } = require('./command-line');

const { file, inTerminal, print, run } = commandLine();

const COMMANDS = [
  'list',
  'show',
  'login',
  'open',
  'import',
  'export',
  'retire',
  'renew',
  'remove',
  'prune',
  'stats',
  'encrypt',
];
const page = fs.readFileSync(path.join(__dirname, '..', '..', 'docs', 'command-line.md'), 'utf8');

beforeAll(async () => {
  const cookies = [
    { name: 'login', value: 'secret-1', domain: 'shop.example', path: '/' },
    { name: 'odd', value: 'secret-2', domain: 'shop.example', path: '/\u202e\u009b' },
  ];
  fs.writeFileSync(file('cookies.json'), formatCookies(cookies, 'puppeteer'));
  await print(['import', 'cookies.json', '--id', 'alice']);
  await print(['import', 'cookies.json', '--id', 'bob']);
  await print(['retire', 'bob']);
});

describe('help', () => {
  test('of the whole is on the page', async () => {
    const text = await print(['--help']);
    expect(page).toContain(`\`\`\`text\n${text}\`\`\``);
    for (const args of [['-h'], ['help']]) expect(await print(args)).toBe(text);
    expect([...text.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name)).toEqual(COMMANDS);
  });

  test.each(COMMANDS)('of %s is on the page, without a store', async (command) => {
    const text = await print([command, '--help'], { env: { CRAWLER_SESSION_STORE: undefined } });
    expect(page).toContain(`\`\`\`text\n${text}\`\`\``);
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  test('and the version', async () => {
    expect(await print(['--version'])).toBe(`${version}\n`);
  });
});

test.each([
  ['no command', [], 'A command is missing'],
  ['an unknown command', ['lst'], 'There is no command "lst"'],
  ['an unknown option', ['list', '--bogus'], "Unknown option '--bogus'"],
  ['an option without its value', ['list', '--pool'], "Option '--pool <value>' argument missing"],
  ['a missing argument', ['show'], 'ID is missing'],
  ['an argument too many', ['show', 'a', 'b'], 'There is an argument too many: "b"'],
  ['a format that there is not', ['export', 'alice', '--format', 'xml'], '--format must be one of netscape, '],
  ['a format that is only read', ['export', 'alice', '--format', 'har'], '--format must be one of netscape, '],
  ['no format', ['export', 'alice'], '--format is missing'],
  ['a header without a URL', ['export', 'alice', '--format', 'header'], '--url is missing'],
  ['a state of one URL', ['export', 'alice', '--format', 'state', '--url', 'https://a.example/'], '--url is not for'],
  ['a wrong URL', ['export', 'alice', '--format', 'header', '--url', 'x'], 'Invalid URL: "x"'],
  ['a wrong time', ['import', 'cookies.json', '--timeout', 'soon'], '--timeout must be a number of seconds'],
  ['a wrong name of a pool', ['list', '--pool', ''], 'name must have 1 to 255 characters'],
  ['a store of another kind', ['list', '--store', 'mongodb://a'], 'there is no store for mongodb://'],
  ['encrypt without a key', ['encrypt'], '--key-file is missing'],
])('%s is wrong use: exit code 2, and the usage', async (_what, args, words) => {
  const { code, stdout, stderr } = await run(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(words);
  expect(stderr).toMatch(/^Usage: crawler-session /m);
  expect(stderr).not.toMatch(/^ {4}at /m);
});

test('no store is wrong use; one that is not there is a failure, and is not made', async () => {
  expect(await run(['list'], { env: { CRAWLER_SESSION_STORE: undefined } })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--store is missing'),
  });
  expect(await run(['list', '--store', 'typo.db'])).toEqual({
    code: 1,
    stdout: '',
    stderr: 'crawler-session list: There is no store typo.db\n',
  });
  expect(fs.existsSync(file('typo.db'))).toBe(false);
});

test('a store that is something else is a failure, and stays as it is', async () => {
  fs.writeFileSync(file('other.db'), 'no database '.repeat(100));
  const { code, stderr } = await run(['list', '--store', 'other.db']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^crawler-session list: .*other\.db: .*\n$/);
  expect(fs.readFileSync(file('other.db'), 'utf8')).toBe('no database '.repeat(100));
});

describe('in a terminal', () => {
  const ESCAPE = '\x1b[';

  test('the table has colours, unless there are to be none', async () => {
    const { code, screen } = await inTerminal(['list']);
    expect(code).toBe(0);
    const coloured = (code, text) => [`${ESCAPE}${code}m`, text, `${ESCAPE}0m`].join('');
    expect(screen).toContain(coloured(1, 'ID'));
    expect(screen).toContain(coloured(32, 'free'));
    expect(screen).toContain(coloured(31, 'retired'));
    for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
      expect((await inTerminal(['list'], { env })).screen).not.toContain('\x1b');
    }
    expect(await print(['list'])).not.toContain('\x1b');
    // Not the spaces between: a column is as wide as what is in it, and a use of nine seconds ago is one of ten a second later.
    const head = (text) => text.split('\n')[0].trim().split(/ {2,}/);
    const { screen: plain } = await inTerminal(['list'], { env: { NO_COLOR: '1' } });
    expect(head(plain)).toEqual(head(await print(['list'])));
  });

  test('what a site has named can neither colour nor move anything', async () => {
    const { screen } = await inTerminal(['show', 'alice'], { env: { NO_COLOR: '1' } });
    expect(screen).toContain('/\ufffd\ufffd');
    expect(screen).not.toMatch(/[\u202e\u009b]/);
  });

  test('no secret is written on the screen but with --reveal', async () => {
    const asked = await inTerminal(['export', 'alice', '--format', 'netscape']);
    expect(asked.code).toBe(2);
    expect(asked.screen).toContain('This would show secrets on the screen');
    expect(asked.screen).not.toContain('secret-');
    const revealed = await inTerminal(['export', 'alice', '--format', 'netscape', '--reveal']);
    expect(revealed.code).toBe(0);
    expect(revealed.screen).toContain('secret-1');
    expect((await inTerminal(['show', 'alice'])).screen).not.toContain('secret-');
  });
});

test('whoever reads a pipe may stop reading', async () => {
  const child = spawn('sh', ['-c', `"${process.execPath}" "${MAIN}" list --json; echo "code $?" >&2`], {
    cwd: file('.'),
    env: { PATH: process.env.PATH, CRAWLER_SESSION_STORE: 'sessions.db' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  await new Promise((resolve) => child.once('close', resolve));
  expect(stderr).toBe('code 0\n');
});

test('a key is never an argument', async () => {
  for (const command of COMMANDS) {
    const help = await print([command, '--help']);
    expect(help).not.toMatch(/--(key|password|secret)\b(?!-file)/);
  }
});
