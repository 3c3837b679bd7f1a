'use strict';

const { randomUUID } = require('node:crypto');
const { setTimeout: sleep } = require('node:timers/promises');
const { SessionPoolError } = require('../../values/session-pool-error');
const { invalidArgument } = require('../../values/errors');
const { pauseBefore } = require('./pause');
const { namesOf, statementsFor } = require('./statements');

/** The tables that this release knows, and by what they are recognised. */
const VERSION = 1;
const COMMENT = /^Sessions of crawler-session, version (\d+)$/;

const PICKS = ['least-recently-used', 'most-recently-used', 'round-robin', 'random'];

/** What may have an answer without rows, which is followed by a look at why. */
const MAYBE_EMPTY = new Set([...PICKS.map((pick) => `claim ${pick}`), 'claim by id', 'renew', 'release', 'create']);

/** How many steps of one pool are under way at once with a Pool of pg: more connections would hardly be faster, and others need some. */
const MOST_AT_ONCE = 4;

/** How often a step is made again that the server could not make beside others. With the isolation level serializable, that is usual. */
const MOST_CONFLICTS = 40;

/** How often a step is made again whose answer was lost, and after what time, in which a connection that was cut is noticed. */
const MOST_LOST = 2;
const LOST_PAUSE = 100;

/** How long an answer is waited for: less than a lease lasts that was to be renewed. */
const PATIENCE_MS = 30_000;

const MIXED_UP = 'The connection has brought the answer to another statement';

/** Codes of the server: a step could not be made beside others; a table or column is missing; a connection was ended. */
const CONFLICTS = new Set(['40001', '40P01']);
const MISSING = new Set(['42P01', '42703']);
const ENDED = /^(08...|57P01|57P02)$/;

/** Codes of a named statement that has done nothing: it is gone, it was made by somebody else, or the tables are no longer those it was made for. */
const UNPREPARED = new Set(['26000', '42P05', '0A000']);

/** Of each Client of pg, the last statement. */
const turns = new WeakMap();

/** The clients of pg whose connections don't keep statements: a pooler lends each to many, or somebody throws them away. */
const forgetful = new WeakSet();

/** The user's client, and the tables behind it. */
class Server {
  #client;
  #table;
  #names;
  #size;
  #statements;

  constructor(client, table) {
    if (typeof client?.query !== 'function') {
      throw invalidArgument('client', 'a Pool or Client of pg, a PGlite, or another with query(text, values)', client);
    }
    this.#client = client;
    this.#table = table;
    this.#names = namesOf(table);
    this.#plan(0);
  }

  /** How many steps of a pool may be under way at once. */
  get mostAtOnce() {
    const client = this.#client;
    return isPool(client) ? Math.min(MOST_AT_ONCE, client.options?.max ?? MOST_AT_ONCE) : 1;
  }

  /** Makes the tables if they aren't there. */
  async prepare() {
    // A Client that nobody has connected keeps for ever what it is asked.
    if (this.#client._connected === false && this.#client._connecting === false) {
      throw new SessionPoolError('STORE_UNAVAILABLE', 'The client of the store is not connected');
    }
    const { sessions, pools } = this.#names;
    await this.make({ sessions, pools }, async (step) => {
      if (this.#isKnown(await step.look('version'))) return;
      await step.make('create');
      this.#isKnown(await step.look('version'));
    });
  }

  /** Whether the tables are there. If they aren't for this release, it says so. */
  #isKnown({ has_sessions, has_pools, comment }) {
    const table = this.#table;
    if (!has_sessions && !has_pools) return false;
    const [, version] = COMMENT.exec(comment) ?? [];
    if (version === undefined || !has_sessions || !has_pools) {
      const message = `The table ${table} is not one of this store: it lacks its comment, or ${table}_pools is missing`;
      throw new SessionPoolError('STORE_CORRUPT', message);
    }
    if (Number(version) === VERSION) return true;
    const message = `The table ${table} has version ${version}; this release knows version ${VERSION}`;
    throw new SessionPoolError('STORE_VERSION', message);
  }

  /** Makes a step; again if others were in its way, if its answer was lost, or if the tables were. */
  async make(values, work) {
    const step = new Step(this, values);
    for (;;) {
      try {
        return await work(step);
      } catch (error) {
        await this.#recover(step, error);
      }
    }
  }

  /** Waits until a step can be made again, if there is hope. */
  async #recover(step, error) {
    const { code } = error;
    if (CONFLICTS.has(code) && step.conflicts++ < MOST_CONFLICTS) {
      await sleep(pauseBefore(step.conflicts));
    } else if (isLost(error) && step.mayBeMadeTwice && step.losses++ < MOST_LOST) {
      if (error.message === MIXED_UP) await this.#hangUp();
      await sleep(LOST_PAUSE);
    } else if (MISSING.has(code) && !step.hasPrepared) {
      // A server that has lost its data begins anew.
      step.hasPrepared = true;
      await this.prepare().catch((reason) => {
        throw reason instanceof SessionPoolError ? reason : error;
      });
    } else {
      throw error;
    }
  }

  /** Says a statement once. Resolves to the rows of its answer. */
  async ask(name, values) {
    const { parameters, ...statement } = this.#statements[name];
    const list = parameters.map((parameter) => values[parameter] ?? null);
    const query = () => this.#query(statement, list);
    const answer = await this.#inTurn(name === 'prune' ? query : () => inTime(query()));
    if (!Array.isArray(answer?.rows)) throw new TypeError('query() of the client must resolve to { rows }');
    const { rows } = answer;
    const isOurs = rows.length > 0 ? rows.every(({ step }) => step === values.step) : MAYBE_EMPTY.has(name);
    if (!isOurs) throw new Error(MIXED_UP);
    if (name === 'look') this.#plan(rows[0].pages ?? 0);
    return rows;
  }

  /**
   * Takes the statements for a table of so many pages. A connection plans a statement a few times and keeps to it then. In a small table the plan
   * is to read all of it, which would be slow in a large one: for each power of 8, the statements are others.
   */
  #plan(pages) {
    const size = Number(pages).toString(8).length;
    if (size === this.#size) return;
    this.#size = size;
    this.#statements = statementsFor(this.#names, size);
  }

  /** Asks the client. pg has a connection read a statement once, and then sends no more than its name and values. */
  async #query({ name, text }, values) {
    const client = this.#client;
    if (keepsStatements(client)) {
      try {
        return await client.query({ name, text, values });
      } catch (error) {
        if (!UNPREPARED.has(error.code)) throw error;
        forgetful.add(client);
      }
    }
    return client.query(text, values);
  }

  /** Ends all connections that aren't in use: the answers of one may be behind by one from now on. */
  async #hangUp() {
    const { text } = this.#statements['hang up'];
    const hangUp = () => this.#inTurn(() => inTime(this.#client.query(text, [])));
    await Promise.allSettled(Array.from({ length: this.#client.totalCount ?? 1 }, hangUp));
  }

  /** Hands a statement to the client. A Client of pg is one connection, and gets it after the one before is answered. */
  #inTurn(query) {
    const client = this.#client;
    if (client._connected === undefined) return query();
    const answer = (turns.get(client) ?? Promise.resolve()).then(query);
    const turn = answer.catch(() => {});
    turns.set(client, turn);
    return answer;
  }
}

/** One step: what it says, and how often it was made. */
class Step {
  name = randomUUID();
  conflicts = 0;
  losses = 0;
  hasPrepared = false;
  /** Not those whose answer tells what was there. */
  mayBeMadeTwice = true;
  #server;

  constructor(server, values) {
    this.#server = server;
    this.values = values;
  }

  /** Makes the step. Resolves to the first row of the answer. */
  async make(statement, values) {
    return (await this.makeAll(statement, values))[0];
  }

  makeAll(statement, values) {
    this.mayBeMadeTwice = statement !== 'remove' && statement !== 'prune';
    return this.#server.ask(statement, { ...this.values, ...values, step: this.name });
  }

  /** Looks at what the step found. */
  async look(statement, values) {
    return (await this.#server.ask(statement, { ...this.values, ...values, step: randomUUID() }))[0];
  }
}

/** Whether the connections of a client keep statements by their names: those of a Pool or Client of pg do, unless they were seen not to. */
function keepsStatements(client) {
  return (isPool(client) || typeof client._connected === 'boolean') && !forgetful.has(client);
}

/** Whether this is a Pool of pg. */
function isPool(client) {
  return typeof client.totalCount === 'number' && typeof client.connect === 'function';
}

/** Waits for an answer, but not for ever. */
async function inTime(answer) {
  let timer;
  const timeout = new Promise((_, reject) => {
    const late = () => reject(new SessionPoolError('STORE_UNAVAILABLE', `No answer for ${PATIENCE_MS / 1000} seconds`));
    timer = setTimeout(late, PATIENCE_MS);
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether a step may have been made without an answer: no server has said that it failed. */
function isLost(error) {
  if (error instanceof SessionPoolError || error instanceof TypeError) return false;
  const isOfServer = /^(?=.*\d)[0-9A-Z]{5}$/.test(error.code);
  return !isOfServer || ENDED.test(error.code);
}

module.exports = { PICKS, Server };
