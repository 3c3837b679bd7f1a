'use strict';

// IndexedDB through a session, in Chromium: structures, keys, values, and what other tabs do with it.
// Promises: W6, W7

const { Session } = require('../..');
const { browsers } = require('./browsers');
const { portrait } = require('./portrait');
const { openSites } = require('./sites');

const chromium = browsers();
let sites;
let url;

beforeAll(async () => {
  sites = await openSites();
  sites.shows('data', () => '<!doctype html><link rel="icon" href="data:,">');
  url = sites.url('data');
});
afterAll(() => sites.close());

/** A page at the site, in a context of its own. */
async function atSite(context) {
  const page = context === undefined ? (await chromium.fresh('Puppeteer')).page : await context.newPage();
  await page.goto(url);
  return page;
}

/** A session with the storage of a page. */
async function captured(page, options) {
  const session = new Session();
  const result = await session.capture(page, options);
  return { session, ...result };
}

/** Fills IndexedDB in the page with what it can hold. */
async function fill() {
  const settled = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const opened = [];
  const open = async (name, version, onUpgrade) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => onUpgrade(request.result);
    opened.push(await settled(request));
    return request.result;
  };
  const structures = await open('structures', 12, (db) => {
    const nested = db.createObjectStore('nested', { keyPath: 'a.b', autoIncrement: true });
    nested.createIndex('unique', 'c', { unique: true });
    nested.createIndex('many', 'tags', { multiEntry: true });
    nested.createIndex('both', ['c', 'a.b']);
    db.createObjectStore('pairs', { keyPath: ['x', 'y'] });
    db.createObjectStore('generated', { autoIncrement: true });
    db.createObjectStore('untouched', { autoIncrement: true });
    db.createObjectStore('emptied', { autoIncrement: true });
    db.createObjectStore('self', { keyPath: '' });
    db.createObjectStore('many');
    db.createObjectStore('keys');
    db.createObjectStore('values');
  });
  await open('empty', 3, () => {});
  await open('', 1, (db) => db.createObjectStore(''));
  const store = (name) => structures.transaction(name, 'readwrite').objectStore(name);
  const put = async (name, ...record) => settled(store(name).put(...record));
  await put('nested', { c: 1, tags: ['a', 'b', 'a'], a: {} });
  await put('nested', { c: 2, tags: 'c', a: { b: 40.5 } });
  await put('pairs', { x: 1, y: 'a' });
  for (let count = 0; count < 3; count++) await put('generated', count);
  await settled(store('generated').delete(3));
  await put('emptied', 'x');
  await settled(store('emptied').clear());
  await put('self', 'itself');
  const many = store('many');
  for (let at = 0; at < 600; at++) many.put({ at }, [at % 7, at]);
  await settled(many.count());
  for (const key of [0, -1.5, Infinity, '', 'é\ud800', new Date(7), Uint8Array.of(1, 2), [1, ['a', new Date(0)], []]]) {
    await put('keys', 'value', key);
  }
  const shared = { a: 1 };
  const circle = { shared, again: shared, list: [shared] };
  circle.self = circle;
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt']);
  const sparse = [1, 2, 3];
  delete sparse[1];
  const values = {
    ...{
      undefined,
      null: null,
      zero: 0,
      minus: -0,
      nan: Number.NaN,
      no: false,
      text: '',
      big: 3n,
      circle,
      key,
      sparse,
    },
    date: new Date(5),
    expression: /a/gi,
    error: new RangeError('far'),
    map: new Map([[{ a: 1 }, new Set([undefined])]]),
    numbers: new Float32Array([1.5]),
    part: new Uint8Array(9).subarray(2, 4),
    view: new DataView(new ArrayBuffer(3)),
    blob: new Blob(['é'], { type: 'text/plain' }),
    file: new File(['x'], 'é.txt', { type: 'a/b', lastModified: 7 }),
    wrapped: Object(false),
    proto: JSON.parse('{"__proto__":1,"toJSON":2,"ref":3}'),
  };
  for (const [name, value] of Object.entries(values)) await put('values', value, name);
  for (const db of opened) db.close();
}

test('all of it comes back, and generators of keys go on where they were', async () => {
  const first = await atSite();
  await first.evaluate(fill);
  const { session, problems } = await captured(first);
  expect(problems).toEqual([]);
  const restored = new Session(JSON.parse(JSON.stringify(session.getState())));
  const { page: second, context } = await chromium.fresh('Puppeteer');
  expect((await restored.apply(context)).problems).toEqual([]);
  await second.goto(url);
  const before = await first.evaluate(portrait);
  expect(before.length).toBeGreaterThan(600);
  expect(await second.evaluate(portrait)).toEqual(before);
  const next = () =>
    new Promise((resolve) => {
      const keys = [];
      const request = indexedDB.open('structures');
      request.onsuccess = () => {
        const names = ['nested', 'generated', 'untouched', 'emptied'];
        const transaction = request.result.transaction(names, 'readwrite');
        for (const name of names) {
          transaction.objectStore(name).add({ a: {} }).onsuccess = ({ target }) => keys.push(target.result);
        }
        transaction.oncomplete = () => resolve(keys);
      };
    });
  const keys = await first.evaluate(next);
  expect(keys).toEqual([41, 4, 1, 2]);
  expect(await second.evaluate(next)).toEqual(keys);
});

/** Makes a database with one store and one record in it. */
function make({ name, version, storeName, value = version }) {
  return new Promise((resolve) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName).put(value, 'old');
    request.onsuccess = () => {
      globalThis.opened = [...(globalThis.opened ?? []), request.result];
      resolve();
    };
  });
}

test.each([
  ['another database', 'other', 5, 'store'],
  ['a higher version', 'db', 9, 'store'],
  ['a lower version', 'db', 1, 'store'],
  ['other stores in the same version', 'db', 5, 'others'],
  ['the same stores in the same version', 'db', 5, 'store'],
])('replaces %s', async (_what, name, version, storeName) => {
  const first = await atSite();
  await first.evaluate(make, { name: 'db', version: 5, storeName: 'store' });
  const { session } = await captured(first);
  const second = await atSite();
  await second.evaluate(make, { name, version, storeName });
  await second.evaluate(() => {
    for (const db of globalThis.opened) db.close();
  });
  expect((await session.apply(second)).problems).toEqual([]);
  expect(await second.evaluate(portrait)).toEqual(await first.evaluate(portrait));
});

test('a database that another tab keeps open is replaced if its stores are the same, and named if not', async () => {
  const first = await atSite();
  await first.evaluate(make, { name: 'same', version: 5, storeName: 'store', value: 1 });
  await first.evaluate(make, { name: 'changed', version: 5, storeName: 'store' });
  const { session } = await captured(first);
  const { page, context } = await chromium.fresh('Puppeteer');
  await page.goto(url);
  await page.evaluate(make, { name: 'changed', version: 5, storeName: 'others' });
  await page.evaluate(make, { name: 'same', version: 5, storeName: 'store' });
  const { origins, problems } = await session.apply(context, { timeoutMs: 3000 });
  const { origin } = new URL(url);
  expect(origins).toEqual([origin]);
  expect(problems).toEqual([
    { origin, database: 'changed', code: 'BLOCKED', message: expect.stringContaining('another tab') },
  ]);
  const records = () =>
    Promise.all(
      globalThis.opened.map(
        (db) =>
          new Promise((resolve) => {
            const [storeName] = db.objectStoreNames;
            const request = db.transaction(storeName).objectStore(storeName).get('old');
            request.onsuccess = () => resolve([db.name, storeName, request.result]);
          }),
      ),
    );
  expect(await page.evaluate(records)).toEqual([
    ['changed', 'others', 5],
    ['same', 'store', 1],
  ]);
});

test('a database that another tab is upgrading keeps nobody waiting, and the session what it had of it', async () => {
  const page = await atSite();
  await page.evaluate(make, { name: 'steady', version: 1, storeName: 'store' });
  await page.evaluate(make, { name: 'db', version: 1, storeName: 'store' });
  const { session } = await captured(page);
  const before = session.getState().storage;
  await page.evaluate(() => {
    for (const db of globalThis.opened) db.close();
    const request = indexedDB.open('db', 2);
    // A transaction that always has one more request doesn't end.
    request.onupgradeneeded = () => {
      const store = request.transaction.objectStore('store');
      const again = () => {
        globalThis.isUpgrading = true;
        if (!globalThis.isOver) store.get('old').onsuccess = again;
      };
      again();
    };
  });
  await page.waitForFunction(() => globalThis.isUpgrading);
  const { problems } = await session.capture(page, { timeoutMs: 3000 });
  const { origin } = new URL(url);
  expect(problems).toEqual([{ origin, database: 'db', code: 'BLOCKED', message: expect.any(String) }]);
  const sorted = ([{ indexedDB, ...entry }]) => [entry, indexedDB.sort((a, b) => (a.name < b.name ? -1 : 1))];
  expect(sorted(session.getState().storage)).toEqual(sorted(before));
  await page.evaluate(() => {
    globalThis.isOver = true;
  });
});

test('reading changes nothing, and leaves no connection that would keep a page from an upgrade', async () => {
  const page = await atSite();
  await page.evaluate(fill);
  const before = await page.evaluate(portrait);
  await captured(page);
  expect(await page.evaluate(portrait)).toEqual(before);
  const upgraded = page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('empty', 4);
        request.onsuccess = () => resolve('upgraded');
        request.onblocked = () => reject(new Error('blocked'));
      }),
  );
  expect(await upgraded).toBe('upgraded');
});

test('a record that can not be taken along costs no other', async () => {
  const page = await atSite();
  await page.evaluate(async () => {
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, false, ['encrypt']);
    const folder = await navigator.storage.getDirectory();
    const request = indexedDB.open('db', 1);
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore('store');
      store.put({ key }, ['key', 1]);
      store.put({ folder }, 'folder');
      store.put('fine', 'fine');
    };
    await new Promise((resolve) => {
      request.onsuccess = resolve;
    });
  });
  const { session, problems } = await captured(page);
  const at = { origin: new URL(url).origin, database: 'db', store: 'store', code: 'NOT_PORTABLE' };
  expect(problems).toEqual([
    { ...at, key: '"folder"', message: 'a value of the kind FileSystemDirectoryHandle' },
    { ...at, key: '["key",1]', message: 'a CryptoKey that may not be extracted' },
  ]);
  const [{ stores }] = session.getState().storage[0].indexedDB;
  expect(stores[0].records).toEqual([{ key: 'fine', value: 'fine' }]);
});

test("what Playwright's own storageState() wrote is restored to the same", async () => {
  const { context, page } = await chromium.fresh('Playwright');
  await page.goto(url);
  await page.evaluate(make, { name: 'db', version: 5, storeName: 'store' });
  const session = new Session();
  session.putStorageState(await context.storageState({ indexedDB: true }));
  const second = await chromium.fresh('Puppeteer');
  expect((await session.apply(second.page)).problems).toEqual([]);
  await second.page.goto(url);
  expect(await second.page.evaluate(portrait)).toEqual(await page.evaluate(portrait));
});

test("Playwright's own newContext({ storageState }) restores plain values, falsy ones too", async () => {
  const page = await atSite();
  await page.evaluate(async () => {
    const request = indexedDB.open('db', 2);
    request.onupgradeneeded = () => {
      const plain = request.result.createObjectStore('plain', { autoIncrement: true });
      plain.createIndex('index', ['a', 'b']);
      for (const value of [0, '', false, null, undefined, { a: [1, { b: 'c' }] }, new Date(5), 2n]) plain.put(value);
      request.result.createObjectStore('keys').put(1, 0);
    };
    await new Promise((resolve) => {
      request.onsuccess = resolve;
    });
  });
  const { session } = await captured(page);
  const browser = await chromium.of('Playwright');
  const context = await browser.newContext({ storageState: session.storageState() });
  const second = await context.newPage();
  await second.goto(url);
  expect(await second.evaluate(portrait)).toEqual(await page.evaluate(portrait));
  await context.close();
});
