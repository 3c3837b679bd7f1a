'use strict';

// Retirement is for good, and `reset` is the only way back.

const { LONG, SHORT } = require('../times');

const FOR_GOOD =
  'it is not claimed any more, and no later step but `reset` and `remove` changes its reason; the first one stays.';
const HOLDER = 'Whoever holds it goes on to hold it.';
const SAVED = 'With `held`, a state is saved if this is still the holder; the record is retired in any case.';
const RESET =
  'Replaces state and lifetime of a record if its fence is still `fence`, and makes it free: not held, not resting, not retired, with a larger fence.';

/** Checks that a record was reset. */
async function isReset(stage, id, fence, since, what) {
  const { a, b } = stage;
  stage.same(await b.reset(id, fence, { state: 'fresh', usableMs: LONG / 2 }), true, `reset of a record that ${what}`);
  const record = await a.found(id);
  const expected = {
    status: 'free',
    state: 'fresh',
    reason: undefined,
    owner: undefined,
    leaseMs: undefined,
    restMs: undefined,
  };
  stage.like(record, expected, `the record after reset, which ${what} before`);
  stage.about(record.usableMs, LONG / 2, since, '`usableMs` after reset');
  stage.holds(record.fence > fence, `a fence larger than ${fence} after reset`, record.fence);
  stage.like(await a.claim({ id }), { status: 'claimed', state: 'fresh' }, 'claim after reset');
}

module.exports = [
  {
    name: 'the first reason stays, whoever gives another one',
    promise: FOR_GOOD,
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      const { fence } = await a.claimed();
      stage.like(await b.retire('x', 'first'), { found: true, reason: 'first' }, 'retire');
      stage.like(await b.retire('x', 'second'), { found: true, reason: 'first' }, 'retire of a retired record');
      const again = await a.retire('x', 'third', { fence });
      stage.like(again, { found: true, reason: 'first' }, 'retire of a retired record by its holder');
      const released = await a.release('x', fence, { reason: 'fourth' });
      stage.like(released, { held: true, reason: 'first' }, 'release of a retired record with a reason');
      stage.like(
        await b.found('x'),
        { status: 'retired', reason: 'first' },
        'the record that was retired several times',
      );
    },
  },
  {
    name: 'no later write of the holder undoes a retirement',
    promise: FOR_GOOD,
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      const { fence } = await a.claimed();
      await b.retire('x', 'blocked');
      await a.renew('x', fence, { state: 'two', usableMs: LONG });
      stage.like(await b.found('x'), { status: 'retired', reason: 'blocked' }, 'the record after renew by its holder');
      await a.released('x', fence, { state: 'three', usableMs: LONG });
      const expected = { status: 'retired', reason: 'blocked', state: 'three' };
      stage.like(await b.found('x'), expected, 'the record after release by its holder');
      stage.like(await b.claim(), { status: 'none' }, 'claim, when the only record is retired');
      stage.like(await b.add('x'), { status: 'exists' }, 'add of a retired record');
      stage.like(await b.found('x'), expected, 'the record after another one of its id was to be added');
    },
  },
  {
    name: 'a retired record is not free when the lease of its holder has ended',
    promise: FOR_GOOD,
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      await a.claimed({ leaseMs: SHORT });
      await b.retire('x', 'blocked');
      await stage.pass(SHORT);
      stage.like(await b.claim(), { status: 'none', nextMs: undefined }, 'claim, when the only record is retired');
      stage.like(await b.claim({ id: 'x' }), { status: 'retired' }, 'claim of a retired record whose lease has ended');
    },
  },
  {
    name: 'a record that rests is retired when it has rested as well',
    promise: FOR_GOOD,
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      await a.used({}, { restMs: SHORT });
      await b.retire('x', 'blocked');
      await stage.pass(SHORT);
      stage.like(await b.claim(), { status: 'none' }, 'claim, when the only record is retired');
    },
  },
  {
    name: 'who holds a record that is retired goes on to hold it',
    promise: HOLDER,
    async body(stage) {
      const { a, b } = stage;
      const since = performance.now();
      await a.added('x');
      const { fence } = await a.claimed();
      await b.retire('x', 'blocked');
      const record = await b.found('x');
      stage.like(record, { status: 'retired', owner: 'a', fence }, 'a record that was retired while it was held');
      stage.about(record.leaseMs, LONG, since, '`leaseMs` of a record that was retired while it was held');
      stage.like(await a.renew('x', fence, { state: 'two' }), { held: true }, 'renew by the holder');
      stage.like(await a.release('x', fence, { state: 'three' }), { held: true }, 'release by the holder');
      stage.like(await b.found('x'), { state: 'three' }, 'the record that its holder has saved');
    },
  },
  {
    name: 'a holder that retires its record saves its state with it',
    promise: SAVED,
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      const { fence } = await a.claimed();
      const result = await a.retire('x', 'blocked', { fence, state: 'two' });
      stage.like(result, { found: true, reason: 'blocked', held: true }, 'retire by the holder');
      const expected = { status: 'retired', reason: 'blocked', state: 'two' };
      stage.like(await b.found('x'), expected, 'the record after retire by its holder');
      stage.like(
        await a.retire('x', 'other', { fence }),
        { found: true, held: true },
        'retire by the holder once more',
      );
      stage.like(await b.found('x'), expected, 'the record after retire without a state');
      stage.like(await a.retire('x', 'other', { fence, state: 'three' }), { held: true }, 'retire by the holder again');
      stage.like(await b.found('x'), { ...expected, state: 'three' }, 'the record after retire with a later state');
    },
  },
  {
    name: 'a record is retired even by one that does not hold it any more',
    promise: SAVED,
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      const { fence } = await a.claimed({ leaseMs: SHORT });
      await stage.pass(SHORT);
      const other = await b.claimed();
      const result = await a.retire('x', 'blocked', { fence, state: 'stale' });
      stage.like(result, { found: true, reason: 'blocked', held: false }, 'retire with an old fence');
      const expected = { status: 'retired', reason: 'blocked', owner: 'b', state: 'state of x' };
      stage.like(await b.found('x'), expected, 'the record after retire with an old fence');
      stage.like(await b.renew('x', other.fence), { held: true, reason: 'blocked' }, 'renew by the holder');
    },
  },
  {
    name: 'retire says whether there is such a record',
    promise: 'Whether there is such a record.',
    async body(stage) {
      const { a } = stage;
      stage.like(
        await a.retire('x', 'blocked'),
        { found: false, reason: undefined },
        'retire of an id that is not there',
      );
      stage.same(await a.get('x'), undefined, 'get of an id that is not there');
      const { held } = await a.retire('x', 'blocked', { fence: 1 });
      stage.holds(!held, 'nobody holds a record that is not there', held);
      await a.added('x');
      stage.like(await a.retire('x', 'blocked'), { found: true, reason: 'blocked' }, 'retire of a record');
    },
  },
  {
    name: 'a retired record is reset',
    promise: RESET,
    async body(stage) {
      const since = performance.now();
      await stage.a.added('x');
      await stage.a.used();
      await stage.a.retire('x', 'blocked');
      await isReset(stage, 'x', (await stage.a.found('x')).fence, since, 'was retired');
    },
  },
  {
    name: 'a held record is reset, and its holder holds it no more',
    promise: RESET,
    async body(stage) {
      const { a } = stage;
      const since = performance.now();
      await a.added('x');
      const { fence } = await a.claimed();
      await isReset(stage, 'x', fence, since, 'was held');
      stage.like(await a.renew('x', fence, { state: 'stale' }), { held: false }, 'renew after reset by another');
      stage.like(await a.release('x', fence, { state: 'stale' }), { held: false }, 'release after reset by another');
      stage.like(await a.found('x'), { state: 'fresh', status: 'in use' }, 'the record that was reset and claimed');
    },
  },
  {
    name: 'a resting record is reset',
    promise: RESET,
    async body(stage) {
      const since = performance.now();
      await stage.a.added('x');
      await stage.a.used({}, { restMs: LONG });
      await isReset(stage, 'x', (await stage.a.found('x')).fence, since, 'was resting');
    },
  },
  {
    name: 'an expired record is reset, and one can be reset to be expired',
    promise: RESET,
    async body(stage) {
      const { a } = stage;
      const since = performance.now();
      const fence = await a.added('x', { usableMs: 0 });
      await isReset(stage, 'x', fence, since, 'was expired');
      const next = await a.found('x');
      stage.same(await a.reset('x', next.fence, { usableMs: 0 }), true, 'reset to be expired');
      stage.like(await a.found('x'), { status: 'expired' }, 'the record after reset to be expired');
    },
  },
  {
    name: 'a record that was reset can be retired again, for another reason',
    promise: RESET,
    async body(stage) {
      const { a } = stage;
      const fence = await a.added('x');
      await a.retire('x', 'first');
      await a.reset('x', fence);
      stage.like(await a.retire('x', 'second'), { found: true, reason: 'second' }, 'retire after reset');
    },
  },
  {
    name: 'a reset with another fence changes nothing',
    promise: 'Returns whether it did.',
    async body(stage) {
      const { a, b } = stage;
      const added = await a.added('x', { state: 'one' });
      const { fence } = await a.claimed();
      await a.retire('x', 'blocked');
      for (const other of [added, fence + 1]) {
        stage.same(await b.reset('x', other), false, `reset with the fence ${other} where it is ${fence}`);
      }
      const expected = { status: 'retired', reason: 'blocked', state: 'one', fence, owner: 'a' };
      stage.like(await b.found('x'), expected, 'the record after reset with another fence');
      stage.like(await a.renew('x', fence), { held: true }, 'renew by the holder, after reset with another fence');
      stage.same(await b.reset('y', fence), false, 'reset of an id that is not there');
      stage.same(await b.get('y'), undefined, 'get after reset of an id that is not there');
    },
  },
];
