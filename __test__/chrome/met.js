'use strict';

const { nameOf, namesFor } = require('./differences');

/** The named differences that browsers meet, of a list of `differences.js`. */
class Met {
  #list;
  #counts = new Map();

  constructor(list) {
    this.#list = list;
  }

  /** Those that have no name, in a browser of this version; `context` is what they are about. The others are counted. */
  unnamed(differences, context, major) {
    const counts = this.#counts.get(major) ?? {};
    this.#counts.set(major, counts);
    return differences.filter((difference) => {
      const name = nameOf(this.#list, difference, context, major);
      if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1;
      return name === undefined;
    });
  }

  /** How often each name was met by the browser of a version. */
  countsOf(major) {
    return this.#counts.get(major) ?? {};
  }

  /** Names that no browser met though one should have: they are differences no more, and their predicates could hide anything. */
  missing() {
    const met = [...this.#counts.values()].flatMap((counts) => Object.keys(counts));
    return namesFor(this.#list, [...this.#counts.keys()]).filter((name) => !met.includes(name));
  }
}

module.exports = { Met };
