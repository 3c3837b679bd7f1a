'use strict';

// What `get`, `list` and `stats` tell.

const { setTimeout: sleep } = require('node:timers/promises');
const { APART, LONG, SHORT } = require('../times');

const GET = 'A record, or `undefined`.';
const STATUS =
  'A record that is held counts as in use, unless it is retired; one that is neither held nor retired may be expired.';
const LIST =
  'Up to `limit` records, in the order in which they were added, from the one behind `after` on; `state` is left out unless asked for.';
const NEXT_FREE = 'After what time the next record is free, 0 if one is; `undefined` if there is none to wait for.';

const idsOf = (records) => records.map(({ id }) => id);
const numbered = (count, name = 'x') => Array.from({ length: count }, (_, number) => `${name}${number}`);

module.exports = [
  {
    name: 'get tells all of a record that was never used',
    promise: GET,
    async body(stage) {
      const { a, b } = stage;
      stage.same(await a.get('x'), undefined, 'get of an id that is not there');
      const since = performance.now();
      const fence = await a.added('x', { state: 'one', usableMs: LONG / 2 });
      const record = await b.found('x');
      const expected = {
        id: 'x',
        status: 'free',
        reason: undefined,
        fence,
        owner: undefined,
        leaseMs: undefined,
        restMs: undefined,
        state: 'one',
      };
      stage.like(record, expected, 'a record that was never used');
      stage.about(record.usableMs, LONG / 2, since, '`usableMs` of a record');
      stage.same(await a.get('X'), undefined, 'get of an id that is not there');
    },
  },
  {
    name: 'get tells what becomes of a record, step by step',
    promise: STATUS,
    async body(stage) {
      const { a, b } = stage;
      const tells = async (members, what) => stage.like(await b.found('x'), members, `a record that is ${what}`);
      await a.added('x');
      await tells({ status: 'free', owner: undefined }, 'free');
      const { fence } = await a.claimed();
      await tells({ status: 'in use', owner: 'a', fence, restMs: undefined }, 'held');
      await a.renew('x', fence, { usableMs: 0 });
      await tells({ status: 'in use', owner: 'a' }, 'held, though its time is over');
      await a.renew('x', fence, { usableMs: LONG });
      await a.released('x', fence, { restMs: LONG });
      await tells({ status: 'cooling', owner: 'a', leaseMs: undefined }, 'resting');
      await b.reset('x', fence);
      await tells({ status: 'free', owner: undefined, restMs: undefined }, 'reset');
      const again = await b.claimed();
      await b.released('x', again.fence, { usableMs: 0, restMs: LONG });
      await tells({ status: 'expired', owner: 'b' }, 'expired, though it would rest as well');
      await b.retire('x', 'blocked');
      await tells({ status: 'retired', reason: 'blocked' }, 'retired, though it is expired as well');
    },
  },
  {
    name: 'a record that is held and retired is retired, with its lease',
    promise: STATUS,
    async body(stage) {
      const { a, b } = stage;
      const since = performance.now();
      await a.added('x');
      await a.claimed({ leaseMs: LONG / 2 });
      await b.retire('x', 'blocked');
      const record = await b.found('x');
      stage.like(record, { status: 'retired', reason: 'blocked', owner: 'a' }, 'a record that is held and retired');
      stage.about(record.leaseMs, LONG / 2, since, '`leaseMs` of a record that is held and retired');
    },
  },
  {
    name: 'how long a record can be used is told, also when that is over',
    promise: 'How long it can still be used; negative if it is expired.',
    async body(stage) {
      const { a } = stage;
      await a.added('x', { usableMs: SHORT });
      await a.added('y', { usableMs: -LONG });
      await stage.pass(SHORT);
      const [x, y] = [await a.found('x'), await a.found('y')];
      stage.like(x, { status: 'expired' }, 'a record whose time has passed');
      stage.holds(x.usableMs < 0, 'a negative `usableMs` of a record whose time has passed', x);
      stage.holds(y.usableMs <= 1000 - LONG, `a \`usableMs\` of at most about ${-LONG}`, y);
    },
  },
  {
    name: 'who held a record last is told until it is reset',
    promise: 'Who held it last; absent if nobody has since it was added or reset.',
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      await b.used();
      stage.like(await a.found('x'), { owner: 'b' }, 'a record that `b` held');
      await a.claimed({ leaseMs: SHORT });
      await stage.pass(SHORT);
      stage.like(await b.found('x'), { owner: 'a' }, 'a record that `a` held until its lease ended');
      await b.reset('x', (await b.found('x')).fence);
      stage.like(await b.found('x'), { owner: undefined }, 'a record that was reset');
    },
  },
  {
    name: 'how long ago the last use was is told',
    promise: 'How long ago its last use (claim or release) was, or its adding.',
    async body(stage) {
      const { a } = stage;
      // Timers may end a little early.
      const [wait, least] = [3 * APART, 2 * APART];
      const old = async (what) => {
        const { usedMs } = await a.found('x');
        stage.holds(usedMs >= least, `a \`usedMs\` of at least ${least}, ${wait} ms after ${what}`, usedMs);
      };
      const fresh = async (since, what) => {
        const { usedMs } = await a.found('x');
        const most = performance.now() - since + APART;
        stage.holds(usedMs <= most, `a \`usedMs\` of at most ${Math.round(most)} after ${what}`, usedMs);
      };
      let since = performance.now();
      await a.added('x');
      await fresh(since, 'add');
      await sleep(wait);
      await old('add');
      since = performance.now();
      const { fence } = await a.claimed();
      await fresh(since, 'claim');
      await sleep(wait);
      await a.renew('x', fence, { state: 'two' });
      await old('claim, though it was renewed');
      since = performance.now();
      await a.released('x', fence);
      await fresh(since, 'release');
      await sleep(wait);
      await old('release');
      await a.retire('x', 'blocked');
      await a.reset('x', fence);
      await old('release, though it was retired and reset');
    },
  },
  {
    name: 'a list of 250 records has each once, in the order of adding, whatever was done to them',
    promise: LIST,
    async body(stage) {
      const { a, b } = stage;
      const ids = numbered(250);
      await a.added(ids);
      for (const id of ['x99', 'x0', 'x120']) await a.used({ id }, { state: 'two' });
      await a.claimed({ id: 'x7' });
      await a.retire('x5', 'blocked');
      await a.reset('x0', (await a.found('x0')).fence);
      for (const limit of [7, 100, 250, 1000]) {
        stage.same(idsOf(await b.all(limit)), ids, `the ids of all records, in pages of ${limit}`);
      }
    },
  },
  {
    name: 'a list of an empty pool is empty',
    promise: 'Where the next page begins; absent if the store knows that there is none.',
    async body(stage) {
      const { a } = stage;
      stage.like(await a.list({ limit: 10 }), { records: [], next: undefined }, 'list of an empty pool');
      await a.added(['x', 'y']);
      const page = await a.list({ limit: 10 });
      stage.same(idsOf(page.records), ['x', 'y'], 'list of two records');
      stage.like(page, { next: undefined }, 'list of two records, with a limit of ten');
    },
  },
  {
    name: 'a page has at most as many records as it is asked for, and the next one goes on behind it',
    promise: LIST,
    async body(stage) {
      const { a } = stage;
      const ids = numbered(5);
      await a.added(ids);
      const first = await a.list({ limit: 2 });
      stage.same(idsOf(first.records), ids.slice(0, 2), 'the first page of two');
      const second = await a.list({ limit: 2, after: first.next });
      stage.same(idsOf(second.records), ids.slice(2, 4), 'the second page of two');
      const third = await a.list({ limit: 2, after: second.next });
      stage.same(idsOf(third.records), ids.slice(4), 'the third page of two');
      stage.like(third, { next: undefined }, 'the last page');
      const again = await a.list({ limit: 3, after: first.next });
      stage.same(idsOf(again.records), ids.slice(2, 5), 'a page of three behind the first one');
    },
  },
  {
    name: 'records that are added or removed between two pages neither hide others nor bring them twice',
    promise: LIST,
    async body(stage) {
      const { a, b } = stage;
      await a.added(numbered(6));
      const first = await a.list({ limit: 3 });
      // The one that the next page goes on behind, and one on each side of it.
      for (const id of ['x1', 'x2', 'x3']) await b.remove(id);
      await b.added('x1');
      await b.added('new');
      const rest = await a.list({ limit: 100, after: first.next });
      stage.same(idsOf(rest.records), ['x4', 'x5', 'x1', 'new'], 'the page behind the first three');
    },
  },
  {
    name: 'a list has states only if it is asked for them, and else what get has',
    promise: LIST,
    async body(stage) {
      const { a, b } = stage;
      await a.added(['x', 'y']);
      await a.claimed({ id: 'x' });
      await a.used({ id: 'y' }, { restMs: LONG, reason: 'blocked' });
      const [plain, withStates] = [await b.list({ limit: 10 }), await b.list({ limit: 10, state: true })];
      for (const [at, id] of ['x', 'y'].entries()) {
        const { status, reason, fence, owner, state } = await b.found(id);
        const expected = { id, status, reason, fence, owner };
        stage.like(plain.records[at], { ...expected, state: undefined }, 'a record in a list without states');
        stage.like(withStates.records[at], { ...expected, state }, 'a record in a list with states');
        for (const key of ['usedMs', 'leaseMs', 'restMs', 'usableMs']) {
          const [listed, got] = [plain.records[at][key], (await b.found(id))[key]];
          stage.same(typeof listed, typeof got, `the type of \`${key}\` in a list`);
        }
      }
    },
  },
  {
    name: 'stats count the records by what they are',
    promise: 'Counts the records.',
    async body(stage) {
      const { a, b } = stage;
      const none = { free: 0, inUse: 0, cooling: 0, expired: 0, retired: {} };
      stage.like(await a.stats(), none, 'stats of an empty pool');
      await a.added(['free 1', 'free 2', 'held', 'resting', 'retired 1', 'retired 2', 'retired 3', 'retired 4']);
      await a.added(['expired 1', 'expired 2', 'expired 3'], { usableMs: 0 });
      await a.claimed({ id: 'held' });
      await a.used({ id: 'resting' }, { restMs: LONG });
      await a.claimed({ id: 'retired 1' });
      await a.used({ id: 'retired 2' }, { restMs: LONG, reason: 'blocked' });
      await a.retire('retired 1', 'blocked');
      await a.retire('retired 3', 'login failed');
      await a.retire('retired 4', 'constructor');
      await a.retire('expired 1', 'blocked');
      const retired = { blocked: 3, 'login failed': 1, constructor: 1 };
      const expected = { free: 2, inUse: 1, cooling: 1, expired: 2 };
      const stats = await b.stats();
      stage.like(stats, expected, 'stats of eleven records');
      stage.same({ ...stats.retired }, retired, 'the retired records by reason');
    },
  },
  {
    name: 'stats go with the time',
    promise: 'Counts the records.',
    async body(stage) {
      const { a } = stage;
      await a.added(['left', 'rested']);
      await a.added(['ended', 'ended while held'], { usableMs: SHORT });
      await a.claimed({ id: 'left', leaseMs: SHORT });
      await a.used({ id: 'rested' }, { restMs: SHORT });
      const claimed = await a.claim({ id: 'ended while held', leaseMs: LONG });
      await stage.pass(SHORT);
      const inUse = claimed.status === 'claimed' ? 1 : 0;
      const expected = { free: 2, inUse, cooling: 0, expired: 2 - inUse, nextMs: 0 };
      stage.like(await a.stats(), expected, 'stats after leases, rests and lifetimes have ended');
    },
  },
  {
    name: 'stats tell when the next record is free',
    promise: NEXT_FREE,
    async body(stage) {
      const { a, b } = stage;
      const since = performance.now();
      stage.like(await b.stats(), { nextMs: undefined }, 'stats of an empty pool');
      await a.added(['x', 'y']);
      stage.like(await b.stats(), { nextMs: 0 }, 'stats when a record is free');
      await a.claimed({ id: 'x', leaseMs: LONG });
      stage.like(await b.stats(), { nextMs: 0 }, 'stats when a record is free');
      await a.used({ id: 'y' }, { restMs: LONG / 2 });
      stage.about((await b.stats()).nextMs, LONG / 2, since, '`nextMs` when `y` rests and `x` is held for longer');
      await a.retire('y', 'blocked');
      stage.about((await b.stats()).nextMs, LONG, since, '`nextMs` when `y` is retired and `x` is held');
      await a.retire('x', 'blocked');
      stage.like(await b.stats(), { nextMs: undefined }, 'stats when all records are retired');
    },
  },
];
