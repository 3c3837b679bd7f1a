'use strict';

// Browsers' storage in a session's state, without a browser.
// Promises: W4, W5

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { inspect } = require('node:util');
const { CookieJar: ToughJar } = require('tough-cookie');
const { Session } = require('../..');
const { Session: CrawleeSession } = require('../../crawlee');
const { MemoryStore, SessionPool, SqliteStore } = require('../../pool');

const ENTRY = {
  origin: 'https://shop.example',
  localStorage: [{ name: 'token', value: '"1" \\ é \ud800 \u2028' }],
  sessionStorage: [{ name: 'length', value: '' }],
  indexedDB: [
    {
      name: 'db',
      version: 2,
      stores: [
        {
          name: 'records',
          autoIncrement: true,
          indexes: [{ name: 'by', keyPath: 'a.b', multiEntry: false, unique: true }],
          records: [
            { key: 1, value: { a: 1 } },
            { keyEncoded: { d: '2026-01-01T00:00:00.000Z' }, valueEncoded: 0 },
          ],
          nextKey: 7,
        },
      ],
    },
  ],
};
const FRAMED = {
  origin: 'https://sign-on.example',
  topLevelSite: 'https://shop.example',
  localStorage: [{ name: 'a', value: '1' }],
};
const COOKIE = { name: 'sid', value: '1', domain: 'shop.example', path: '/', secure: true };

let folder;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'storage-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const CLASSES = [
  ['the main class', Session, (state) => state.storage],
  ["Crawlee's class", CrawleeSession, (state) => state.cookieJar.storage],
];

describe.each(CLASSES)('in %s', (_name, Class, storageIn) => {
  function filled() {
    const session = new Class({ id: 'é', userData: { a: 1 } });
    session.putStorageState({ cookies: [COOKIE], origins: [ENTRY, FRAMED] });
    return session;
  }

  test('a session without storage has no word of it in its state', () => {
    const session = new Class();
    expect(session.getStateText()).not.toContain('storage');
    expect(storageIn(session.getState())).toBeUndefined();
    session.putStorageState({ cookies: [], origins: [{ origin: 'https://shop.example', localStorage: [] }] });
    expect(session.getStateText()).not.toContain('storage');
  });

  test('the state has what was put in, and nothing else', () => {
    const state = filled().getState();
    expect(storageIn(state)).toEqual([ENTRY, FRAMED]);
    const without = filled();
    without.putStorageState({}, { replace: true });
    const size = (of) => JSON.stringify(of).length;
    without.putStorageState({ cookies: [COOKIE] });
    expect(size(state)).toBe(size(without.getState()) + ',"storage":'.length + size([ENTRY, FRAMED]));
  });

  test('the text of the state is that of the state', () => {
    const session = filled();
    expect(JSON.parse(session.getStateText())).toEqual(JSON.parse(JSON.stringify(session.getState())));
  });

  test.each([
    ['the state', (session) => new Class(JSON.parse(JSON.stringify(session.getState())))],
    ['its text', (session) => Class.fromStateText(session.getStateText())],
    ['its text, with options', (session) => Class.fromStateText(session.getStateText(), { maxUsageCount: 9 })],
    ['its text in another form', (session) => Class.fromStateText(JSON.stringify(session.getState(), null, 1))],
  ])('it comes back from %s', (_how, restore) => {
    const session = filled();
    const restored = restore(session);
    expect(restored.storageState()).toEqual(session.storageState());
    expect(restored.userData).toEqual({ a: 1 });
    expect(restored.getStateText().length).toBe(
      session.getStateText().length + (restored.maxUsageCount === 9 ? -1 : 0),
    );
  });

  test('either class reads the state of the other', () => {
    for (const [, Other] of CLASSES) {
      expect(new Other(filled().getState()).storageState()).toEqual(filled().storageState());
      expect(Other.fromStateText(filled().getStateText()).storageState()).toEqual(filled().storageState());
    }
  });

  test('a change of it counts as a change of the session, and the same again does not', () => {
    const session = filled();
    const { revision } = session;
    session.putStorageState({ origins: [ENTRY] });
    expect(session.revision).toBe(revision);
    session.putStorageState({ origins: [{ ...ENTRY, localStorage: [] }] });
    expect(session.revision).toBeGreaterThan(revision);
  });

  test('the jar alone does not have it, and tough-cookie reads the jar of the state', () => {
    const session = filled();
    expect(session.cookieJar.toJSON().storage).toBeUndefined();
    const jar = ToughJar.deserializeSync(JSON.parse(session.getStateText()).cookieJar);
    expect(jar.getCookieStringSync('https://shop.example/')).toBe('sid=1');
  });

  test('its values are not printed', () => {
    expect(inspect(filled())).toContain('2 origins');
    expect(inspect(filled())).not.toContain('token');
  });

  test('storageState() goes into another session, and each origin replaces that of before', () => {
    const other = new Class();
    const own = { origin: FRAMED.origin, localStorage: [{ name: 'own', value: '1' }] };
    other.putStorageState({ origins: [{ ...ENTRY, localStorage: [{ name: 'old', value: '1' }] }, own] });
    other.putStorageState(JSON.stringify(filled().storageState()));
    expect(storageIn(other.getState())).toEqual([ENTRY, own, FRAMED]);
    const { origins, partitionedOrigins } = other.storageState();
    expect([origins, partitionedOrigins]).toEqual([[ENTRY, own], [FRAMED]]);
    const third = new Class();
    third.putStorageState(other.storageState(), { replace: true });
    expect(storageIn(third.getState())).toEqual([ENTRY, own, FRAMED]);
    third.putStorageState({ cookies: [], origins: [] }, { replace: true });
    expect(third.storageState()).toEqual({ cookies: [], origins: [] });
  });

  test("storageState() has a list for each origin, as Playwright's has", () => {
    const session = new Class();
    session.putStorageState({ origins: [{ origin: 'https://a.example', indexedDB: ENTRY.indexedDB }] });
    expect(session.storageState().origins[0].localStorage).toEqual([]);
  });

  test.each([
    ['no object', 7],
    ['no JSON', '{"cookies":[secret'],
    ['origins that are no list', { origins: {} }],
    ['an origin that is none', { origins: [{ origin: 'shop.example' }] }],
    ['an origin with markup', { origins: [{ origin: 'https://a"><script>' }] }],
    ['a file', { origins: [{ origin: 'file://' }] }],
    ['an entry that is null', { origins: [null] }],
    ['an item without a value', { origins: [{ origin: 'https://a.example', localStorage: [{ name: 'a' }] }] }],
    [
      'a value that is no text',
      { origins: [{ origin: 'https://a.example', localStorage: [{ name: 'a', value: 1 }] }] },
    ],
    [
      'a database without stores',
      { origins: [{ origin: 'https://a.example', indexedDB: [{ name: 'a', version: 1 }] }] },
    ],
    [
      'a database without a version',
      { origins: [{ origin: 'https://a.example', indexedDB: [{ name: 'a', stores: [] }] }] },
    ],
    ['cookies that are no list', { cookies: {}, origins: [] }],
  ])('%s is a TypeError, and the session is as it was', (_what, json) => {
    const session = filled();
    const before = session.getStateText();
    let error;
    try {
      session.putStorageState(json);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(TypeError);
    expect(error.code).toMatch(/^ERR_INVALID_ARG/);
    expect(error.message).not.toContain('secret');
    expect(session.getStateText()).toBe(before);
    if (json.origins !== undefined && json.cookies === undefined) {
      expect(() => new Class({ storage: json.origins })).toThrow(TypeError);
    }
  });

  test.each([undefined, null, 7, 'page', {}, { goto() {} }, { contexts() {}, newContext() {} }])(
    'a target that is none is a TypeError: %p',
    async (target) => {
      for (const method of ['capture', 'apply']) {
        const failed = filled()[method](target);
        await expect(failed).rejects.toThrow(/^target must be .*Puppeteer.*Playwright/);
        await expect(failed).rejects.toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
      }
    },
  );

  test.each([
    [null],
    [{ cookies: 1 }],
    [{ localStorage: 'yes' }],
    [{ origins: 'https://a.example' }],
    [{ origins: ['a.example'] }],
    [{ origins: ['file:///tmp'] }],
    [{ maxBytes: 0 }],
    [{ timeoutMs: Number.NaN }],
  ])('wrong options are a TypeError before anything is done: %p', async (options) => {
    const target = { goto: jest.fn(), frames: jest.fn(), context: () => ({}) };
    await expect(new Class().capture(target, options)).rejects.toThrow(TypeError);
    expect(target.frames).not.toHaveBeenCalled();
  });
});

describe.each([
  ['memory', () => new MemoryStore()],
  ['SQLite', () => new SqliteStore(path.join(folder, 'sessions.sqlite'))],
])('a pool with a store in %s', (_name, openStore) => {
  test('keeps it', async () => {
    const store = openStore();
    const open = () => SessionPool.open({ store, maxPoolSize: 1 });
    const pool = await open();
    await pool.use(async (session) => session.putStorageState({ cookies: [COOKIE], origins: [ENTRY, FRAMED] }));
    // Nothing but the storage changes.
    await pool.use(async (session) => session.putStorageState({ origins: [{ ...FRAMED, localStorage: [] }] }));
    const again = await open();
    await again.use(async (session) => expect(session.storageState().origins).toEqual([ENTRY]));
    await Promise.all([pool.close(), again.close()]);
  });
});
