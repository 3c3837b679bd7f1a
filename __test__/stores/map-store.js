'use strict';

// The store that `docs/stores.md` has as its example, and that store with a promise broken.

const { PAGES, blocksOf, read } = require('../docs/markdown');

const PAGE = PAGES.find((page) => page.endsWith('stores.md'));
const { code: SOURCE } = blocksOf(read(PAGE)).find(({ code }) => code.includes('export class MapStore'));

/** The class that a source declares. It is made in the realm of the tests, whose arrays and objects are compared. */
function classOf(source) {
  return new Function(`'use strict';\n${source.replace('export class', 'class')}\nreturn MapStore;`)();
}

/** The class after changes, each from one text to another; the first must be there once. */
function changed(changes) {
  let source = SOURCE;
  for (const [from, to] of changes) {
    const parts = source.split(from);
    if (parts.length !== 2) throw new Error(`There are ${parts.length - 1} of ${JSON.stringify(from)} in ${PAGE}`);
    source = parts.join(to);
  }
  return classOf(source);
}

/** Two objects on the records of one store, as the suite wants them. */
function sharedBy(Store) {
  const [store, other] = [new Store(), new Store()];
  other.pools = store.pools;
  return { store, again: () => other };
}

module.exports = { MapStore: classOf(SOURCE), changed, sharedBy };
