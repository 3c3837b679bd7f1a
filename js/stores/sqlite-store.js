'use strict';

const path = require('node:path');
const { fileURLToPath } = require('node:url');
const { OpenFile, PICKS, orNaN } = require('../crossing/store-steps');
const { SessionPoolError } = require('../values/session-pool-error');
const { describe, invalidArgument, typeError } = require('../values/errors');

/** Keeps the records of pools in an SQLite file, which several processes may share. Described in `types/sqlite-store.d.ts`. */
class SqliteStore {
  #path;
  /** For each pool, by how many it is open. */
  #users = new Map();
  /** The file, while it is open. */
  #file;
  /** The last opening or closing: they come one after the other. */
  #turn = Promise.resolve();

  constructor(file) {
    this.#path = readPath(file);
  }

  open(pool) {
    return this.#inTurn(async () => {
      checkText(pool, 'pool');
      const file = this.#file ?? (await OpenFile.open(this.#path, makeError));
      this.#file = file;
      try {
        await file.ask('openPool', pool);
        this.#users.set(pool, (this.#users.get(pool) ?? 0) + 1);
      } finally {
        await this.#closeUnused();
      }
    });
  }

  async close(pool) {
    // From now on, steps are refused.
    const file = this.#fileOf(pool);
    const users = this.#users.get(pool) - 1;
    if (users > 0) this.#users.set(pool, users);
    else this.#users.delete(pool);
    await file.settled();
    await this.#inTurn(() => this.#closeUnused());
  }

  async claim(pool, { owner, leaseMs, id, pick, maxPoolSize }) {
    const code = PICKS[pick];
    if (code === undefined) {
      throw typeError('ERR_INVALID_ARG_VALUE', `pick must be one of ${Object.keys(PICKS)}, got ${describe(pick)}`);
    }
    checkText(owner, 'owner');
    if (id !== undefined) checkText(id, 'id');
    const answer = this.#ask(pool, 'claim', Date.now(), pool, owner, leaseMs, id, code, orNaN(maxPoolSize));
    const { head, state } = await answer;
    if (state !== undefined) head.state = state;
    return head;
  }

  async add(pool, { id, state, usableMs }, { maxPoolSize, lease } = {}) {
    checkText(id, 'id');
    if (lease !== undefined) checkText(lease.owner, 'lease.owner');
    const whom = [lease?.owner, orNaN(lease?.leaseMs)];
    const args = [Date.now(), pool, id, stateText(state), usableMs, orNaN(maxPoolSize), ...whom];
    return (await this.#ask(pool, 'add', ...args)).head;
  }

  async renew(pool, id, fence, { leaseMs, state, usableMs }) {
    checkText(id, 'id');
    const args = [Date.now(), pool, id, fence, leaseMs, stateText(state), orNaN(usableMs)];
    return (await this.#ask(pool, 'renew', ...args)).head;
  }

  async release(pool, id, fence, { state, usableMs, restMs, reason }) {
    checkText(id, 'id');
    if (reason !== undefined) checkText(reason, 'reason');
    const args = [Date.now(), pool, id, fence, restMs, stateText(state), orNaN(usableMs), reason];
    return (await this.#ask(pool, 'release', ...args)).head;
  }

  async retire(pool, id, reason, held) {
    checkText(id, 'id');
    checkText(reason, 'reason');
    const args = [Date.now(), pool, id, reason, orNaN(held?.fence), stateText(held?.state)];
    return (await this.#ask(pool, 'retire', ...args)).head;
  }

  async reset(pool, id, fence, { state, usableMs }) {
    checkText(id, 'id');
    return (await this.#ask(pool, 'reset', Date.now(), pool, id, fence, stateText(state), usableMs)).head;
  }

  async remove(pool, id) {
    checkText(id, 'id');
    return (await this.#ask(pool, 'remove', pool, id)).head;
  }

  async prune(pool) {
    return (await this.#ask(pool, 'prune', Date.now(), pool)).head;
  }

  async get(pool, id) {
    checkText(id, 'id');
    const { head, state } = await this.#ask(pool, 'get', Date.now(), pool, id);
    return head === null ? undefined : Object.assign(head, { state });
  }

  async list(pool, { after, limit, state = false }) {
    return (await this.#ask(pool, 'list', Date.now(), pool, Number(after ?? 0), limit, state)).head;
  }

  async stats(pool) {
    return (await this.#ask(pool, 'stats', Date.now(), pool)).head;
  }

  #ask(pool, step, ...args) {
    return this.#fileOf(pool).ask(step, ...args);
  }

  #fileOf(pool) {
    if (this.#users.has(pool)) return this.#file;
    throw new SessionPoolError('POOL_CLOSED', `${this.#path} is not open for the pool ${describe(pool)}`);
  }

  /** Closes the file if no pool has it open. */
  async #closeUnused() {
    const file = this.#file;
    if (this.#users.size > 0 || file === undefined) return;
    this.#file = undefined;
    await file.ask('close');
  }

  /** Runs an opening or a closing after those before it. */
  #inTurn(work) {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}

function makeError(code, message) {
  return new SessionPoolError(code, message);
}

/** The path of a file, absolute, since the working directory may change. */
function readPath(file) {
  if (typeof file !== 'string' && !isUrl(file)) throw invalidArgument('path', 'a string or a file: URL', file);
  if (typeof file !== 'string' && file.protocol !== 'file:') {
    throw typeError('ERR_INVALID_ARG_VALUE', `path must be a file: URL, got ${describe(file.href)}`);
  }
  const text = typeof file === 'string' ? file : fileURLToPath(file.href);
  if (text === ':memory:') {
    throw typeError(
      'ERR_INVALID_ARG_VALUE',
      "path must name a file, got ':memory:'; for sessions in memory, use MemoryStore",
    );
  }
  if (text === '' || text.includes('\0') || !text.isWellFormed()) {
    throw typeError('ERR_INVALID_ARG_VALUE', `path must name a file, got ${describe(text)}`);
  }
  return path.resolve(text);
}

/** Whether this is a `URL` of any realm. */
function isUrl(value) {
  return value !== null && typeof value === 'object' && typeof value.href === 'string';
}

/** A text that SQLite can keep: Unicode, without lone surrogates. */
function checkText(text, name) {
  if (typeof text !== 'string') throw invalidArgument(name, 'a string', text);
  if (!text.isWellFormed()) {
    throw typeError('ERR_INVALID_ARG_VALUE', `${name} must not have lone surrogates, got ${describe(text)}`);
  }
}

/** The text of a state, if there is one. */
function stateText(state) {
  if (state === undefined) return undefined;
  const text = String(state);
  checkText(text, 'state');
  return text;
}

module.exports = { SqliteStore };
