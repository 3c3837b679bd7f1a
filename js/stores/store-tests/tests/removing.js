'use strict';

// `remove` and `prune`.

const { LONG, SHORT } = require('../times');

const REMOVE = 'Removes a record, held or not. Returns whether there was one.';
const PRUNE = 'Removes the retired and expired records that nobody holds. Returns how many there were.';

module.exports = [
  {
    name: 'any record is removed, and is not there any more',
    promise: REMOVE,
    async body(stage) {
      const { a, b } = stage;
      await a.added(['free', 'held', 'resting', 'retired']);
      await a.added('expired', { usableMs: 0 });
      await a.claimed({ id: 'held' });
      await a.used({ id: 'resting' }, { restMs: LONG });
      await a.retire('retired', 'blocked');
      for (const id of ['free', 'held', 'resting', 'retired', 'expired']) {
        stage.same(await b.remove(id), true, `remove of a record that is ${id}`);
        stage.same(await b.get(id), undefined, 'get of a record that was removed');
        stage.same(await b.remove(id), false, 'remove of a record that was removed');
      }
      stage.same(await a.all(), [], 'the records after all were removed');
      stage.like(await a.claim(), { status: 'none', nextMs: undefined }, 'claim after all records were removed');
      stage.same(await a.remove('x'), false, 'remove of an id that was never there');
    },
  },
  {
    name: 'who held a record that was removed holds it no more',
    promise: REMOVE,
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      const { fence } = await a.claimed();
      await b.remove('x');
      stage.like(await a.renew('x', fence, { state: 'two' }), { held: false }, 'renew of a record that was removed');
      stage.like(
        await a.release('x', fence, { state: 'two' }),
        { held: false },
        'release of a record that was removed',
      );
      stage.same(await a.get('x'), undefined, 'get of a record that was removed');
    },
  },
  {
    name: 'a record that was removed can be added again, as a new one',
    promise: REMOVE,
    async body(stage) {
      const { a } = stage;
      await a.added(['x', 'y']);
      await a.used({ id: 'x' }, { restMs: LONG, reason: 'blocked' });
      await a.remove('x');
      await a.added('x', { state: 'two' });
      const expected = { status: 'free', state: 'two', reason: undefined, owner: undefined, restMs: undefined };
      stage.like(await a.found('x'), expected, 'the record that was added again');
      const ids = (await a.all()).map(({ id }) => id);
      stage.same(ids, ['y', 'x'], 'the records in the order in which they were added');
    },
  },
  {
    name: 'retired and expired records are pruned, others are spared',
    promise: PRUNE,
    async body(stage) {
      const { a, b } = stage;
      stage.same(await a.prune(), 0, 'prune of an empty pool');
      await a.added(['free', 'held', 'resting', 'retired 1', 'retired 2', 'retired, resting']);
      await a.added(['expired 1', 'expired 2'], { usableMs: 0 });
      await a.claimed({ id: 'held' });
      await a.used({ id: 'resting' }, { restMs: LONG });
      await a.used({ id: 'retired, resting' }, { restMs: LONG, reason: 'blocked' });
      await a.retire('retired 1', 'blocked');
      await a.retire('retired 2', 'other');
      stage.same(await b.prune(), 5, 'prune, when five records are retired or expired');
      const ids = (await a.all()).map(({ id }) => id);
      stage.same(ids, ['free', 'held', 'resting'], 'the records after prune');
      stage.same(await b.prune(), 0, 'prune after prune');
    },
  },
  {
    name: 'what is held is not pruned, until it is held no more',
    promise: PRUNE,
    async body(stage) {
      const { a, b } = stage;
      await a.added('retired');
      const { fence } = await a.claimed({ id: 'retired' });
      await a.retire('retired', 'blocked');
      const other = await a.added('expired', { usableMs: 0, lease: a.lease() });
      await a.added('left', { usableMs: 0, lease: a.lease(SHORT) });
      await stage.pass(SHORT);
      stage.same(await b.prune(), 1, 'prune, when the lease of one of three records has ended');
      const renewed = await a.renew('retired', fence);
      stage.like(renewed, { held: true, reason: 'blocked' }, 'renew of a retired record after prune');
      stage.like(await a.renew('expired', other), { held: true }, 'renew of an expired record after prune');
      await a.released('retired', fence);
      await a.released('expired', other);
      stage.same(await b.prune(), 2, 'prune after both were released');
    },
  },
];
