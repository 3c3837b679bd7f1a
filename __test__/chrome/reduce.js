'use strict';

/**
 * The smallest form of something for which `fails` still holds.
 *
 * @param smaller from a form to those that are one step smaller
 * @param fails from forms to the first of them that fails, if one does
 */
async function reduce(whole, smaller, fails) {
  let current = whole;
  for (let next = whole; next !== undefined; next = await fails([...smaller(current)])) current = next;
  return current;
}

/** A list without one of its items, each in turn. */
function* without(list) {
  for (let index = 0; index < list.length; index++) yield list.toSpliced(index, 1);
}

module.exports = { reduce, without };
