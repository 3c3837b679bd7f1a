'use strict';

// Memory: what was dropped is collected, and V8 hears of what cookies take.

const { runScenario } = require('./fixtures/child');

async function measured(scenario) {
  const { code, signal, stdout, stderr } = await runScenario('memory-scenarios.js', scenario, {
    flags: ['--expose-gc'],
  });
  expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
  return JSON.parse(stdout);
}

// Promises: M1
test('a dropped session pool is collected with its sessions, their jars, user data, logs and listeners', async () => {
  const { counts, finalized } = await measured('pool');
  expect(counts).toEqual([
    ['pools', 1, 0],
    ['sessions', 50, 0],
    ['userData', 50, 0],
    ['logs', 50, 0],
    ['jars', 25, 0],
  ]);
  expect(finalized).toBe(50);
});

// Promises: M1
test('userData, sessionPool and cookies that were replaced are let go while the session lives', async () => {
  expect(await measured('replaced')).toEqual({ before: 3, after: 0, usable: 1 });
});

// Promises: M1
test('cookies, responses and URLs that were handed in, and cookies that were handed out, are not held', async () => {
  expect(await measured('handedIn')).toEqual({ alive: 0, header: 'a=b; c=d' });
});

// Promises: M1
test('the jar of a session outlives it, and does not keep it', async () => {
  const expected = { collected: true, header: 'a=b; c=d', shared: 'a=b; c=d; e=f', count: 3 };
  expect(await measured('jar')).toEqual(expected);
});

// Promises: M2
test('rounds of 500 dropped sessions of 50 cookies do not grow resident memory', async () => {
  const { resident } = await measured('rounds');
  expect(resident).toHaveLength(40);
  // The first rounds fill V8's young generation and the allocator's arenas.
  const first = Math.max(...resident.slice(0, 8));
  const last = Math.max(...resident.slice(-8));
  expect(last / first).toBeLessThan(1.5);
});

// V8 counts array buffers alone in process.memoryUsage().external, so what native code tells it shows in what it does.
// Promises: M2
test('V8 hears of the memory of cookies, and collects dropped jars for it', async () => {
  const { collections, resident, total } = await measured('pressure');
  expect(total).toBe(600_000_000);
  expect(collections.empty).toBe(0);
  expect(collections.full).toBeGreaterThan(3);
  expect(resident).toBeLessThan(total / 2);
});
