'use strict';

// Wrong options and arguments.

const { SessionPool, MemoryStore } = require('../../pool');

// Promises: L15
test.each([
  ['options', null],
  ['options', 7],
  ['options', []],
  ['store', {}],
  ['store', null],
  ['name', ''],
  ['name', 7],
  ['name', 'a\0b'],
  ['name', '\ud800'],
  ['name', 'x'.repeat(256)],
  ['pick', 'best'],
  ['maxPoolSize', 0],
  ['maxPoolSize', 1.5],
  ['maxPoolSize', '20'],
  ['maxConcurrency', -1],
  ['createSessions', 1],
  ['sessionOptions', 'x'],
  ['sessionOptions', []],
  ['cooldownSecs', -1],
  ['cooldownSecs', [5, 2]],
  ['cooldownSecs', [1]],
  ['cooldownSecs', ['1', '2']],
  ['cooldownSecs', Number.NaN],
  ['leaseSecs', 0],
  ['leaseSecs', Infinity],
  ['leaseSecs', 1e10],
  ['login', {}],
  ['check', true],
  ['loginAttempts', 0],
  ['loginTimeoutSecs', 0],
  ['checkAfterSecs', -1],
  ['encryptionKey', 'x'.repeat(32)],
  ['encryptionKey', Buffer.alloc(31)],
  ['encryptionKey', []],
  ['encryptionKey', [null]],
  ['encryptionKey', [null, Buffer.alloc(32)]],
  ['encryptionKey', [Buffer.alloc(32), Buffer.alloc(3)]],
])('a wrong %s names itself: %p', async (name, value) => {
  const opening = SessionPool.open(name === 'options' ? value : { [name]: value });
  await expect(opening).rejects.toThrow(TypeError);
  await opening.catch((error) => {
    expect(error.message).toMatch(new RegExp(`^${name} must`));
    expect(error.code).toMatch(/^ERR_INVALID_ARG_/);
    if (name !== 'encryptionKey') return;
    expect(error.message).not.toContain('xxx');
    expect(error.message).toMatch(/got (a string|\d+ bytes|null|undefined)$/);
  });
});

// Promises: L15
test('a jar that all new sessions would share is refused', async () => {
  const { CookieJar } = require('../..');
  const opening = SessionPool.open({ sessionOptions: { cookieJar: new CookieJar() } });
  await expect(opening).rejects.toThrow(/sessionOptions must have no CookieJar/);
});

// Promises: L15
test('options of sessions are checked when the pool is opened', async () => {
  await expect(SessionPool.open({ sessionOptions: { maxUsageCount: 'many' } })).rejects.toThrow(
    /maxUsageCount must be a number/,
  );
});

// Promises: L15
test.each([
  ['an id', { id: 'a' }, /sessionOptions must have no id/],
  ['no use', { maxUsageCount: 0 }, /sessionOptions must make sessions that can be used/],
  ['no score', { maxErrorScore: 0 }, /sessionOptions must make sessions that can be used/],
  ['no time', { maxAgeSecs: -1 }, /sessionOptions must make sessions that can be used/],
  ['their retirement', { retired: true }, /sessionOptions must make sessions that can be used/],
])('options that give each session %s are refused', async (_, sessionOptions, message) => {
  const opening = SessionPool.open({ sessionOptions });
  await expect(opening).rejects.toThrow(TypeError);
  await expect(opening).rejects.toThrow(message);
});

// Promises: L15
test('options whose sessions can not be used any more make none', async () => {
  const expiresAt = Date.now() + 1e6;
  const pool = await SessionPool.open({ sessionOptions: { expiresAt } });
  const clock = jest.spyOn(Date, 'now').mockReturnValue(expiresAt + 1);
  await expect(pool.acquire()).rejects.toThrow(/sessionOptions make sessions that can not be used/);
  clock.mockRestore();
  expect(await pool.stats()).toMatchObject({ free: 0, expired: 0 });
  await pool.close();
});

// Promises: L15
test('wrong arguments name themselves, and nothing is taken', async () => {
  const pool = await SessionPool.open();
  for (const [call, message] of [
    [() => pool.acquire(null), /options must be an object/],
    [() => pool.acquire({ id: 7 }), /id must be a string/],
    [() => pool.acquire({ id: '' }), /id must have 1 to 255 characters/],
    [() => pool.acquire({ timeoutSecs: -1 }), /timeoutSecs must be seconds/],
    [() => pool.acquire({ timeoutSecs: '5' }), /timeoutSecs must be seconds/],
    [() => pool.acquire({ signal: {} }), /signal must be an AbortSignal/],
    [() => pool.use(), /fn must be a function/],
    [() => pool.use(() => {}, 5), /options must be an object/],
    [() => pool.add(null), /session must be a Session or its options/],
    [() => pool.add({ id: 'a\0' }), /id must have/],
    [() => pool.add({ id: 'a', maxUsageCount: 'x' }), /maxUsageCount must be/],
    [() => pool.add({ id: 'a' }, { ifExists: 'replace' }), /ifExists must be 'error' or 'keep'/],
    [() => pool.add({ id: 'a' }, { loggedIn: 'yes' }), /loggedIn must be a boolean/],
    [() => pool.retire(), /id must be a string/],
    [() => pool.retire('a', ''), /reason must be a text/],
    [() => pool.retire('a', 7), /reason must be a text/],
    [() => pool.retire('a', 'a\0b'), /reason must be a text/],
    [() => pool.retire('a', '\ud800'), /reason must be a text/],
    [() => pool.renew({}), /id must be a string/],
    [() => pool.remove(7), /id must be a string/],
  ]) {
    await expect(call()).rejects.toThrow(TypeError);
    await expect(call()).rejects.toThrow(message);
  }
  expect(await pool.stats()).toMatchObject({ free: 0, inUse: 0 });
  const wrongClose = pool.close({ timeoutSecs: -1 });
  await expect(wrongClose).rejects.toThrow(/timeoutSecs must be seconds/);
  await pool.use(() => {});
  await pool.close();
});

// Promises: L15
test("what a store throws at open is told, and a store of one's own is accepted", async () => {
  class Broken extends MemoryStore {
    async open() {
      throw Object.assign(new Error('wrong version'), { code: 'STORE_VERSION' });
    }
  }
  await expect(SessionPool.open({ store: new Broken() })).rejects.toMatchObject({
    name: 'SessionPoolError',
    code: 'STORE_VERSION',
    cause: { message: 'wrong version' },
  });
});

// Promises: L15
test.each([null, 1, 'x', [], { state: 'yes' }])('sessions(%p) names what is wrong', async (options) => {
  const pool = await SessionPool.open();
  expect(() => pool.sessions(options)).toThrow(TypeError);
  await pool.close();
});
