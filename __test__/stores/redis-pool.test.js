'use strict';

// Pools over RedisStore: several processes, each with another client, share sessions; a pool goes on by itself when Redis is back.

const path = require('node:path');
const { SessionPool } = require('../../pool');
const { RedisStore } = require('../../redis');
const { runToSuccess } = require('../helpers/processes/child');
const { CLIENTS } = require('./fixtures/redis-clients');
const { onServer } = require('./fixtures/redis-place');

const CHILD = path.join(__dirname, 'fixtures', 'redis-pool.js');
const USES = 30;

const place = onServer({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });

// Promises: L8, L18
test('four processes share sessions: no use is lost, none overlap, and fences grow', async () => {
  const names = ['ioredis 5', 'iovalkey', 'node-redis 5', 'node-redis 6'];
  const runs = await Promise.all(names.map((name) => runToSuccess(CHILD, [place.server.url, name, String(USES)])));
  const uses = runs.flatMap(({ stdout }) => JSON.parse(stdout));
  expect(uses).toHaveLength(names.length * USES);
  const pool = await SessionPool.open({ store: new RedisStore(await place.client()), name: 'shared' });
  let [sessions, counted] = [0, 0];
  for await (const { id, state, status } of pool.sessions({ state: true })) {
    expect(status).toBe('free');
    sessions++;
    counted += state.userData.uses;
    const ofOne = uses
      .filter((use) => use.id === id)
      .sort((one, other) => (BigInt(one.begin) < BigInt(other.begin) ? -1 : 1));
    expect(state.userData.uses).toBe(ofOne.length);
    for (const [at, use] of ofOne.entries()) {
      if (at === 0) continue;
      expect(use.fence).toBeGreaterThan(ofOne[at - 1].fence);
      expect(BigInt(use.begin)).toBeGreaterThan(BigInt(ofOne[at - 1].end));
    }
  }
  expect(counted).toBe(names.length * USES);
  expect(await pool.stats()).toMatchObject({ free: sessions, inUse: 0 });
  await pool.close();
});

// Promises: L9, L19
test.each(['ioredis 5', 'node-redis 6'])('a pool goes on by itself when Redis is back: %s', async (name) => {
  const pool = await SessionPool.open({
    store: new RedisStore(await place.client(CLIENTS[name])),
    name,
    maxPoolSize: 3,
  });
  const errors = [];
  pool.on('storeError', (error) => errors.push(error.code));
  const lost = [];
  pool.on('leaseLost', (session) => lost.push(session.id));
  const use = async (session) => {
    session.userData.uses = (session.userData.uses ?? 0) + 1;
  };
  const work = async () => {
    for (let round = 0; round < 50; round++) await pool.use(use, { timeoutSecs: Infinity });
  };
  const works = [work(), work(), work()];
  await place.server.restart();
  await Promise.all(works);
  let uses = 0;
  for await (const { state } of pool.sessions({ state: true })) uses += state.userData.uses;
  expect(uses).toBe(150);
  expect(lost).toEqual([]);
  expect(errors.filter((code) => code !== 'STORE_UNAVAILABLE')).toEqual([]);
  await pool.close();
});
