'use strict';

// Who gets a record: what is free, and what `claim` says if nothing is.

const { LONG, SHORT } = require('../times');

const FREE = 'A record is free if it is neither held nor resting nor retired nor expired.';
const NEXT =
  'After what time a record (the one with this id) will be free unless its lease is renewed; `undefined` if there is none to wait for.';

/** Checks that a record is claimed neither by its id nor by chance. */
async function isTaken(stage, id, what) {
  for (const client of [stage.b, stage.a]) {
    stage.like(await client.claim(), { status: 'none' }, `claim, when the only record ${what}`);
    stage.like(await client.claim({ id }), { status: 'none' }, `claim of a record that ${what}`);
  }
}

module.exports = [
  {
    name: 'a free record is claimed, by its id or whichever it is',
    promise:
      'Gives a free record to an owner: that with this `id`, or the one that `pick` chooses among all free ones.',
    async body(stage) {
      const { a, b } = stage;
      await a.added(['x', 'y']);
      stage.like(await a.claim({ id: 'y' }), { status: 'claimed', id: 'y', state: 'state of y' }, 'claim of `y`');
      stage.like(await b.claim(), { status: 'claimed', id: 'x', state: 'state of x' }, 'claim, when only `x` is free');
      stage.like(await a.found('x'), { status: 'in use', owner: 'b' }, 'the record that `b` has claimed');
      stage.like(await a.found('y'), { status: 'in use', owner: 'a' }, 'the record that `a` has claimed');
    },
  },
  {
    name: 'a record that is held is given to nobody else, and not to its holder again',
    promise: FREE,
    async body(stage) {
      await stage.a.added('x');
      await stage.a.claimed();
      await isTaken(stage, 'x', 'is held');
    },
  },
  {
    name: 'a record that rests is given to nobody',
    promise: FREE,
    async body(stage) {
      await stage.a.added('x');
      await stage.a.used({}, { restMs: LONG });
      await isTaken(stage, 'x', 'rests');
    },
  },
  {
    name: 'a record that is retired is given to nobody',
    promise: 'The record with this id is retired, for this reason',
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      await a.retire('x', 'blocked');
      stage.like(await b.claim(), { status: 'none' }, 'claim, when the only record is retired');
      const expected = { status: 'retired', reason: 'blocked' };
      stage.like(await b.claim({ id: 'x' }), expected, 'claim of a record that is retired');
      stage.like(await a.claim({ id: 'x' }), expected, 'claim of a record that is retired');
    },
  },
  ...[0, -1, -8.64e15].map((usableMs) => ({
    name: `a record that can be used for ${usableMs} ms is expired from the start`,
    promise: 'Zero or less: it is expired.',
    async body(stage) {
      const { a } = stage;
      await a.added('x', { usableMs });
      stage.like(await a.claim(), { status: 'none' }, 'claim, when the only record is expired');
      stage.like(await a.found('x'), { status: 'expired' }, 'a record that is expired');
    },
  })),
  {
    name: 'a record is expired when its time has passed',
    promise: 'How long the session can be used.',
    async body(stage) {
      const { a } = stage;
      await a.added('x', { usableMs: SHORT });
      await a.added('y', { usableMs: LONG });
      await stage.pass(SHORT);
      stage.like(await a.claim(), { status: 'claimed', id: 'y' }, 'claim, when `x` is expired and `y` is not');
      stage.like(await a.claim(), { status: 'none' }, 'claim, when one record is expired and the other is held');
    },
  },
  {
    name: 'a claim by the id of an expired record tells that it is expired',
    promise: "an expired one has the reason `'expired'`.",
    async body(stage) {
      const { a } = stage;
      const expected = { status: 'retired', reason: 'expired' };
      await a.added('x', { usableMs: 0 });
      stage.like(await a.claim({ id: 'x' }), expected, 'claim of a record that is expired');
      await a.added('y');
      await a.used({ id: 'y' }, { restMs: LONG, usableMs: 0 });
      stage.like(
        await a.claim({ id: 'y' }),
        expected,
        'claim of a record that is expired, though it would rest as well',
      );
      await a.retire('x', 'blocked');
      const retired = { status: 'retired', reason: 'blocked' };
      stage.like(await a.claim({ id: 'x' }), retired, 'claim of a record that is expired and retired');
    },
  },
  {
    name: 'a claim by an id that is not there finds nothing, whatever else is free',
    promise: 'There is no record with this id.',
    async body(stage) {
      const { a } = stage;
      await a.added('x');
      stage.like(await a.claim({ id: 'y' }), { status: 'missing' }, 'claim of an id that is not there');
      await a.remove('x');
      stage.like(await a.claim({ id: 'x' }), { status: 'missing' }, 'claim of a record that was removed');
    },
  },
  {
    name: 'a claim that gets nothing changes nothing',
    promise: "`status` says what was found; only `'claimed'` changes anything.",
    async body(stage) {
      const { a, b } = stage;
      await a.added(['held', 'resting', 'retired']);
      const { fence } = await a.claimed({ id: 'held' });
      await a.used({ id: 'resting' }, { restMs: LONG });
      await a.retire('retired', 'blocked');
      const ids = ['held', 'resting', 'retired'];
      const read = async () => {
        const records = [];
        for (const id of ids) {
          const { status, reason, fence, owner, state } = await b.found(id);
          records.push({ status, reason, fence, owner, state });
        }
        return records;
      };
      const before = await read();
      await b.claim();
      for (const id of ids) await b.claim({ id });
      stage.same(await read(), before, 'the records after claims that got nothing');
      stage.like(await a.release('held', fence), { held: true }, 'release by the holder, after a claim by another');
    },
  },
  {
    name: 'a record whose lease has ended is free, by its id or whichever it is',
    promise: 'Records of which the lease has ended without a release are free as well.',
    async body(stage) {
      const { a, b } = stage;
      await a.added(['x', 'y']);
      await a.claimed({ id: 'x', leaseMs: SHORT });
      await a.claimed({ id: 'y', leaseMs: SHORT });
      await stage.pass(SHORT);
      stage.like(await b.found('x'), { status: 'free', leaseMs: undefined }, 'a record whose lease has ended');
      stage.like(await b.claim({ id: 'x' }), { status: 'claimed', id: 'x' }, 'claim of `x`, whose lease has ended');
      stage.like(await b.claim(), { status: 'claimed', id: 'y' }, 'claim, when the lease of `y` has ended');
      stage.like(await b.claim(), { status: 'none' }, 'claim, when all records are held again');
    },
  },
  {
    name: 'a record that was held by one that is gone is free once it is claimed and released by another',
    promise: 'It is held until it is released or until that time has passed.',
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      await a.claimed({ leaseMs: SHORT });
      await stage.pass(SHORT);
      await b.used();
      stage.like(await a.claim(), { status: 'claimed' }, 'claim of a record that was released');
    },
  },
  {
    name: 'who finds one record held is told how long it is held',
    promise: NEXT,
    async body(stage) {
      const { a, b } = stage;
      const since = performance.now();
      await a.added('x');
      await a.claimed({ leaseMs: LONG / 2 });
      stage.about((await b.claim()).nextMs, LONG / 2, since, '`nextMs`, when the only record is held');
      stage.about((await b.claim({ id: 'x' })).nextMs, LONG / 2, since, '`nextMs` of a record that is held');
    },
  },
  {
    name: 'who finds one record resting is told how long it rests',
    promise: NEXT,
    async body(stage) {
      const { a, b } = stage;
      const since = performance.now();
      await a.added('x');
      await a.used({ leaseMs: LONG / 4 }, { restMs: LONG / 2 });
      stage.about((await b.claim()).nextMs, LONG / 2, since, '`nextMs`, when the only record rests');
      stage.about((await b.claim({ id: 'x' })).nextMs, LONG / 2, since, '`nextMs` of a record that rests');
    },
  },
  {
    name: 'of several records, the time of the one that is free first is told; by id, that of this one',
    promise: NEXT,
    async body(stage) {
      const { a, b } = stage;
      const since = performance.now();
      await a.added(['x', 'y', 'z', 'retired']);
      await a.claimed({ id: 'x', leaseMs: LONG / 2 });
      await a.used({ id: 'y' }, { restMs: LONG / 4 });
      await a.claimed({ id: 'z', leaseMs: LONG });
      await a.claimed({ id: 'retired', leaseMs: LONG / 8 });
      await a.retire('retired', 'blocked');
      stage.about((await b.claim()).nextMs, LONG / 4, since, '`nextMs` of all, of which `y` is free first');
      stage.about((await b.claim({ id: 'x' })).nextMs, LONG / 2, since, '`nextMs` of `x`');
      stage.about((await b.claim({ id: 'z' })).nextMs, LONG, since, '`nextMs` of `z`');
    },
  },
  {
    name: 'without a record to wait for, no time is told',
    promise: NEXT,
    async body(stage) {
      const { a } = stage;
      const expected = { status: 'none', nextMs: undefined };
      stage.like(await a.claim(), expected, 'claim in an empty pool');
      await a.added('expired', { usableMs: 0 });
      await a.added(['retired', 'held and retired']);
      await a.retire('retired', 'blocked');
      await a.claimed({ id: 'held and retired' });
      await a.retire('held and retired', 'blocked');
      stage.like(await a.claim(), expected, 'claim, when all records are expired or retired');
    },
  },
  {
    name: 'a record that expires before it would be free is none to wait for',
    promise: NEXT,
    async body(stage) {
      const { a } = stage;
      await a.added('x');
      await a.used({}, { restMs: LONG, usableMs: LONG / 2 });
      stage.like(
        await a.claim(),
        { status: 'none', nextMs: undefined },
        'claim, when `x` expires before it has rested',
      );
      await a.added('y', { usableMs: LONG / 2, lease: a.lease(LONG) });
      const expected = { status: 'none', nextMs: undefined };
      stage.like(await a.claim(), expected, 'claim, when `y` expires before its lease ends');
      stage.like(await a.claim({ id: 'y' }), expected, 'claim of `y`, which expires before its lease ends');
    },
  },
  {
    name: 'after the time that was told, the record is free',
    promise: NEXT,
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      await a.claimed({ leaseMs: 3 * SHORT });
      const first = await b.claim();
      // On a slow machine the lease may have ended by now.
      if (first.status === 'claimed') return;
      stage.holds(first.nextMs > 0 && first.nextMs <= 3 * SHORT, 'a time within the lease', first);
      await stage.pass(first.nextMs);
      stage.like(await b.claim(), { status: 'claimed' }, 'claim after the time that was told');
    },
  },
  {
    name: 'who gets nothing is told whether there is room for another record',
    promise: 'Without an `id`: whether there are fewer live records than `maxPoolSize`.',
    async body(stage) {
      const { a, b } = stage;
      stage.like(await b.claim({ maxPoolSize: 1 }), { status: 'none', hasRoom: true }, 'claim in an empty pool');
      await a.added('expired', { usableMs: 0 });
      await a.added('retired');
      await a.retire('retired', 'blocked');
      await a.added(['held', 'resting']);
      await a.claimed({ id: 'held' });
      await a.used({ id: 'resting' }, { restMs: LONG });
      for (const [maxPoolSize, hasRoom] of Object.entries([false, false, false, true, true])) {
        const expected = { status: 'none', hasRoom };
        const what = `claim with a \`maxPoolSize\` of ${maxPoolSize}, when two records are live`;
        stage.like(await b.claim({ maxPoolSize: Number(maxPoolSize) }), expected, what);
      }
    },
  },
  {
    name: 'a claim brings the state that was saved last, unless the owner knows it',
    promise:
      'Left out if this owner was the last to hold the record, and nobody has reset it since: the owner knows it.',
    async body(stage) {
      const { a, b } = stage;
      await a.added('x', { state: 'one' });
      const claim = async (client, state, mayKnow) => {
        const result = await client.claimed();
        if (mayKnow && result.state === undefined) return result;
        stage.like(result, { state }, `claim by \`${client.owner}\``);
        return result;
      };
      await a.released('x', (await claim(a, 'one', false)).fence, { state: 'two' });
      await a.released('x', (await claim(a, 'two', true)).fence, { state: 'three' });
      await b.released('x', (await claim(b, 'three', false)).fence, { state: 'four' });
      const { fence } = await claim(a, 'four', false);
      await a.released('x', fence);
      await b.reset('x', fence, { state: 'five' });
      await claim(a, 'five', false);
    },
  },
  {
    name: 'who was the last to hold a record gets its state after another has held it, by whatever way',
    promise:
      'Left out if this owner was the last to hold the record, and nobody has reset it since: the owner knows it.',
    async body(stage) {
      const { a, b } = stage;
      const fence = await a.added('x', { lease: a.lease(), state: 'one' });
      await a.released('x', fence);
      await b.claimed({ leaseMs: SHORT });
      await stage.pass(SHORT);
      stage.like(await a.claimed(), { state: 'one' }, 'claim, after the lease of another has ended');
    },
  },
];
