'use strict';

// Worker threads: each has its own sessions, and its end, however it comes, costs neither the process nor memory. Each scenario runs
// in a process of its own, since Jest's environment is special and a crash would end Jest.
// Promises: M3

const path = require('node:path');
const { runScenario } = require('../api/fixtures/child');

async function seen(...scenario) {
  const script = path.join(__dirname, 'fixtures', 'worker-scenarios.js');
  const { code, signal, stdout, stderr } = await runScenario(script, scenario.map(String), {
    flags: ['--expose-gc'],
  });
  expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
  return JSON.parse(stdout);
}

test('16 workers at once have sessions of their own', async () => {
  const { seen: workers, header } = await seen('together', 16);
  const expected = Array.from({ length: 16 }, (_, n) => ({
    id: `w${n}-0`,
    header: expect.stringContaining(`owner=w${n};`),
    count: 52,
    code: 0,
  }));
  expect(workers).toEqual(expected);
  expect(header).toBe('main=1');
});

describe.each([
  ['terminate', [1], 100],
  ['idle', [1], 50],
  ['exit', [0], 50],
  ['exit in a listener', [0], 50],
  ['return', [0], 50],
  ['throw', [1, 'the end of the worker'], 50],
])('workers that end by: %s', (end, outcome, times) => {
  test(`${times} times, without a crash and without growing memory`, async () => {
    const { outcomes, resident, header } = await seen('ends', end, times);
    expect(outcomes).toEqual([outcome]);
    expect(header).toBe('main=1');
    expect(resident).toHaveLength(times);
    // The first workers fill the allocator's arenas. Each has 500 kB of cookies; what two thirds of them kept would be 16 MB or more.
    const third = Math.floor(times / 3);
    const growth = Math.max(...resident.slice(-third)) - Math.max(...resident.slice(0, third));
    expect(growth).toBeLessThan(8);
  });
});

test('workers that come and go in all ways at once', async () => {
  const { outcomes, header } = await seen('mixed', 10);
  expect(outcomes).toEqual([
    ['exit in a listener', 0],
    ['exit', 0],
    ['idle', 1],
    ['return', 0],
    ['terminate', 1],
    ['throw', 1, 'the end of the worker'],
  ]);
  expect(header).toBe('main=1');
});

test('the process ends while workers are in the middle of calls', async () => {
  for (let i = 0; i < 5; i++) expect(await seen('exit')).toEqual({ workers: 3 });
});

// Promises: M4
test('a session posts as an empty object, a cookie as plain data, a state whole', async () => {
  expect(await seen('posted')).toEqual({
    session: {},
    jar: {},
    cookie: { key: 'main', value: '1', isDate: true },
    error: [true, 'Invalid URL: "x"'],
    restored: ['bystander', 'main=1'],
  });
});
