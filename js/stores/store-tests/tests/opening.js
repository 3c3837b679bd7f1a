'use strict';

// `open` and `close`.

const { LONG } = require('../times');

const PREPARES = 'Prepares the store for a pool.';
const OPEN = 'Called once by each `SessionPool.open()`, before any other method.';
const CLOSE = 'The pool is closed: undoes its `open()`. Steps that are under way are finished first.';

/**
 * What is done with another pool, while that of the stage is closed: its last close is the last one of the store object, which may then let
 * go of all that it has.
 */
const alone = (work) => async (stage) => {
  await stage.a.close();
  await work(
    stage,
    stage.client(stage.store, `${stage.pool} too`, 'c'),
    stage.client(stage.other, `${stage.pool} too`, 'd'),
  );
  await stage.a.open();
};

module.exports = [
  {
    name: 'a pool that is open twice stays open when one of them is closed',
    promise: CLOSE,
    async body(stage) {
      const { a } = stage;
      await a.open();
      await a.added('x');
      await a.close();
      stage.like(await a.claim(), { status: 'claimed' }, 'claim after one of two has closed the pool');
    },
  },
  {
    name: 'a pool that is opened again has its records as they were',
    promise: OPEN,
    body: alone(async (stage, c) => {
      const since = performance.now();
      await c.open();
      await c.added(['free', 'held', 'resting', 'retired']);
      const { fence } = await c.claimed({ id: 'held' });
      await c.used({ id: 'resting' }, { restMs: LONG });
      await c.retire('retired', 'blocked');
      await c.close();
      await c.open();
      stage.same(
        (await c.all()).map(({ id }) => id),
        ['free', 'held', 'resting', 'retired'],
        'the records',
      );
      stage.like(await c.stats(), { free: 1, inUse: 1, cooling: 1, expired: 0 }, 'stats');
      stage.like(await c.found('retired'), { status: 'retired', reason: 'blocked' }, 'the record that was retired');
      stage.about((await c.found('resting')).restMs, LONG, since, '`restMs` of the record that rests');
      stage.like(await c.renew('held', fence), { held: true }, 'renew by who held the record before');
      await c.open();
      stage.same((await c.all()).length, 4, 'the number of records after another open');
      await c.close();
      await c.close();
    }),
  },
  {
    name: 'steps that are under way are finished before a pool is closed',
    promise: CLOSE,
    body: alone(async (stage, c) => {
      await c.open();
      const ids = Array.from({ length: 30 }, (_, number) => `x${number}`);
      const settled = [];
      const steps = Promise.all(ids.map((id) => c.add(id).then(({ status }) => settled.push(status))));
      // If one fails, it says so below.
      steps.catch(() => {});
      await c.close();
      await new Promise(setImmediate);
      stage.same(settled.length, ids.length, 'the number of steps that had results when the pool was closed');
      await steps;
      stage.same(new Set(settled), new Set(['added']), 'their results');
      await c.open();
      stage.same(
        (await c.all()).map(({ id }) => id),
        ids,
        'the records after all',
      );
      await c.close();
    }),
  },
  {
    name: 'once all have closed a pool, its steps reject',
    promise: 'Once it was called as often as `open()`, all steps of this object on the pool reject.',
    body: alone(async (stage, c) => {
      await c.open();
      await c.added('x');
      await c.close();
      await stage.rejects(c, 'claim', { owner: 'c', leaseMs: LONG, pick: 'random' });
      await stage.rejects(c, 'add', { id: 'y', state: '', usableMs: LONG });
      await stage.rejects(c, 'renew', 'x', 1, { leaseMs: LONG });
      await stage.rejects(c, 'release', 'x', 1, { restMs: 0 });
      await stage.rejects(c, 'retire', 'x', 'blocked');
      await stage.rejects(c, 'reset', 'x', 1, { state: '', usableMs: LONG });
      await stage.rejects(c, 'remove', 'x');
      await stage.rejects(c, 'prune');
      await stage.rejects(c, 'get', 'x');
      await stage.rejects(c, 'list', { limit: 1 });
      await stage.rejects(c, 'stats');
      await c.open();
      stage.like(await c.found('x'), { status: 'free' }, 'the record after the pool was opened again');
      await c.close();
    }),
  },
  {
    name: 'a pool that is closed leaves others open',
    promise: CLOSE,
    async body(stage) {
      const c = stage.client(stage.store, `${stage.pool} too`, 'c');
      await c.open();
      await stage.a.added('x');
      await c.close();
      await stage.rejects(c, 'stats');
      stage.like(await stage.a.claim(), { status: 'claimed' }, 'claim in a pool that is open');
    },
  },
  {
    name: 'a new pool may be opened by many at the same time',
    promise: PREPARES,
    body: alone(async (stage, c, d) => {
      const clients = Array.from({ length: 10 }, (_, number) => (number % 2 === 0 ? c : d));
      await Promise.all(clients.map((client) => client.open()));
      await c.added('x');
      for (const client of clients.slice(2)) await client.close();
      stage.like(
        await d.claim(),
        { status: 'claimed' },
        'claim after all but one of each store object have closed the pool',
      );
      await c.close();
      await d.close();
    }),
  },
];
