'use strict';

const { BitTree } = require('./bit-tree');

/** A row is closed up when it has more places than this, and this many for each item. */
const SMALL = 64;
const SPARSE = 4;

/**
 * Items in a row: new ones come behind the last, and any of them can be marked. The first and the last one with a mark are found in almost
 * no time, wherever they are. Each item has a number that is larger than those before it, and a place, which changes when the row is closed
 * up.
 */
class Row {
  /** What was removed leaves a gap until the row is closed up. */
  #items = [];
  #numbers = [];
  #marks = new BitTree();
  #count = 0;
  #placed;

  /** @param {(item: object, place: number) => void} placed is told each new place of an item */
  constructor(placed) {
    this.#placed = placed;
  }

  append(item, number) {
    if (this.#items.length >= SMALL + SPARSE * this.#count) this.#closeUp();
    const place = this.#items.length;
    this.#items.push(item);
    this.#numbers.push(number);
    this.#count++;
    this.#placed(item, place);
  }

  delete(place) {
    this.#items[place] = undefined;
    this.#marks.delete(place);
    this.#count--;
  }

  mark(place) {
    this.#marks.add(place);
  }

  unmark(place) {
    this.#marks.delete(place);
  }

  /** The first item with a mark. */
  firstMarked() {
    return this.#items[this.#marks.from(0)];
  }

  /** The last item with a mark. */
  lastMarked() {
    return this.#items[this.#marks.last()];
  }

  /** The first item with a mark that has a larger number than this. */
  firstMarkedBehind(number) {
    return this.#items[this.#marks.from(this.#placeBehind(number))];
  }

  /** The items with larger numbers than this, in order. */
  *behind(number) {
    for (let place = this.#placeBehind(number); place < this.#items.length; place++) {
      if (this.#items[place] !== undefined) yield this.#items[place];
    }
  }

  /** The first place whose number is larger, whether its item is still there or not. */
  #placeBehind(number) {
    let [low, high] = [0, this.#numbers.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#numbers[middle] > number) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #closeUp() {
    const marks = this.#marks;
    this.#marks = new BitTree();
    let to = 0;
    for (let from = 0; from < this.#items.length; from++) {
      const item = this.#items[from];
      if (item === undefined) continue;
      if (marks.from(from) === from) this.#marks.add(to);
      this.#items[to] = item;
      this.#numbers[to] = this.#numbers[from];
      this.#placed(item, to++);
    }
    this.#items.length = to;
    this.#numbers.length = to;
  }
}

module.exports = { Row };
