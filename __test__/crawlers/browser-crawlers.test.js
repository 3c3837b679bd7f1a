'use strict';

// Promises: A9

const { losses, reported } = require('./losses');
const { everyPromise } = require('./promises');
const { bothRuns, steps } = require('./runs');

/** What the built-in class loses from the first crawl to the second one. Crawlee 3.18.1's is the same for both libraries but for this. */
const LOSSES = {
  // Of several cookies in one header it reads the first.
  PuppeteerCrawler: {
    'sid of shop.localhost': 'expires session',
    'remember of shop.localhost': 'sameSite',
    'csrf of shop.localhost': 'expires session sameSite',
    'theme of shop.localhost': 'expires session priority',
    'cart of shop.localhost': 'expires session priority',
    'widget of shop.localhost': 'expires session sameSite partitionKey',
    'coupon of shop.localhost': 'all',
    'shipping of shop.localhost': 'all',
    'account of sso.localhost': 'all',
    'device of sso.localhost': 'all',
    'visitor of intranet': 'value expires',
  },
  // Playwright tells neither `session` nor `priority`, and `Lax` where there is no SameSite.
  PlaywrightCrawler: {
    'sid of shop.localhost': 'expires',
    'csrf of shop.localhost': 'expires sameSite',
    'theme of shop.localhost': 'expires',
    'cart of shop.localhost': 'expires',
    'widget of shop.localhost': 'expires sameSite partitionKey _crHasCrossSiteAncestor',
    'items of shop.localhost': 'expires',
    'coupon of shop.localhost': 'expires',
    'shipping of shop.localhost': 'expires sameSite',
    'account of sso.localhost': 'all',
    'device of sso.localhost': 'all',
    'visitor of intranet': 'value expires',
  },
};

/** A millisecond: what the built-in class keeps of an expiry. */
const MILLISECOND = 0.001;

const SSO_PAGE = 'http://sso.localhost/account';

/** The pairs of a header in no order: among paths of one length, it is Chromium's chance. */
const pairs = (cookie) => cookie.split('; ').sort();

describe.each(Object.keys(LOSSES))('%s', (crawler) => {
  const runs = bothRuns(crawler);

  everyPromise(runs);

  test('a retired session takes its browser along, and a session that goes on gets its next browser', () => {
    const closed = (session) => ({ session, closed: true });
    const browsers = [...[0, 1, 1, 2, 3].map(closed), { session: 3, closed: false }];
    expect(runs.ours.first.browsers).toEqual(browsers);
    expect(runs.builtIn.first.browsers).toEqual(browsers);
    expect(runs.ours.second.browsers).toEqual([closed(0), { session: 0, closed: false }]);
  });

  test('the restored session gives the next browser every cookie as it was, field by field', () => {
    expect(Object.keys(reported(runs.ours.first, 3))).toHaveLength(15);
    expect(losses(runs.ours)).toEqual({});
  });

  test('wanted difference: what the built-in class loses on the same crawls', () => {
    expect(losses(runs.builtIn, MILLISECOND)).toEqual(LOSSES[crawler]);
  });

  test('wanted difference: a partitioned cookie stays one, where the built-in class makes a second one of it', () => {
    const doubled = ({ seen }) => seen.filter(({ cookie }) => cookie.split('widget=').length > 2);
    expect(doubled(runs.ours.first)).toEqual([]);
    expect(doubled(runs.builtIn.first)).not.toEqual([]);
    const headers = ({ seen }) => seen.map(({ cookie }) => [...new Set(pairs(cookie))]);
    expect(headers(runs.ours.first)).toEqual(headers(runs.builtIn.first));
  });

  test('the second crawl goes as with the built-in class, up to the host whose cookies that one has lost', () => {
    const common = (run) => steps(run.second).filter(({ url }) => url !== SSO_PAGE);
    const withoutTitle = ({ title, ...step }) => step;
    expect(common(runs.ours).map(withoutTitle)).toEqual(common(runs.builtIn).map(withoutTitle));
    expect(runs.builtIn.second.events.find(({ event }) => event === 'failed')).toMatchObject({
      url: SSO_PAGE,
      message: 'Request blocked - received 401 status code.',
    });
  });
});
