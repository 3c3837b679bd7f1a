'use strict';

/**
 * Both ways by which Puppeteer reports cookies. `ordered` says whether the cookies come in the order of the `Cookie` header:
 * Chromium's `Network.getCookies`, behind `page.cookies()`, gives them in no order at all.
 */
const WAYS_IN = [
  { wayIn: 'page.cookies()', ordered: false, read: readFromPages },
  { wayIn: 'browser.cookies()', ordered: true, read: ({ browser }) => browser.cookies() },
];

/** Both ways by which Puppeteer takes cookies. */
const WAYS_OUT = [
  { wayOut: 'page.setCookie()', give: ({ page }, cookies) => page.setCookie(...cookies) },
  { wayOut: 'browser.setCookie()', give: ({ browser }, cookies) => browser.setCookie(...cookies) },
];

/** All four combinations. */
const BOTH_WAYS = WAYS_IN.flatMap((wayIn) => WAYS_OUT.map((wayOut) => ({ ...wayIn, ...wayOut })));

/**
 * What `page.cookies()` reports at each of the addresses, every cookie once. The page has to be there: partitioned cookies are
 * reported only by a page of their own partition.
 */
async function readFromPages({ page }, urls) {
  const cookies = new Map();
  for (const url of urls) {
    await page.goto(url);
    for (const cookie of await page.cookies()) cookies.set(JSON.stringify(cookie), cookie);
  }
  return [...cookies.values()];
}

module.exports = { BOTH_WAYS, WAYS_IN, WAYS_OUT };
