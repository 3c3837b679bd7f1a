'use strict';

// What only Redis does: it forgets its scripts, runs out of memory, is a replica, loses what it wrote last.
// Promises: L3, L8, L9

const { start } = require('../../scripts/services/redis');
const { until } = require('../helpers/patience');
const { openCrawler } = require('./crawler');
const { numberOf, numbered, putNumber } = require('./numbered');

const put = (n) => (session) => putNumber(session, n);
/** Why a crawler was refused. */
const whyNot = ({ pool }) => pool.acquire({ timeoutSecs: 0.1 }).catch(({ cause }) => cause.message);

describe.each(['ioredis 5', 'node-redis 6'])('%s', (client) => {
  let server;
  const ends = [];

  beforeEach(async () => {
    server = await start();
    ends.push(() => server.stop());
  });
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function crawler({ port } = server) {
    const opened = await openCrawler({ kind: 'redis', client, port });
    ends.push(opened.close);
    return opened;
  }

  async function crawlerWithAlice() {
    const opened = await crawler();
    await opened.pool.add(numbered('alice', 'first'));
    return opened;
  }

  test('scripts are forgotten in the middle of a use: nobody notices', async () => {
    const { pool, failures } = await crawlerWithAlice();
    for (let use = 0; use < 5; use++) {
      await server.command('SCRIPT', 'FLUSH');
      const lease = await pool.acquire();
      put(use)(lease.session);
      await server.command('SCRIPT', 'FLUSH');
      await lease.release();
    }
    expect([await pool.use(numberOf), failures]).toEqual([4, []]);
  });

  test('no memory is left, and later there is: uses wait with what they have to save, and nothing is lost', async () => {
    const opened = await crawlerWithAlice();
    await opened.pool.add(numbered('bob', 'other'));
    const lease = await opened.pool.acquire({ id: 'alice' });
    put('second')(lease.session);
    await server.command('CONFIG', 'SET', 'maxmemory', 1);
    const released = lease.release();
    expect(await until(() => opened.failures.length > 0)).toBe(true);
    expect(await whyNot(opened)).toMatch(/OOM/);
    await server.command('CONFIG', 'SET', 'maxmemory', 0);
    await released;
    expect(await opened.pool.use(numberOf, { id: 'alice', timeoutSecs: 600 })).toBe('second');
    expect(opened.lost).toEqual([]);
  });

  test('a replica takes no uses; once it is promoted, it goes on where the other was', async () => {
    const opened = await crawlerWithAlice();
    await opened.pool.use(put('second'));
    await server.command('CONFIG', 'SET', 'repl-diskless-sync-delay', 0);
    const replica = await start();
    ends.push(() => replica.stop());
    await replica.command('REPLICAOF', '127.0.0.1', server.port);
    expect(await until(async () => (await replica.command('INFO', 'replication')).includes('link_status:up'))).toBe(
      true,
    );
    const standby = await crawler(replica);
    expect(await whyNot(standby)).toMatch(/READONLY/);
    await server.kill();
    await replica.command('REPLICAOF', 'NO', 'ONE');
    expect(await standby.pool.use(numberOf, { timeoutSecs: 600 })).toBe('second');
  });

  test('what was written last is lost: a holder since then does no harm to the next one', async () => {
    const [one, other] = [await crawlerWithAlice(), await crawler()];
    await server.command('SAVE');
    await one.pool.use(put('lost'));
    const lease = await one.pool.acquire();
    put('stale')(lease.session);
    await server.restart();
    const next = await other.pool.acquire({ timeoutSecs: 600 });
    expect([numberOf(next.session), next.fence > lease.fence]).toEqual(['first', true]);
    put('second')(next.session);
    await expect(lease.release()).rejects.toMatchObject({ code: 'LEASE_LOST' });
    await next.release();
    expect(await one.pool.use(numberOf, { timeoutSecs: 600 })).toBe('second');
  });

  test('a pool of a later version is refused at once, and stays as it is', async () => {
    const { pool } = await crawlerWithAlice();
    const key = 'crawler-session:{default}:pool';
    await server.command('HSET', key, 'version', 99);
    await expect(pool.acquire()).rejects.toMatchObject({ code: 'STORE_VERSION' });
    await expect(openCrawler({ kind: 'redis', client, port: server.port })).rejects.toMatchObject({
      code: 'STORE_VERSION',
    });
    await server.command('HSET', key, 'version', 1);
    expect(await pool.use(numberOf)).toBe('first');
  });
});
