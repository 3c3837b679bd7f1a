'use strict';

// A crawl that doesn't come to its end leaves no browser behind.

const { until } = require('../helpers/patience');
const { NAME, marked, newMark } = require('../helpers/processes/mark');
const { inPlace } = require('./place');

const CRAWLERS = ['PuppeteerCrawler', 'PlaywrightCrawler'];
const isBrowser = ({ name }) => /chrome|chromium/.test(name);

// What these crawls start is known by a mark of its own.
process.env[NAME] = newMark();
const left = () => marked(process.env[NAME]);

test.each(CRAWLERS)('one that is ended because it took too long: %s', (crawler) =>
  inPlace(async (site, crawl) => {
    const stop = new AbortController();
    // Not the page whose time-out is a short one.
    const requests = [{ url: site.url('/slow?for=ever') }];
    const crawling = crawl({ crawler, sessions: 'ours', requests }, stop.signal);
    crawling.catch(() => {});
    expect(await until(() => site.seen.some(({ path }) => path === '/slow'))).toBe(true);
    expect(left().some(isBrowser)).toBe(true);
    stop.abort();
    await expect(crawling).rejects.toThrow('It was stopped');
    expect(left()).toEqual([]);
  }),
);

test.each(CRAWLERS)('one whose process dies: %s', (crawler) =>
  inPlace(async (site, crawl) => {
    const requests = [{ url: site.url('/'), userData: { act: 'die' } }];
    await expect(crawl({ crawler, sessions: 'ours', requests })).rejects.toThrow('ended with SIGKILL');
    expect(left()).toEqual([]);
  }),
);
