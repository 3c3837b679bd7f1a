'use strict';

const { isDeepStrictEqual } = require('node:util');
const { setTimeout: sleep } = require('node:timers/promises');
const { BrokenPromise, show } = require('./broken-promise');
const { Client } = require('./client');
const { LEEWAY, ROUNDING } = require('./times');

/**
 * What one test has: two clients `a` and `b` of a pool that is open and empty, words to say what is expected of the results, and a record of
 * all steps for the message.
 */
class Stage {
  #test;
  #patienceMs;
  #steps = [];

  constructor(test, pool, store, other, patienceMs) {
    this.#test = test;
    this.#patienceMs = patienceMs;
    this.store = store;
    /** Another store object on the same records, or the same one where there is none. */
    this.other = other;
    this.pool = pool;
    this.a = this.client(store, pool, 'a');
    this.b = this.client(other, pool, 'b');
  }

  client(store, pool, owner) {
    return new Client(this, store, pool, owner);
  }

  /** Calls a step of the store at once, and waits for its result. */
  async step(client, name, args) {
    const { result, error } = await this.#answer(client, name, args);
    if (error === undefined) return result;
    throw this.#broken(`${name} has a result`, `it rejects with ${show(error.message ?? error)}`, error);
  }

  /** A step that has to reject. */
  async rejects(client, name, ...args) {
    const { result, error } = await this.#answer(client, name, args);
    this.holds(error !== undefined, `${name} rejects`, result);
  }

  /** The result of a step, or its error. */
  async #answer(client, name, args) {
    const told = client.pool === this.pool ? args : [client.pool, ...args];
    const at = this.#steps.push(`${show(client.owner)}: ${name}(${told.map(show).join(', ')})`) - 1;
    let timer;
    const patience = new Promise((_, reject) => {
      const late = () => reject(new Error(`no answer for ${this.#patienceMs / 1000} seconds`));
      timer = setTimeout(late, this.#patienceMs);
    });
    try {
      const result = await Promise.race([client.store[name](client.pool, ...args), patience]);
      this.#steps[at] += ` → ${show(result)}`;
      return { result };
    } catch (thrown) {
      const error = thrown ?? new Error(`it rejects with ${thrown}`);
      this.#steps[at] += ` rejects: ${show(error.message ?? error)}`;
      return { error };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Waits until a length has passed that a store was given. */
  async pass(ms) {
    this.#steps.push(`(${ms + LEEWAY} ms pass)`);
    await sleep(ms + LEEWAY);
  }

  holds(condition, expected, happened) {
    if (!condition) throw this.#broken(expected, show(happened));
  }

  same(actual, expected, what) {
    this.holds(isAlike(actual, expected), `${what}: ${show(expected)}`, actual);
  }

  /** An object has these members; one that is `undefined` may be absent. */
  like(actual, members, what) {
    const isLike = Object.entries(members).every(([key, value]) => isAlike(actual?.[key], value));
    this.holds(isLike, `${what}: ${show(members)}`, actual);
  }

  /** A text is the same; if not, it is told from where on. */
  sameText(actual, expected, what) {
    if (actual === expected) return;
    let at = 0;
    while (at < expected.length && actual?.[at] === expected[at]) at++;
    const from = (text) => `${show(text.slice(at, at + 20))} from character ${at} of ${text.length} on`;
    throw this.#broken(`${what}: ${from(expected)}`, typeof actual === 'string' ? from(actual) : show(actual));
  }

  /** A length that the store tells is the one that it was given at `since` or later, less the time that has passed. */
  about(actual, length, since, what) {
    const least = length - (performance.now() - since) - ROUNDING;
    const isAbout = typeof actual === 'number' && actual >= least && actual <= length + ROUNDING;
    this.holds(isAbout, `${what}: about ${length} ms`, actual);
  }

  #broken(expected, happened, cause) {
    return new BrokenPromise(this.#test, expected, happened, this.#steps, cause);
  }
}

/** Whether two values are the same. An object may have any prototype: reasons for retirement are keys, `constructor` as well. */
function isAlike(actual, expected) {
  const plain = (value) =>
    value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : value;
  return isDeepStrictEqual(plain(actual), plain(expected));
}

module.exports = { Stage };
