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

const STEPS = [
  'open',
  'close',
  'claim',
  'add',
  'renew',
  'release',
  'retire',
  'reset',
  'remove',
  'prune',
  'get',
  'list',
  'stats',
];
const KEY = 'encryptionKey must be 32 bytes, or a list that begins with such a key';

// Promises: L15
test.each([
  [
    { pick: 'x' },
    "pick must be one of 'least-recently-used', 'most-recently-used', 'round-robin', 'random', got \"x\"",
  ],
  [{ createSessions: 1 }, 'createSessions must be a boolean, got 1'],
  [{ login: 7 }, 'login must be a function, got 7'],
  [{ maxPoolSize: 0 }, 'maxPoolSize must be a positive integer or Infinity, got 0'],
  [{ leaseSecs: 0 }, 'leaseSecs must be seconds from 0.1 to 2147482.648, got 0'],
  [{ checkAfterSecs: -1 }, 'checkAfterSecs must be seconds from 0 to 2147482.648, or Infinity, got -1'],
  [{ cooldownSecs: -1 }, 'cooldownSecs must be seconds, or a range [from, to] of seconds, the smaller first, got -1'],
  [{ encryptionKey: 'x'.repeat(32) }, `${KEY}, got a string`],
  [{ encryptionKey: 7 }, `${KEY}, got 7`],
  [{ encryptionKey: Buffer.alloc(31) }, `${KEY}, got 31 bytes`],
  [{ encryptionKey: [null] }, `${KEY}, got null`],
  [
    { name: 'x'.repeat(256) },
    `name must have 1 to 255 characters, without NUL and lone surrogates, got "${'x'.repeat(80)}"`,
  ],
  [{ sessionOptions: { id: 'a' } }, 'sessionOptions must have no id: each new session has one of its own'],
  ...STEPS.map((step) => [
    { store: Object.assign(new MemoryStore(), { [step]: undefined }) },
    `store must be a store of sessions (with a method ${step}), got an object`,
  ]),
])('wrong options are told in full: %j', async (options, message) => {
  await expect(SessionPool.open(options)).rejects.toMatchObject({
    message,
    code: expect.stringMatching(/^ERR_INVALID_ARG_(TYPE|VALUE)$/),
  });
});

// Promises: L15
test('a function is no store, whatever methods it has', async () => {
  const store = Object.assign(() => {}, Object.fromEntries(STEPS.map((step) => [step, async () => {}])));
  await expect(SessionPool.open({ store })).rejects.toThrow(/^store must be a store of sessions/);
});

// Promises: L15
test('the largest options are taken', async () => {
  const pool = await SessionPool.open({
    name: 'x'.repeat(255),
    maxPoolSize: Infinity,
    maxConcurrency: Infinity,
    leaseSecs: 2147482.648,
    cooldownSecs: [0, 1e9],
    checkAfterSecs: Infinity,
    login: () => {},
  });
  await pool.use(() => {}, { timeoutSecs: Infinity });
  await pool.close({ timeoutSecs: Infinity });
});

// Promises: L15
test.each([[[1, 2, 3]], [['1', 2]], [[1, '2']], [1e9 + 1], [[0, 1e9 + 1]]])(
  'a wrong cooldownSecs is refused: %j',
  async (cooldownSecs) => {
    await expect(SessionPool.open({ cooldownSecs })).rejects.toThrow(/^cooldownSecs must be seconds/);
  },
);

// Promises: L5
test('a rest is drawn from the whole range', async () => {
  const { TextStore } = require('./helpers/text-store');
  const store = new TextStore();
  const pool = await SessionPool.open({ store, cooldownSecs: [1, 2] });
  const rests = [];
  store.after = (step, _pool, _id, _fence, { restMs } = {}) => step === 'release' && rests.push(restMs);
  const random = jest.spyOn(Math, 'random');
  for (const drawn of [0, 0.5, 0.75]) {
    random.mockReturnValue(drawn);
    await pool.use(() => {});
  }
  random.mockRestore();
  expect(rests).toEqual([1000, 1500, 1750]);
  await pool.close();
});

// Promises: L15
test.each(['aborted', 'throwIfAborted', 'addEventListener'])('what has no %s is no signal', async (missing) => {
  const pool = await SessionPool.open();
  const signal = { aborted: false, throwIfAborted() {}, addEventListener() {}, [missing]: undefined };
  for (const wrong of [signal, null, 7]) {
    await expect(pool.acquire({ signal: wrong })).rejects.toThrow(/^signal must be an AbortSignal, got /);
  }
  await pool.close();
});

// Promises: L15
test('a jar that all new sessions would share is refused', async () => {
  const { CookieJar } = require('../..');
  const opening = SessionPool.open({ sessionOptions: { cookieJar: new CookieJar() } });
  await expect(opening).rejects.toMatchObject({
    code: 'ERR_INVALID_ARG_VALUE',
    message:
      'sessionOptions must have no CookieJar, which all sessions would share; cookieJar.toJSON() gives each session cookies of its own',
  });
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
  await expect(opening).rejects.toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
});

// Promises: L15
test('options whose sessions can not be used any more make none', async () => {
  const expiresAt = Date.now() + 1e6;
  const pool = await SessionPool.open({ sessionOptions: { expiresAt } });
  const clock = jest.spyOn(Date, 'now').mockReturnValue(expiresAt + 1);
  await expect(pool.acquire()).rejects.toMatchObject({
    code: 'ERR_INVALID_ARG_VALUE',
    message: 'sessionOptions make sessions that can not be used (any more)',
  });
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
    [() => pool.add({ id: 'a' }, null), /options must be an object/],
    [() => pool.close(null), /options must be an object/],
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
test.each([
  [null, 'options must be an object, got null'],
  [1, 'options must be an object, got 1'],
  ['x', 'options must be an object, got "x"'],
  [[], 'options must be an object, got an array'],
  [{ state: 'yes' }, 'state must be a boolean, got "yes"'],
])('sessions(%p) names what is wrong', async (options, message) => {
  const pool = await SessionPool.open();
  expect(() => pool.sessions(options)).toThrow(TypeError);
  expect(() => pool.sessions(options)).toThrow(message);
  await pool.close();
});

// Promises: L4
test('sessions gives states if they are asked for, and only then', async () => {
  const pool = await SessionPool.open({ createSessions: false });
  await pool.add({ id: 'a' });
  for (const [options, has] of [
    [undefined, false],
    [{}, false],
    [{ state: false }, false],
    [{ state: true }, true],
  ]) {
    const { value } = await pool.sessions(options).next();
    expect(['state' in value, 'error' in value]).toEqual([has, false]);
  }
  await pool.close();
});
