'use strict';

const { createHash, randomBytes } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { SessionPoolError } = require('../values/session-pool-error');
const { describe, invalidArgument, typeError } = require('../values/errors');

/** All steps; the first lines tell of the keys. */
const SCRIPT = fs.readFileSync(path.join(__dirname, 'redis-store.lua'), 'utf8');
const SHA = createHash('sha1').update(SCRIPT).digest('hex');
/** In the order in which the script takes them, but for the last one. */
const KEYS = ['record:', 'pool', 'line', 'living', 'free', 'in-turn', 'waiting'];

/** A longer name of a pool is cut in its keys, of which each record has one. */
const LONGEST_NAME = 100;

const PICKS = ['least-recently-used', 'most-recently-used', 'round-robin', 'random'];

/** What is no text of that which steps are given, and of that which they answer. */
const NUMBERS = new Set([
  ...['fence', 'leaseMs', 'restMs', 'usableMs', 'usedMs', 'nextMs', 'maxPoolSize', 'limit'],
  ...['count', 'free', 'inUse', 'cooling', 'expired'],
]);
const FLAGS = new Set(['done', 'found', 'hasRoom', 'held']);

/** Keeps the records of pools in Redis or Valkey, which many machines may share. Described in `types/redis-store.d.ts`. */
class RedisStore {
  #client;
  #prefix;
  /** For each open pool, what sends its steps, and by how many it is open. */
  #pools = new Map();

  constructor(client, { prefix = 'crawler-session' } = {}) {
    this.#client = readClient(client);
    this.#prefix = checked('prefix', prefix);
    if (prefix === '' || /[{}]/.test(prefix)) {
      throw typeError('ERR_INVALID_ARG_VALUE', `prefix must be a text without braces, got ${describe(prefix)}`);
    }
  }

  async open(pool) {
    checked('pool', pool);
    const opened = this.#pools.get(pool) ?? { steps: new StepsInOrder(this.#client, this.#prefix, pool), users: 0 };
    this.#pools.set(pool, opened);
    opened.users++;
    try {
      if (!this.#client.isOpen()) throw new SessionPoolError('STORE_UNAVAILABLE', NOT_OPEN);
      usable(await opened.steps.ask('open', { name: pool }), pool);
    } catch (error) {
      this.#leave(pool, opened);
      throw error;
    }
  }

  async close(pool) {
    const opened = this.#opened(pool);
    // From now on, steps are refused.
    this.#leave(pool, opened);
    await opened.steps.settled();
  }

  async claim(pool, { owner, leaseMs, id, pick, maxPoolSize }) {
    if (!PICKS.includes(pick)) {
      throw typeError('ERR_INVALID_ARG_VALUE', `pick must be one of ${PICKS}, got ${describe(pick)}`);
    }
    const random = String(Math.floor(Math.random() * 2 ** 31));
    return this.#ask(pool, 'claim', { owner, leaseMs, pick, random }, { id, maxPoolSize });
  }

  async add(pool, { id, state, usableMs }, { maxPoolSize, lease } = {}) {
    const whom = lease === undefined ? {} : { owner: lease.owner, leaseMs: lease.leaseMs };
    return this.#ask(pool, 'add', { id, state, usableMs, ...whom }, { maxPoolSize });
  }

  async renew(pool, id, fence, { leaseMs, state, usableMs }) {
    return this.#ask(pool, 'renew', { id, fence, leaseMs }, { state, usableMs });
  }

  async release(pool, id, fence, { state, usableMs, restMs, reason }) {
    return this.#ask(pool, 'release', { id, fence, restMs }, { state, usableMs, reason });
  }

  async retire(pool, id, reason, { fence, state } = {}) {
    return this.#ask(pool, 'retire', { id, reason }, { fence, state });
  }

  async reset(pool, id, fence, { state, usableMs }) {
    return (await this.#ask(pool, 'reset', { id, fence, state, usableMs })).done;
  }

  async remove(pool, id) {
    return (await this.#ask(pool, 'remove', { id })).done;
  }

  async prune(pool) {
    return (await this.#ask(pool, 'prune', {})).count;
  }

  async get(pool, id) {
    const record = await this.#ask(pool, 'get', { id });
    return record.id === undefined ? undefined : record;
  }

  async list(pool, { after, limit, state = false }) {
    const behind = after === undefined ? undefined : String(after);
    const { records, next } = await this.#ask(pool, 'list', { limit, withState: String(state) }, { after: behind });
    return { records: records.map(answerOf), next };
  }

  async stats(pool) {
    const { retired, ...stats } = await this.#ask(pool, 'stats', {});
    return {
      ...stats,
      retired: Object.fromEntries(pairsOf(retired).map(([reason, count]) => [reason, Number(count)])),
    };
  }

  /** Asks for a step. Of what it is given, some may be left out. */
  async #ask(pool, step, required, optional = {}) {
    const { steps } = this.#opened(pool);
    const given = { ...required };
    for (const [name, value] of Object.entries(optional)) if (value !== undefined) given[name] = value;
    for (const [name, value] of Object.entries(given)) given[name] = checked(name, value);
    return usable(await steps.ask(step, given), pool);
  }

  #opened(pool) {
    const opened = this.#pools.get(pool);
    if (opened !== undefined) return opened;
    throw new SessionPoolError('POOL_CLOSED', `The store is not open for the pool ${describe(pool)}`);
  }

  #leave(pool, opened) {
    opened.users--;
    if (opened.users === 0) this.#pools.delete(pool);
  }
}

/**
 * Sends the steps on one pool, in the order in which they are asked for: each at once, or when the one before is answered if the client does
 * not keep the order by itself. A step whose answer is lost is sent once more: it has the effect and the answer of one.
 */
class StepsInOrder {
  #client;
  #keys;
  /** Tells the steps of this object from those of others. */
  #name = randomBytes(9).toString('base64url');
  #tickets = 0;
  #unanswered = new Set();
  /** Of these, those that are sent when none is under way any more. */
  #waiting = [];
  #underWay = 0;
  /** A connection that mixes answers up is made anew. */
  #mending;

  constructor(client, prefix, pool) {
    this.#client = client;
    this.#keys = [...KEYS, `steps:${this.#name}`].map((key) => `${prefix}:{${encoded(pool)}}:${key}`);
  }

  ask(name, given) {
    const step = { name, given, ticket: ++this.#tickets, isRepeated: false };
    step.answer = new Promise((resolve, reject) => {
      step.resolve = resolve;
      step.reject = reject;
    });
    this.#unanswered.add(step);
    const mustWait = this.#waiting.length > 0 || this.#mending !== undefined;
    if (mustWait || (this.#underWay > 0 && !this.#client.keepsOrder)) this.#waiting.push(step);
    else this.#send(step);
    return step.answer;
  }

  /** Once all that was asked for before is answered. */
  async settled() {
    await Promise.allSettled([...this.#unanswered].map(({ answer }) => answer));
  }

  async #send(step) {
    this.#underWay++;
    const { answer, error } = await this.#exchange(step);
    this.#underWay--;
    if (error !== undefined && !step.isRepeated && this.#mayRepeat(error)) {
      step.isRepeated = true;
      this.#waiting.push(step);
    } else {
      this.#unanswered.delete(step);
      if (error === undefined) step.resolve(answer);
      else step.reject(failure(error));
    }
    if (this.#underWay === 0) this.#sendWaiting();
  }

  async #sendWaiting() {
    if (this.#mending !== undefined) {
      await this.#mending;
      this.#mending = undefined;
    }
    const steps = this.#waiting.sort((one, other) => one.ticket - other.ticket);
    this.#waiting = this.#client.keepsOrder ? [] : steps.splice(1);
    for (const step of steps) this.#send(step);
  }

  /** Sends a step, and waits for its reply. */
  async #exchange({ name, given, ticket, isRepeated }) {
    const nonce = `${this.#name}:${ticket}`;
    const script = isRepeated ? ['EVAL', SCRIPT] : ['EVALSHA', SHA];
    const args = [name, nonce, ticket, ...Object.entries(given).flat()];
    try {
      const words = [...script, this.#keys.length, ...this.#keys, ...args].map(String);
      const reply = await this.#client.send(this.#keys[0], words);
      if (String(reply?.[0]) === nonce) return { answer: answerOf(reply[1]) };
    } catch (error) {
      return { error };
    }
    this.#mending ??= this.#client.reconnect(this.#keys[0]);
    return { error: new Error(MIXED_UP) };
  }

  #mayRepeat({ message }) {
    if (message === MIXED_UP || message.startsWith('NOSCRIPT')) return true;
    // What Redis says begins with a word in capitals; anything else is what became of the connection.
    return !this.#client.repeats && !/^[A-Z]+ /.test(message);
  }
}

const NOT_OPEN = "The client of the store is not open: it was closed, or hasn't been connected";

const MIXED_UP = 'The connection brought the answer to another command';

/** How long a client that can't be told to connect anew is left alone, after Redis was told to end the connection. */
const RECONNECTION_MS = 1000;

/** Why a step failed. */
function failure(error) {
  const { message } = error;
  // ioredis has the whole command there, and so the state, which is a login.
  if (error.command !== undefined) Object.defineProperty(error, 'command', { enumerable: false });
  const code = /\bWRONGTYPE\b/.test(message) ? 'STORE_CORRUPT' : 'STORE_UNAVAILABLE';
  return new SessionPoolError(code, `Redis: ${message || error.code || error}`, { cause: error });
}

/** An answer, unless it says why there is none. */
function usable(answer, pool) {
  const { damaged, foreign, flaw, version, known } = answer;
  if (version !== undefined) {
    const message = `The pool ${describe(pool)} in Redis has version ${version}; this release knows version ${known}`;
    throw new SessionPoolError('STORE_VERSION', message);
  }
  if (damaged !== undefined) {
    const message = `The record ${describe(damaged)} of the pool ${describe(pool)} in Redis is damaged: ${flaw}`;
    throw new SessionPoolError('STORE_CORRUPT', message);
  }
  if (foreign !== undefined) {
    throw new SessionPoolError(
      'STORE_CORRUPT',
      `The key ${describe(foreign)} in Redis is not one of the store: ${flaw}`,
    );
  }
  return answer;
}

/** What stands in an answer as names and values one after the other. */
function pairsOf(list) {
  return list.flatMap((name, at) => (at % 2 === 0 ? [[String(name), list[at + 1]]] : []));
}

function answerOf(list) {
  const values = pairsOf(list).map(([name, value]) => {
    if (Array.isArray(value)) return [name, value];
    const text = String(value);
    if (FLAGS.has(name)) return [name, text === 'true'];
    return [name, NUMBERS.has(name) ? Number(text) : text];
  });
  return Object.fromEntries(values);
}

/** A name as it stands between the braces of keys. */
function encoded(pool) {
  // Without a name between them, braces mean nothing.
  const name = encodeURIComponent(pool) || '#';
  if (name.length <= LONGEST_NAME) return name;
  return `${name.slice(0, LONGEST_NAME)}#${createHash('sha256').update(pool).digest('hex')}`;
}

/** What a step is given, as text. */
function checked(name, value) {
  if (NUMBERS.has(name)) {
    if (typeof value !== 'number') throw invalidArgument(name, 'a number', value);
    if (!Number.isFinite(value)) throw typeError('ERR_INVALID_ARG_VALUE', `${name} must be finite, got ${value}`);
    return String(value);
  }
  const text = name === 'state' && value !== undefined ? String(value) : value;
  if (typeof text !== 'string') throw invalidArgument(name, 'a string', text);
  if (text.isWellFormed()) return text;
  throw typeError('ERR_INVALID_ARG_VALUE', `${name} must not have lone surrogates, got ${describe(text)}`);
}

/**
 * The user's client as this store uses it: `send` sends the words of a command to where a key is; `keepsOrder` says whether commands take
 * effect in the order in which they are sent; `repeats` whether those are sent again whose connection has ended; `isOpen` whether any can be
 * sent at all; `reconnect` makes the connection to where a key is anew.
 */
function readClient(client) {
  const has = (name) => typeof client?.[name] === 'function';
  const keyPrefix = client?.options?.keyPrefix ?? client?._keyPrefix;
  if (keyPrefix) {
    const message = `client must have no keyPrefix, got ${describe(keyPrefix)}: the store has a prefix of its own`;
    throw typeError('ERR_INVALID_ARG_VALUE', message);
  }
  // ioredis and iovalkey
  if (has('call') && typeof client.status === 'string') {
    return {
      send: (_key, words) => client.call(...words),
      keepsOrder: !client.isCluster,
      repeats: true,
      isOpen: () => client.status !== 'end',
      reconnect: async () => client.disconnect(true),
    };
  }
  // node-redis; version 4 can be told to act like version 3
  if (has('sendCommand') && typeof client.isOpen === 'boolean' && !client.options?.legacyMode) {
    const [isCluster, isSentinel, isPool] = [has('getSlotRandomNode'), has('getMasterNode'), has('execute')];
    const place = (key) => (isCluster ? [key, false] : isSentinel ? [false] : []);
    const send = (key, words) => client.sendCommand(...place(key), words);
    return {
      send,
      keepsOrder: !isCluster && !isSentinel && !isPool,
      repeats: false,
      isOpen: () => client.isOpen,
      // The server ends the connection, and the client takes that for an accident.
      async reconnect(key) {
        await send(key, ['QUIT']).catch(() => {});
        await sleep(RECONNECTION_MS);
      },
    };
  }
  throw invalidArgument('client', 'a client of ioredis, iovalkey or node-redis (4 or later)', client);
}

module.exports = { RedisStore };
