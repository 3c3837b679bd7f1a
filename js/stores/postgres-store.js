'use strict';

const { createHash, randomUUID } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { SessionPoolError } = require('../values/session-pool-error');
const { describe, invalidArgument, typeError } = require('../values/errors');

/** All statements by their names; the first lines of the file tell how they are written. */
const TEMPLATES = readTemplates(fs.readFileSync(path.join(__dirname, 'postgres-store.sql'), 'utf8'));

/** The tables that this release knows, and by what they are recognised. */
const VERSION = 1;
const COMMENT = /^Sessions of crawler-session, version (\d+)$/;

const PICKS = ['least-recently-used', 'most-recently-used', 'round-robin', 'random'];

/** What may have an answer without rows, which is followed by a look at why. */
const MAYBE_EMPTY = new Set([...PICKS.map((pick) => `claim ${pick}`), 'claim by id', 'renew', 'release', 'create']);

/** What time has changed is written down after a claim or an add if there were so many since, or if it is so long ago; so many records at once. */
const MOST_STEPS = 50;
const LONGEST_MS = 10_000;
const MOST_CHANGES = 1000;

/** How many steps of one pool are under way at once with a Pool of pg: more connections would hardly be faster, and others need some. */
const MOST_AT_ONCE = 4;

/** The groups of steps, beside the id of those on one record. */
const ANY = Symbol('claims of any record');
const ALONE = Symbol('steps on the whole pool');

/** Others may be in the way for a moment: how often a step tries again, with pauses that grow to this; and when to come back after that. */
const MOST_TRIES = 10;
const LONGEST_PAUSE = 50;
const LATER_MS = 500;

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

/** PostgreSQL's times begin 4713 BC; a length into the past need not be longer than this. */
const LEAST_MS = -1e14;
const MOST_MS = 8.64e15;

const TEXTS = new Set(['id', 'owner', 'reason']);

/** An index has no room for longer names of pools and ids. */
const MOST_BYTES = 1200;

/** PostgreSQL cuts names of 64 bytes and more; some are longer than that of the table. */
const LONGEST_NAME = 57;

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

/** A pool that is open: by how many, and its steps in the order of their calls. */
class OpenPool {
  users = 0;
  #mostAtOnce;
  #waiting = [];
  #underWay = new Set();
  #steps = 0;
  #tidiedAt = -Infinity;

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

  /** Counts a claim or an add. Returns whether it is time to write down what time has changed. */
  isUntidy() {
    const now = performance.now();
    if (++this.#steps < MOST_STEPS && now - this.#tidiedAt < LONGEST_MS) return false;
    this.#steps = 0;
    this.#tidiedAt = now;
    return true;
  }
}

/** Whether steps of two groups may be under way at once, since they would do the same in any order; claims may get each other's records. */
function goTogether(one, other) {
  if (one === ALONE || other === ALONE) return false;
  return one === ANY || other === ANY ? one === other : one !== other;
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

/** A record as it is reported. */
function recordOf({ id, reason, owner, fence, lease_ms, rest_ms, usable_ms, used_ms, state }) {
  const [leaseMs, restMs] = [Number(lease_ms), Number(rest_ms)].map((ms) => (ms > 0 ? bounded(ms) : undefined));
  const usableMs = bounded(Number(usable_ms));
  let status = 'free';
  if (isThere(reason)) status = 'retired';
  else if (leaseMs !== undefined) status = 'in use';
  else if (usableMs <= 0) status = 'expired';
  else if (restMs !== undefined) status = 'cooling';
  const texts = { id, status, reason: reason ?? undefined, owner: owner ?? undefined, state: state ?? undefined };
  return { ...texts, fence: Number(fence), usedMs: Number(used_ms), leaseMs, restMs, usableMs };
}

/** A length that may be infinite by somebody's hand. */
function bounded(ms) {
  return Math.min(Math.max(ms, -MOST_MS), MOST_MS);
}

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

function pauseBefore(tries) {
  return Math.random() * Math.min(LONGEST_PAUSE, 2 ** tries);
}

/** Whether a column has a value. */
function isThere(value) {
  return value !== null && value !== undefined;
}

/** The statements and parts of the file, by their names. */
function readTemplates(file) {
  const [, ...blocks] = file.split(/^-- (?:name|part): /m);
  const templates = blocks.map((block) => {
    const [name, ...lines] = block.split('\n');
    const text = lines.map((line) => line.replace(/--.*/, '')).join(' ');
    return [name, text.replace(/\s+/g, ' ').replace(/; $/, '').trim()];
  });
  return Object.fromEntries(templates);
}

/** The statements for tables with these names and of this size: their names and texts, and the names of their values in the order in which they are numbered. */
function statementsFor(names, size) {
  const filled = (text) => text.replace(/\{(\w+)\}/g, (_, name) => names[name] ?? filled(TEMPLATES[name]));
  const statements = Object.entries(TEMPLATES).map(([name, template]) => {
    const parameters = [];
    const text = `${filled(template)} -- size ${size}`.replace(/(?<!:):([a-z_]+)/g, (_, parameter) => {
      if (!parameters.includes(parameter)) parameters.push(parameter);
      return `$${parameters.indexOf(parameter) + 1}`;
    });
    return [name, { name: nameOf(text), text, parameters }];
  });
  return Object.fromEntries(statements);
}

/** The name by which a connection keeps a statement. Others may use the connection as well: the same name is the same text. */
function nameOf(text) {
  return `crawler_session_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
}

/** The names of tables and of a function, quoted. */
function namesOf(table) {
  const parts = typeof table === 'string' ? table.split('.') : [];
  const isName = (part) => /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(part) && Buffer.byteLength(part) <= LONGEST_NAME;
  if (parts.length < 1 || parts.length > 2 || !parts.every(isName)) {
    const expected = `a name or schema.name of letters, digits, _ and -, of at most ${LONGEST_NAME} bytes each`;
    throw typeError('ERR_INVALID_ARG_VALUE', `table must be ${expected}, got ${describe(table)}`);
  }
  const quoted = (suffix) => parts.map((part, at) => `"${part}${at === parts.length - 1 ? suffix : ''}"`).join('.');
  return {
    sessions: quoted(''),
    pools: quoted('_pools'),
    count: quoted('_count'),
    pools_name: `"${parts.at(-1)}_pools"`,
  };
}

/** A value as it is sent. */
function checkedValue(name, value) {
  if (value === undefined) return undefined;
  if (name === 'state') return checkText(name, String(value));
  if (TEXTS.has(name)) return checkText(name, value);
  if (name.endsWith('_ms')) return Math.max(value, LEAST_MS);
  return value === Infinity ? undefined : value;
}

/** A text that PostgreSQL can keep. */
function checkText(name, text) {
  if (typeof text !== 'string') throw invalidArgument(name, 'a string', text);
  if (text.includes('\0') || !text.isWellFormed()) {
    throw typeError(
      'ERR_INVALID_ARG_VALUE',
      `${name} must have neither NUL nor lone surrogates, got ${describe(text)}`,
    );
  }
  if ((name === 'pool' || name === 'id') && Buffer.byteLength(text) > MOST_BYTES) {
    throw typeError('ERR_INVALID_ARG_VALUE', `${name} must have at most ${MOST_BYTES} bytes, got ${describe(text)}`);
  }
  return text;
}

module.exports = { PostgresStore };
