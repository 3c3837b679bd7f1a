'use strict';

// No cookie that a site sets in one session's page is sent by another, or is in another's jar: Crawlee 3 with each of its settings of
// browsers and contexts.
// Promises: A15

const { inPlace } = require('./place');

const ACCOUNTS = ['a0', 'a1', 'a2'];

/** Cookies that a page sets by its headers, and by its script. */
const MARKS = ['mark', 'script'];

const SETTINGS = {
  'one browser for each session': { options: { browserPoolOptions: { maxOpenPagesPerBrowser: 1 } } },
  'browsers that retire after two pages': { options: { browserPoolOptions: { retireBrowserAfterPageCount: 2 } } },
  useIncognitoPages: { launchContext: { useIncognitoPages: true } },
};

const CASES = ['PuppeteerCrawler', 'PlaywrightCrawler'].flatMap((crawler) =>
  Object.keys(SETTINGS).map((setting) => [crawler, setting]),
);

test.concurrent.each(CASES)('%s: %s', (crawler, setting) =>
  inPlace({ store: 'sqlite', accounts: ACCOUNTS }, async ({ site, run, withPool }) => {
    const { handled } = await run('crawl', { crawler, name: 'crawler', count: 9, ...SETTINGS[setting] });
    expect(handled).toBe(9);
    expect(site.faults).toEqual([]);
    expect(site.visits.filter(({ cookies }) => cookies.mark !== undefined)).not.toEqual([]);
    await withPool(async (pool) => {
      const stored = [];
      for await (const { id, state } of pool.sessions({ state: true })) {
        for (const { key, value } of state.cookieJar.cookies) {
          if (MARKS.includes(key)) stored.push({ id, key, of: value });
          if (key.startsWith('of_')) stored.push({ id, key, of: key.slice(3) });
        }
      }
      expect(stored.filter(({ key }) => key === 'mark')).not.toEqual([]);
      expect(stored.filter(({ id, of }) => of !== id)).toEqual([]);
    });
  }),
);
