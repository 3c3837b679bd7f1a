'use strict';

// The commands on Redis and PostgreSQL.
// Promises: N1, N2

const fs = require('node:fs');
const path = require('node:path');
const { formatCookies } = require('../..');
const { requireDriver } = require('../../js/cli/stores/driver');
const { commandLine } = require('./command-line');

const SERVICES = {
  redis: { start: () => require('../../scripts/services/redis').start(), custom: '#of:mine' },
  postgres: { start: () => require('../../scripts/services/postgres').start(), custom: '#of_mine' },
};

const { file, print, run } = commandLine();

const withPassword = (url) => {
  const other = new URL(url);
  other.username ||= 'default';
  other.password = 'secret-0';
  return other.href;
};

describe.each(Object.entries(SERVICES))('%s', (_name, { start, custom }) => {
  let service;
  let env;
  beforeAll(async () => {
    service = await start();
    env = { CRAWLER_SESSION_STORE: service.url };
    const cookies = [{ name: 'login', value: 'secret-1', domain: '.shop.example', path: '/', secure: true }];
    fs.writeFileSync(file('cookies.txt'), formatCookies(cookies, 'netscape'));
    fs.writeFileSync(file('key'), Buffer.alloc(32, 1));
  });
  afterAll(() => service?.stop());

  test('a login is imported, shown, exported, encrypted, retired, renewed and removed', async () => {
    const of = (args) => print(args, { env });
    const listed = async (...args) => JSON.parse(await of(['list', '--json', ...args]));
    expect(await of(['import', 'cookies.txt', '--id', 'alice'])).toBe('Imported 1 cookie into a new session alice\n');
    expect(await of(['import', 'cookies.txt', '--id', 'bob'])).toContain('a new session bob');
    expect(await of(['import', 'cookies.txt', '--id', 'bob', '--replace'])).toContain('into the session bob');
    expect(await of(['list'])).toMatch(/^alice {2}free {4}0 +0 +1 +0 +/m);
    const shown = await of(['show', 'alice']);
    expect(shown).toMatch(/^login +\*\*\* +\.shop\.example/m);
    expect(shown).not.toContain('secret-1');
    expect(await of(['export', 'alice', '--format', 'header', '--url', 'https://shop.example/'])).toBe(
      'login=secret-1\n',
    );
    await of(['retire', 'bob', '--reason', 'banned']);
    expect(await listed()).toMatchObject([
      { id: 'alice', status: 'free' },
      { id: 'bob', status: 'retired', reason: 'banned' },
    ]);
    expect(await of(['encrypt', '--key-file', 'key'])).toBe('Encrypted 2 sessions\n');
    expect(await run(['list'], { env })).toMatchObject({ code: 1, stderr: expect.stringContaining('--key-file') });
    const key = ['--key-file', 'key'];
    expect(await listed(...key)).toMatchObject([
      { id: 'alice', status: 'free', cookies: 1 },
      { id: 'bob', status: 'retired', reason: 'banned', cookies: 1 },
    ]);
    expect(JSON.parse(await of(['stats', '--json', ...key]))).toMatchObject({ free: 1, retired: { banned: 1 } });
    expect(await of(['prune', ...key])).toBe('Removed 1 session\n');
    expect(await of(['renew', 'alice', ...key])).toBe('Renewed alice\n');
    expect(await of(['remove', 'alice', ...key])).toBe('Removed alice\n');
    expect(await listed(...key)).toEqual([]);
  });

  test('another prefix or table stands behind #', async () => {
    await print(['import', 'cookies.txt', '--id', 'carol', '--store', `${service.url}${custom}`]);
    const ids = async (store) => JSON.parse(await print(['list', '--json', '--store', store])).map(({ id }) => id);
    expect(await ids(`${service.url}${custom}`)).toEqual(['carol']);
    expect(await ids(service.url)).not.toContain('carol');
  });

  test('a password is no argument', async () => {
    const { code, stdout, stderr } = await run(['list', '--store', withPassword(service.url)]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('--store has a password, which `ps` shows to all');
    expect(stderr).not.toContain('secret-0');
  });

  test('a server that is not there is a failure in one line, without the password', async () => {
    const other = new URL(withPassword(service.url));
    other.port = '1';
    const { code, stdout, stderr } = await run(['list'], { env: { CRAWLER_SESSION_STORE: other.href } });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^crawler-session list: \w+ can't be reached: .*ECONNREFUSED.*\n$/);
    expect(stderr).not.toContain('secret-0');
  });
});

describe('the driver of Redis', () => {
  let service;
  beforeAll(async () => {
    service = await SERVICES.redis.start();
  });
  afterAll(() => service?.stop());

  test.each([
    ['redis', 'redis-4'],
    ['redis', 'redis-6'],
    ['ioredis', 'ioredis-6'],
    ['iovalkey', 'iovalkey'],
  ])('is that of the project: %s, as %s', async (name, installed) => {
    const modules = file('node_modules');
    fs.rmSync(modules, { recursive: true, force: true });
    fs.mkdirSync(modules);
    fs.symlinkSync(path.dirname(require.resolve(`${installed}/package.json`)), path.join(modules, name), 'junction');
    const env = { CRAWLER_SESSION_STORE: service.url };
    const cookies = [{ name: 'login', value: '1', domain: 'shop.example' }];
    const id = installed;
    await print(['import', '-', '--id', id], { env, input: formatCookies(cookies, 'netscape') });
    expect(await print(['show', id], { env })).toMatch(/^login /m);
    const other = { CRAWLER_SESSION_STORE: service.url.replace(/:\d+/, ':1') };
    expect(await run(['list'], { env: other })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('ECONNREFUSED'),
    });
    fs.rmSync(modules, { recursive: true });
  });
});

test('a driver that is not there is named', () => {
  expect(() => requireDriver(['no-such-driver', 'nor-this'], 'A store')).toThrow(
    'A store needs a driver in your project: npm install no-such-driver, or nor-this',
  );
});
