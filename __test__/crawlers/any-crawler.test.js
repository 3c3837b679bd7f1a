'use strict';

// Promises: A9

const { SSO } = require('../../examples/site');
const { inPlace } = require('./place');
const { login } = require('./requests');
const { pages } = require('./runs');

const CHAINS = [
  ['HttpCrawler', 'PuppeteerCrawler', 'PlaywrightCrawler', 'CheerioCrawler'],
  ['PlaywrightCrawler', 'PuppeteerCrawler', 'PlaywrightCrawler', 'HttpCrawler'],
];

test.concurrent.each(CHAINS)('a session that logged in by %s goes on with %s, %s and %s', (first, ...others) =>
  inPlace(async (site, crawl) => {
    const { saved } = await crawl({ crawler: first, sessions: 'ours', requests: login(site, first) });
    const [{ id }] = saved.sessions;
    const requests = [{ url: site.url('/member') }, { url: site.url('/account', SSO) }];
    for (const crawler of others) {
      const report = await crawl({ crawler, sessions: 'ours', requests });
      expect([crawler, report.sessions.map((session) => session.id)]).toEqual([crawler, [id]]);
      expect([crawler, pages(report).map(([, status]) => status)]).toEqual([crawler, [200, 200]]);
    }
  }),
);

test.concurrent.each([
  ['ours', 'builtIn'],
  ['builtIn', 'ours'],
])('the pool that a crawl saved with sessions of %s is restored with sessions of %s', (before, after) =>
  inPlace(async (site, crawl) => {
    const crawler = 'HttpCrawler';
    const first = await crawl({ crawler, sessions: before, requests: login(site, crawler) });
    const second = await crawl({ crawler, sessions: after, requests: [{ url: site.url('/member') }] });
    expect(pages(second)).toEqual([['shop.localhost/member', 200, 0]]);
    const { isOurs, counters, ...known } = first.sessions[0];
    expect(second.sessions).toEqual([
      { ...known, isOurs: !isOurs, counters: { ...counters, usageCount: counters.usageCount + 1 } },
    ]);
  }),
);
