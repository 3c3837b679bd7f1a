'use strict';

// A hundred thousand sessions in one pool.

const { SessionPool } = require('../../pool');

const MANY = 100_000;

// Promises: L4, L6
test('a hundred thousand sessions are added, used, counted, gone through and pruned', async () => {
  const pool = await SessionPool.open({ createSessions: false });
  for (let index = 0; index < MANY; index++)
    await pool.add({ id: `s${index}`, maxAgeSecs: index % 2 === 0 ? 1e9 : -1 });
  expect(await pool.stats()).toMatchObject({ free: MANY / 2, expired: MANY / 2 });
  const used = new Set();
  for (let use = 0; use < 1000; use++) await pool.use((session) => used.add(session.id));
  expect(used.size).toBe(1000);
  for (const id of ['s0', 's99998']) await pool.retire(id, 'blocked');
  let count = 0;
  for await (const { status } of pool.sessions()) if (status === 'free') count++;
  expect(count).toBe(MANY / 2 - 2);
  expect(await pool.prune()).toBe(MANY / 2 + 2);
  expect(await pool.stats()).toEqual({
    free: MANY / 2 - 2,
    inUse: 0,
    cooling: 0,
    expired: 0,
    retired: {},
    nextFreeAt: expect.any(Date),
  });
  await pool.close();
});
