'use strict';

// Which of the free records `pick` chooses.

const { setTimeout: sleep } = require('node:timers/promises');
const { APART, LEEWAY, LONG, SHORT } = require('../times');

const USE =
  'the one whose last use (claim or release) is the longest or shortest time ago, a record never used counting as used when it was added';
const IN_TURN =
  'each in the order in which they were added, going on behind the one claimed last by anybody in this way';
const RANDOM = 'or any, at random.';
const LEAST = 'least-recently-used';
const MOST = 'most-recently-used';
const TURN = 'round-robin';

/** How many draws show that each record can be drawn: that one of four is missed by chance happens once in 10^37 times. */
const DRAWS = 300;

/** Does one thing after the other, each at a time of its own. */
async function apart(steps) {
  for (const step of steps) {
    await step();
    await sleep(APART);
  }
}

/** Adds records, each at a time of its own. */
const addApart = ({ a }, ids) => apart(ids.map((id) => () => a.added(id)));

/** The ids of all free records in the order in which they are claimed. */
async function drained(stage, pick) {
  const ids = [];
  for (;;) {
    const { status, id } = await stage.a.claim({ pick });
    if (status !== 'claimed') return ids;
    stage.holds(!ids.includes(id), 'a record that is held is not claimed again', { held: ids, claimed: id });
    ids.push(id);
  }
}

module.exports = [
  ...[LEAST, MOST].flatMap((pick) => {
    const inOrder = (ids) => (pick === LEAST ? ids : [...ids].reverse());
    return [
      {
        name: `${pick}: records that were never used, by their adding`,
        promise: USE,
        async body(stage) {
          await addApart(stage, ['b', 'c', 'a']);
          stage.same(await drained(stage, pick), inOrder(['b', 'c', 'a']), 'the records in the order of claims');
        },
      },
      {
        name: `${pick}: a release is a use`,
        promise: USE,
        async body(stage) {
          const { a } = stage;
          await addApart(stage, ['w', 'x', 'y', 'z']);
          const fences = {};
          for (const id of ['w', 'x', 'y']) fences[id] = (await a.claimed({ id })).fence;
          await apart(['y', 'w', 'x'].map((id) => () => a.released(id, fences[id])));
          stage.same(await drained(stage, pick), inOrder(['z', 'y', 'w', 'x']), 'the records in the order of claims');
        },
      },
      {
        name: `${pick}: a claim whose lease ended without a release is a use`,
        promise: USE,
        async body(stage) {
          const { a } = stage;
          await addApart(stage, ['x', 'y', 'z']);
          await apart([
            () => a.claimed({ id: 'x', leaseMs: SHORT }),
            () => a.claimed({ id: 'z', leaseMs: LONG }),
            () => a.added('w'),
          ]);
          await stage.pass(SHORT);
          stage.same(await drained(stage, pick), inOrder(['y', 'x', 'w']), 'the records in the order of claims');
        },
      },
      {
        name: `${pick}: a record that has rested counts as used when it was released`,
        promise: USE,
        async body(stage) {
          const { a } = stage;
          await addApart(stage, ['x', 'y', 'z']);
          await apart([
            () => a.used({ id: 'x' }, { restMs: SHORT }),
            () => a.used({ id: 'y' }),
            () => a.used({ id: 'z' }, { restMs: LONG }),
          ]);
          await sleep(SHORT + LEEWAY);
          stage.same(await drained(stage, pick), inOrder(['x', 'y']), 'the records in the order of claims');
        },
      },
      {
        name: `${pick}: a reset, a renewal and a refused claim are no uses`,
        promise: USE,
        async body(stage) {
          const { a, b } = stage;
          await addApart(stage, ['x', 'y', 'z']);
          await apart([
            () => a.used({ id: 'x' }),
            () => a.used({ id: 'y' }),
            async () => stage.same(await b.reset('x', (await a.found('x')).fence), true, 'reset'),
            async () => b.add('z'),
          ]);
          stage.same(await drained(stage, pick), inOrder(['z', 'x', 'y']), 'the records in the order of claims');
        },
      },
      {
        name: `${pick}: over many uses`,
        promise: USE,
        async body(stage) {
          const { a, b } = stage;
          await addApart(stage, ['x', 'y', 'z']);
          const ids = [];
          for (const client of [a, b, b, a, b, a]) {
            ids.push(await client.used({ pick }));
            await sleep(APART);
          }
          const expected = pick === LEAST ? ['x', 'y', 'z', 'x', 'y', 'z'] : ['z', 'z', 'z', 'z', 'z', 'z'];
          stage.same(ids, expected, 'the records in the order of claims');
        },
      },
    ];
  }),
  {
    name: 'round-robin: in the order of adding, over all owners',
    promise: IN_TURN,
    async body(stage) {
      const { a, b } = stage;
      await a.added(['c', 'a', 'd', 'b']);
      const ids = [];
      for (const client of [a, b, b, a, b, a]) ids.push(await client.used({ pick: TURN }));
      stage.same(ids, ['c', 'a', 'd', 'b', 'c', 'a'], 'the records in the order of claims');
    },
  },
  {
    name: 'round-robin: claims in other ways do not move it',
    promise: IN_TURN,
    async body(stage) {
      const { a, b } = stage;
      await a.added(['w', 'x', 'y', 'z']);
      stage.same(await a.used({ pick: TURN }), 'w', 'the first record in turn');
      await b.used({ id: 'y', pick: TURN });
      await b.used({ id: 'z' });
      await b.used({ pick: MOST });
      stage.same(await a.used({ pick: TURN }), 'x', 'the second record in turn, after claims in other ways');
    },
  },
  {
    name: 'round-robin: goes on where it was after what is not free, new or gone',
    promise: IN_TURN,
    async body(stage) {
      const { a, b } = stage;
      await a.added(['v', 'w', 'x', 'y', 'z']);
      await b.claimed({ id: 'w' });
      stage.same(await a.used({ pick: TURN }), 'v', 'the first record in turn');
      stage.same(await a.used({ pick: TURN }), 'x', 'the next record in turn, when `w` is held');
      await a.remove('x');
      stage.same(await b.used({ pick: TURN }), 'y', 'the next record in turn, when the last one was removed');
      await a.retire('z', 'blocked');
      await a.added('new');
      stage.same(await a.used({ pick: TURN }), 'new', 'the next record in turn, when `z` is retired');
      stage.same(await a.used({ pick: TURN }), 'v', 'the next record in turn, after the last');
    },
  },
  {
    name: 'random: each record is chosen now and then, in no order',
    promise: RANDOM,
    async body(stage) {
      const { a } = stage;
      await a.added(['w', 'x', 'y', 'z']);
      const drawn = [];
      for (let draw = 0; draw < DRAWS; draw++) drawn.push(await a.used({ pick: 'random' }));
      stage.same([...new Set(drawn)].sort(), ['w', 'x', 'y', 'z'], 'the records that were drawn');
      const repeats = drawn.filter((id, at) => id === drawn[at - 1]).length;
      stage.holds(repeats > 0 && repeats < DRAWS - 4, 'a record is sometimes drawn twice in a row', { repeats });
    },
  },
  ...[LEAST, MOST, TURN, 'random'].map((pick) => ({
    name: `${pick}: only free records are chosen, each once while it is held`,
    promise:
      'Gives a free record to an owner: that with this `id`, or the one that `pick` chooses among all free ones.',
    async body(stage) {
      const { a, b } = stage;
      await a.added(['held', 'free 1', 'resting', 'retired', 'free 2']);
      await a.added('removed');
      await a.added('expired', { usableMs: 0 });
      // A store may have an index for each way that was used.
      await a.used({ pick });
      await a.added('free 3');
      await b.claimed({ id: 'held' });
      await b.used({ id: 'resting' }, { restMs: LONG });
      await b.retire('retired', 'blocked');
      await b.remove('removed');
      const ids = await drained(stage, pick);
      stage.same(ids.sort(), ['free 1', 'free 2', 'free 3'], 'the records that were claimed');
    },
  })),
  {
    name: 'each claim may pick in another way',
    promise: 'Which record, without an `id`.',
    async body(stage) {
      const { a, b } = stage;
      await addApart(stage, ['v', 'w', 'x', 'y', 'z']);
      stage.same((await a.claimed({ pick: LEAST })).id, 'v', 'the least recently used one');
      stage.same((await b.claimed({ pick: TURN })).id, 'w', 'the first one that is free in turn');
      stage.same((await a.claimed({ pick: MOST })).id, 'z', 'the most recently used one');
      stage.same((await b.claimed({ pick: TURN })).id, 'x', 'the next one in turn');
      stage.same((await a.claimed({ pick: 'random' })).id, 'y', 'the only one that is free');
    },
  },
];
