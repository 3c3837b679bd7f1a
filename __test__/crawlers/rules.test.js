'use strict';

// What retires a session, by each option and each way that Crawlee has for it; with the cheapest of the crawlers.
// Promises: A2, A9

const { inPlace } = require('./place');
const { login } = require('./requests');
const { pages, retirements, steps } = require('./runs');

/** The same crawl with our class and with the built-in one. `jobOf` makes the job for a site. */
async function both(jobOf) {
  const run = (sessions) => inPlace((site, crawl) => crawl({ crawler: 'HttpCrawler', sessions, ...jobOf(site) }));
  const [ours, builtIn] = await Promise.all([run('ours'), run('builtIn')]);
  return { ours, builtIn };
}

/** Expects the same steps, counters and requests of both, and one retirement where the built-in class tells it once more. */
function expectSame({ ours, builtIn }) {
  expect(steps(ours)).toEqual(steps(builtIn));
  expect(ours.seen).toEqual(builtIn.seen);
  expect(ours.sessions.map(({ counters }) => counters)).toEqual(builtIn.sessions.map(({ counters }) => counters));
  expect(ours.saved.usableSessionsCount).toBe(builtIn.saved.usableSessionsCount);
  expect(retirements(ours)).toEqual([...new Set(retirements(builtIn))]);
}

const once = { maxRequestRetries: 0 };

test.concurrent('a SessionError of the handler retires the session, and the page is tried with the next one', async () => {
  const runs = await both((site) => ({
    options: { maxSessionRotations: 1 },
    requests: [
      { url: site.url('/') },
      { url: site.url('/'), userData: { act: 'throwSessionError' } },
      { url: site.url('/') },
    ],
  }));
  expectSame(runs);
  expect(pages(runs.ours).map(([, , session]) => session)).toEqual([0, 0, 1, 1]);
  expect(retirements(runs.ours)).toEqual([0]);
});

test.concurrent('retryOnBlocked empties the list of blocked codes, and the crawler throws a SessionError', async () => {
  const runs = await both((site) => ({
    options: { retryOnBlocked: true, maxSessionRotations: 1 },
    requests: [{ url: site.url('/member') }, ...login(site, 'HttpCrawler'), { url: site.url('/member') }],
  }));
  expectSame(runs);
  expect(pages(runs.ours).at(-1)).toEqual(['shop.localhost/member', 200, 1]);
});

// Promises: A3
test.concurrent('the blocked codes of the pool are those that count', async () => {
  const runs = await both((site) => ({
    sessionPoolOptions: { blockedStatusCodes: [404] },
    options: once,
    requests: [{ url: site.url('/member') }, { url: site.url('/missing') }, { url: site.url('/') }],
  }));
  expectSame(runs);
  expect(pages(runs.ours)).toEqual([
    ['shop.localhost/member', 401, 0],
    ['shop.localhost/', 200, 1],
  ]);
});

test.concurrent('errors retire a session once its score is reached', async () => {
  const runs = await both((site) => ({
    options: once,
    requests: ['/', '/slow', '/slow', '/'].map((path) => ({ url: site.url(path) })),
  }));
  expectSame(runs);
  expect(retirements(runs.ours)).toEqual([0]);
  expect(runs.ours.sessions[0].counters).toMatchObject({ usable: false, blocked: true });
});

test.concurrent('a session retires at its last use', async () => {
  const runs = await both((site) => ({
    sessionPoolOptions: { sessionOptions: { maxUsageCount: 2 } },
    requests: ['/', '/offers', '/offers', '/'].map((path) => ({ url: site.url(path) })),
  }));
  expectSame(runs);
  expect(pages(runs.ours).map(([, , session]) => session)).toEqual([0, 0, 1, 1]);
  expect(retirements(runs.ours)).toEqual([0, 1]);
});

test.concurrent('a session retires at its end', async () => {
  const runs = await both((site) => ({
    sessionPoolOptions: { sessionOptions: { maxAgeSecs: 0 } },
    requests: ['/', '/offers'].map((path) => ({ url: site.url(path) })),
  }));
  expectSame(runs);
  expect(pages(runs.ours).map(([, , session]) => session)).toEqual([0, 1]);
});

test.concurrent('persistCookiesPerSession: false stores no cookie', async () => {
  const runs = await both((site) => ({
    options: { persistCookiesPerSession: false },
    requests: [...login(site, 'HttpCrawler'), { url: site.url('/') }],
  }));
  expectSame(runs);
  expect(runs.ours.saved.sessions[0].cookieJar.cookies).toEqual([]);
});

test.concurrent('wanted difference: a session that the handler retired stays retired, where a good page revives the built-in one', async () => {
  const { ours, builtIn } = await both((site) => ({
    requests: [{ url: site.url('/'), userData: { act: 'retire' } }, { url: site.url('/') }],
  }));
  expect(pages(ours).map(([, , session]) => session)).toEqual([0, 1]);
  expect(pages(builtIn).map(([, , session]) => session)).toEqual([0, 0]);
  // The counters are the same all the same.
  const [{ counters }] = ours.sessions;
  expect(counters).toMatchObject({ usageCount: 2, errorScore: 2.5, usable: false });
  expect(builtIn.events.at(-1).counters).toMatchObject({ usageCount: 2, errorScore: 2.5, usable: true });
});
