'use strict';

// Where a history takes place: sessions in a store, processes that use them, what all of them saw, and what the model says of it.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { SessionPool } = require('../../pool');
const { PATIENCE_MS } = require('../helpers/patience');
const { endMarked, newMark } = require('../helpers/processes/mark');
const { Crew } = require('./crew');
const { History } = require('./history');
const { violationsOf } = require('./model');
const { numberOf, numbered } = require('./numbered');
const { openStore } = require('./stores');

/** What a worker may be told instead of a session: nothing is free, the store is away. */
const REFUSALS = ['POOL_TIMEOUT', 'STORE_UNAVAILABLE'];
const ENDS = ['LEASE_LOST', 'STORE_UNAVAILABLE'];

/** The sessions that there are at first. */
const IDS = ['a', 'b', 'c', 'd', 'e'];

class Place {
  #folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-chaos-'));
  #mark = newMark();
  #leaseSecs;
  #store;
  #pool;
  #round = 0;
  history;

  /**
   * @param {object} given `store` of whoever prepares and looks after the pool, which no fault should be in the way of; without it, a file in
   * this place; `workersStore`, if theirs is another one
   */
  constructor({ store = this.#sqlite(), workersStore = store, leaseSecs = 1 } = {}) {
    this.#leaseSecs = leaseSecs;
    this.#store = store;
    const file = this.#path('history');
    this.history = new History(file);
    this.crew = new Crew({ store: workersStore, file, leaseSecs }, this.#mark, this.history);
  }

  get leaseMs() {
    return this.#leaseSecs * 1000;
  }

  /** Adds the sessions, at first and when the server has lost them, however often that takes. */
  async fill() {
    const round = this.#round++;
    const pool = await this.#open();
    for (const id of IDS) {
      const session = numbered(id, `${id}-${round}`);
      this.history.note('adding', { id, n: numberOf(session) });
      while (!(await pool.add(session, { ifExists: 'keep' }).then(() => true, isAway))) await sleep(50);
      this.history.note('added', { id });
    }
  }

  /** What there is in the pool. */
  async summaries(options) {
    const summaries = [];
    for await (const summary of (await this.#open()).sessions(options)) summaries.push(summary);
    return summaries;
  }

  /** Ends all workers; then takes each session once more, and looks at all of them. Returns what is wrong. */
  async judge() {
    await this.crew.end();
    const wrong = [...this.crew.wrong];
    const pool = await this.#open();
    for (const { id, status } of await this.summaries()) {
      if (status === 'retired') continue;
      const lease = await pool.acquire({ id, timeoutSecs: PATIENCE_MS / 1000 });
      await lease.release();
    }
    for (const { id, status, fence, state } of await this.summaries({ state: true })) {
      this.history.note('final', { id, status, fence, read: state.userData.n });
    }
    const events = this.history.read();
    for (const { what, code, message } of events) {
      if (what === 'refused' && !REFUSALS.includes(code)) wrong.push(`A use was refused: ${code} ${message}`);
      if (what === 'lost' && !ENDS.includes(code)) wrong.push(`A use ended with ${code}`);
    }
    return [...wrong, ...violationsOf(events, { leaseMs: this.leaseMs })];
  }

  /** Ends and removes all that there is. */
  async end() {
    await endMarked(this.#mark);
    await (await this.#pool)?.pool.close();
    await (await this.#pool)?.end();
    this.history.close();
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }

  #path(name) {
    return path.join(this.#folder, name);
  }

  #sqlite() {
    return { kind: 'sqlite', file: this.#path('sessions.db') };
  }

  /** The pool of whoever looks after the sessions. */
  async #open() {
    this.#pool ??= openStore(this.#store).then(async ({ store, end }) => ({
      pool: await SessionPool.open({ store, createSessions: false }),
      end,
    }));
    return (await this.#pool).pool;
  }
}

/** Whether a step failed since the store was away: `false`, as it is for the step. */
function isAway(error) {
  if (error.code !== 'STORE_UNAVAILABLE') throw error;
  return false;
}

module.exports = { Place };
