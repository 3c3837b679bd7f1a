'use strict';

// What must be true of a history, however many processes, connections and servers have failed in it. A use that ended without `saved` (its
// lease was lost, its store did not answer, its process was killed) may have saved any of its numbers by a renewal, or the last one by a
// release of which the answer was lost; what it put when somebody else already had the session, it has not saved.
//
// When the server has lost its data, all that was in it may be gone: numbers, retirements, the sessions themselves, until they are added
// again. From then on the same rules hold for what was added since, and nothing of before comes back.

/** How much earlier than its holder thinks a lease may end, in milliseconds: clocks are rounded. */
const CLOCK_MS = 20;

/**
 * @param {object[]} events of `History.read()`
 * @param {{ leaseMs: number }} rules how long a lease lasts at least
 * @returns {string[]} what is wrong; empty if nothing is
 */
function violationsOf(events, { leaseMs }) {
  const wrong = [];
  const uses = usesOf(events);
  const losses = events.filter(({ what }) => what === 'forgot').map(({ at, since }) => ({ at, since }));
  const ages = agesOf(events, uses, losses, wrong);
  checkFences(uses, wrong);
  checkEnds(events, uses, wrong);
  for (const [age, idsOf] of ages.entries()) {
    const isLast = age === losses.length;
    for (const [id, seen] of idsOf) {
      if (seen.isUnclear) continue;
      checkTurns(id, seen.uses, leaseMs, wrong);
      const possible = checkNumbers(id, seen, wrong);
      checkRetirement(id, seen, wrong);
      if (isLast) checkFinal(id, seen, possible, wrong);
    }
  }
  return wrong;
}

/** The uses of a history, by what was seen of each. */
function usesOf(events) {
  const uses = new Map();
  for (const { at, pid, what, use: name, ...details } of events) {
    if (name === undefined) continue;
    if (what === 'begin') uses.set(name, { name, pid, begun: at, puts: [], ...details });
    const use = uses.get(name);
    if (what === 'put') use.puts.push({ n: details.n, at });
    if (what === 'end') use.ended = at;
    if (what === 'saved' || what === 'lost') Object.assign(use, { outcome: what, code: details.code });
  }
  return [...uses.values()];
}

/**
 * What was seen of each session between two losses of the server's data. A use belongs to where its number is from.
 *
 * @returns {Map<string, object>[]} for each age, by the session's id
 */
function agesOf(events, uses, losses, wrong) {
  const ages = [...losses, undefined].map(() => new Map());
  const ageAt = (time) => losses.filter(({ at }) => at <= time).length;
  const lastAgeAt = (time) => losses.filter(({ since }) => since <= time).length;
  const seenOf = (age, id) => {
    if (!ages[age].has(id)) ages[age].set(id, { numbers: [], uses: [], retired: [], finals: [] });
    return ages[age].get(id);
  };
  const agesOfNumber = addedNumbers(events, ageAt, lastAgeAt, seenOf);
  const ageOfUse = new Map();
  for (const use of [...uses].sort((one, other) => one.begun - other.begun)) {
    const { id, read, name, asked, begun, ended, puts, outcome } = use;
    const [from, to] = agesOfNumber.get(read) ?? [];
    if (from === undefined) wrong.push(`${name} read ${read} of ${id}, which nobody has put`);
    const [first, last] = [Math.max(from ?? 0, ageAt(asked)), Math.min(to ?? Infinity, lastAgeAt(begun))];
    if (first > last) wrong.push(`${name} read ${read} of ${id}, which the server had lost`);
    // Added while the server lost its data, and used then as well: nobody can tell what of it there is.
    for (let age = first; first < last && age <= last; age++) seenOf(age, id).isUnclear = true;
    for (const { n } of puts) agesOfNumber.set(n, [first, last]);
    ageOfUse.set(name, last);
    seenOf(last, id).uses.push(use);
    if (outcome === 'saved' && ageAt(ended) > last) wrong.push(`${name} saved ${id}, which the server had lost`);
  }
  for (const { at, what, id, use, ...details } of events) {
    const age = ageOfUse.get(use) ?? ageAt(at);
    if (what === 'retired') seenOf(age, id).retired.push(at);
    // It counts whoever says it, and whenever it comes.
    if (what === 'retiring') for (let later = age; later < ages.length; later++) seenOf(later, id).wasToRetire = true;
    if (what === 'final') seenOf(age, id).finals.push(details);
  }
  return ages;
}

/** Notes the numbers with which sessions were added. Returns for each the first and the last age in which it may be. */
function addedNumbers(events, ageAt, lastAgeAt, seenOf) {
  const agesOf = new Map();
  const adding = events.filter(({ what }) => what === 'adding');
  for (const { at, id, n } of adding) {
    const added = events.find((each) => each.what === 'added' && each.id === id && each.at > at);
    const [first, last] = [ageAt(at), added === undefined ? ageAt(Infinity) : lastAgeAt(added.at)];
    agesOf.set(n, [first, last]);
    for (let age = first; age <= last; age++) seenOf(age, id).numbers.push(n);
    if (added !== undefined && first === last) seenOf(first, id).isAdded = true;
  }
  return agesOf;
}

/** No session has a fence twice, not even when the server has lost its data in between: stale holders are known by it. */
function checkFences(uses, wrong) {
  const seen = new Map();
  for (const { id, fence, name } of uses) {
    const key = `${fence} of ${id}`;
    if (seen.has(key)) wrong.push(`${seen.get(key)} and ${name} have the same fence ${key}`);
    seen.set(key, name);
  }
}

/** Each use has come to an end, unless its process was killed. */
function checkEnds(events, uses, wrong) {
  const killed = new Set(events.filter(({ what }) => what === 'killed').map(({ victim }) => victim));
  for (const { name, id, outcome, pid } of uses) {
    if (outcome === undefined && !killed.has(pid)) wrong.push(`${name} of ${id} has no end`);
  }
}

/** Uses of one session don't overlap, unless the earlier one has not saved; and nobody is given a session before the lease of another ends. */
function checkTurns(id, uses, leaseMs, wrong) {
  for (const one of uses) {
    for (const other of uses) {
      if (one.fence >= other.fence) continue;
      if (one.outcome === 'saved' && one.ended > other.begun) {
        wrong.push(`${other.name} began with ${id} before ${one.name} ended, which has saved`);
      }
      if (one.asked > other.begun)
        wrong.push(`${one.name} came after ${other.name} and has the smaller fence of ${id}`);
      const isOver = one.ended !== undefined && one.ended <= other.begun;
      if (!isOver && other.begun < one.asked + leaseMs - CLOCK_MS) {
        wrong.push(`${other.name} was given ${id} before the lease of ${one.name} could end`);
      }
    }
  }
}

/** Each use finds the number that was saved last by the one who held the session. Returns the numbers that the session may have in the end. */
function checkNumbers(id, { numbers, uses }, wrong) {
  let possible = new Set(numbers);
  const inTurn = [...uses].sort((one, other) => one.fence - other.fence);
  for (const [turn, { name, read, puts, outcome }] of inTurn.entries()) {
    if (!possible.has(read)) wrong.push(`${name} read ${read} of ${id}, and not ${[...possible].join(' or ')}`);
    const followed = inTurn[turn + 1]?.begun ?? Infinity;
    const mine = puts.filter(({ at }) => at < followed).map(({ n }) => n);
    possible = outcome === 'saved' ? new Set([mine.at(-1) ?? read]) : new Set([read, ...mine]);
  }
  return possible;
}

/** Nobody is given a session that was retired before it was asked for. */
function checkRetirement(id, { uses, retired }, wrong) {
  const since = Math.min(...retired);
  for (const { name, asked } of uses) {
    if (asked > since) wrong.push(`${name} was given ${id}, which was retired`);
  }
}

/** In the end, each session is there, once, as it was saved last. */
function checkFinal(id, { isAdded, uses, retired, wasToRetire = false, finals }, possible, wrong) {
  if (!isAdded && finals.length === 0) return;
  if (finals.length !== 1) {
    wrong.push(`${id} is there ${finals.length} times in the end`);
    return;
  }
  const [{ status, fence, read }] = finals;
  const isRetired = status === 'retired';
  if (!isRetired && retired.length > 0) wrong.push(`${id} is ${status} in the end, though it was retired`);
  if (isRetired && !wasToRetire) wrong.push(`${id} is retired in the end, though nobody has retired it`);
  if (!possible.has(read)) wrong.push(`${id} has ${read} in the end, and not ${[...possible].join(' or ')}`);
  if (uses.some((use) => use.fence > fence))
    wrong.push(`${id} has the fence ${fence} in the end, and had a larger one`);
}

module.exports = { violationsOf };
