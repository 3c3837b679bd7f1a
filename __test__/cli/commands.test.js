'use strict';

// Each command on an SQLite file: what it does, what it prints, how it ends.
// Promises: N1

const fs = require('node:fs');
const { Session, formatCookies, parseCookies } = require('../..');
const { SessionPool, SqliteStore } = require('../../pool');
const { commandLine } = require('./command-line');

const { file, print, run } = commandLine();

const PAGE = 'https://www.shop.example/';
const IN_AN_HOUR = Math.floor(Date.now() / 1000) + 3600;
const COOKIES = [
  {
    name: 'login',
    value: 'secret-1',
    domain: '.shop.example',
    path: '/',
    expires: IN_AN_HOUR,
    httpOnly: true,
    secure: true,
  },
  { name: 'cart', value: 'secret-2', domain: 'www.shop.example', path: '/cart', sameSite: 'Lax' },
];

/** Opens the pool of the file as a crawler would. */
async function withPool(use, options) {
  const pool = await SessionPool.open({
    store: new SqliteStore(file('sessions.db')),
    createSessions: false,
    ...options,
  });
  try {
    return await use(pool);
  } finally {
    await pool.close();
  }
}

const listed = async (...args) => JSON.parse(await print(['list', '--json', ...args]));
const idsOf = (rows) => rows.map(({ id }) => id);

beforeEach(async () => {
  for (const end of ['', '-wal', '-shm']) fs.rmSync(file(`sessions.db${end}`), { force: true });
  await withPool(async (pool) => {
    const session = new Session({ id: 'alice', userData: { password: 'secret-3' }, maxUsageCount: Infinity });
    session.putPuppeteerCookies(COOKIES);
    await pool.add(session);
    await pool.add({ id: 'bob' });
  });
});

describe('list', () => {
  test('shows a table', async () => {
    await withPool(async (pool) => {
      await pool.use(() => {}, { id: 'alice' });
      await pool.retire('bob', 'logged out');
    });
    const [head, ...rows] = (await print(['list'])).trimEnd().split('\n');
    expect(head.split(/ {2,}/)).toEqual([
      'ID',
      'STATUS',
      'USES',
      'SCORE',
      'COOKIES',
      'ORIGINS',
      'USED',
      'NEXT FREE',
      'REASON',
    ]);
    expect(rows.map((row) => row.split(/ {2,}/))).toEqual([
      ['alice', 'free', '1', '0', '2', '0', expect.stringMatching(/^(now|\d+ (s|min) ago)$/)],
      ['bob', 'retired', '0', '0', '0', '0', expect.any(String), 'logged out'],
    ]);
  });

  test('says the same as JSON', async () => {
    await withPool((pool) => pool.retire('bob', 'logged out'));
    expect(await listed()).toEqual([
      {
        id: 'alice',
        status: 'free',
        usageCount: 0,
        errorScore: 0,
        cookies: 2,
        origins: 0,
        usedAt: expect.stringMatching(/^\d{4}-.*Z$/),
        nextFreeAt: null,
        expiresAt: expect.any(String),
      },
      expect.objectContaining({ id: 'bob', status: 'retired', reason: 'logged out', cookies: 0 }),
    ]);
  });

  test('shows when a session that is held is free again', async () => {
    await withPool(async (pool) => {
      const lease = await pool.acquire({ id: 'alice' });
      const [alice] = await listed();
      expect(alice).toMatchObject({ id: 'alice', status: 'in use', nextFreeAt: expect.any(String) });
      await lease.release();
    });
  });

  test('shows a session whose state can not be read, and says why', async () => {
    const store = new SqliteStore(file('sessions.db'));
    await store.open('default');
    await store.add('default', { id: 'odd', state: 'secret-4', usableMs: 1e6 });
    await store.close('default');
    const { code, stdout, stderr } = await run(['list']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^odd {4}free {4}\? +\? +\? +\? /m);
    expect(stderr).toMatch(/^The state of session "odd" can't be read: .*\n$/);
    expect(stderr).not.toContain('secret-');
    expect((await listed())[2]).toMatchObject({ id: 'odd', cookies: null, error: expect.stringContaining('"odd"') });
  });

  test('of a pool that nobody has is an empty list, and said to be', async () => {
    expect(await run(['list', '--pool', 'other'])).toEqual({
      code: 0,
      stdout: '',
      stderr: 'No session is in the pool "other"\n',
    });
    expect(await listed('--pool', 'other')).toEqual([]);
  });
});

describe('show', () => {
  test('shows the cookies of a session, and no value', async () => {
    const text = await print(['show', 'alice']);
    expect(text).toMatch(/^alice\n {2}status {6}free\n/);
    expect(text).toMatch(/^ {2}user data {3}password$/m);
    expect(text).toMatch(/^login +\*\*\* +\.shop\.example +\/ +in \d+ min +Secure HttpOnly$/m);
    expect(text).toMatch(/^cart +\*\*\* +www\.shop\.example +\/cart +session +SameSite=Lax$/m);
    expect(text).not.toContain('secret-');
  });

  test('shows values with --reveal', async () => {
    const text = await print(['show', 'alice', '--reveal']);
    for (const secret of ['secret-1', 'secret-2', '{"password":"secret-3"}']) expect(text).toContain(secret);
  });

  test('says the same as JSON, without values unless they are to be revealed', async () => {
    const hidden = await print(['show', 'alice', '--json']);
    expect(hidden).not.toContain('secret-');
    expect(JSON.parse(hidden)).toMatchObject({
      id: 'alice',
      status: 'free',
      usageCount: 0,
      cookies: [
        { name: 'login', domain: '.shop.example', httpOnly: true },
        { name: 'cart', path: '/cart' },
      ],
      userData: { password: '***' },
    });
    expect(JSON.parse(await print(['show', 'alice', '--json', '--reveal']))).toMatchObject({
      cookies: [{ name: 'login', value: 'secret-1' }, { value: 'secret-2' }],
      userData: { password: 'secret-3' },
    });
  });

  test('of a session that is not there says so', async () => {
    expect(await run(['show', 'nobody'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'crawler-session show: There is no session "nobody" in the pool\n',
    });
  });
});

describe('import', () => {
  test.each(['netscape', 'extension', 'puppeteer', 'playwright', 'tough-cookie'])(
    'makes a session of a file in the format %s, which a crawler takes without logging in',
    async (format) => {
      fs.writeFileSync(file('cookies'), formatCookies(COOKIES, format));
      expect(await print(['import', 'cookies', '--id', 'carol'])).toBe('Imported 2 cookies into a new session carol\n');
      const login = jest.fn();
      await withPool(
        (pool) =>
          pool.use((session) => expect(session.getCookieString(`${PAGE}cart`)).toBe('cart=secret-2; login=secret-1'), {
            id: 'carol',
          }),
        { login },
      );
      expect(login).not.toHaveBeenCalled();
      const carol = (await listed()).find(({ id }) => id === 'carol');
      // An account of one's own doesn't wear out.
      expect(carol.expiresAt).toBe('+275760-09-13T00:00:00.000Z');
    },
  );

  test('takes a header through a pipe, with its URL', async () => {
    const input = 'Cookie: a=1; b=2\n';
    expect(await print(['import', '-', '--id', 'dave', '--url', PAGE], { input })).toContain('Imported 2 cookies');
    expect(await run(['import', '-', '--id', 'dave'], { input })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--url is needed: a Cookie header doesn't say whose cookies it has"),
    });
  });

  test('puts cookies into a session that is there, or replaces those that it has', async () => {
    fs.writeFileSync(file('more.txt'), formatCookies([{ ...COOKIES[0], name: 'more' }], 'netscape'));
    expect(await print(['import', 'more.txt', '--id', 'alice'])).toBe('Imported 1 cookie into the session alice\n');
    const names = async () => JSON.parse(await print(['show', 'alice', '--json'])).cookies.map(({ name }) => name);
    expect(await names()).toEqual(['login', 'cart', 'more']);
    await print(['import', 'more.txt', '--id', 'alice', '--replace']);
    expect(await names()).toEqual(['more']);
  });

  test('logs a session in that was waiting for its login', async () => {
    fs.writeFileSync(file('cookies.txt'), formatCookies(COOKIES, 'netscape'));
    await print(['import', 'cookies.txt', '--id', 'bob']);
    const login = jest.fn();
    await withPool((pool) => pool.use(() => {}, { id: 'bob' }), { login });
    expect(login).not.toHaveBeenCalled();
  });

  test('waits for a session that is in use, as long as it is told', async () => {
    fs.writeFileSync(file('cookies.txt'), formatCookies(COOKIES, 'netscape'));
    await withPool(async (pool) => {
      const lease = await pool.acquire({ id: 'bob' });
      expect(await run(['import', 'cookies.txt', '--id', 'bob', '--timeout', '0'])).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(
          /^crawler-session import: Session "bob" was not free .*--timeout waits longer\n$/,
        ),
      });
      const waiting = print(['import', 'cookies.txt', '--id', 'bob']);
      await lease.release();
      expect(await waiting).toBe('Imported 2 cookies into the session bob\n');
    });
  });

  test('takes a whole session from its state, and does not write over one that is there', async () => {
    await print(['export', 'alice', '--format', 'state', '--output', 'alice.json']);
    expect(await run(['import', 'alice.json'])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^crawler-session import: There is a session "alice" .*\n$/),
    });
    await print(['import', 'alice.json', '--pool', 'other']);
    const [before, after] = await Promise.all(
      [[], ['--pool', 'other']].map(async (pool) =>
        JSON.parse(await print(['show', 'alice', '--json', '--reveal', ...pool])),
      ),
    );
    const { usedAt, expiresAt } = before;
    expect({ ...after, usedAt, expiresAt }).toEqual(before);
    expect(Math.abs(new Date(after.expiresAt) - new Date(expiresAt))).toBeLessThan(60_000);
  });

  test('tells what was left out, and why', async () => {
    const text = `${formatCookies(COOKIES, 'netscape')}a.example TRUE / FALSE 0 n secret\na.example\tFALSE\t/\tFALSE\t0\t__Host-n\tsecret\n`;
    fs.writeFileSync(file('some.txt'), text);
    const { code, stdout, stderr } = await run(['import', 'some.txt', '--id', 'erin']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Imported 2 cookies into a new session erin\n' });
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^left out: line 4, "n": Line has spaces/),
      expect.stringMatching(/^left out: "__Host-n": Cookie has __Host prefix but/),
      '',
    ]);
    expect(JSON.parse(await print(['import', 'some.txt', '--json']))).toEqual({
      id: expect.stringMatching(/^session_/),
      isNew: true,
      cookies: 2,
      origins: 0,
      problems: [
        { line: 4, name: 'n', code: 'COOKIE_FILE_SPACES', reason: expect.any(String) },
        { name: '__Host-n', code: 'COOKIE_HOST_PREFIX', reason: expect.any(String) },
      ],
    });
  });

  test('takes storage along, also what frames have; what is broken of it costs no other, and is named', async () => {
    const items = [{ name: 'token', value: 'secret' }];
    const [own, framed] = ['https://shop.example', 'https://sign-on.example'];
    const state = JSON.parse(
      formatCookies(COOKIES, 'playwright', {
        origins: [
          { origin: own, localStorage: items },
          { origin: 'x', localStorage: items },
          { origin: framed, localStorage: items },
        ],
      }),
    );
    state.partitionedOrigins = [{ origin: framed, topLevelSite: own, localStorage: items }];
    fs.writeFileSync(file('state.json'), JSON.stringify(state));
    const { stdout, stderr } = await run(['import', 'state.json', '--id', 'grace']);
    expect(stdout).toBe('Imported 2 cookies and the storage of 3 origins into a new session grace\n');
    expect(stderr).toMatch(/^left out: "x": origins\[1\]\.origin must be .*\n$/);
    const { storage } = JSON.parse(await print(['show', 'grace', '--json', '--reveal']));
    expect(storage).toEqual([
      { origin: own, localStorage: items },
      { origin: framed, localStorage: items },
      { origin: framed, topLevelSite: own, localStorage: items },
    ]);
    expect(await print(['show', 'grace'])).not.toContain('secret');
    // And out again.
    await print(['export', 'grace', '--format', 'playwright', '--output', 'again.json']);
    await print(['import', 'again.json', '--id', 'heidi']);
    expect(JSON.parse(await print(['show', 'heidi', '--json', '--reveal'])).storage).toEqual(storage);
    const part = JSON.parse(
      await print(['export', 'grace', '--format', 'playwright', '--url', PAGE.replace('www.', '')]),
    );
    expect(part.origins).toEqual([{ origin: own, localStorage: items }]);
    expect(await run(['export', 'grace', '--format', 'netscape', '--output', 'n.txt'])).toMatchObject({
      stderr: 'Wrote 2 cookies of grace to n.txt\nleft out: the storage of 3 origins; playwright and state have it\n',
    });
  });

  test('a state that is put into a session that is there brings its storage', async () => {
    const session = new Session({ id: 'ivan' });
    const origins = [{ origin: 'https://shop.example', localStorage: [{ name: 'a', value: 'b' }] }];
    session.putStorageState({ cookies: COOKIES, origins });
    fs.writeFileSync(file('ivan.json'), session.getStateText());
    await print(['import', 'ivan.json', '--id', 'alice', '--replace']);
    const { cookies, storage } = JSON.parse(await print(['show', 'alice', '--json', '--reveal']));
    expect(cookies).toHaveLength(2);
    expect(storage).toEqual(origins);
  });

  test.each([
    ['a file that is not there', 'missing.txt', undefined, /missing\.txt can't be read/],
    ['a file of something else', 'other.txt', 'hello', /text is no cookie file that is known/],
    ['a file with nothing good', 'bad.txt', 'a.example TRUE / FALSE 0 n v', /No cookie could be imported: line 1, "n"/],
    ['a file of last year', 'old.txt', '.a.example\tTRUE\t/\tFALSE\t1\tn\tv', /All cookies of the file have ended/],
    ['an empty list', 'empty.json', '[]', /No cookie could be imported/],
  ])('of %s changes nothing', async (_what, name, text, message) => {
    if (text !== undefined) fs.writeFileSync(file(name), text);
    const { code, stdout, stderr } = await run(['import', name, '--store', 'new.db']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd()).not.toContain('\n');
    expect(fs.existsSync(file('new.db'))).toBe(false);
  });

  test('reads what Windows PowerShell redirects into a file', async () => {
    fs.writeFileSync(
      file('utf16.txt'),
      `\ufeff${formatCookies(COOKIES, 'netscape').replaceAll('\n', '\r\n')}`,
      'utf16le',
    );
    expect(await print(['import', 'utf16.txt', '--id', 'frank'])).toContain('Imported 2 cookies');
  });
});

describe('export', () => {
  test.each(['netscape', 'extension', 'puppeteer', 'playwright', 'tough-cookie'])(
    'writes %s through a pipe, and to a file for its owner alone',
    async (format) => {
      const text = await print(['export', 'alice', '--format', format]);
      expect(parseCookies(text).cookies.map(({ name, value }) => `${name}=${value}`)).toEqual([
        'login=secret-1',
        'cart=secret-2',
      ]);
      fs.writeFileSync(file('out'), 'what was there before', { mode: 0o644 });
      const { stdout, stderr } = await run(['export', 'alice', '--format', format, '--output', 'out']);
      expect({ stdout, stderr }).toEqual({ stdout: '', stderr: 'Wrote 2 cookies of alice to out\n' });
      const withoutTimes = (written) => written.replaceAll(/"(creation|lastAccessed)":"[^"]*"/g, '');
      expect(withoutTimes(fs.readFileSync(file('out'), 'utf8'))).toBe(withoutTimes(text));
      if (process.platform !== 'win32') expect(fs.statSync(file('out')).mode & 0o777).toBe(0o600);
    },
  );

  test('writes a header of one URL', async () => {
    expect(await print(['export', 'alice', '--format', 'header', '--url', `${PAGE}cart`])).toBe(
      'cart=secret-2; login=secret-1\n',
    );
  });

  test('writes all or nothing', async () => {
    const before = fs.readdirSync(file('.'));
    const { code, stderr } = await run(['export', 'alice', '--format', 'netscape', '--output', 'no/such/folder']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^crawler-session export: no\/such\/folder was not written: .*\n$/);
    fs.mkdirSync(file('folder'), { recursive: true });
    expect(await run(['export', 'alice', '--format', 'netscape', '--output', 'folder'])).toMatchObject({ code: 1 });
    expect(fs.readdirSync(file('.')).filter((name) => !before.includes(name) && name !== 'folder')).toEqual([]);
  });
});

test('retire, renew and remove do what the methods of a pool do', async () => {
  expect(await print(['retire', 'alice', '--reason', 'banned'])).toBe('Retired alice\n');
  expect((await listed())[0]).toMatchObject({ status: 'retired', reason: 'banned' });
  expect(await run(['import', file('none'), '--id', 'alice'])).toMatchObject({ code: 1 });
  fs.writeFileSync(file('cookies.txt'), formatCookies(COOKIES, 'netscape'));
  expect((await run(['import', 'cookies.txt', '--id', 'alice'])).stderr).toMatch(
    /is retired: banned.*crawler-session renew/,
  );
  expect(await print(['renew', 'alice'])).toBe('Renewed alice\n');
  expect((await listed())[0]).toMatchObject({ status: 'free', cookies: 0 });
  expect(await print(['remove', 'alice'])).toBe('Removed alice\n');
  expect(idsOf(await listed())).toEqual(['bob']);
  for (const command of ['retire', 'renew', 'remove']) {
    expect(await run([command, 'alice'])).toEqual({
      code: 1,
      stdout: '',
      stderr: `crawler-session ${command}: There is no session "alice" in the pool\n`,
    });
  }
});

test('prune and stats count', async () => {
  await print(['retire', 'bob']);
  expect(JSON.parse(await print(['stats', '--json']))).toEqual({
    free: 1,
    inUse: 0,
    cooling: 0,
    expired: 0,
    retired: { retired: 1 },
    nextFreeAt: expect.any(String),
  });
  const text = await print(['stats']);
  expect(text).toMatch(/^free {14}1$/m);
  expect(text).toMatch(/^retired: retired {2}1$/m);
  expect(await print(['prune'])).toBe('Removed 1 session\n');
  expect(await print(['prune'])).toBe('Removed 0 sessions\n');
});

describe('encrypt', () => {
  beforeEach(() => {
    fs.writeFileSync(file('key'), Buffer.alloc(32, 1));
    fs.writeFileSync(file('new-key'), `${Buffer.alloc(32, 2).toString('hex')}\n`);
    fs.writeFileSync(file('base64-key'), Buffer.alloc(32, 2).toString('base64'));
  });

  test('encrypts every state, retired and expired ones too, and leaves them what they are', async () => {
    await withPool(async (pool) => {
      const old = new Session({ id: 'old', expiresAt: Date.now() - 1000, userData: { password: 'secret-4' } });
      await pool.add(old);
      await pool.retire('bob', 'banned');
    });
    const before = await listed();
    expect(await print(['encrypt', '--key-file', 'key'])).toBe('Encrypted 3 sessions\n');
    const bytes = ['', '-wal'].map((end) => file(`sessions.db${end}`)).filter((name) => fs.existsSync(name));
    for (const name of bytes) expect(fs.readFileSync(name, 'latin1')).not.toContain('secret-');
    const said = (rows) => rows.map(({ usedAt: _, nextFreeAt: _free, expiresAt: _end, ...row }) => row);
    expect(said(await listed('--key-file', 'key'))).toEqual(said(before));
    expect(JSON.parse(await print(['show', 'alice', '--json', '--reveal', '--key-file', 'key']))).toMatchObject({
      cookies: [{ value: 'secret-1' }, {}],
    });
  });

  test('needs the key from then on, in a file of one form or the other', async () => {
    await print(['encrypt', '--key-file', 'key']);
    for (const args of [['list'], ['show', 'alice'], ['stats'], ['list', '--key-file', 'new-key']]) {
      expect(await run(args)).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(
          /^crawler-session \w+: The state of session "alice" can't be read: .*--key-file .*\n$/,
        ),
      });
    }
    expect(await print(['encrypt', '--key-file', 'new-key', '--old-key-file', 'key'])).toBe('Encrypted 2 sessions\n');
    expect(idsOf(await listed('--key-file', 'base64-key'))).toEqual(['alice', 'bob']);
    const env = { CRAWLER_SESSION_KEY_FILE: 'new-key' };
    expect(await print(['show', 'alice'], { env })).toContain('login');
  });

  test('says what could not be encrypted because somebody holds it', async () => {
    await withPool(
      async (pool) => {
        const lease = await pool.acquire({ id: 'bob' });
        expect(await run(['encrypt', '--key-file', 'key', '--timeout', '0'])).toEqual({
          code: 1,
          stdout: 'Encrypted 1 session\n',
          stderr: 'crawler-session encrypt: 1 session in use or resting could not be encrypted\n',
        });
        await lease.release();
      },
      { encryptionKey: [Buffer.alloc(32, 1), null] },
    );
  });

  test('quotes nothing of a file that has no key', async () => {
    fs.writeFileSync(file('no-key'), 'secret-5');
    expect(await run(['list', '--key-file', 'no-key'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'crawler-session list: no-key has no key: 32 bytes, or these in hex or base64\n',
    });
  });
});
