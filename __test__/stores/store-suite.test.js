'use strict';

// The tests that the package has for stores: a right store passes them, and a store that breaks a promise is found, with the promise named.

const fs = require('node:fs');
const path = require('node:path');
const { storeTests, testStore } = require('../../store-tests');
const BROKEN = require('./broken-stores');
const { MapStore, changed, sharedBy } = require('./map-store');

/** The comments of the interface as running text. */
const INTERFACE = [
  ...fs
    .readFileSync(path.join(__dirname, '..', '..', 'types', 'session-store.d.ts'), 'utf8')
    .matchAll(/\/\*\*([\s\S]*?)\*\//g),
]
  .map(([, comment]) =>
    comment
      .replaceAll('**', '')
      .replace(/\n\s*\*/g, ' ')
      .replace(/\s+/g, ' '),
  )
  .join('\n');

test('each test has a name of its own, and quotes the interface', () => {
  expect(new Set(storeTests.map(({ name }) => name)).size).toBe(storeTests.length);
  const promises = [...new Set(storeTests.map(({ promise }) => promise))];
  expect(promises.filter((promise) => !INTERFACE.includes(promise))).toEqual([]);
});

test('each member of the interface is called by a test', async () => {
  const called = new Set();
  const watched = () =>
    new Proxy(new MapStore(), {
      get(store, name) {
        called.add(name);
        return typeof store[name] === 'function' ? store[name].bind(store) : store[name];
      },
    });
  await Promise.all(storeTests.map(({ run }) => run(watched)));
  const methods = Object.getOwnPropertyNames(MapStore.prototype).filter((name) => name !== 'constructor');
  expect([...called].filter((name) => methods.includes(name)).sort()).toEqual(methods.sort());
});

describe('the store of docs/stores.md passes', () => {
  test.each(storeTests.map(({ name, run }) => [name, run]))('%s', (_, run) => run(() => sharedBy(MapStore)));
});

describe('a store is found in which', () => {
  test.each(BROKEN.map((broken) => [broken.title, broken]))('%s', async (_, { changes, test: name }) => {
    const { promise, run } = storeTests.find((one) => one.name === name);
    const error = await run(() => sharedBy(changed(changes))).catch((thrown) => thrown);
    expect(error).toMatchObject({ name: 'BrokenPromise', test: name, promise });
    expect(error.message.split('\n').slice(0, 2)).toEqual([
      `The store breaks a promise: "${promise}"`,
      `  test: ${name}`,
    ]);
    expect(error.message).toContain(`\n  expected: ${error.expected}\n  happened: ${error.happened}\n  steps:\n    `);
  });

  test('each test finds something', () => {
    const finding = new Set(BROKEN.map(({ test: name }) => name));
    expect(BROKEN.length).toBeGreaterThan(150);
    expect(finding.size).toBeGreaterThan(80);
  });
});

describe('a store may', () => {
  const passes = (changes) => Promise.all(storeTests.map(({ run }) => run(() => sharedBy(changed(changes)))));

  test('leave out the state that the owner knows', () =>
    passes([
      ["return { status: 'claimed', id: record.id, fence: record.fence, state: record.state };", 'return claimed;'],
      [
        'Object.assign(record, { owner, fence: ++pool.count',
        "const claimed = { status: 'claimed', id: record.id, fence: pool.count + 1 };\n    if (record.owner !== owner) claimed.state = record.state;\n    Object.assign(record, { owner, fence: ++pool.count",
      ],
    ]));

  test('keep objects', () => passes([['pools = new Map();', 'pools = new Map();\n  keepsObjects = true;']]));

  test('give numbers to its fences as it likes, as long as they grow', () =>
    passes([['fence: ++pool.count, leaseEnd', 'fence: (pool.count += 1000), leaseEnd']]));

  test('count reasons in an object without a prototype', () =>
    passes([
      ['retired: Object.fromEntries(', 'retired: Object.assign(Object.create(null), Object.fromEntries('],
      ['(one) => one === reason).length]))', '(one) => one === reason).length])))'],
    ]));

  test('say that there is another page when that is empty', () =>
    passes([['behind.length > limit ? page.at(-1).added', 'page.length === limit ? page.at(-1).added']]));
});

describe('testStore', () => {
  test('rejects with the first promise that is broken, and runs no test after that', async () => {
    class Empty extends MapStore {
      async claim() {
        return { status: 'none' };
      }
    }
    const reported = [];
    const error = await testStore(() => new Empty(), { report: (name) => reported.push(name) }).catch(
      (thrown) => thrown,
    );
    expect(reported).toEqual([storeTests[0].name]);
    expect(error.message).toBe(
      [
        `The store breaks a promise: "${storeTests[0].promise}"`,
        '  test: a free record is claimed, by its id or whichever it is',
        "  expected: claim of `y`: { status: 'claimed', id: 'y', state: 'state of y' }",
        "  happened: { status: 'none' }",
        '  steps:',
        "    1. 'a': open() → undefined",
        "    2. 'a': add({ id: 'x', state: 'state of x', usableMs: 10000000000 }, {}) → { status: 'added', fence: 2 }",
        "    3. 'a': add({ id: 'y', state: 'state of y', usableMs: 10000000000 }, {}) → { status: 'added', fence: 4 }",
        "    4. 'a': claim({ owner: 'a', leaseMs: 1000000000, pick: 'least-recently-used', id: 'y' }) → { status: 'none' }",
      ].join('\n'),
    );
  });

  const [first] = storeTests;

  test('a step that rejects is told with its cause', async () => {
    const cause = new Error('The disk is full');
    class Full extends MapStore {
      async add() {
        throw cause;
      }
    }
    const error = await first.run(() => new Full()).catch((thrown) => thrown);
    expect(error).toMatchObject({ happened: "it rejects with 'The disk is full'", cause });
  });

  test('a step that never ends is waited for with patience', async () => {
    class Silent extends MapStore {
      add() {
        return new Promise(() => {});
      }
    }
    const error = await first.run(() => new Silent(), { patienceMs: 50 }).catch((thrown) => thrown);
    expect(error).toMatchObject({
      expected: 'add has a result',
      happened: "it rejects with 'no answer for 0.05 seconds'",
    });
  });

  test('a factory may give a promise, another store object and a way to dispose of both', async () => {
    const disposed = [];
    const make = async () => {
      const { store, again } = sharedBy(MapStore);
      return { store, again: async () => again(), dispose: async () => disposed.push([...store.pools.values()]) };
    };
    await first.run(make);
    expect(disposed).toHaveLength(1);
    // Both objects have closed the pool by then.
    expect(disposed[0].map(({ opened }) => opened)).toEqual([0]);
  });

  test('a store is disposed of after a test that failed as well, and the failure is what is told', async () => {
    let disposed = 0;
    const make = () => ({
      store: new (class extends MapStore {
        async claim() {}
        async close() {
          throw new Error('not closed');
        }
      })(),
      dispose() {
        disposed++;
        throw new Error('not disposed of');
      },
    });
    await expect(first.run(make)).rejects.toThrow('The store breaks a promise: "Gives a free record');
    expect(disposed).toBe(1);
  });

  test.each([undefined, null, {}, { store: {} }])('a factory that makes %p is told what to make', async (made) => {
    await expect(first.run(() => made)).rejects.toThrow(
      'The factory must return a store, or an object { store, again, dispose }',
    );
  });
});
