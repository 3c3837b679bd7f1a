// Crawlee's CheerioCrawler: log in once, stay logged in from request to request, and still be logged in when the crawler runs again.
//
//   node examples/crawlee-cheerio.mjs

import { CheerioCrawler } from 'crawlee';
import { createSessionFunction } from 'crawler-session/crawlee';
import { lookup, PASSWORD, startSite, USERNAME } from './site.js';
import { inStorage } from './storage.mjs';

const site = await startSite();
const login = {
  url: site.url('/login'),
  method: 'POST',
  payload: new URLSearchParams({ username: USERNAME, password: PASSWORD }).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
};

try {
  await inStorage(async (configuration) => {
    await crawl('first run', [login, site.url('/member/orders')], configuration());
    // The pool restores its sessions, with their cookies.
    await crawl('second run', [site.url('/member/orders')], configuration());
  });
} finally {
  await site.stop();
}

async function crawl(run, requests, config) {
  const crawler = new CheerioCrawler(
    {
      sessionPoolOptions: { createSessionFunction, maxPoolSize: 1 },
      maxConcurrency: 1,
      maxRequestRetries: 0,
      // Only because the site of the example is on this machine.
      preNavigationHooks: [(_context, options) => Object.assign(options, { dnsLookup: lookup })],
      requestHandler: ({ $, session }) => console.log(`${run}, ${session.id}: ${$('title').text()}`),
    },
    config,
  );
  await crawler.run(
    requests.map((request, index) => ({ ...(request.url ? request : { url: request }), uniqueKey: run + index })),
  );
}
