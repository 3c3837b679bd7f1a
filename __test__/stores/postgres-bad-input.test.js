'use strict';

// What PostgresStore refuses, and what a record costs that somebody has spoiled.
// Promises: L21, L22

const { Client } = require('pg');
const { SessionPool } = require('../../pool');
const { PostgresStore } = require('../../postgres');
const { LONG, onServer, stepsOn } = require('./fixtures/postgres-place');

const place = onServer();

describe('a client that is none', () => {
  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a URL', 'postgres://127.0.0.1/'],
    ['an empty object', {}],
    ['a function, as of postgres.js', () => {}],
    ['a client that is being connected', Promise.resolve()],
    ['a query that is none', { query: 'SELECT 1' }],
  ])('%s', (_, client) => {
    expect(() => new PostgresStore(client)).toThrow(
      expect.objectContaining({
        name: 'TypeError',
        code: 'ERR_INVALID_ARG_TYPE',
        message: expect.stringMatching(/^client must be a Pool or Client of pg, a PGlite, .*, got /),
      }),
    );
  });

  test.each([
    ['nothing', async () => undefined],
    ['a list of rows, as mysql2 does', async () => [[{ step: 1 }], []]],
    ['no promise', () => ({ rows: 1 })],
  ])('one whose query() gives %s is told when a pool is opened', async (_, query) => {
    await expect(new PostgresStore({ query }).open('shop')).rejects.toMatchObject({
      name: 'TypeError',
      message: 'query() of the client must resolve to { rows }',
    });
  });
});

describe('a client that is not open', () => {
  test('a Client that nobody has connected', async () => {
    const client = new Client(place.server.url);
    const opening = SessionPool.open({ store: new PostgresStore(client) });
    await expect(opening).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/is not connected/),
    });
    // It is well once it is.
    await client.connect();
    const pool = await SessionPool.open({ store: new PostgresStore(client) });
    await pool.close();
    await client.end();
    await expect(SessionPool.open({ store: new PostgresStore(client) })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringMatching(/closed/),
    });
  });

  test('a Client that is being connected is waited for', async () => {
    const client = new Client(place.server.url);
    const connected = client.connect();
    const pool = await SessionPool.open({ store: new PostgresStore(client) });
    await pool.close();
    await connected;
    await client.end();
  });

  test('a Pool that was ended, before a pool is opened and after that', async () => {
    const client = place.client();
    const { store, steps } = await place.store(client);
    await client.end();
    await expect(steps.stats()).rejects.toThrow('after calling end on the pool');
    await expect(store.open('other')).rejects.toThrow('after calling end on the pool');
  });

  test('a server that is not there', async () => {
    const client = place.client({ connectionString: 'postgres://postgres@127.0.0.1:1/postgres' });
    await expect(SessionPool.open({ store: new PostgresStore(client) })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      cause: expect.objectContaining({ code: 'ECONNREFUSED' }),
    });
  });
});

describe('a table', () => {
  const names = [
    '',
    'a.b.c',
    '.x',
    'x.',
    'a b',
    'x"y',
    "x'y",
    'x;y',
    '1x',
    'x$y',
    'x\0',
    'x'.repeat(58),
    'ö'.repeat(29),
  ];
  const wrong = [...names, 7, null, {}, []];

  test.each(wrong.map((table) => [JSON.stringify(table), table]))('%s is a TypeError', (_, table) => {
    expect(() => new PostgresStore({ query() {} }, { table })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE', message: expect.stringMatching(/^table must be /) }),
    );
  });
});

describe('texts', () => {
  const POOL = `it's "a" pool; {DROP} $1 \\ -- /* 🍪 */`;

  test.each([
    ['spaces', '  a  pool  '],
    ['braces', '{pool} {sessions} {now}'],
    ['quotes and what is SQL', POOL],
    ['parameters', ':pool :step $1 $$'],
    ['Unicode', '🍪 漢字 العربية \u0301'],
  ])('a pool whose name has %s', async (_, pool) => {
    const store = new PostgresStore(place.client());
    await store.open(pool);
    const steps = stepsOn(store, pool);
    await steps.add(pool, { lease: { owner: pool, leaseMs: LONG } });
    await steps.retire(pool, pool);
    expect((await steps.list()).records).toMatchObject([{ id: pool, owner: pool, reason: pool }]);
    await steps.remove(pool);
  });

  test('a name of 10,000 characters is refused by pools, and one of 1,200 bytes is taken by the store', async () => {
    const store = new PostgresStore(place.client());
    const invalid = { name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE' };
    await expect(SessionPool.open({ store, name: 'x'.repeat(10_000) })).rejects.toMatchObject(invalid);
    await expect(store.open('x'.repeat(10_000))).rejects.toMatchObject({
      ...invalid,
      message: expect.stringMatching(/^pool must have at most 1200 bytes, got "x{80}…"$/),
    });
    // Letters of which nothing can be compressed.
    const long = (seed) =>
      Array.from({ length: 300 }, (_, n) => String.fromCodePoint(0x20000 + ((n * n * seed) % 40_000))).join('');
    await store.open(long(7));
    const steps = stepsOn(store, long(7));
    await steps.add(long(11));
    expect(await steps.claim({ id: long(11) })).toMatchObject({ status: 'claimed', id: long(11) });
    await expect(steps.add(`${long(11)}x`)).rejects.toMatchObject(invalid);
  });

  const REFUSED = { name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE' };

  test.each([
    ['NUL', 'a\0b'],
    ['a lone surrogate', 'a\ud800b'],
  ])('%s is refused, and changes nothing', async (_, text) => {
    const { steps, store, pool } = await place.store();
    await expect(store.open(text)).rejects.toMatchObject(REFUSED);
    await steps.add('x');
    const { fence } = await steps.claim();
    for (const step of [
      () => steps.claim({ owner: text }),
      () => steps.claim({ id: text }),
      () => steps.add(text),
      () => steps.add('y', { state: text }),
      () => steps.add('y', { lease: { owner: text, leaseMs: 1 } }),
      () => steps.renew('x', fence, { state: text }),
      () => steps.release('x', fence, { reason: text }),
      () => steps.release('x', fence, { state: { toString: () => text } }),
      () => steps.retire('x', text),
      () => store.reset(pool, 'x', fence, { state: text, usableMs: 1 }),
      () => steps.remove(text),
      () => steps.get(text),
    ]) {
      await expect(step()).rejects.toMatchObject(REFUSED);
    }
    expect((await steps.list({ state: true })).records).toMatchObject([{ id: 'x', state: 'state of x', fence }]);
    expect(await steps.renew('x', fence)).toEqual({ held: true });
  });

  test.each([
    ['a pick that there is not', (steps) => steps.claim({ pick: 'best' })],
    ['an owner that is no text', (steps) => steps.claim({ owner: 7 })],
    ['an id that is no text', (steps) => steps.get(7)],
    ['a reason that is no text', (steps) => steps.retire('x', 7)],
    ['a state that has no text', (steps) => steps.add('x', { state: Object.create(null) })],
  ])('%s is a TypeError', async (_, step) => {
    const { steps } = await place.store();
    await expect(step(steps)).rejects.toThrow(TypeError);
    expect(await steps.add('x')).toMatchObject({ status: 'added' });
  });

  test('a state that is an object is its text', async () => {
    const { steps } = await place.store();
    await steps.add('x', { state: { toString: () => 'one' } });
    expect(await steps.get('x')).toMatchObject({ state: 'one' });
  });
});

describe('a session whose record somebody has spoiled', () => {
  test.each([
    ['no JSON', 'no JSON'],
    ['JSON of something else', '[1, 2]'],
    ['JSON that is cut', '{"id":"spoiled","cook'],
    ['nothing', ''],
  ])('%s: it is named, stays as it is, and the others go on', async (_, state) => {
    const { client, pool: name } = await place.store();
    const pool = await SessionPool.open({ store: new PostgresStore(client), name, createSessions: false });
    for (const id of ['spoiled', 'good']) await pool.add({ id, userData: { id } });
    await place.sql('UPDATE crawler_sessions SET state = $1 WHERE pool = $2 AND id = $3', [state, name, 'spoiled']);
    await expect(pool.use(() => {}, { id: 'spoiled' })).rejects.toMatchObject({
      code: 'STATE_UNREADABLE',
      message: expect.stringContaining('"spoiled"'),
    });
    for (let use = 0; use < 3; use++) {
      await pool.use((session) => expect(session.userData).toEqual({ id: 'good' }), { id: 'good' });
    }
    expect(
      await place.sql('SELECT state FROM crawler_sessions WHERE pool = $1 AND id = $2', [name, 'spoiled']),
    ).toEqual([{ state }]);
    await pool.close();
  });
});
