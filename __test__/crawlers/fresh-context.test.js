'use strict';

// Promises: A9

const { inPlace } = require('./place');
const { login } = require('./requests');
const { pages } = require('./runs');

test.concurrent.each(['PuppeteerCrawler', 'PlaywrightCrawler'])(
  '%s with useIncognitoPages: each page has a context of its own, which knows nothing but the session',
  (crawler) =>
    inPlace(async (site, crawl) => {
      const requests = [...login(site, crawler), { url: site.url('/member') }, { url: site.url('/member/orders') }];
      const report = await crawl({
        crawler,
        sessions: 'ours',
        launchContext: { useIncognitoPages: true },
        requests,
      });
      expect(pages(report).map(([, ...rest]) => rest)).toEqual([
        [200, 0],
        [200, 0],
        [200, 0],
      ]);
      const sent = (path) =>
        site.seen
          .findLast((request) => request.path === path)
          .cookie.split('; ')
          .sort();
      expect(sent('/member')).toContain('widget=1');
      expect(sent('/member/orders')).toEqual(sent('/member'));
      expect(report.programs.left).toEqual([]);
    }),
);
