'use strict';

/** The groups of steps, beside the id of those on one record. */
const ANY = Symbol('claims of any record');
const ALONE = Symbol('steps on the whole pool');

/**
 * The steps of a pool in the order of their calls. Each is of a group: the id of its record, `ANY` or `ALONE`; `goTogether` says which may be
 * under way at once.
 */
class StepOrder {
  #mostAtOnce;
  #waiting = [];
  #underWay = new Set();

  /** @param {number} mostAtOnce how many steps may be under way */
  constructor(mostAtOnce) {
    this.#mostAtOnce = mostAtOnce;
  }

  /** Does the work of a step once all steps before it have begun, and all are done with which it may not go together. */
  async enter(group, work) {
    const step = { group };
    const turn = new Promise((resolve) => {
      step.begin = resolve;
    });
    this.#waiting.push(step);
    this.#pump();
    await turn;
    try {
      return await work();
    } finally {
      this.#underWay.delete(step);
      this.#pump();
    }
  }

  #pump() {
    while (this.#waiting.length > 0 && this.#mayBegin(this.#waiting[0])) {
      const step = this.#waiting.shift();
      this.#underWay.add(step);
      step.begin();
    }
  }

  #mayBegin({ group }) {
    if (this.#underWay.size >= this.#mostAtOnce) return false;
    for (const other of this.#underWay) if (!goTogether(group, other.group)) return false;
    return true;
  }

  /** Once all steps that were called are done. */
  settled() {
    return this.enter(ALONE, async () => {});
  }
}

/** Whether steps of two groups may be under way at once, since they would do the same in any order; claims may get each other's records. */
function goTogether(one, other) {
  if (one === ALONE || other === ALONE) return false;
  return one === ANY || other === ANY ? one === other : one !== other;
}

module.exports = { ALONE, ANY, StepOrder };
