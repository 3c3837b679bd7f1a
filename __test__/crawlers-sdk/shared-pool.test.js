'use strict';

// The crawlers of the Apify SDKs over a shared pool.
// Promises: A12, A13, A14

const { sessionPoolOptions } = require('../../crawlee');
const { PATIENCE_SECS } = require('../helpers/slow-page');
const { loadApify } = require('../helpers/storage');
const { openPool } = require('../shared-pool/process/pool');
const { startSite } = require('../shared-pool/site');

const ACCOUNTS = ['a0', 'a1', 'a2'];
const PAGES = 20;

let site;
let pool;
beforeEach(async () => {
  site = await startSite({ ban: 'a1' });
  pool = await openPool({ store: 'memory', site: site.url });
  for (const account of ACCOUNTS) await pool.add({ id: account, userData: { account } });
});
afterEach(async () => {
  await pool.close();
  await site.stop();
});

test.each(['apify-0225', 'apify-1', 'apify-2'])('%s', async (alias) => {
  const sdk = loadApify(alias);
  const { Apify } = sdk;
  try {
    // Two crawlers, one after the other; each asks for more sessions at a time than there are.
    for (const by of ['first', 'second']) {
      const sources = Array.from({ length: PAGES }, (_, index) => ({
        url: `${site.url}/page/${index}?by=${by}`,
        uniqueKey: `${by}-${index}`,
      }));
      const requestList = new Apify.RequestList({ sources });
      await requestList.initialize();
      let handled = 0;
      const crawler = new Apify.CheerioCrawler({
        requestList,
        minConcurrency: 5,
        maxConcurrency: 5,
        maxRequestRetries: 10,
        useSessionPool: true,
        persistCookiesPerSession: true,
        requestTimeoutSecs: PATIENCE_SECS,
        handlePageTimeoutSecs: PATIENCE_SECS,
        sessionPoolOptions: sessionPoolOptions(pool),
        handlePageFunction: async () => {
          handled++;
        },
      });
      await crawler.run();
      expect(handled).toBe(PAGES);
      expect(await pool.stats()).toMatchObject({ inUse: 0, retired: { retired: 1 } });
    }
    const store = await Apify.openKeyValueStore();
    const keys = [];
    await store.forEachKey((key) => {
      keys.push(key);
    });
    expect(keys.filter((key) => /SESSION/.test(key))).toEqual([]);
  } finally {
    Apify.stopEvents?.();
    sdk.remove();
  }
  expect(site.faults).toEqual([]);
  expect(Object.fromEntries(site.logins)).toEqual({ a0: 1, a1: 1, a2: 1 });
  expect(
    new Set(site.visits.filter(({ by, status }) => by === 'second' && status === 200).map(({ account }) => account)),
  ).toEqual(new Set(['a0', 'a2']));
});
