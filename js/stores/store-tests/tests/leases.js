'use strict';

// What a holder can do with a record, and how its lease begins and ends.

const { LONG, SHORT } = require('../times');

const RENEW = 'Begins the lease anew, and saves a state if one is given.';
const RELEASE = 'Ends the lease. The record then rests for `restMs`; with `reason`, it is retired.';
const ABSENT = 'Absent: as it was.';
const REASON = 'Why the record is retired, if it is.';

/** The longest length of all. */
const LONGEST = 8.64e15;

module.exports = [
  {
    name: 'a lease that is renewed for longer lasts longer',
    promise: RENEW,
    async body(stage) {
      const { a, b } = stage;
      const since = performance.now();
      await a.added('x');
      const { fence } = await a.claimed({ leaseMs: LONG / 4 });
      stage.like(await a.renew('x', fence, { leaseMs: LONG }), { held: true }, 'renew by the holder');
      stage.about((await b.found('x')).leaseMs, LONG, since, '`leaseMs` after renew');
      stage.about((await b.claim({ id: 'x' })).nextMs, LONG, since, '`nextMs` after renew');
      stage.like(await b.found('x'), { fence, owner: 'a', status: 'in use' }, 'the record after renew');
    },
  },
  {
    name: 'a lease that is renewed for less time ends earlier',
    promise: RENEW,
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      const { fence } = await a.claimed({ leaseMs: LONG });
      stage.like(await a.renew('x', fence, { leaseMs: SHORT }), { held: true }, 'renew by the holder');
      await stage.pass(SHORT);
      stage.like(await b.claim(), { status: 'claimed' }, 'claim after the renewed lease has ended');
    },
  },
  {
    name: 'renew saves state and lifetime, and leaves what it is not given',
    promise: RENEW,
    async body(stage) {
      const { a, b } = stage;
      const since = performance.now();
      await a.added('x', { state: 'one', usableMs: LONG });
      const { fence } = await a.claimed();
      await a.renew('x', fence, { state: 'two' });
      stage.like(await b.found('x'), { state: 'two' }, 'the record after renew with a state');
      stage.about((await b.found('x')).usableMs, LONG, since, '`usableMs` after renew without it');
      await a.renew('x', fence, { usableMs: LONG / 2 });
      stage.like(await b.found('x'), { state: 'two' }, 'the record after renew without a state');
      stage.about((await b.found('x')).usableMs, LONG / 2, since, '`usableMs` after renew with it');
      stage.like(await a.renew('x', fence), { held: true }, 'renew with nothing to save');
      stage.like(await b.found('x'), { state: 'two' }, 'the record after renew with nothing to save');
    },
  },
  {
    name: 'what is left out stays as it was',
    promise: ABSENT,
    async body(stage) {
      const { a, b } = stage;
      const since = performance.now();
      await a.added('x', { state: 'one', usableMs: LONG / 2 });
      const { fence } = await a.claimed();
      await a.renew('x', fence, { state: undefined, usableMs: undefined });
      await a.retire('x', 'blocked', { fence, state: undefined });
      await a.released('x', fence, { state: undefined, usableMs: undefined, reason: undefined });
      const record = await b.found('x');
      stage.like(record, { state: 'one', reason: 'blocked' }, 'the record after steps without a state');
      stage.about(record.usableMs, LONG / 2, since, '`usableMs` after steps without it');
    },
  },
  {
    name: 'a record that is released is free at once, with what was saved',
    promise: RELEASE,
    async body(stage) {
      const { a, b } = stage;
      const since = performance.now();
      await a.added('x', { state: 'one' });
      const { fence } = await a.claimed();
      await a.released('x', fence, { state: 'two', usableMs: LONG / 2 });
      const record = await b.found('x');
      const expected = {
        status: 'free',
        state: 'two',
        reason: undefined,
        leaseMs: undefined,
        restMs: undefined,
        fence,
      };
      stage.like(record, expected, 'the record after release');
      stage.about(record.usableMs, LONG / 2, since, '`usableMs` after release with it');
      stage.like(await b.claim(), { status: 'claimed', state: 'two' }, 'claim of a record that was released');
    },
  },
  {
    name: 'a release without a state leaves it',
    promise: ABSENT,
    async body(stage) {
      const { a, b } = stage;
      const since = performance.now();
      await a.added('x', { state: 'one', usableMs: LONG / 2 });
      await a.used();
      const record = await b.found('x');
      stage.like(record, { state: 'one' }, 'the record after release without a state');
      stage.about(record.usableMs, LONG / 2, since, '`usableMs` after release without it');
    },
  },
  {
    name: 'a record rests after its release, and is free after that',
    promise: RELEASE,
    async body(stage) {
      const { a, b } = stage;
      const since = performance.now();
      await a.added(['x', 'y']);
      await a.used({ id: 'x' }, { restMs: LONG });
      await a.used({ id: 'y' }, { restMs: SHORT });
      const record = await b.found('x');
      stage.like(record, { status: 'cooling', leaseMs: undefined }, 'the record while it rests');
      stage.about(record.restMs, LONG, since, '`restMs` while it rests');
      await stage.pass(SHORT);
      stage.like(await b.found('y'), { status: 'free', restMs: undefined }, 'the record after it has rested');
      stage.like(await b.claim(), { status: 'claimed', id: 'y' }, 'claim, when `y` has rested and `x` has not');
      stage.like(await b.claim(), { status: 'none' }, 'claim, when `y` is held and `x` rests');
    },
  },
  {
    name: 'a record that has rested does not rest again by itself',
    promise: RELEASE,
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      await a.used({}, { restMs: SHORT });
      await stage.pass(SHORT);
      await a.used({}, { restMs: 0 });
      stage.like(await b.claim(), { status: 'claimed' }, 'claim after a release without rest');
    },
  },
  {
    name: 'a release with a reason retires the record, with what was saved',
    promise: RELEASE,
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      const { fence } = await a.claimed();
      const result = await a.release('x', fence, { state: 'two', reason: 'blocked', restMs: 0 });
      stage.like(result, { held: true, reason: 'blocked' }, 'release with a reason');
      const expected = { status: 'retired', reason: 'blocked', state: 'two', leaseMs: undefined };
      stage.like(await b.found('x'), expected, 'the record after release with a reason');
      stage.like(await b.claim(), { status: 'none' }, 'claim, when the only record is retired');
    },
  },
  {
    name: 'a holder is told that its record is retired, and why',
    promise: REASON,
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      const { fence } = await a.claimed();
      stage.like(await a.renew('x', fence), { held: true, reason: undefined }, 'renew of a record that is not retired');
      await b.retire('x', 'blocked');
      stage.like(await a.renew('x', fence), { held: true, reason: 'blocked' }, 'renew of a record that is retired');
      stage.like(await a.release('x', fence), { held: true, reason: 'blocked' }, 'release of a record that is retired');
    },
  },
  {
    name: 'who does not hold a record any more is told that it is retired, and why',
    promise: REASON,
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      const { id, fence } = await a.claimed();
      await a.released(id, fence);
      await b.retire('x', 'blocked');
      stage.like(await a.renew('x', fence), { held: false, reason: 'blocked' }, 'renew after a release');
      stage.like(await a.release('x', fence), { held: false, reason: 'blocked' }, 'release after a release');
    },
  },
  {
    name: 'a record that is added with a lease is held from the start',
    promise: 'Gives the record to this owner at once.',
    async body(stage) {
      const { a, b } = stage;
      const since = performance.now();
      const fence = await a.added('x', { lease: a.lease(LONG / 2) });
      stage.like(await b.claim(), { status: 'none' }, 'claim, when the only record was added with a lease');
      const record = await b.found('x');
      stage.like(record, { status: 'in use', owner: 'a', fence }, 'the record that was added with a lease');
      stage.about(record.leaseMs, LONG / 2, since, '`leaseMs` of a record that was added with a lease');
      stage.like(await a.renew('x', fence, { state: 'two' }), { held: true }, 'renew with the fence that add returned');
      await a.released('x', fence);
      stage.like(await b.claim(), { status: 'claimed', state: 'two' }, 'claim after the release');
    },
  },
  {
    name: 'a record that is added with a lease is free when that ends',
    promise: 'It is held until it is released or until that time has passed.',
    async body(stage) {
      const { a, b } = stage;
      const fence = await a.added('x', { lease: a.lease(SHORT) });
      await stage.pass(SHORT);
      stage.like(await a.renew('x', fence), { held: false }, 'renew after the lease has ended');
      const claimed = await b.claim();
      stage.like(claimed, { status: 'claimed', state: 'state of x' }, 'claim after the lease has ended');
      stage.holds(claimed.fence > fence, `a fence larger than ${fence}`, claimed);
    },
  },
  {
    name: 'a record that is added without a lease is held by nobody',
    promise: 'Gives the record to this owner at once.',
    async body(stage) {
      await stage.a.added('x');
      const expected = { status: 'free', owner: undefined, leaseMs: undefined };
      stage.like(await stage.b.found('x'), expected, 'the record that was added without a lease');
    },
  },
  {
    name: 'the longest lengths, and lengths with a fraction, are taken',
    promise: 'No length exceeds 8.64e15.',
    async body(stage) {
      const { a, b } = stage;
      await a.added('x', { usableMs: LONGEST });
      const { fence } = await a.claimed({ leaseMs: LONGEST });
      const held = await b.found('x');
      stage.like(held, { status: 'in use' }, 'a record that is held for the longest time');
      for (const key of ['leaseMs', 'usableMs']) {
        stage.holds(held[key] > 8.6e15 && held[key] < 8.7e15, `\`${key}\` of about ${LONGEST}`, held);
      }
      await a.renew('x', fence, { leaseMs: LONGEST, usableMs: LONGEST });
      await a.released('x', fence, { restMs: LONGEST / 2, usableMs: LONGEST });
      const { nextMs } = await b.claim();
      stage.holds(nextMs > 4.3e15 && nextMs < 4.4e15, `\`nextMs\` of about ${LONGEST / 2}`, nextMs);
      await a.added('y', { usableMs: LONG + 1 / 3 });
      const since = performance.now();
      const claimed = await a.claimed({ leaseMs: LONG / 3 });
      stage.about((await b.found('y')).leaseMs, LONG / 3, since, '`leaseMs` of a length with a fraction');
      await a.released('y', claimed.fence, { restMs: 1e6 / 3, usableMs: 2e9 / 3 });
      stage.about((await b.found('y')).usableMs, 2e9 / 3, since, '`usableMs` of a length with a fraction');
    },
  },
];
