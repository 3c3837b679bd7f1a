'use strict';

// Promises: A9, C15

const { inPlace } = require('./place');
const { pages } = require('./runs');

/** Crawls pages with one crawler after the other. */
function crawls(sessions, ...stages) {
  return inPlace(async (site, crawl) => {
    const reports = [];
    for (const { crawler, paths, act } of stages) {
      const requests = paths.map((path) => ({ url: site.url(path), userData: { act }, maxRetries: 0 }));
      reports.push(await crawl({ crawler, sessions, requests }));
    }
    return reports;
  });
}

const failures = ({ events }) => events.filter(({ event }) => event === 'failed').map(({ message }) => message);

test.concurrent('a cookie too large for Chromium, which refuses a whole call for it, is not handed to it', async () => {
  const stage = { crawler: 'PuppeteerCrawler', paths: ['/odd', '/', '/offers'] };
  const [ours, builtIn] = await Promise.all([crawls('ours', stage), crawls('builtIn', stage)]);
  expect(pages(ours[0]).map(([, status]) => status)).toEqual([200, 200, 200]);
  expect(ours.at(-1).seen.at(-1).cookie).toContain('after=1');
  // With the built-in class, no page is reached any more.
  expect(pages(builtIn[0]).map(([, status]) => status)).toEqual([200]);
  expect(failures(builtIn[0])).toEqual(Array(2).fill(expect.stringContaining('Network.setCookies')));
});

test.concurrent('a cookie without a name, which a browser reported, does not stop HTTP crawlers', async () => {
  const stages = [
    { crawler: 'PlaywrightCrawler', paths: ['/odd', '/login'] },
    { crawler: 'CheerioCrawler', paths: ['/member', '/'] },
  ];
  const [ours, builtIn] = await Promise.all([crawls('ours', ...stages), crawls('builtIn', ...stages)]);
  expect(pages(ours[1]).map(([, status]) => status)).toEqual([200, 200]);
  expect(ours.at(-1).seen.at(-1).cookie).toContain('after=1');
  expect(pages(builtIn[1])).toEqual([]);
  expect(failures(builtIn[1])).toEqual(Array(2).fill(expect.stringContaining('Could not parse cookie')));
});

test.concurrent('an expiry too late for Playwright, which refuses a whole call for it, is brought forward', async () => {
  const [report] = await crawls('ours', {
    crawler: 'PlaywrightCrawler',
    paths: ['/', '/offers'],
    act: 'setEndlessCookie',
  });
  expect(pages(report).map(([, status]) => status)).toEqual([200, 200]);
  expect(report.seen.at(-1).cookie).toContain('endless=1');
});
