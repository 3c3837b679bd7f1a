'use strict';

/** Smaller forms that are tried in one go. */
const AT_ONCE = 30;

/** Milliseconds after which a form is small enough. */
const PATIENCE = 120_000;

/**
 * The smallest form of something that still fails, or what is left of it when patience ends.
 *
 * @param smaller from a form to those that are one step smaller
 * @param failing from forms to the first of them that fails, if one does
 */
async function reduce(whole, smaller, failing) {
  const end = Date.now() + PATIENCE;
  let current = whole;
  for (let next = whole; next !== undefined; ) {
    current = next;
    next = undefined;
    const forms = [...smaller(current)];
    while (next === undefined && forms.length > 0 && Date.now() < end) next = await failing(forms.splice(0, AT_ONCE));
  }
  return current;
}

/** A list without one of its items, each in turn. */
function* without(list) {
  for (let index = 0; index < list.length; index++) yield list.toSpliced(index, 1);
}

module.exports = { reduce, without };
