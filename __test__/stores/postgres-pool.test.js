'use strict';

// Pools over PostgresStore: several processes share sessions, one that is ended in the middle is followed, and a server that is restarted costs
// nothing that was saved.
// Promises: L3, L8, L23

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const { SessionPool } = require('../../pool');
const { PostgresStore } = require('../../postgres');
const { runToSuccess } = require('../helpers/processes/child');
const { PATIENCE_MS } = require('../helpers/patience');
const { onServer } = require('./fixtures/postgres-place');

const CHILD = path.join(__dirname, 'fixtures', 'postgres-scenarios.js');

const place = onServer();

const open = (name, options) => SessionPool.open({ store: new PostgresStore(place.client()), name, ...options });

test('four processes use six sessions: no use is lost, no fence comes twice, and there are no more sessions', async () => {
  const children = [1, 2, 3, 4].map(() => runToSuccess(CHILD, ['use', place.server.url, '25']));
  const seen = (await Promise.all(children)).map(({ stdout }) => JSON.parse(stdout));
  const pool = await open('shop');
  const uses = [];
  for await (const { state } of pool.sessions({ state: true })) uses.push(state.userData.uses);
  expect(uses.length).toBeLessThanOrEqual(6);
  expect(uses.reduce((sum, count) => sum + count)).toBe(4 * 3 * 25);
  const fences = seen.flatMap((of) =>
    Object.entries(of).flatMap(([id, list]) => list.map((fence) => `${id} ${fence}`)),
  );
  expect(new Set(fences).size).toBe(4 * 3 * 25);
  for (const of of seen) for (const list of Object.values(of)) expect(list).toEqual([...list].sort((a, b) => a - b));
  await pool.close();
});

test('a process that was ended is followed when its lease is over, by what was saved last', async () => {
  const pool = await open('held', { createSessions: false });
  await pool.add({ id: 'account', userData: { by: 'nobody' } });
  const child = spawn(process.execPath, [CHILD, 'hold', place.server.url], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(child.stdout, 'data');
  const { fence } = JSON.parse(said);
  expect(await pool.stats()).toMatchObject({ inUse: 1 });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const lease = await pool.acquire({ id: 'account', timeoutSecs: PATIENCE_MS / 1000 });
  expect(lease.fence).toBeGreaterThan(fence);
  // It may have been saved by a renewal.
  expect([child.pid, 'nobody']).toContain(lease.session.userData.by);
  await lease.release();
  await pool.close();
});

test('a server that is restarted, or killed, in the middle of uses costs none of them', async () => {
  const pool = await open('restarted', { maxPoolSize: 4 });
  const told = [];
  pool.on('storeError', (error) => told.push(error.code));
  let isOver = false;
  const counts = {};
  const work = async () => {
    while (!isOver) {
      await pool.use((session) => {
        session.userData.uses = (session.userData.uses ?? 0) + 1;
        counts[session.id] = session.userData.uses;
      });
    }
  };
  const works = Promise.all([work(), work(), work()]);
  const used = () => Object.values(counts).reduce((sum, count) => sum + count, 0);
  for (let round = 0; round < 2; round++) {
    const before = used();
    await place.server.restart();
    while (used() < before + 20) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  isOver = true;
  await works;
  const saved = {};
  for await (const { id, state } of pool.sessions({ state: true })) saved[id] = state.userData.uses;
  expect(saved).toEqual(counts);
  expect(new Set(told).size).toBeLessThanOrEqual(1);
  await pool.close();
});

test('a server that is restarted without its data begins anew', async () => {
  const pool = await open('forgotten', { maxPoolSize: 2 });
  await pool.use(() => {});
  await place.server.restart({ keepData: false });
  await pool.use((session) => {
    session.userData.isNew = true;
  });
  expect(await pool.stats()).toMatchObject({ free: 1 });
  await pool.close();
});
