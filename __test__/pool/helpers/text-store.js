'use strict';

const { MemoryStore } = require('../../../pool');

const STEPS = ['claim', 'add', 'renew', 'release', 'retire', 'reset', 'remove', 'prune', 'get', 'list', 'stats'];

/** A store that keeps text, as those of other processes do, and that can fail. */
class TextStore extends MemoryStore {
  keepsObjects = false;
  /** Called before each step with its name and arguments; what it throws, the step fails with. */
  before = () => {};
  /** Called when a step is done, before its answer is given; what it throws, the step fails with though it was made. */
  after = () => {};
  /** How often each step was called. */
  calls = Object.fromEntries(STEPS.map((step) => [step, 0]));
  /** Who held each record last. */
  holders = new Map();
}

for (const step of STEPS) {
  TextStore.prototype[step] = async function call(...args) {
    this.calls[step]++;
    await this.before(step, ...args);
    const [, ...given] = args;
    for (const { state } of given.filter((arg) => typeof arg?.state !== 'boolean' && arg?.state !== undefined)) {
      if (typeof state !== 'string') throw new Error(`A state must be text, got ${typeof state}`);
    }
    const result = await MemoryStore.prototype[step].apply(this, args);
    if (step === 'reset' || step === 'remove') this.holders.delete(given[0]);
    if (result?.status === 'added' && given[1]?.lease !== undefined)
      this.holders.set(given[0].id, given[1].lease.owner);
    if (result?.status === 'claimed') {
      // As the interface allows it: who held the record last knows its state.
      if (this.holders.get(result.id) === given[0].owner) result.state = undefined;
      this.holders.set(result.id, given[0].owner);
    }
    await this.after(step, ...args);
    return result;
  };
}

module.exports = { TextStore };
