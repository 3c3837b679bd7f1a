'use strict';

// MemoryStore: the tests of any store, and the same as the slow store of docs/stores.md in random steps.

const { storeTests } = require('../../store-tests');
const { MemoryStore } = require('../../js/stores/memory-store');
const { boundOf } = require('../helpers/patience');
const { randomOf } = require('../helpers/random');
const { SEED } = require('../helpers/seed');
const { MapStore } = require('./map-store');

const { STEPS = 20_000 } = process.env;

/** How many steps one pair of stores makes. */
const RUN = 500;

const PICKS = ['least-recently-used', 'most-recently-used', 'round-robin', 'random'];

/** What random steps have to meet, each often. */
const WANTED = [
  ...['claimed', 'none', 'missing', 'retired'].map((status) => `claim: ${status}`),
  ...['added', 'exists', 'full'].map((status) => `add: ${status}`),
  ...['renew', 'release', 'retire', 'reset', 'remove', 'prune', 'get'].flatMap((name) => [
    `${name}: true`,
    `${name}: false`,
  ]),
];

describe('passes', () => {
  test.each(storeTests.map(({ name, run }) => [name, run]))('%s', (_, run) => run(() => new MemoryStore()));
});

/** A store of each kind with the same records, on one clock that is set by hand. Each step is made by both, and has to have the same result. */
class Pair {
  now = 1000;
  memory = new MemoryStore(undefined, () => this.now);
  map = Object.assign(new MapStore(), { now: () => this.now });
  /** For each lease the fences of both: each counts in its own way. */
  fences = [{ memory: -1, map: -1 }];
  /** The latest of these for each id. */
  latest = new Map();

  /** @param {Map<string, number>} met how often each result was met */
  constructor(met) {
    this.met = met;
  }

  /** A step with arguments that may be different for each: what has a member for a store is replaced by it. */
  async both(name, ...args) {
    const of = (kind) => this[kind][name]('pool', ...args.map((arg) => arg?.[kind] ?? arg));
    return this.#same([name, ...args], await of('memory'), await of('map'));
  }

  /** A claim. What the first store draws at random, the other one is asked for by its id. */
  async claim(request) {
    if (request.pick !== 'random' || request.id !== undefined) return this.both('claim', request);
    const memory = await this.memory.claim('pool', request);
    return this.#same(['claim', request], memory, await this.map.claim('pool', { ...request, id: memory.id }));
  }

  /** All that can be read, in pages of a size. */
  async all(limit) {
    for (const state of [true, false]) {
      let [memory, map] = [{}, {}];
      do {
        memory = await this.memory.list('pool', { after: memory.next, limit, state });
        map = await this.map.list('pool', { after: map.next, limit, state });
        expect(memory.records.length).toBe(map.records.length);
        for (const [at, record] of memory.records.entries()) this.#same(['list', limit], record, map.records[at]);
        expect(memory.next === undefined).toBe(map.next === undefined);
      } while (memory.next !== undefined);
    }
    await this.both('stats');
  }

  #same(step, memory, map) {
    const plain = (result) => (result?.fence === undefined ? result : { ...result, fence: 'of this lease' });
    expect({ step, now: this.now, result: plain(memory) }).toEqual({ step, now: this.now, result: plain(map) });
    if (memory?.fence !== undefined) this.#sameFence(memory.id ?? step[1].id, memory.fence, map.fence);
    const what = memory?.status ?? memory?.held ?? memory?.found ?? Boolean(memory);
    const kind = `${step[0]}: ${step[0] === 'get' ? memory !== undefined : what}`;
    this.met.set(kind, (this.met.get(kind) ?? 0) + 1);
    return memory;
  }

  #sameFence(id, memory, map) {
    const known = this.fences.find((pair) => pair.memory === memory) ?? { memory, map };
    expect(map).toBe(known.map);
    if (this.latest.get(id) !== known) this.fences.push(known);
    this.latest.set(id, known);
  }
}

/** One random step on few records, so that steps meet. */
function takeStep(pair, random) {
  const id = `s${random.below(9)}`;
  const owner = `owner ${random.below(3)}`;
  const maybe = (share, value) => (random.chance(share) ? value : undefined);
  const length = () => random.pick([0, 1, 5, 20, 100]);
  const lifetime = () => random.pick([-5, 0, 3, 30, 300, 3000]);
  const state = `state ${random.below(1000)}`;
  const fence = (random.chance(0.8) && pair.latest.get(id)) || random.pick(pair.fences);
  const saved = { state: maybe(0.5, state), usableMs: maybe(0.3, lifetime()) };
  const request = { owner, leaseMs: length(), pick: random.pick(PICKS), maxPoolSize: random.below(9) };
  const steps = {
    claim: () => pair.claim(request),
    claimOne: () => pair.claim({ ...request, id }),
    add: () => {
      const options = { maxPoolSize: maybe(0.5, random.below(9)), lease: maybe(0.3, { owner, leaseMs: length() }) };
      return pair.both('add', { id, state, usableMs: lifetime() }, options);
    },
    renew: () => pair.both('renew', id, fence, { ...saved, leaseMs: length() }),
    release: () => pair.both('release', id, fence, { ...saved, restMs: length(), reason: maybe(0.1, 'blocked') }),
    retire: () => {
      const held = (kind) => ({ fence: fence[kind], state: saved.state });
      return pair.both(
        'retire',
        id,
        random.pick(['one', 'two']),
        maybe(0.5, { memory: held('memory'), map: held('map') }),
      );
    },
    reset: () => pair.both('reset', id, fence, { state, usableMs: lifetime() }),
    remove: () => pair.both('remove', id),
    prune: () => pair.both('prune'),
    get: () => pair.both('get', id),
  };
  const often = ['claim', 'claim', 'claim', 'add', 'release', 'release'];
  return steps[random.pick(random.chance(0.6) ? often : Object.keys(steps))]();
}

test(
  `${STEPS} random steps have the results that the store of docs/stores.md has (seed ${SEED})`,
  async () => {
    const met = new Map();
    for (let run = 0; run * RUN < STEPS; run++) {
      const random = randomOf(SEED + run);
      const pair = new Pair(met);
      await pair.both('open');
      for (let step = 0; step < RUN; step++) {
        // No two steps are at the same time, so that uses have an order.
        pair.now += 1 + random.below(random.pick([1, 4, 40]));
        await takeStep(pair, random);
        if (step % 10 === 0) await pair.all(1 + random.below(4));
      }
    }
    expect(WANTED.filter((what) => !(met.get(what) > STEPS / 2000))).toEqual([]);
  },
  boundOf(STEPS, 10),
);
