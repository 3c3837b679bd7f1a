'use strict';

// What SqliteStore does with steps: their order, opening and closing, and what it refuses.

const fs = require('node:fs');
const path = require('node:path');
const { runToSuccess } = require('../helpers/processes/child');
const { LONG, POOL, SqliteStore, added, place, removePlaces, withStore } = require('./fixtures/place');

const CHILD = path.join(__dirname, 'fixtures', 'sqlite-scenarios.js');

afterAll(removePlaces);

const claim = (store, id) => store.claim(POOL, { owner: 'me', leaseMs: LONG, id, pick: 'least-recently-used' });

// Promises: L17
test('steps take effect in the order in which they were called, and so are they answered', async () => {
  await withStore(place(), async (store) => {
    const answered = [];
    const called = (name, promise) => promise.then((result) => answered.push([name, result]));
    await Promise.all([
      called('add', store.add(POOL, { id: 's', state: 'one', usableMs: LONG })),
      called('claim', claim(store, 's')),
      called(
        'get',
        store.get(POOL, 's').then(({ status, state }) => ({ status, state })),
      ),
      called(
        'again',
        claim(store, 's').then(({ status }) => status),
      ),
      called('release', store.release(POOL, 's', 2, { state: 'two', restMs: 0 })),
      called('stats', store.stats(POOL)),
      called('remove', store.remove(POOL, 's')),
      called('missing', claim(store, 's')),
      called('nothing', store.get(POOL, 's')),
    ]);
    expect(answered).toEqual([
      ['add', { status: 'added', fence: 1 }],
      ['claim', { status: 'claimed', id: 's', fence: 2, state: 'one' }],
      ['get', { status: 'in use', state: 'one' }],
      ['again', 'none'],
      ['release', { held: true }],
      ['stats', { free: 1, inUse: 0, cooling: 0, expired: 0, retired: {}, nextMs: 0 }],
      ['remove', true],
      ['missing', { status: 'missing' }],
      ['nothing', undefined],
    ]);
  });
});

// Promises: L17
test('thousands of steps at once are all made', async () => {
  await withStore(place(), async (store) => {
    const ids = Array.from({ length: 3000 }, (_, n) => `s${n}`);
    const results = await Promise.all(ids.map((id) => store.add(POOL, { id, state: id, usableMs: LONG })));
    expect(results).toEqual(ids.map(() => ({ status: 'added', fence: 1 })));
    const { records, next } = await store.list(POOL, { limit: 10_000, state: true });
    expect(records.map(({ id, state }) => [id, state])).toEqual(ids.map((id) => [id, id]));
    expect(next).toBeUndefined();
  });
});

// Promises: L17
test('closing waits for what is under way, and refuses what comes later', async () => {
  const file = place();
  const store = new SqliteStore(file);
  await store.open(POOL);
  const done = [];
  for (let n = 0; n < 500; n++) {
    store.add(POOL, { id: `s${n}`, state: 'x'.repeat(5000), usableMs: LONG }).then(({ status }) => done.push(status));
  }
  const closed = store.close(POOL);
  await expect(store.stats(POOL)).rejects.toMatchObject({ name: 'SessionPoolError', code: 'POOL_CLOSED' });
  await closed;
  expect(done).toEqual(Array(500).fill('added'));
  // The last who closes it leaves nothing beside it.
  expect(fs.readdirSync(path.dirname(file))).toEqual(['sessions.db']);
  await withStore(file, async (again) => expect(await again.stats(POOL)).toMatchObject({ free: 500 }));
});

// Promises: L17
test('each opening is undone by one closing, for each pool', async () => {
  const file = place();
  const store = new SqliteStore(file);
  await expect(store.stats('a')).rejects.toMatchObject({ code: 'POOL_CLOSED' });
  await expect(store.close('a')).rejects.toMatchObject({ code: 'POOL_CLOSED' });
  await Promise.all([store.open('a'), store.open('a'), store.open('b')]);
  await store.add('a', { id: 's', state: 'of a', usableMs: LONG });
  await store.close('a');
  expect(await store.get('b', 's')).toBeUndefined();
  expect(await store.get('a', 's')).toMatchObject({ state: 'of a' });
  const closing = store.close('a');
  await expect(store.get('a', 's')).rejects.toMatchObject({ code: 'POOL_CLOSED' });
  await closing;
  expect(fs.existsSync(`${file}-wal`)).toBe(true);
  expect(await store.stats('b')).toMatchObject({ free: 0 });
  await store.close('b');
  expect(fs.existsSync(`${file}-wal`)).toBe(false);
  await expect(store.close('b')).rejects.toMatchObject({ code: 'POOL_CLOSED' });
});

// Promises: L17
test('opening and closing many times at once ends as the calls say', async () => {
  const store = new SqliteStore(place());
  const calls = [];
  await store.open(POOL);
  for (let n = 0; n < 30; n++)
    calls.push(
      store.close(POOL),
      store.open(POOL).then(() => undefined),
    );
  const results = await Promise.allSettled(calls);
  // Until an opening has succeeded, there is nothing to close.
  const failed = results.filter(({ status }) => status === 'rejected').map(({ reason }) => reason.code);
  expect(new Set(failed)).toEqual(new Set(['POOL_CLOSED']));
  for (let n = 0; n < 1 + failed.length; n++) await store.close(POOL);
  await expect(store.close(POOL)).rejects.toMatchObject({ code: 'POOL_CLOSED' });
});

// Promises: L17
test('a state that is an object is its text', async () => {
  await withStore(place(), async (store) => {
    const state = (text) => ({ toString: () => text });
    await store.add(POOL, { id: 's', state: state('one'), usableMs: LONG });
    const { fence, state: first } = await claim(store, 's');
    await store.renew(POOL, 's', fence, { leaseMs: LONG, state: state('two') });
    const second = (await store.get(POOL, 's')).state;
    await store.retire(POOL, 's', 'blocked', { fence, state: state('three') });
    const third = (await store.get(POOL, 's')).state;
    await store.release(POOL, 's', fence, { state: state('four'), restMs: 0 });
    const fourth = (await store.get(POOL, 's')).state;
    await store.reset(POOL, 's', fence, { state: state('five'), usableMs: LONG });
    const fifth = (await store.get(POOL, 's')).state;
    expect([first, second, third, fourth, fifth]).toEqual(['one', 'two', 'three', 'four', 'five']);
  });
});

// Promises: L17
test('any text comes back as it was, but for lone surrogates, which are refused', async () => {
  const texts = ['', 'a\0b', '__proto__', 'constructor', '🦊 ﷽', '\u2028"\\', '\ufffd', 'x'.repeat(300_000)];
  await withStore(place(), async (store) => {
    for (const text of texts) {
      await store.add(POOL, { id: text, state: text, usableMs: LONG });
      await store.retire(POOL, text, text);
    }
    const { records } = await store.list(POOL, { limit: 100, state: true });
    expect(records.map(({ id, state, reason }) => [id, state, reason])).toEqual(
      texts.map((text) => [text, text, text]),
    );
    expect(Object.entries((await store.stats(POOL)).retired).sort()).toEqual(texts.sort().map((text) => [text, 1]));
    const lone = '\ud800';
    const invalid = { name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE' };
    await expect(store.add(POOL, { id: lone, state: '', usableMs: LONG })).rejects.toMatchObject(invalid);
    await expect(store.add(POOL, { id: 's', state: lone, usableMs: LONG })).rejects.toMatchObject(invalid);
    await expect(store.retire(POOL, '', lone)).rejects.toMatchObject(invalid);
    expect((await store.stats(POOL)).free).toBe(0);
  });
});

// Promises: L17
test.each([
  ['a pick that there is not', (store) => store.claim(POOL, { owner: 'me', leaseMs: LONG, pick: 'best' })],
  ['an owner that is no text', (store) => store.claim(POOL, { owner: 7, leaseMs: LONG, pick: 'random' })],
  ['an id that is no text', (store) => store.get(POOL, 7)],
  ['a state that has no text', (store) => store.add(POOL, { id: 's', state: Object.create(null), usableMs: LONG })],
])('%s is a TypeError', async (_, step) => {
  await withStore(place(), async (store) => {
    await expect(step(store)).rejects.toThrow(TypeError);
    await added(store, ['s']);
  });
});

// Promises: L17
test('an open store with nothing to do does not keep the process alive', async () => {
  const { stdout } = await runToSuccess(CHILD, ['idle', place()]);
  expect(JSON.parse(stdout)).toBe('open');
});

// Promises: L17
test('a step that is under way keeps it alive', async () => {
  const { stdout } = await runToSuccess(CHILD, ['alive', place()]);
  expect(JSON.parse(stdout)).toBe(50);
});

// Promises: L17
test('a store that was dropped without being closed is collected, and its file is closed', async () => {
  const { stdout } = await runToSuccess(CHILD, ['dropped', place()], { flags: ['--expose-gc'] });
  expect(JSON.parse(stdout)).toEqual({
    before: 0,
    isOpen: process.platform === 'linux',
    isClosed: true,
    after: 0,
  });
});
