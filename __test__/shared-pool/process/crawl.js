'use strict';

// Runs one crawl over the shared pool, told by a job in JSON as the argument, and prints in JSON what came of it.

const { RequestList } = require('@crawlee/core');
const { sessionPoolOptions } = require('../../../crawlee');
const { PATIENCE_SECS } = require('../../helpers/slow-page');
const { openPool } = require('./pool');

/** Where the crawlers are; a browser's library is loaded only where it is needed. */
const CRAWLERS = {
  HttpCrawler: '../../crawlers/process/http',
  PuppeteerCrawler: '../../crawlers/process/browsers',
  PlaywrightCrawler: '../../crawlers/process/browsers',
};

const pages = ({ site, name, count }) =>
  Array.from({ length: count }, (_, index) => ({ url: `${site}/page/${index}?by=${name}`, uniqueKey: `${index}` }));

async function crawl(job, pool) {
  const { Crawler, optionsOf } = require(CRAWLERS[job.crawler])[job.crawler];
  const accounts = new Set();
  let handled = 0;
  const crawler = new Crawler({
    requestList: await RequestList.open(null, pages(job)),
    maxConcurrency: job.maxConcurrency ?? 3,
    maxRequestRetries: 5,
    navigationTimeoutSecs: PATIENCE_SECS,
    requestHandlerTimeoutSecs: PATIENCE_SECS,
    ...optionsOf(job.options, job.launchContext),
    sessionPoolOptions: { ...sessionPoolOptions(pool), maxPoolSize: job.maxPoolSize },
    async requestHandler({ session }) {
      accounts.add(session.userData.account);
      handled++;
      if (handled === job.dieAfter) process.kill(process.pid, 'SIGKILL');
    },
  });
  await crawler.run();
  return { handled, accounts: [...accounts] };
}

async function main(job) {
  const pool = await openPool(job);
  const report = await crawl(job, pool);
  await pool.close();
  process.stdout.write(JSON.stringify(report));
}

main(JSON.parse(process.argv[2]));
