'use strict';

// Several pools in one store, and the texts that name pools, records, owners and reasons.

const { LONG } = require('../times');

const PREPARES = 'Prepares the store for a pool.';
const ONE = 'A record, or `undefined`.';

/** Texts that a store might take for something else. None has NUL or a lone surrogate. */
const TEXTS = [
  `it's "quoted" \`so\` \\ -- ; /* */`,
  'percent % _ and $1 ? :name @name',
  'colon:colon::{braces}{}[brackets]*',
  '🍪 cookie 漢字 العربية',
  'x'.repeat(200),
  '../up/and\\down\n\ttab',
  ' spaces ',
  '__proto__',
  'constructor',
  '0',
  '-1',
  'null',
];

/** Texts that some engines take for the same. */
const ALIKE = ['a', 'A', 'a ', ' a', 'ä', 'a\u0308', '\u00e4 ', '1', '01', '1.0', '1e0', 'a%', 'a_', 'a*', 'a:', 'a{}'];

module.exports = [
  {
    name: 'pools of one store know nothing of each other',
    promise: PREPARES,
    async body(stage) {
      const { a } = stage;
      const c = stage.client(stage.store, `${stage.pool} too`, 'c');
      await c.open();
      await a.added(['x', 'y', 'z']);
      await a.added('expired', { usableMs: 0 });
      const empty = { free: 0, inUse: 0, cooling: 0, expired: 0, retired: {}, nextMs: undefined };
      stage.like(await c.stats(), empty, 'stats of the other pool');
      stage.like(await c.claim({ maxPoolSize: 1 }), { status: 'none', hasRoom: true }, 'claim in the other pool');
      stage.like(await c.claim({ id: 'x' }), { status: 'missing' }, 'claim by id in the other pool');
      stage.same(await c.get('x'), undefined, 'get in the other pool');
      stage.same(await c.all(), [], 'list of the other pool');
      stage.same(await c.remove('x'), false, 'remove in the other pool');
      stage.same(await c.prune(), 0, 'prune of the other pool');
      stage.like(await c.retire('x', 'blocked'), { found: false }, 'retire in the other pool');
      stage.like(await c.add('x', { state: 'other', maxPoolSize: 1 }), { status: 'added' }, 'add to the other pool');
      const { fence } = await c.claimed();
      await c.released('x', fence, { state: 'two', reason: 'blocked' });
      stage.like(
        await a.found('x'),
        { status: 'free', state: 'state of x', owner: undefined },
        'the record of this pool',
      );
      stage.same((await a.all()).length, 4, 'the number of records of this pool');
      stage.same(await a.prune(), 1, 'prune of this pool');
      stage.like(await c.found('x'), { status: 'retired' }, 'the record of the other pool after prune of this one');
      await c.close();
    },
  },
  {
    name: 'round-robin goes through each pool by itself',
    promise: 'going on behind the one claimed last by anybody in this way',
    async body(stage) {
      const { a } = stage;
      const c = stage.client(stage.store, `${stage.pool} too`, 'c');
      await c.open();
      for (const client of [a, c]) await client.added(['x', 'y', 'z']);
      const ids = [];
      for (const client of [a, c, a, c]) ids.push(await client.used({ pick: 'round-robin' }));
      stage.same(ids, ['x', 'x', 'y', 'y'], 'the records in the order of claims, in both pools alternately');
      await c.close();
    },
  },
  {
    name: 'pools whose names and ids put together are the same text are apart',
    promise: PREPARES,
    async body(stage) {
      for (const [one, other] of [
        ['p:x', 'y'],
        ['p/x', 'y'],
        ['p}x', 'y'],
        ['p%', 'y'],
      ]) {
        const [left, right] = [`${stage.pool}${one}`, `${stage.pool}${one[0]}`];
        const clients = [left, right].map((pool) => stage.client(stage.store, pool, 'c'));
        for (const client of clients) await client.open();
        const ids = [other, `${one.slice(1, 2)}${one.slice(2)}:${other}`, `${one.slice(1)}${other}`];
        await clients[0].added(ids);
        stage.same(await clients[1].all(), [], `list of the pool ${right}`);
        for (const id of ids) stage.same(await clients[1].get(id), undefined, `get in the pool ${right}`);
        for (const client of clients) await client.close();
      }
    },
  },
  {
    name: 'any text names a pool, a record, an owner and a reason',
    promise: ONE,
    async body(stage) {
      for (const text of TEXTS) {
        const client = stage.client(stage.store, `${stage.pool}${text}`, text);
        await client.open();
        await client.added(text);
        const { id, fence } = await client.claimed({ id: text });
        stage.same(id, text, 'the id of the record that was claimed');
        stage.like(await client.found(text), { status: 'in use', owner: text }, 'the record that was claimed');
        const released = await client.release(text, fence, { restMs: LONG, reason: text });
        stage.like(released, { held: true, reason: text }, 'release with a reason');
        stage.like(await client.claim({ id: text }), { status: 'retired', reason: text }, 'claim of a retired record');
        const { retired } = await client.stats();
        stage.same(Object.entries(retired), [[text, 1]], 'the retired records by reason');
        stage.like((await client.all())[0], { id: text, reason: text, owner: text }, 'the record in a list');
        stage.same(await client.remove(text), true, 'remove of a record');
        await client.close();
      }
    },
  },
  {
    name: 'ids are different as soon as their texts are',
    promise: ONE,
    async body(stage) {
      const { a, b } = stage;
      for (const id of ALIKE) await a.added(id, { state: `state of ${JSON.stringify(id)}` });
      stage.same(
        (await b.all()).map(({ id }) => id),
        ALIKE,
        'the ids of all records',
      );
      for (const id of ALIKE) {
        stage.like(await b.found(id), { id, state: `state of ${JSON.stringify(id)}` }, 'the record of an id');
      }
      await a.retire('a', 'x');
      await a.retire('A', 'X');
      stage.same({ ...(await a.stats()).retired }, { x: 1, X: 1 }, 'the retired records by reason');
      await a.remove('a');
      stage.same((await b.all()).length, ALIKE.length - 1, 'the number of records after one was removed');
    },
  },
  {
    name: 'owners are different as soon as their texts are',
    promise: 'Names the pool object that asks; unique over all processes.',
    async body(stage) {
      const [one, other] = ['o', 'O'].map((owner) => stage.client(stage.store, stage.pool, owner));
      await one.added('x');
      await one.used({}, { state: 'two' });
      stage.like(await other.claimed(), { state: 'two' }, 'claim by another owner');
    },
  },
];
