// From a row to its operations: what each contestant runs, checked to give the same.

import { do_not_optimize } from 'mitata';
import { checkSame } from './race.mjs';

/** @param {number} [count] of sessions, where a row has many */
export async function operationsOf(row, sides, count) {
  const operations = {};
  for (const side of sides) operations[side.name] = { ...row.of(side, count), isLong: row.isLong };
  await checkSame(row.name, operations);
  return operations;
}

/** The native methods that do nothing, for the text that the operation takes and one as long as that which it returns. */
export function floorOperations(Floor, url, length) {
  const floor = new Floor(length);
  for (const method of ['cheapest', 'plain']) {
    if (floor[method](url).length !== length) throw new Error('the floor returns another length');
  }
  return {
    floor: { run: () => do_not_optimize(floor.plain(url)) },
    cheapestFloor: { run: () => do_not_optimize(floor.cheapest(url)) },
  };
}
