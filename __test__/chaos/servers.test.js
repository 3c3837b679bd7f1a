'use strict';

// What is promised if a server or the way to it fails, for each server and each kind of client: nothing is lost but what the server has lost,
// nobody has a session that somebody else has and may save, and the pool goes on by itself.
// Promises: L2, L3, L8, L9

const { setTimeout: sleep } = require('node:timers/promises');
const { until } = require('../helpers/patience');
const { openCrawler } = require('./crawler');
const { numberOf, numbered, putNumber } = require('./numbered');
const { SERVERS } = require('./places');

describe.each(Object.entries(SERVERS))('%s', (_, { open }) => {
  let place;
  let name;
  const crawlers = [];

  beforeAll(async () => {
    place = await open();
  });
  afterAll(() => place.end());

  let count = 0;
  beforeEach(() => {
    name = `pool ${count++}`;
  });
  afterEach(async () => {
    place.network.flow();
    place.network.delay(0);
    place.network.accept();
    place.network.arrive();
    await Promise.all(crawlers.splice(0).map((crawler) => crawler.close()));
  });

  async function crawler(spec, options) {
    const opened = await openCrawler(spec, { name, ...options });
    crawlers.push(opened);
    return opened;
  }

  /** A crawler behind the network that fails, and one without it; both have a pool with one session. */
  async function two(options) {
    const [far, near] = [await crawler(place.far, options), await crawler(place.near, options)];
    await near.pool.add(numbered('alice', 'first'));
    return [far, near];
  }

  const put = (n) => (session) => putNumber(session, n);
  /** Whatever has happened, the session is there, and can be had again. */
  const numberIn = ({ pool }) => pool.use(numberOf, { id: 'alice', timeoutSecs: 600 });

  test('the server is killed during a use and comes back with its data: the use goes on and is saved', async () => {
    const [far, near] = await two();
    const lease = await far.pool.acquire();
    await place.server.kill();
    put('second')(lease.session);
    const released = lease.release();
    const next = far.pool.acquire({ timeoutSecs: 600 });
    await sleep(100);
    await place.server.restart();
    await released;
    const { session, fence } = await next;
    expect([numberOf(session), fence > lease.fence, far.lost]).toEqual(['second', true, []]);
    await (await next).release();
    expect(await numberIn(near)).toBe('second');
  });

  test('the server is killed during a use and comes back without its data: the use is told so, and changes no session that was added since', async () => {
    const [far, near] = await two();
    const lease = await far.pool.acquire();
    await place.server.restart({ keepData: false });
    expect(await until(() => near.pool.add(numbered('alice', 'new')).catch(() => false))).toBe(true);
    const current = await near.pool.acquire({ timeoutSecs: 600 });
    put('old')(lease.session);
    await expect(lease.release()).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect([far.lost, (await near.pool.stats()).inUse]).toEqual([['LEASE_LOST'], 1]);
    await current.release();
    expect(await numberIn(far)).toBe('new');
  });

  test('the connection stalls: waiting ends in time, the use is told that its lease is lost, and all goes on when it flows again', async () => {
    const [far, near] = await two({ leaseSecs: 1 });
    const lease = await far.pool.acquire();
    put('stale')(lease.session);
    place.network.stall();
    await expect(far.pool.acquire({ timeoutSecs: 0.1 })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await until(() => lease.signal.aborted)).toBe(true);
    await near.pool.use(put('second'), { timeoutSecs: 600 });
    await expect(lease.release()).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(far.lost).toEqual(['LEASE_LOST']);
    place.network.flow();
    expect(await numberIn(far)).toBe('second');
  });

  test('connections are cut between the steps of uses: nothing is lost', async () => {
    const [far, near] = await two();
    for (let use = 0; use < 5; use++) {
      const lease = await far.pool.acquire({ timeoutSecs: 600 });
      place.network.cut();
      put(`use ${use}`)(lease.session);
      await lease.release();
      place.network.cut();
    }
    expect(await numberIn(far)).toBe('use 4');
    expect(await numberIn(near)).toBe('use 4');
    expect(far.lost).toEqual([]);
  });

  test('nobody is there for a while: waiting ends in time, with an event for each failure, and later all goes on', async () => {
    const [far] = await two();
    const lease = await far.pool.acquire();
    place.network.refuse();
    place.network.cut();
    put('second')(lease.session);
    const released = lease.release();
    await expect(far.pool.acquire({ timeoutSecs: 0.1 })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    place.network.accept();
    await released;
    expect(await numberIn(far)).toBe('second');
    expect(far.failures.map(({ code }) => code).filter((code) => code !== 'STORE_UNAVAILABLE')).toEqual([]);
  });

  test('the network is slow: uses at the same time stay apart', async () => {
    const [far, near] = await two();
    await near.pool.add(numbered('bob', 0));
    await near.pool.use((session) => putNumber(session, 0), { id: 'alice' });
    place.network.delay(20);
    const increment = (session) => putNumber(session, numberOf(session) + 1);
    const crowd = [far, near, await crawler(place.far)];
    await Promise.all(crowd.flatMap(({ pool }) => [1, 2, 3].map(() => pool.use(increment, { timeoutSecs: 600 }))));
    const sum = (await numberIn(near)) + (await near.pool.use(numberOf, { id: 'bob' }));
    expect(sum).toBe(9);
  });

  test('replies come twice: no use takes the reply of another for its own', async () => {
    const [far, near] = await two();
    await near.pool.use((session) => putNumber(session, 0), { id: 'alice' });
    await near.pool.add(numbered('bob', 0));
    const increment = (session) => putNumber(session, numberOf(session) + 1);
    for (let round = 0; round < 5; round++) {
      place.network.twice();
      await Promise.all([far, near, far, near].map(({ pool }) => pool.use(increment, { timeoutSecs: 600 })));
    }
    const sum = (await numberIn(near)) + (await near.pool.use(numberOf, { id: 'bob' }));
    expect([sum, far.lost]).toEqual([20, []]);
  });

  /** A crawler's next step is made, but its answer doesn't come: the connection is cut instead. */
  async function losingAnswer({ pool }, step, isMade) {
    // What its store does by itself is over.
    await pool.stats();
    place.network.stall('down');
    const answer = step();
    answer.catch(() => {});
    expect(await until(isMade)).toBe(true);
    place.network.cut();
    place.network.flow();
    return answer;
  }

  test('a claim whose answer was lost has given the session all the same', async () => {
    const [far, near] = await two();
    const inUse = async () => (await near.pool.stats()).inUse === 1;
    const lease = await losingAnswer(far, () => far.pool.acquire(), inUse);
    await lease.release();
    expect(await numberIn(near)).toBe('first');
  });

  test('a release whose answer was lost is no loss', async () => {
    const [far, near] = await two();
    const lease = await far.pool.acquire();
    put('second')(lease.session);
    await losingAnswer(
      far,
      () => lease.release(),
      async () => (await near.pool.stats()).inUse === 0,
    );
    expect(far.lost).toEqual([]);
    expect(await numberIn(near)).toBe('second');
  });

  test('a retirement whose answer was lost is one', async () => {
    const [far, near] = await two();
    const isRetired = async () => (await near.pool.stats()).retired.banned === 1;
    const lease = await far.pool.acquire();
    await losingAnswer(far, () => far.pool.retire('alice', 'banned'), isRetired);
    await lease.release();
    await expect(near.pool.acquire({ id: 'alice' })).rejects.toMatchObject({ code: 'SESSION_RETIRED' });
  });

  test('an addition whose answer was lost is one', async () => {
    const [far, near] = await two();
    const isThere = async () => (await near.pool.stats()).free === 2;
    const added = await losingAnswer(far, () => far.pool.add(numbered('bob', 'b')), isThere).catch(({ code }) => code);
    // Whether the client tries again by itself, its user has to, or has to look whether the session is there.
    expect([true, 'STORE_UNAVAILABLE']).toContain(added);
    expect(await far.pool.add(numbered('bob', 'other'), { ifExists: 'keep' })).toBe(false);
    expect(await near.pool.use(numberOf, { id: 'bob' })).toBe('b');
  });

  /** A crawler's next step is on its way, and stays there: its connection has ended. */
  async function sendLate({ pool }, step) {
    await pool.stats();
    const { up } = place.network.counts;
    place.network.stall('up');
    const answer = step();
    answer.catch(() => {});
    await sleep(100);
    expect(place.network.counts.up).toBe(up);
    place.network.leave();
    place.network.flow();
    return answer;
  }

  test('a claim that comes late, after it was made again, lets nobody take an old state for the last one', async () => {
    const [far, near] = await two({ leaseSecs: 1 });
    await near.pool.add(numbered('bob', 'first'));
    for (const id of ['alice', 'bob']) await far.pool.use(put('old'), { id });
    for (const id of ['alice', 'bob']) await near.pool.use(put('new'), { id });
    const lease = await sendLate(far, () => far.pool.acquire({ timeoutSecs: 600 }));
    place.network.arrive();
    await lease.release();
    for (const id of ['alice', 'bob']) expect(await far.pool.use(numberOf, { id, timeoutSecs: 600 })).toBe('new');
  });

  test('nor does one that comes late, after nothing was free when it was made again', async () => {
    const [far, near] = await two({ leaseSecs: 1 });
    await far.pool.use(put('old'));
    const lease = await near.pool.acquire();
    const refused = await sendLate(far, () => far.pool.acquire({ timeoutSecs: 1 })).catch(({ code }) => code);
    expect(['POOL_TIMEOUT', 'STORE_UNAVAILABLE']).toContain(refused);
    put('new')(lease.session);
    await lease.release();
    place.network.arrive();
    // It is held by a crawler that knows nothing of it.
    expect(await until(async () => (await near.pool.stats()).inUse === 1)).toBe(true);
    expect(await numberIn(far)).toBe('new');
  });

  test('a release that comes late, after it was made again and somebody else has the session, changes nothing', async () => {
    const [far, near] = await two();
    const lease = await far.pool.acquire();
    put('second')(lease.session);
    await sendLate(far, () => lease.release());
    const next = await near.pool.acquire({ timeoutSecs: 600 });
    place.network.arrive();
    put('next')(next.session);
    await far.pool.stats();
    await next.release();
    expect(await numberIn(far)).toBe('next');
  });
});
