'use strict';

// What MemoryStore finds records with, at sizes that random steps don't reach, beside lists that are sorted anew each time.

const { BitTree } = require('../../js/stores/memory/bit-tree');
const { Row } = require('../../js/stores/memory/row');
const { TimeHeap } = require('../../js/stores/memory/time-heap');
const { randomOf } = require('../helpers/random');
const { SEED } = require('../helpers/seed');

test.each([31, 32, 33, 1024, 1025, 40_000, 1_100_000])('a tree of bits finds what a list finds, up to %i', (limit) => {
  const random = randomOf(SEED);
  const tree = new BitTree();
  const set = new Set();
  // Numbers that lie together and far apart, and the borders of words.
  const draw = () => random.pick([random.below(limit), random.below(Math.min(limit, 40)), limit - 1, 0]);
  for (let step = 0; step < 400; step++) {
    const number = draw();
    if (random.chance(0.5)) {
      tree.add(number);
      set.add(number);
    } else {
      tree.delete(number);
      set.delete(number);
    }
    const sorted = [...set].sort((one, other) => one - other);
    const from = draw();
    expect(tree.from(from)).toBe(sorted.find((one) => one >= from) ?? -1);
    expect(tree.last()).toBe(sorted.at(-1) ?? -1);
  }
});

test('a row keeps its order and its marks while it is closed up', () => {
  const random = randomOf(SEED);
  const row = new Row((item, place) => {
    item.place = place;
  });
  const items = [];
  for (let number = 0; number < 20_000; number++) {
    const item = { number, isMarked: false };
    row.append(item, number);
    items.push(item);
    const size = number % 4000 < 2000 ? 300 : 10;
    while (items.length > size) {
      const [gone] = items.splice(random.below(items.length), 1);
      row.delete(gone.place);
    }
    const one = random.pick(items);
    one.isMarked = random.chance(0.5);
    if (one.isMarked) row.mark(one.place);
    else row.unmark(one.place);
    const marked = items.filter(({ isMarked }) => isMarked);
    const behind = random.below(number + 2) - 1;
    expect(row.firstMarked()).toBe(marked[0]);
    expect(row.lastMarked()).toBe(marked.at(-1));
    expect(row.firstMarkedBehind(behind)).toBe(marked.find((other) => other.number > behind));
    if (number % 20 === 0) expect([...row.behind(behind)]).toEqual(items.filter((other) => other.number > behind));
  }
});

test('a heap of times gives items in the order of their times', () => {
  const random = randomOf(SEED);
  const heap = new TimeHeap((item, place) => {
    item.place = place;
  });
  const items = new Set();
  for (let step = 0; step < 5000; step++) {
    const item = random.pick([...items, undefined]);
    const time = random.below(1000);
    if (item === undefined || random.chance(0.4)) {
      const added = { time };
      heap.add(added, time);
      items.add(added);
    } else if (random.chance(0.5)) {
      item.time = time;
      heap.change(item.place, time);
    } else {
      heap.delete(item.place);
      expect(item.place).toBe(-1);
      items.delete(item);
    }
    if (items.size > 200) for (let count = 0; count < 150; count++) items.delete(heap.shift());
    expect(heap.size).toBe(items.size);
    expect(heap.earliest).toBe(Math.min(...[...items].map((one) => one.time)));
  }
  const times = [];
  while (heap.size > 0) times.push(heap.shift().time);
  expect(times).toEqual([...items].map((one) => one.time).sort((one, other) => one - other));
});
