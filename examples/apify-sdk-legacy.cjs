'use strict';

// Apify SDK 0.18, the class's first host: the same session in its place. `createSessionFunction` is all that changes.
//
//   node examples/apify-sdk-legacy.cjs

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Session } = require('crawler-session');
const { PASSWORD, SHOP, startSite, USERNAME } = require('./site');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-example-'));
process.env.APIFY_LOCAL_STORAGE_DIR = folder;
// In your project: require('apify').
const Apify = require('apify-018');

main()
  .catch((error) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(() => fs.rmSync(folder, { recursive: true, force: true }));

async function main() {
  const site = await startSite();
  try {
    const session = await logIn(site);
    await crawl(site, ['/member/orders', '/offers', '/offers', '/offers', '/offers'], session);
  } finally {
    Apify.stopEvents();
    await site.stop();
  }
}
