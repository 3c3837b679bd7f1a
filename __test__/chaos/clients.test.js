'use strict';

// Crawlers that are stopped, and crawlers whose clock is wrong: for each server.
// Promises: L8

const { until } = require('../helpers/patience');
const { openCrawler } = require('./crawler');
const { numberOf, numbered, putNumber } = require('./numbered');
const { SERVERS } = require('./places');
const { Remote } = require('./remote');

const HOUR_SECS = 3600;
const LEASE_SECS = 3;

describe.each(Object.entries(SERVERS))('%s', (_, { open }) => {
  let place;
  let near;
  let remote;
  let count = 0;
  let name;

  beforeAll(async () => {
    place = await open();
  });
  afterAll(() => place.end());

  beforeEach(async () => {
    name = `pool ${count++}`;
    near = await openCrawler(place.near, { name });
    await near.pool.add(numbered('alice', 'first'));
  });
  afterEach(async () => {
    await remote.kill();
    await near.close();
  });

  const start = async (options, given) => {
    remote = await Remote.start(place.far, { name, ...options }, given);
  };

  test('one that is stopped past its lease is told so when it goes on, and does no harm', async () => {
    await start({ leaseSecs: 1 });
    const { fence } = await remote.call('acquire', 600);
    await remote.call('put', 'stale');
    remote.stop();
    const next = await near.pool.acquire({ timeoutSecs: 600 });
    expect([next.fence > fence, numberOf(next.session)]).toEqual([true, 'first']);
    putNumber(next.session, 'second');
    remote.resume();
    await expect(remote.call('release')).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect([await remote.call('isAborted'), await remote.call('lost')]).toEqual([true, ['LEASE_LOST']]);
    await next.release();
    expect(await remote.call('acquire', 600)).toMatchObject({ n: 'second' });
    await remote.call('release');
  });

  /** How long the store says that the lease of the session lasts. */
  const leaseMs = async () => (await near.store.get(name, 'alice')).leaseMs;

  test.each([HOUR_SECS, -HOUR_SECS])(
    "leases don't depend on the clock of a crawler: wrong by %i s",
    async (clockSecs) => {
      await start({ leaseSecs: LEASE_SECS }, { clockSecs });
      expect(Math.abs((await remote.call('hour')) - Date.now() - clockSecs * 1000)).toBeLessThan(HOUR_SECS * 500);
      await remote.call('acquire', 600);
      let lowest = Infinity;
      const isRenewed = async () => {
        const left = await leaseMs();
        expect(left).toBeLessThanOrEqual(LEASE_SECS * 1000);
        const isLonger = left > lowest;
        lowest = left;
        return isLonger;
      };
      expect(await until(isRenewed)).toBe(true);
      await remote.call('release');
      // Nor does it take the lease of another for over.
      const lease = await near.pool.acquire();
      await expect(remote.call('acquire', 0.1)).rejects.toMatchObject({ code: 'POOL_TIMEOUT' });
      await lease.release();
      expect(await remote.call('acquire', 600)).toMatchObject({ n: 'first' });
      await remote.call('release');
    },
  );
});
