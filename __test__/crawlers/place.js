'use strict';

const { startSite } = require('../../examples/site');
const { openWorkplace } = require('./workplace');

/**
 * Calls a function with a site and with `crawl(job, stop)`, which runs one crawl after the other on it. Besides the report of the crawl's
 * process, `crawl` gives the pool that was saved and what the site was asked. Sites differ by their ports, which are left out.
 */
async function inPlace(work) {
  const site = await startSite();
  const workplace = openWorkplace();
  const withoutPort = (event) =>
    event.url === undefined ? event : { ...event, url: event.url.replace(`:${site.port}`, '') };
  async function crawl(job, stop) {
    const before = site.seen.length;
    const report = await workplace.crawl(job, stop);
    return {
      ...report,
      events: report.events.map(withoutPort),
      saved: workplace.savedPool(),
      seen: site.seen.slice(before),
    };
  }
  try {
    return await work(site, crawl);
  } finally {
    await site.stop();
    workplace.close();
  }
}

module.exports = { inPlace };
