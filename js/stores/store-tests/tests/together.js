'use strict';

// Steps that are under way at the same time, of one store object and of two.

const ATOMIC =
  'Each method is one atomic step, over all processes that use the store: what it reads and what it writes happens at once, or not at all.';
const IN_ORDER = 'Steps of one store object take effect in the order in which they were called.';

const numbered = (count) => Array.from({ length: count }, (_, number) => `x${number}`);

/** How many of some results are so. */
const count = (results, isSo) => results.filter(isSo).length;

module.exports = [
  {
    name: 'steps that are called without waiting take effect in their order',
    promise: IN_ORDER,
    async body(stage) {
      const { a } = stage;
      const results = await Promise.all([
        a.get('x'),
        a.add('x'),
        a.add('x'),
        a.claim({ id: 'x' }),
        a.claim({ id: 'x' }),
        a.stats(),
        a.retire('x', 'first'),
        a.retire('x', 'second'),
        a.claim({ id: 'x' }),
        a.list({ limit: 10 }),
        a.remove('x'),
        a.remove('x'),
        a.claim({ id: 'x' }),
        a.add('x', { usableMs: 0 }),
        a.prune(),
        a.get('x'),
      ]);
      const told = results.map((result) => {
        if (typeof result !== 'object') return result;
        return result.status ?? result.reason ?? result.inUse ?? result.records.map(({ id, reason }) => [id, reason]);
      });
      const expected = [
        undefined,
        'added',
        'exists',
        'claimed',
        'none',
        1,
        'first',
        'first',
        'retired',
        [['x', 'first']],
        true,
        false,
        'missing',
        'added',
        1,
        undefined,
      ];
      stage.same(told, expected, 'what the steps found, in the order in which they were called');
    },
  },
  {
    name: 'writes of a holder that are called without waiting take effect in their order',
    promise: IN_ORDER,
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      const { fence } = await a.claimed();
      const renewals = Array.from({ length: 50 }, (_, number) => a.renew('x', fence, { state: `state ${number}` }));
      const results = await Promise.all([...renewals, a.release('x', fence, { state: 'last' }), a.renew('x', fence)]);
      stage.same(
        count(results, ({ held }) => held),
        51,
        'the number of steps by the holder, of 52 with one after release',
      );
      stage.like(await b.found('x'), { status: 'free', state: 'last' }, 'the record after all steps');
    },
  },
  {
    name: 'many claims at the same time get each record once',
    promise: ATOMIC,
    async body(stage) {
      const { a, b } = stage;
      const ids = numbered(50);
      await a.added(ids);
      const claims = Array.from({ length: 200 }, (_, number) => (number % 2 === 0 ? a : b).claim());
      const results = await Promise.all(claims);
      const claimed = results.filter(({ status }) => status === 'claimed').map(({ id }) => id);
      stage.same(claimed.sort(), ids.sort(), 'the ids that were claimed');
      stage.same(
        count(results, ({ status }) => status === 'none'),
        150,
        'the number of claims that got nothing',
      );
    },
  },
  {
    name: 'many claims of one id at the same time are given it once',
    promise: ATOMIC,
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      const claims = Array.from({ length: 40 }, (_, number) => (number % 2 === 0 ? a : b).claim({ id: 'x' }));
      const statuses = (await Promise.all(claims)).map(({ status }) => status);
      stage.same(
        count(statuses, (status) => status === 'claimed'),
        1,
        'the number of claims that got the record',
      );
      stage.same(
        count(statuses, (status) => status === 'none'),
        39,
        'the number of claims that got nothing',
      );
    },
  },
  ...['least-recently-used', 'most-recently-used', 'round-robin', 'random'].map((pick) => ({
    name: `${pick}: no record has two holders at once, and fences grow`,
    promise: ATOMIC,
    async body(stage) {
      const { a, b } = stage;
      const ids = numbered(5);
      await a.added(ids);
      const holders = new Map();
      const fences = new Map();
      const uses = { made: 0 };
      const work = async (client) => {
        for (let round = 0; round < 25; round++) {
          const { status, id, fence } = await client.claim({ pick });
          if (status !== 'claimed') continue;
          const holder = holders.get(id);
          stage.holds(holder === undefined, `\`${id}\` has one holder`, { holder, claimed: client.owner });
          holders.set(id, client.owner);
          const last = fences.get(id) ?? Number.NEGATIVE_INFINITY;
          stage.holds(fence > last, `a fence of \`${id}\` larger than ${last}`, fence);
          fences.set(id, fence);
          await client.renew(id, fence, { state: `${client.owner} ${fence}` });
          // Whoever is given the record next may hear of it before this one hears of its release.
          holders.delete(id);
          await client.released(id, fence);
          uses.made++;
        }
      };
      const clients = Array.from({ length: 8 }, (_, number) =>
        stage.client(number % 2 === 0 ? a.store : b.store, stage.pool, `worker ${number}`),
      );
      await Promise.all(clients.map(work));
      stage.holds(uses.made >= 25, 'records are claimed', uses);
      stage.like(await a.stats(), { free: 5, inUse: 0 }, 'stats after all uses');
    },
  })),
  {
    name: 'many adds at the same time add each record once, and no more than there is room for',
    promise: ATOMIC,
    async body(stage) {
      const { a, b } = stage;
      const same = await Promise.all(Array.from({ length: 20 }, (_, number) => (number % 2 === 0 ? a : b).add('x')));
      stage.same(
        count(same, ({ status }) => status === 'added'),
        1,
        'the number of adds of one id that added it',
      );
      const adds = numbered(40).map((id, number) => (number % 2 === 0 ? a : b).add(`y${id}`, { maxPoolSize: 10 }));
      const results = await Promise.all(adds);
      stage.same(
        count(results, ({ status }) => status === 'added'),
        9,
        'the number of adds that had room',
      );
      stage.same((await a.all()).length, 10, 'the number of records');
    },
  },
  {
    name: 'of steps that exclude each other at the same time, one succeeds',
    promise: ATOMIC,
    async body(stage) {
      const { a, b } = stage;
      const clients = Array.from({ length: 20 }, (_, number) => (number % 2 === 0 ? a : b));
      await a.added('x');
      const { fence } = await a.claimed();
      const released = await Promise.all(clients.map((client) => client.release('x', fence)));
      stage.same(
        count(released, ({ held }) => held),
        1,
        'the number of releases by one holder that ended its lease',
      );
      const reset = await Promise.all(clients.map((client) => client.reset('x', fence)));
      stage.same(
        count(reset, (did) => did),
        1,
        'the number of resets with one fence that did it',
      );
      const retired = await Promise.all(clients.map((client, number) => client.retire('x', `reason ${number}`)));
      const reasons = new Set(retired.map(({ reason }) => reason));
      stage.same(reasons.size, 1, 'the number of reasons that were told');
      stage.like(await a.found('x'), { reason: [...reasons][0] }, 'the record that many have retired');
      const pruned = await Promise.all(clients.map((client) => client.prune()));
      stage.same(
        pruned.reduce((sum, number) => sum + number),
        1,
        'the number of records that were pruned',
      );
    },
  },
  {
    name: 'what one store object has done, another one sees at once',
    promise: ATOMIC,
    async body(stage) {
      const { a, b } = stage;
      await a.added('x');
      for (const [one, other] of [
        [a, b],
        [b, a],
      ]) {
        const { fence } = await one.claimed();
        stage.like(await other.claim(), { status: 'none' }, 'claim of a record that another has claimed');
        await one.released('x', fence, { state: `by ${one.owner}` });
        stage.like(await other.found('x'), { state: `by ${one.owner}` }, 'the record that another has saved');
      }
      await b.retire('x', 'blocked');
      stage.like(await a.claim({ id: 'x' }), { status: 'retired' }, 'claim of a record that another has retired');
    },
  },
];
