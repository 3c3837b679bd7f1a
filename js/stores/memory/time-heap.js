'use strict';

/** Items by points in time: the earliest is at hand, and each change costs at most as many steps as their number has binary digits. */
class TimeHeap {
  #times = [];
  #items = [];
  #placed;

  /** @param {(item: object, place: number) => void} placed is told each new place of an item; -1 when it is taken out */
  constructor(placed) {
    this.#placed = placed;
  }

  get size() {
    return this.#items.length;
  }

  /** The earliest time; infinite without items. */
  get earliest() {
    return this.#items.length === 0 ? Infinity : this.#times[0];
  }

  /** Takes out the item with the earliest time. */
  shift() {
    const item = this.#items[0];
    this.delete(0);
    return item;
  }

  add(item, time) {
    this.#times.push(time);
    this.#items.push(item);
    this.#rise(this.#items.length - 1, item, time);
  }

  /** The item at this place has another time. */
  change(place, time) {
    if (this.#times[place] === time) return;
    this.#settle(place, this.#items[place], time);
  }

  delete(place) {
    this.#placed(this.#items[place], -1);
    const time = this.#times.pop();
    const item = this.#items.pop();
    if (place < this.#items.length) this.#settle(place, item, time);
  }

  /** Puts an item where it belongs, starting from a place that is vacant. */
  #settle(place, item, time) {
    if (place > 0 && time < this.#times[(place - 1) >>> 1]) this.#rise(place, item, time);
    else this.#sink(place, item, time);
  }

  #rise(from, item, time) {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >>> 1;
      if (this.#times[above] <= time) break;
      this.#put(place, this.#items[above], this.#times[above]);
      place = above;
    }
    this.#put(place, item, time);
  }

  #sink(from, item, time) {
    const size = this.#items.length;
    let place = from;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= size) break;
      if (below + 1 < size && this.#times[below + 1] < this.#times[below]) below++;
      if (this.#times[below] >= time) break;
      this.#put(place, this.#items[below], this.#times[below]);
      place = below;
    }
    this.#put(place, item, time);
  }

  #put(place, item, time) {
    this.#items[place] = item;
    this.#times[place] = time;
    this.#placed(item, place);
  }
}

module.exports = { TimeHeap };
