'use strict';

// Files that can't be used: each is a clear error, and stays as it is.

const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { runToSuccess } = require('../helpers/processes/child');
const { SessionPoolError } = require('../../js/pool/errors');
const {
  LONG,
  POOL,
  SqliteStore,
  added,
  all,
  filled,
  place,
  removePlaces,
  uses,
  withStore,
} = require('./fixtures/place');

const CHILD = path.join(__dirname, 'fixtures', 'sqlite-scenarios.js');
const isWindows = process.platform === 'win32';

afterAll(removePlaces);

/** The error of an opening, which leaves the file as it is. */
async function refused(file) {
  const before = fs.readFileSync(file);
  const error = await openingError(file);
  expect(fs.readFileSync(file).equals(before)).toBe(true);
  return error;
}

async function openingError(file) {
  const store = new SqliteStore(file);
  const error = await store.open(POOL).then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(SessionPoolError);
  expect(error.message).toContain(file);
  await expect(store.stats(POOL)).rejects.toMatchObject({ code: 'POOL_CLOSED' });
  return { code: error.code, message: error.message };
}

/** Writes a number into the header of a file. */
function writeHeader(file, at, number) {
  const bytes = fs.readFileSync(file);
  bytes.writeUInt32BE(number, at);
  fs.writeFileSync(file, bytes);
}

const USER_VERSION = 60;
const APPLICATION_ID = 68;

describe('damaged', () => {
  const corrupt = expect.objectContaining({ code: 'STORE_CORRUPT' });

  test('a file that is no database', async () => {
    const file = place();
    fs.writeFileSync(file, '{"sessions":[]}\n'.repeat(500));
    expect(await refused(file)).toEqual(corrupt);
  });

  test.each([0.5, 0.9, 0.1])('a file of which only this part is there: %s', async (part) => {
    const file = await filled();
    const { size } = fs.statSync(file);
    fs.truncateSync(file, Math.floor(size * part));
    expect(await refused(file)).toEqual(corrupt);
  });

  test('a file that was written over is found by the step that reads it, and the others go on', async () => {
    const file = place();
    await withStore(file, async (store) => {
      for (const id of ['a', 'b', 'c']) await store.add(POOL, { id, state: 'x'.repeat(50_000), usableMs: LONG });
    });
    const bytes = fs.readFileSync(file);
    // The last pages are those of the last state.
    bytes.fill(0x77, bytes.length - 5 * 4096);
    fs.writeFileSync(file, bytes);
    await withStore(file, async (store) => {
      await expect(all(store)).rejects.toMatchObject({ name: 'SessionPoolError', code: 'STORE_CORRUPT' });
      expect(await store.stats(POOL)).toMatchObject({ free: 3 });
    });
  });
});

describe('of another version', () => {
  const ofVersion = expect.objectContaining({ code: 'STORE_VERSION' });

  test('a file of a later release', async () => {
    const file = await filled();
    writeHeader(file, USER_VERSION, 2);
    expect(await refused(file)).toEqual(ofVersion);
    expect((await refused(file)).message).toMatch(/version 2 .* up to 1$/);
    writeHeader(file, USER_VERSION, 1);
    await withStore(file, async (store) => expect((await uses(store)).records).toBe(20));
  });

  test('the database of another program', async () => {
    const file = await filled();
    writeHeader(file, APPLICATION_ID, 0x47504b47);
    // It is not in WAL mode, and stays so.
    writeHeader(file, 16, 0x10000101);
    expect(await refused(file)).toEqual(ofVersion);
  });
});

describe('unavailable', () => {
  const unavailable = expect.objectContaining({ code: 'STORE_UNAVAILABLE' });

  test('a folder that is not there is not made', async () => {
    const file = path.join(path.dirname(place()), 'missing', 'sessions.db');
    expect(await openingError(file)).toEqual(unavailable);
    expect(fs.existsSync(path.dirname(file))).toBe(false);
  });

  test('a folder', async () => {
    expect(await openingError(path.dirname(place()))).toEqual(unavailable);
  });

  test('what could not be opened can be, once its cause is gone', async () => {
    const file = path.join(path.dirname(place()), 'later', 'sessions.db');
    const store = new SqliteStore(file);
    await expect(store.open(POOL)).rejects.toEqual(unavailable);
    fs.mkdirSync(path.dirname(file));
    await store.open(POOL);
    await added(store, ['s']);
    await store.close(POOL);
  });

  if (!isWindows) {
    test('a file that may not be written', async () => {
      const file = await filled();
      fs.chmodSync(path.dirname(file), 0o777);
      fs.chmodSync(file, 0o444);
      const before = fs.readFileSync(file);
      // Whoever may write everything has to be somebody else for that.
      const { stdout } = await runToSuccess(CHILD, ['openAsNobody', file]);
      expect(JSON.parse(stdout)).toEqual({
        code: 'STORE_UNAVAILABLE',
        message: expect.stringContaining('may not be written'),
      });
      expect(fs.readFileSync(file).equals(before)).toBe(true);
    });

    test('a file that may not be read', async () => {
      const file = await filled();
      fs.chmodSync(path.dirname(file), 0o777);
      fs.chmodSync(file, 0o000);
      const { stdout } = await runToSuccess(CHILD, ['openAsNobody', file]);
      expect(JSON.parse(stdout)).toEqual(unavailable);
      fs.chmodSync(file, 0o600);
    });

    test('a file that may not grow: the step is undone, and all before it stay', async () => {
      const file = await filled(0);
      const { stdout } = await runToSuccess(CHILD, ['fill', file]);
      const { added: count, errors, after } = JSON.parse(stdout);
      expect(count).toBeGreaterThan(2);
      expect(errors).toEqual(Array(3).fill(unavailable));
      // Those that could be added can still be read, and the file goes on to be used once there is room.
      expect(after).toBe(count);
      await withStore(file, async (store) => {
        expect(await store.stats(POOL)).toMatchObject({ free: count });
        await added(store, ['one more']);
      });
    });

    test('a new file is for its owner alone, and so is what SQLite writes beside it', async () => {
      const file = place();
      await withStore(file, async (store) => {
        await added(store, ['s']);
        for (const end of ['', '-wal', '-shm']) {
          expect((fs.statSync(file + end).mode & 0o777).toString(8)).toBe('600');
        }
      });
      expect(fs.readdirSync(path.dirname(file))).toEqual(['sessions.db']);
    });
  }
});

describe('the path', () => {
  test.each([
    ['undefined', undefined],
    ['null', null],
    ['a number', 7],
    ['an object', {}],
    ['bytes', Buffer.from('sessions.db')],
  ])('%s is none', (_, file) => {
    expect(() => new SqliteStore(file)).toThrow(TypeError);
    expect(() => new SqliteStore(file)).toThrow(/^path must be a string or a file: URL, got /);
    expect(() => new SqliteStore(file)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }));
  });

  test.each([
    ['an empty text', ''],
    ['a text with a NUL', 'a\0b'],
    ['a lone surrogate', '\ud800'],
    ['the database in memory, instead of which there is MemoryStore', ':memory:'],
    ['a URL of another kind', new URL('https://example.com/sessions.db')],
  ])('%s is none', (_, file) => {
    expect(() => new SqliteStore(file)).toThrow(TypeError);
    expect(() => new SqliteStore(file)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }));
  });

  test('a URL, and a text that SQLite would take for one, name files', async () => {
    const file = path.join(path.dirname(place()), isWindows ? 'é #.db' : 'é ?mode=memory#.db');
    await withStore(pathToFileURL(file), (store) => added(store, ['s']));
    expect(fs.existsSync(file)).toBe(true);
    await withStore(file, async (store) => expect((await uses(store)).records).toBe(1));
  });

  test('a relative one stays where it was when the working directory changes', async () => {
    const { stdout } = await runToSuccess(CHILD, ['relative'], { cwd: path.dirname(place()) });
    expect(JSON.parse(stdout)).toEqual(['sessions.db']);
  });
});
