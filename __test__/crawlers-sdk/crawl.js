'use strict';

const { PATIENCE_SECS } = require('../helpers/slow-page');
const { Notes } = require('./notes');

/**
 * Crawls URLs of a site in their order, one page at a time, with a crawler of an SDK (see `loadApify`). Returns its notes, what the site
 * was asked, the pool and what it left in the key-value store.
 *
 * @param make from the options that every crawl has, and its notes, to the crawler
 */
async function crawl({ sdk: { Apify, SessionPool }, site, urls, key, sessionPoolOptions, make }) {
  const from = site.seen.length;
  const notes = new Notes();
  const requestList = new Apify.RequestList({ sources: urls.map((url, index) => ({ url, uniqueKey: `${index}` })) });
  await requestList.initialize();
  const options = {
    requestList,
    maxConcurrency: 1,
    maxRequestRetries: 0,
    useSessionPool: true,
    persistCookiesPerSession: true,
    sessionPoolOptions: { maxPoolSize: 1, persistStateKey: key, ...sessionPoolOptions },
    handlePageTimeoutSecs: PATIENCE_SECS,
    handleFailedRequestFunction: async ({ request }) => notes.failure(request),
  };
  const crawler = make(options, notes);
  const watch = notes.watch(SessionPool);
  try {
    await crawler.run();
  } finally {
    watch.stop();
  }
  const pool = crawler.sessionPool ?? crawler.basicCrawler.sessionPool;
  await pool.persistState();
  const store = await Apify.openKeyValueStore();
  const persisted = JSON.parse(JSON.stringify(await store.getValue(key)));
  return { ...notes, pool, persisted, seen: site.seen.slice(from) };
}

module.exports = { crawl };
