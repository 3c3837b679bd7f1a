'use strict';

/**
 * The other half of `src/crossing/store_steps.rs`: what a store is asked, and what it answers, as JSON. A state crosses beside it, as it is.
 */

const { SqliteDatabase } = require('../addon/native');
const { LEAST_RECENTLY_USED, MOST_RECENTLY_USED, OPENING, RANDOM, ROUND_ROBIN } = require('./layout').storeSteps;

/** The code of each `pick`. */
const PICKS = {
  __proto__: null,
  'least-recently-used': LEAST_RECENTLY_USED,
  'most-recently-used': MOST_RECENTLY_USED,
  'round-robin': ROUND_ROBIN,
  random: RANDOM,
};

/** Tickets are reused after so many: all of those before have been answered by then. */
const TICKETS = 2 ** 31;

/** A file that is open in the addon, on a thread of its own. */
class OpenFile {
  #database;
  #waiting;
  #ticket = OPENING;

  /** Opens a file. The answers to what is asked before that is done come after it. */
  static async open(path, makeError) {
    // Who waits for which ticket. The addon holds on to the function that answers, and so to all that it knows of: to the database only
    // while somebody waits, so that a store that nobody has closed can be collected.
    const waiting = new Map();
    const database = new SqliteDatabase(path, (ticket, code, head, state) => {
      // An error of the file as a whole is the answer to all: its thread has ended.
      const answered = ticket === OPENING ? [...waiting.keys()] : [ticket];
      for (const one of answered) {
        const entry = waiting.get(one);
        waiting.delete(one);
        if (waiting.size === 0) entry.database.keepAlive(false);
        if (code === null) entry.resolve({ head: JSON.parse(head), state: state ?? undefined });
        else entry.reject(makeError(code, head));
      }
    });
    const file = new OpenFile();
    file.#database = database;
    file.#waiting = waiting;
    await file.#answer(OPENING);
    return file;
  }

  /**
   * Asks for a step, the name of a method of the addon's class with its arguments, or for `close`. Resolves to `{ head, state }`. Steps
   * are made in the order in which they are asked for, and so are the answers.
   */
  ask(step, ...args) {
    this.#ticket = (this.#ticket % TICKETS) + 1;
    const ticket = this.#ticket;
    const isOpen = this.#database[step](ticket, ...args);
    if (!isOpen) return Promise.reject(new Error('the file is closed'));
    return this.#answer(ticket);
  }

  /** Once all that was asked for before has been answered. */
  async settled() {
    const last = [...this.#waiting.values()].at(-1);
    await last?.answer.catch(() => {});
  }

  /** Waits for an answer, and keeps the process alive until then. */
  #answer(ticket) {
    if (this.#waiting.size === 0) this.#database.keepAlive(true);
    const entry = { database: this.#database };
    entry.answer = new Promise((resolve, reject) => {
      entry.resolve = resolve;
      entry.reject = reject;
    });
    this.#waiting.set(ticket, entry);
    return entry.answer;
  }
}

/** A number that may be left out. */
function orNaN(number) {
  return number === undefined ? Number.NaN : number;
}

module.exports = { OpenFile, PICKS, orNaN };
