'use strict';

const { setTimeout: sleep } = require('node:timers/promises');
const { SessionPoolError } = require('../values/session-pool-error');
const { describe, typeError } = require('../values/errors');
const { pauseBefore } = require('./postgres/pause');
const { PICKS, Server } = require('./postgres/server');
const { ALONE, ANY, StepOrder } = require('./postgres/step-order');
const { checkText, checkedValue, isThere, recordOf } = require('./postgres/values');

/** What time has changed is written down after a claim or an add if there were so many since, or if it is so long ago; so many records at once. */
const MOST_STEPS = 50;
const LONGEST_MS = 10_000;
const MOST_CHANGES = 1000;

/** Others may be in the way for a moment: how often a step tries again; and when to come back after that. */
const MOST_TRIES = 10;
const LATER_MS = 500;

/** Keeps the records of pools in PostgreSQL, which many machines may share. Described in `types/postgres-store.d.ts`. */
class PostgresStore {
  #server;
  #pools = new Map();

  constructor(client, { table = 'crawler_sessions' } = {}) {
    this.#server = new Server(client, table);
  }

  async open(pool) {
    checkText('pool', pool);
    await this.#server.prepare();
    const opened = this.#pools.get(pool) ?? new OpenPool(this.#server.mostAtOnce);
    this.#pools.set(pool, opened);
    opened.users++;
  }

  async close(pool) {
    const opened = this.#opened(pool);
    opened.users--;
    // From now on, steps are refused.
    if (opened.users === 0) this.#pools.delete(pool);
    await opened.settled();
  }

  async claim(pool, { owner, leaseMs, id, pick, maxPoolSize }) {
    if (!PICKS.includes(pick)) {
      throw typeError('ERR_INVALID_ARG_VALUE', `pick must be one of ${PICKS}, got ${describe(pick)}`);
    }
    const values = { owner, lease_ms: leaseMs, id, max_pool_size: maxPoolSize };
    const claimed = this.#make(pool, id ?? ANY, values, async (step) => {
      const made = step.losses > 0 ? await step.look('claimed', { claim: step.name }) : {};
      if (isThere(made.id)) return given(made);
      return id === undefined ? claimAny(step, pick) : claimOne(step);
    });
    this.#tidyNowAndThen(pool);
    return claimed;
  }

  async add(pool, { id, state, usableMs }, { maxPoolSize, lease } = {}) {
    const whom = { owner: lease?.owner, lease_ms: lease?.leaseMs };
    const values = { id, state, usable_ms: usableMs, max_pool_size: maxPoolSize, ...whom };
    // It counts all records, and has a place in their order.
    const added = this.#make(pool, ALONE, values, async (step) => {
      for (let tries = 0; ; tries++) {
        const { status, fence } = await step.make('add');
        if (status === 'added') return { status, fence: Number(fence) };
        // Some that count as live may have expired by now.
        const isFinal = status !== 'full' || tries === MOST_TRIES || !(await step.look('look')).has_room;
        if (isFinal) return { status };
      }
    });
    this.#tidyNowAndThen(pool);
    return added;
  }

  async renew(pool, id, fence, { leaseMs, state, usableMs }) {
    return this.#hold(pool, 'renew', { id, fence, lease_ms: leaseMs, state, usable_ms: usableMs });
  }

  async release(pool, id, fence, { state, usableMs, restMs, reason }) {
    return this.#hold(pool, 'release', { id, fence, rest_ms: restMs, state, usable_ms: usableMs, reason });
  }

  /** A step of a holder. */
  #hold(pool, name, values) {
    return this.#make(pool, values.id, values, async (step) => {
      const row = await step.make(name);
      if (row !== undefined) return { held: true, reason: row.reason ?? undefined };
      const holder = await step.look('holder', { release: step.name });
      return { held: holder.was_released === true, reason: holder.reason ?? undefined };
    });
  }

  async retire(pool, id, reason, held) {
    const values = { id, reason, fence: held?.fence, state: held?.state };
    const row = await this.#make(pool, id, values, (step) => step.make('retire'));
    const isHeld = held === undefined ? undefined : row.held === true;
    return { found: isThere(row.reason), reason: row.reason ?? undefined, held: isHeld };
  }

  async reset(pool, id, fence, { state, usableMs }) {
    const values = { id, fence, state, usable_ms: usableMs };
    return (await this.#make(pool, id, values, (step) => step.make('reset'))).done;
  }

  async remove(pool, id) {
    return (await this.#make(pool, id, { id }, (step) => step.make('remove'))).done;
  }

  async prune(pool) {
    return (await this.#make(pool, ALONE, {}, (step) => step.make('prune'))).removed;
  }

  async get(pool, id) {
    const row = await this.#make(pool, id, { id, with_state: true }, (step) => step.make('get'));
    return isThere(row.id) ? recordOf(row) : undefined;
  }

  async list(pool, { after = 0, limit, state = false }) {
    const values = { after, limit: limit + 1, with_state: state };
    const rows = await this.#make(pool, ALONE, values, (step) => step.makeAll('list'));
    const found = rows.filter(({ id }) => isThere(id));
    const page = found.slice(0, limit);
    return { records: page.map(recordOf), next: found.length > limit ? Number(page.at(-1).place) : undefined };
  }

  async stats(pool) {
    const rows = await this.#make(pool, ALONE, {}, (step) => step.makeAll('stats'));
    const stats = { free: 0, inUse: 0, cooling: 0, expired: 0 };
    const retired = [];
    let nextMs;
    for (const { status, reason, count, next_ms } of rows.filter((row) => isThere(row.status))) {
      if (status === 'retired') retired.push([reason, Number(count)]);
      else stats[status === 'in use' ? 'inUse' : status] = Number(count);
      if (isThere(next_ms)) nextMs = Math.min(nextMs ?? Infinity, Number(next_ms));
    }
    return { ...stats, retired: Object.fromEntries(retired), nextMs };
  }

  /** Makes a step of a group with these values after those before it. */
  #make(pool, group, values, work) {
    const opened = this.#opened(pool);
    const checked = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, checkedValue(name, value)]),
    );
    return opened.enter(group, () => this.#server.make({ ...checked, pool }, work));
  }

  /** Writes down what time has changed, for as long as there is much of it: claims have to look through all of it. Tells how large the table is. */
  async #tidyNowAndThen(pool) {
    if (!this.#opened(pool).isUntidy()) return;
    try {
      while ((await this.#make(pool, ALONE, {}, (step) => step.look('look'))).changed === MOST_CHANGES);
    } catch {
      // It is not needed; the next step will fail as well, if need be.
    }
  }

  #opened(pool) {
    const opened = this.#pools.get(pool);
    if (opened !== undefined) return opened;
    throw new SessionPoolError('POOL_CLOSED', `The store is not open for the pool ${describe(pool)}`);
  }
}

/** A pool that is open: by how many, and its steps. */
class OpenPool extends StepOrder {
  users = 0;
  #steps = 0;
  #tidiedAt = -Infinity;

  /** Counts a claim or an add. Returns whether it is time to write down what time has changed. */
  isUntidy() {
    const now = performance.now();
    if (++this.#steps < MOST_STEPS && now - this.#tidiedAt < LONGEST_MS) return false;
    this.#steps = 0;
    this.#tidiedAt = now;
    return true;
  }
}

/** Claims the record that a `pick` chooses. */
async function claimAny(step, pick) {
  for (let tries = 0; ; tries++) {
    const row = await step.make(`claim ${pick}`, { has_looked: tries > 0 });
    if (row !== undefined) return given(row);
    let around;
    do around = await step.look('look');
    while (around.has_free && around.changed === MOST_CHANGES);
    const { has_free, next_ms, has_room } = around;
    if (!has_free || tries === MOST_TRIES) {
      const nextMs = has_free ? LATER_MS : (next_ms ?? undefined);
      return { status: 'none', nextMs, hasRoom: step.values.max_pool_size === undefined ? undefined : has_room };
    }
    // Somebody else is about to take it, unless time has made it free just now.
    if (tries > 0) await sleep(pauseBefore(tries));
  }
}

async function claimOne(step) {
  for (let tries = 0; ; tries++) {
    const row = await step.make('claim by id');
    if (row !== undefined) return given(row);
    const found = await step.look('get', { with_state: false });
    if (!isThere(found.id)) return { status: 'missing' };
    const { status, reason = status, leaseMs = 0, restMs = 0, usableMs } = recordOf(found);
    if (status === 'retired' || status === 'expired') return { status: 'retired', reason };
    const nextMs = Math.max(leaseMs, restMs);
    if (status !== 'free') return { status: 'none', nextMs: nextMs < usableMs ? nextMs : undefined };
    // Somebody else is about to take it.
    if (tries === MOST_TRIES) return { status: 'none', nextMs: LATER_MS };
    await sleep(pauseBefore(tries));
  }
}

/** What a claim has given. */
function given({ id, fence, state }) {
  return { status: 'claimed', id, fence: Number(fence), state: state ?? undefined };
}

module.exports = { PostgresStore };
