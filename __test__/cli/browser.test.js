'use strict';

// `login` and `open` in a real Chromium, on a screen of its own. A second connection to it does what a person does.
// Promises: N1, N2

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const { openSites } = require('../login/sites');
const { until } = require('../helpers/patience');
const { commandLine } = require('./command-line');
const { loginPage, sitDown } = require('./person');
const { openScreen } = require('./screen');

const executable = process.env.PUPPETEER_EXECUTABLE_PATH;
const { file, print, run, start, startInTerminal } = commandLine();
const { token, page } = loginPage();
const ALL = '1 cookie and the storage of 1 origin';

let screen;
let sites;
let env;
let URL_OF_SITE;

beforeAll(async () => {
  screen = await openScreen();
  sites = await openSites();
  sites.shows('form', page);
  URL_OF_SITE = sites.url('form');
  fs.mkdirSync(file('tmp'));
  env = { ...screen.env, TMPDIR: file('tmp'), HOME: file('tmp'), PUPPETEER_EXECUTABLE_PATH: executable };
});

afterAll(async () => {
  await sites.close();
  await screen.close();
});

beforeEach(() => {
  for (const end of ['', '-wal', '-shm']) fs.rmSync(file(`sessions.db${end}`), { force: true });
});

/** Profiles that are still there. */
const profiles = () => fs.readdirSync(file('tmp')).filter((name) => name.startsWith('crawler-session-'));

/** Runs a command, and does what a person does meanwhile. */
async function withPerson(args, act, how = start) {
  const command = how(args, { env });
  const person = await Promise.race([
    sitDown(file('tmp')),
    command.ended.then(({ stderr }) => Promise.reject(new Error(`It has ended: ${stderr}`))),
  ]);
  await act(person, command);
  const result = await command.ended;
  await person.leave();
  expect(profiles()).toEqual([]);
  return result;
}

const logInWith = (act, more = [], how = undefined) =>
  withPerson(['login', 'alice', '--url', URL_OF_SITE, ...more], act, how);
/** What of the login is in the pool. */
const login = async () => {
  const { cookies, storage } = await shown();
  return { cookies, storage };
};

const shown = async () => JSON.parse(await print(['show', 'alice', '--reveal', '--json']));

async function logIn(person, { written }) {
  const page = await person.sees('out');
  await page.click('button');
  await person.sees('in');
  expect(
    await until(() => written.stderr.includes(`So far: ${ALL}\n`) || written.stdout.includes(`So far: ${ALL}`)),
  ).toBe(true);
  return page;
}

/** The login is in the pool, whole. */
async function expectLogin() {
  const { cookies, storage, maxUsageCount } = await shown();
  expect(cookies).toEqual([expect.objectContaining({ name: 'token', value: token })]);
  const items = [{ name: 'token', value: token }];
  expect(storage).toEqual([{ origin: new URL(URL_OF_SITE).origin, localStorage: items, sessionStorage: items }]);
  expect(maxUsageCount).toBe(Number.MAX_VALUE);
}

describe('login', () => {
  test('stores what the browser has when its window is closed', async () => {
    const { code, stdout, stderr } = await logInWith(async (...both) => {
      const page = await logIn(...both);
      await page.close();
    });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `Stored ${ALL} in a new session alice\n`,
    });
    const [first, ...more] = stderr.split('\n');
    expect(first).toBe(`A browser opens ${URL_OF_SITE}: log in there, then close its window or press Enter here.`);
    expect(more.slice(-3)).toEqual([`So far: ${ALL}`, 'Reading cookies and storage of the browser', '']);
    await expectLogin();
  });

  test('or Enter is pressed, in a terminal', async () => {
    const act = async (person, command) => {
      await logIn(person, command);
      command.child.stdin.end('\n');
    };
    const { code, stdout } = await logInWith(act, [], startInTerminal);
    expect(code).toBe(0);
    expect(stdout).toContain('in a new session alice');
    await expectLogin();
  });

  test('or through a pipe, and tells it as JSON', async () => {
    const act = async (person, command) => {
      await logIn(person, command);
      command.child.stdin.end('\n');
    };
    const { stdout } = await logInWith(act, ['--json']);
    expect(JSON.parse(stdout)).toEqual({ id: 'alice', isNew: true, cookies: 1, origins: 1, problems: [] });
    await expectLogin();
  });

  test('a browser that is quit has the login of a moment before, and says so', async () => {
    const { code, stderr } = await logInWith(async (person, command) => {
      await logIn(person, command);
      await person.browser.close();
    });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^The browser was quit: what it had \d+ s ago counts$/m);
    await expectLogin();
  });

  test('a window that is closed at once loses neither cookies nor localStorage, and says what it could not see', async () => {
    const args = ['login', 'alice', '--url', `${URL_OF_SITE}login`];
    const { code, stderr } = await withPerson(args, async (person) => {
      const page = await person.sees('out');
      await page.click('button');
      await person.sees('in');
      await page.close();
    });
    expect(code).toBe(0);
    const { cookies, storage } = await login();
    expect(cookies).toEqual([expect.objectContaining({ name: 'token', value: token })]);
    expect(storage[0].localStorage).toEqual([{ name: 'token', value: token }]);
    const isSeen = storage[0].sessionStorage !== undefined;
    expect(stderr.includes('its sessionStorage has (NO_TAB)')).toBe(!isSeen);
  });

  test('reads origins that were open only for a moment', async () => {
    sites.shows(
      'first',
      () => `<!doctype html><script>localStorage.a = '1'; location.href = ${JSON.stringify(URL_OF_SITE)};</script>`,
    );
    const { code } = await withPerson(['login', 'alice', '--url', sites.url('first')], async (person) => {
      await (await person.sees('out')).close();
    });
    expect(code).toBe(0);
    const { storage } = await login();
    expect(storage).toEqual([
      { origin: new URL(sites.url('first')).origin, localStorage: [{ name: 'a', value: '1' }] },
    ]);
  });

  test('shows sites no sign of a program', async () => {
    await logInWith(async (person, command) => {
      const page = await logIn(person, command);
      expect(await page.evaluate(() => navigator.webdriver)).toBe(false);
      command.child.stdin.end('\n');
    });
  });

  test('puts the login into the session that is there, and keeps what else that has', async () => {
    const cookies = [{ name: 'old', value: 'x', domain: 'old.example', path: '/' }];
    fs.writeFileSync(file('old.json'), JSON.stringify(cookies));
    await print(['import', 'old.json', '--id', 'alice']);
    const { stdout } = await logInWith(async (...both) => (await logIn(...both)).close());
    expect(stdout).toContain('in the session alice');
    await expectLogin();
  });

  test('nobody has logged in: nothing is stored', async () => {
    const { code, stdout, stderr } = await logInWith(async (person) => (await person.sees('out')).close());
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('There is no login to store');
    expect(fs.existsSync(file('sessions.db'))).toBe(false);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s: nothing is stored, and nothing is left', async (signal) => {
    const { code, stdout, stderr } = await logInWith(async (person, command) => {
      await logIn(person, command);
      command.child.kill(signal);
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(`Interrupted by ${signal}; nothing was saved`);
    expect(fs.existsSync(file('sessions.db'))).toBe(false);
  });

  test('a retired session is told before anybody logs in', async () => {
    fs.writeFileSync(file('old.json'), JSON.stringify([{ name: 'a', value: 'b', domain: 'old.example', path: '/' }]));
    await print(['import', 'old.json', '--id', 'alice']);
    await print(['retire', 'alice', '--reason', 'blocked']);
    const { code, stderr } = await run(['login', 'alice', '--url', URL_OF_SITE], { env });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^crawler-session login: .*retired: blocked.*renew.*\n$/);
  });

  test('processes of this machine see no secret in its command lines', async () => {
    const key = 'a'.repeat(64);
    fs.writeFileSync(file('key'), key);
    await logInWith(
      async (...both) => {
        const page = await logIn(...both);
        const lines = execFileSync('ps', ['-eww', '-o', 'args'], { encoding: 'utf8' });
        expect(lines).toContain('login alice');
        for (const secret of [token, key]) expect(lines).not.toContain(secret);
        await page.close();
      },
      ['--key-file', 'key'],
    );
    expect(fs.readFileSync(file('sessions.db'), 'latin1')).not.toContain(token);
  });
});

describe('open', () => {
  beforeEach(async () => {
    await logInWith(async (...both) => (await logIn(...both)).close());
  });

  test('goes where it is told to, logged in at the first navigation, and stores nothing', async () => {
    const before = await login();
    const { code, stdout } = await withPerson(['open', 'alice', '--url', URL_OF_SITE], async (person, { child }) => {
      const page = await person.sees('in');
      await page.evaluate(() => localStorage.clear());
      child.stdin.end('\n');
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(await login()).toEqual(before);
  });

  test('goes to the site of the cookie if it is told nothing', async () => {
    const { stderr } = await withPerson(['open', 'alice'], async (_person, { child }) => child.stdin.end('\n'));
    // A cookie doesn't tell a port.
    expect(stderr).toContain('A browser opens http://form.localhost/ with the session');
  });

  test('with --save, holds the session and stores what the browser has at the end', async () => {
    const { code, stdout } = await withPerson(['open', 'alice', '--save', '--url', URL_OF_SITE], async (person) => {
      const page = await person.sees('in');
      const [{ status }] = JSON.parse(await print(['list', '--json']));
      expect(status).toBe('in use');
      await page.evaluate(() => {
        // biome-ignore lint/suspicious/noDocumentCookie: as sites do
        document.cookie = 'more=1; max-age=3600';
        sessionStorage.more = '2';
      });
      await page.close();
    });
    expect(code).toBe(0);
    expect(stdout).toBe('Stored 2 cookies and the storage of 1 origin in the session alice\n');
    const { cookies, storage } = await shown();
    expect(cookies.map(({ name }) => name).sort()).toEqual(['more', 'token']);
    expect(JSON.parse(await print(['list', '--json']))[0].status).toBe('free');
    expect(storage[0].localStorage).toEqual([{ name: 'token', value: token }]);
  });

  test('with --save, a signal leaves it as it was, and gives it back', async () => {
    const before = await login();
    const { code } = await withPerson(['open', 'alice', '--save', '--url', URL_OF_SITE], async (person, { child }) => {
      const page = await person.sees('in');
      await page.evaluate(() => localStorage.clear());
      child.kill('SIGTERM');
    });
    expect(code).toBe(1);
    expect(await login()).toEqual(before);
    expect(JSON.parse(await print(['list', '--json']))[0].status).toBe('free');
  });
});

test.each([
  ['no URL', ['login', 'alice'], '--url is missing', 2],
  ['a URL of no site', ['login', 'alice', '--url', 'file:///etc'], '--url must be an http or https URL', 2],
  ['a URL that is none', ['open', 'alice', '--url', 'shop'], '--url must be an http or https URL', 2],
  ['a session that is not there', ['open', 'nobody'], 'There is no session "nobody"', 1],
  [
    'a browser that is not there',
    ['login', 'a', '--url', 'http://a/', '--browser', '/no/chrome'],
    'There is no browser /no/chrome',
    1,
  ],
])('%s: exit code and one line', async (_what, args, words, expected) => {
  await print(['import', '-', '--id', 'someone', '--url', 'http://a.example/'], { input: 'a=b' });
  const { code, stdout, stderr } = await run(args, { env });
  expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
  expect(stderr.split('\n')[0]).toContain(words);
  expect(profiles()).toEqual([]);
});

test('where there is no screen, it says so', async () => {
  if (process.platform !== 'linux') return;
  const { code, stderr } = await run(['login', 'a', '--url', 'http://a/'], { env: { ...env, DISPLAY: undefined } });
  expect(code).toBe(1);
  expect(fs.existsSync(file('sessions.db'))).toBe(false);
  expect(stderr).toContain('There is no screen here');
});
