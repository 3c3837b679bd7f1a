'use strict';

// What a fence is for: who has another one than the record has writes nothing.

const { LONG, SHORT } = require('../times');

const LARGER = 'a fence, a whole number that is larger than all fences that the record had before.';
const STALE =
  'if the record has another one by now, or the lease has ended, they change nothing and say `held: false`.';
const UNTIL = 'It is held until it is released or until that time has passed.';

/** What a stale holder might try, and what must not be seen of it. */
const WRITES = { state: 'stale', usableMs: 5 };

/** What must stay as it is. */
const kept = ({ id, status, reason, fence, owner, state }) => ({ id, status, reason, fence, owner, state });

/** Checks that a step of a stale holder says so and changes nothing. */
async function changesNothing(stage, id, what, step) {
  const { b } = stage;
  const before = await b.found(id);
  stage.like(await step(), { held: false }, what);
  const after = await b.found(id);
  stage.same(kept(after), kept(before), `the record after ${what}`);
  for (const key of ['usableMs', 'leaseMs', 'restMs']) {
    if (before[key] === undefined) stage.like(after, { [key]: undefined }, `the record after ${what}`);
    else stage.about(after[key], before[key], performance.now() - 60_000, `\`${key}\` after ${what}`);
  }
}

/** A record whose lease `a` has lost to `b`. Returns the fence of `a`. */
async function lostByA(stage) {
  const { a, b } = stage;
  await a.added('x');
  const { fence } = await a.claimed({ leaseMs: SHORT });
  await stage.pass(SHORT);
  await b.claimed();
  return fence;
}

const stale = {
  renew: ({ a }, fence) => a.renew('x', fence, { ...WRITES, leaseMs: LONG / 2 }),
  release: ({ a }, fence) => a.release('x', fence, { ...WRITES, restMs: LONG, reason: 'stale' }),
};

module.exports = [
  {
    name: 'each lease has a larger fence, whoever gets it and however the one before ended',
    promise: LARGER,
    async body(stage) {
      const { a, b } = stage;
      const fences = [await a.added('x')];
      for (const client of [a, a, b, a, b]) {
        const { id, fence } = await client.claimed({ leaseMs: LONG });
        fences.push(fence);
        await client.released(id, fence);
      }
      for (const client of [a, b]) {
        fences.push((await client.claimed({ leaseMs: SHORT })).fence);
        await stage.pass(SHORT);
      }
      stage.holds(fences.every(Number.isSafeInteger), 'fences are whole numbers', fences);
      const grow = fences.slice(1).every((fence, at) => fence > fences[at]);
      stage.holds(grow, 'each fence is larger than the one before', fences);
    },
  },
  {
    name: 'the fence that a record has is told by claim, add and get alike',
    promise: LARGER,
    async body(stage) {
      const { a } = stage;
      await a.added('x');
      const { fence } = await a.claimed();
      stage.like(await a.found('x'), { fence }, 'the record after a claim');
      const added = await a.added('y');
      stage.like(await a.found('y'), { fence: added }, 'the record after add');
      const leased = await a.added('z', { lease: a.lease() });
      stage.like(await a.found('z'), { fence: leased }, 'the record after add with `lease`');
    },
  },
  {
    name: 'after a reset the fence is larger, and goes on to grow',
    promise: 'with a larger fence',
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      for (let round = 0; round < 3; round++) {
        const { fence } = await a.claimed();
        stage.same(await b.reset('x', fence), true, 'reset with the fence of the record');
        const reset = (await b.found('x')).fence;
        stage.holds(reset > fence, `a fence larger than ${fence} after reset`, reset);
        const next = (await b.claimed()).fence;
        stage.holds(next > reset, `a fence larger than ${reset} at the next claim`, next);
        await b.released('x', next);
      }
    },
  },
  ...Object.entries(stale).flatMap(([name, step]) => [
    {
      name: `${name} by one who has lost its lease to another changes nothing`,
      promise: STALE,
      async body(stage) {
        const fence = await lostByA(stage);
        await changesNothing(stage, 'x', `${name} with an old fence`, () => step(stage, fence));
        const held = await stage.b.renew('x', (await stage.b.found('x')).fence);
        stage.like(held, { held: true }, 'renew by the holder, after a stale step of another');
      },
    },
    {
      name: `${name} by one whose lease has ended changes nothing, even if nobody has claimed the record since`,
      promise: STALE,
      async body(stage) {
        await stage.a.added('x');
        const { fence } = await stage.a.claimed({ leaseMs: SHORT });
        await stage.pass(SHORT);
        await changesNothing(stage, 'x', `${name} after the lease has ended`, () => step(stage, fence));
        stage.like(await stage.b.claim(), { status: 'claimed' }, 'claim of a record whose lease has ended');
      },
    },
    {
      name: `${name} by one who has released the record changes nothing`,
      promise: UNTIL,
      async body(stage) {
        await stage.a.added('x');
        const { id, fence } = await stage.a.claimed();
        await stage.a.released(id, fence);
        await changesNothing(stage, 'x', `${name} after a release`, () => step(stage, fence));
        stage.like(await stage.b.claim(), { status: 'claimed' }, 'claim of a record that was released');
      },
    },
    {
      name: `${name} with a fence that was never given changes nothing`,
      promise: STALE,
      async body(stage) {
        await stage.a.added('x');
        const { fence } = await stage.a.claimed();
        for (const other of [fence + 1, fence - 1, 0, -1]) {
          await changesNothing(stage, 'x', `${name} with the fence ${other}`, () => step(stage, other));
        }
      },
    },
    {
      name: `${name} of a record that nobody has claimed changes nothing, even with its fence`,
      promise: STALE,
      async body(stage) {
        const fence = await stage.a.added('x');
        await changesNothing(stage, 'x', `${name} without a claim`, () => step(stage, fence));
      },
    },
  ]),
  {
    name: 'renew and release of a record that is not there say so',
    promise: 'Whether the caller held the record, so that its changes were made.',
    async body(stage) {
      const { a } = stage;
      stage.like(await a.renew('x', 1), { held: false }, 'renew of an id that is not there');
      stage.like(await a.release('x', 1), { held: false }, 'release of an id that is not there');
    },
  },
  {
    name: 'a record that was removed and added again is not held by who held the removed one',
    promise: 'Whether the caller held the record, so that its changes were made.',
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      const { fence } = await a.claimed();
      await a.remove('x');
      const added = await b.added('x', { state: 'another' });
      stage.holds(added > fence, `the fence of a record that was added again is larger than ${fence}`, added);
      await changesNothing(stage, 'x', 'renew of a record that was added again', () => stale.renew(stage, fence));
      stage.same(await a.reset('x', fence), false, 'reset with the fence of the removed record');
      await b.claimed();
      await changesNothing(stage, 'x', 'release of a record that was added again', () => stale.release(stage, fence));
    },
  },
  {
    name: 'a stale holder saves nothing while it retires',
    promise: STALE,
    async body(stage) {
      const { a, b } = stage;
      const fence = await lostByA(stage);
      const result = await a.retire('x', 'blocked', { fence, state: 'stale' });
      stage.like(result, { found: true, held: false }, 'retire with an old fence');
      stage.like(await b.found('x'), { state: 'state of x', owner: 'b' }, 'the record after retire with an old fence');
    },
  },
  {
    name: 'who retires after its lease has ended saves nothing',
    promise: STALE,
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      const { fence } = await a.claimed({ leaseMs: SHORT });
      await stage.pass(SHORT);
      const result = await a.retire('x', 'blocked', { fence, state: 'stale' });
      stage.like(result, { found: true, held: false }, 'retire after the lease has ended');
      stage.like(await b.found('x'), { state: 'state of x' }, 'the record after retire by one whose lease had ended');
    },
  },
];
