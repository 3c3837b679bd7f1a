'use strict';

// Several stores on one file, in one process and in several, and threads and processes that end in the middle.

const path = require('node:path');
const { runScript, runToSuccess } = require('../helpers/processes/child');
const { POOL, added, all, filled, place, removePlaces, useOnce, uses, withStore } = require('./fixtures/place');

const CHILD = path.join(__dirname, 'fixtures', 'sqlite-scenarios.js');

afterAll(removePlaces);

/**
 * What an end in the middle leaves: every record is there with a whole state, and each count of uses is one that was saved. Of the last
 * uses some are claimed and not saved, at most `unsaved`.
 */
async function isSound(file, records, unsaved) {
  await withStore(file, async (store) => {
    const seen = await uses(store);
    expect(seen.records).toBe(records);
    expect(seen.saved).toBeGreaterThan(0);
    expect(seen.claimed - seen.saved).toBeGreaterThanOrEqual(0);
    expect(seen.claimed - seen.saved).toBeLessThanOrEqual(unsaved);
    await added(store, ['one more']);
    for (const { id } of await all(store)) expect(await store.remove(POOL, id)).toBe(true);
  });
}

// Promises: L17
test('several stores in one process use one file: no use is lost', async () => {
  const file = place();
  await withStore(file, (first) =>
    withStore(file, (second) =>
      withStore(file, async (third) => {
        await added(first, ['a', 'b', 'c', 'd', 'e', 'f']);
        const use = async (store, owner) => {
          for (let n = 0; n < 100; n++) await useOnce(store, owner);
        };
        await Promise.all([first, second, third].flatMap((store, n) => [use(store, `${n}`), use(store, `${n}`)]));
        expect(await uses(second)).toEqual({ saved: 600, claimed: 600, records: 6 });
      }),
    ),
  );
});

// Promises: L17
test('three processes use one file, opened by all of them at once: no use is lost, and no fence comes twice', async () => {
  const file = await filled(5);
  const runs = await Promise.all([1, 2, 3].map(() => runToSuccess(CHILD, ['use', file, '200'])));
  await withStore(file, async (store) => {
    expect(await uses(store)).toEqual({ saved: 600, claimed: 600, records: 5 });
    const seen = runs.map(({ stdout }) => JSON.parse(stdout));
    for (const { id, fence } of await all(store)) {
      const fences = seen.flatMap((fencesOf) => fencesOf[id] ?? []);
      expect(fences.sort((a, b) => a - b)).toEqual(Array.from({ length: fence - 1 }, (_, n) => n + 2));
    }
    for (const fencesOf of seen) {
      for (const fences of Object.values(fencesOf)) expect(fences).toEqual([...fences].sort((a, b) => a - b));
    }
  });
});

// Promises: L17
test.each([
  ['process.exit()', 'exit', { code: 0, signal: null }],
  ['SIGKILL', 'kill', process.platform === 'win32' ? { code: 1 } : { code: null, signal: 'SIGKILL' }],
  ['an exception', 'throw', { code: 1, signal: null }],
])('a process that ends in the middle, by %s, leaves the file sound', async (_, how, end) => {
  const file = await filled(30);
  expect(await runScript(CHILD, ['useUntil', how, file])).toMatchObject(end);
  await isSound(file, 30, 10);
});

// Promises: L17
test.each([
  ['worker.terminate()', 'terminate', 1],
  ['process.exit() in it', 'exit', 0],
  ['an exception', 'throw', 1],
])('threads that end in the middle, by %s, cost neither the process nor the file', async (_, how, code) => {
  const file = await filled(60);
  const { stdout, stderr } = await runToSuccess(CHILD, ['workers', how, file, '8']);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ codes: Array(8).fill(code), open: 0 });
  await isSound(file, 60, 8 * 5);
});

// Promises: L17
test('threads that end in the middle cost those nothing that go on to use the file', async () => {
  const file = await filled(60);
  const { stdout, stderr } = await runToSuccess(CHILD, ['workersBeside', file, '8']);
  expect(stderr).toBe('');
  const { used } = JSON.parse(stdout);
  expect(used).toBeGreaterThan(0);
  await isSound(file, 60, 8 * 5);
});
