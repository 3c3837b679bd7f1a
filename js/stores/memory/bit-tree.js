'use strict';

/** How many trailing zeros a word has that isn't zero. */
const lowest = (word) => 31 - Math.clz32(word & -word);
const highest = (word) => 31 - Math.clz32(word);

/**
 * A set of whole numbers from 0 on. To find the first, the last, or the next one behind any number takes as many steps as the largest number
 * has digits to the base of 32, however many there are.
 */
class BitTree {
  /** The lowest level has a bit for each number; those above have one for each word of the level below, unless that is zero. */
  #levels = [new Uint32Array(1)];

  add(number) {
    if (number >= this.#levels[0].length * 32) this.#grow(number + 1);
    let at = number;
    for (const level of this.#levels) {
      const word = level[at >>> 5];
      level[at >>> 5] = word | (1 << (at & 31));
      if (word !== 0) return;
      at >>>= 5;
    }
  }

  delete(number) {
    if (number >= this.#levels[0].length * 32) return;
    let at = number;
    for (const level of this.#levels) {
      level[at >>> 5] &= ~(1 << (at & 31));
      if (level[at >>> 5] !== 0) return;
      at >>>= 5;
    }
  }

  clear() {
    this.#levels = [new Uint32Array(1)];
  }

  /** The smallest number of the set that is not smaller than this; -1 if there is none. */
  from(number) {
    let at = number;
    for (let height = 0; height < this.#levels.length; height++) {
      const level = this.#levels[height];
      if (at >>> 5 >= level.length) return -1;
      const word = level[at >>> 5] & (-1 << (at & 31));
      if (word !== 0) return this.#below(height, (at & ~31) + lowest(word));
      at = (at >>> 5) + 1;
    }
    return -1;
  }

  /** The largest number; -1 if there is none. */
  last() {
    let at = 0;
    for (let height = this.#levels.length - 1; height >= 0; height--) {
      const word = this.#levels[height][at];
      if (word === 0) return -1;
      at = at * 32 + highest(word);
    }
    return at;
  }

  /** The smallest number below a bit of a level. */
  #below(height, bit) {
    let at = bit;
    for (let level = height - 1; level >= 0; level--) at = at * 32 + lowest(this.#levels[level][at]);
    return at;
  }

  #grow(size) {
    let level = new Uint32Array(2 ** Math.ceil(Math.log2(Math.ceil(size / 32))));
    level.set(this.#levels[0]);
    this.#levels = [level];
    while (level.length > 1) {
      const above = new Uint32Array(Math.ceil(level.length / 32));
      for (const [at, word] of level.entries()) if (word !== 0) above[at >>> 5] |= 1 << (at & 31);
      this.#levels.push(above);
      level = above;
    }
  }
}

module.exports = { BitTree };
