'use strict';

// Promises: A10

const { Session: Ours } = require('../..');
const { PASSWORD, USERNAME } = require('../../examples/site');
const { PATIENCE_MS } = require('../helpers/patience');
const { SLOW_MS } = require('../helpers/slow-page');
const { placeOf } = require('./notes');
const { newOurs, openPuppeteer018 } = require('./puppeteer-018');
const { PATHS, PATHS_AGAIN, openShop, urlsOf } = require('./shop');

const sdk = openPuppeteer018();
const crawls = {};
let site;

beforeAll(async () => {
  site = await openShop();
  crawls.ours = await crawl('OURS', PATHS, newOurs);
  crawls.builtIn = await crawl('BUILT-IN', PATHS);
  // A pool that is full asks no factory.
  crawls.second = await crawl('OURS', PATHS_AGAIN, takeOver, 2);
});

afterAll(async () => {
  await site?.stop();
  await sdk.close();
});

/** The session that the pool restored with its own class, as one of ours. */
function takeOver(pool) {
  const [restored] = pool.sessions.splice(0, 1);
  pool.maxPoolSize = 1;
  return new Ours({ ...restored.getState(), sessionPool: pool });
}

const crawl = (key, paths, createSessionFunction, maxPoolSize = 1) =>
  sdk.crawl({
    site,
    urls: urlsOf(site, paths),
    key,
    sessionPoolOptions: { maxPoolSize, createSessionFunction },
    crawlerOptions: {
      gotoFunction: ({ page, request }) =>
        page.goto(request.url, { timeout: request.url.endsWith('/slow') ? SLOW_MS : PATIENCE_MS }),
    },
    async onPage({ request, page, session }) {
      if (!placeOf(request.url).endsWith('/login')) return;
      await logIn(page);
      if (session instanceof Ours) session.putPuppeteerCookies(await allCookies(page));
    },
  });

async function logIn(page) {
  await page.type('#username', USERNAME);
  await page.type('#password', PASSWORD);
  await Promise.all([page.waitForNavigation(), page.click('button[type=submit]')]);
}

/** The cookies of all hosts. The Puppeteer of that time has no method for it. */
async function allCookies(page) {
  const client = await page.target().createCDPSession();
  const { cookies } = await client.send('Network.getAllCookies');
  await client.detach();
  return cookies;
}

const places = ({ pages }) => pages.map(([place, status, title]) => [place, status, title]);

test('401, 403 and 429 end a session, a login in the page carries over until then, a slow page ends none', () => {
  const at = (path, status, title) => [`shop.localhost${path}`, status, title];
  expect(places(crawls.ours)).toEqual([
    at('/member', 401, 'Log in first'),
    at('/login', 200, 'Log in'),
    at('/member', 200, 'Welcome, alice'),
    at('/member/orders', 200, 'Your orders'),
    ...[1, 2, 3].map((visit) => at('/offers', 200, `Visit ${visit} of /offers`)),
    at('/offers', 403, 'You look like a robot'),
    ...[1, 1, 2].map((visit) => at('/search', 200, `Visit ${visit} of /search`)),
    at('/search', 429, 'You look like a robot'),
    at('/login', 200, 'Log in'),
    at('/member', 200, 'Welcome, alice'),
    at('/member/orders', 200, 'Your orders'),
  ]);
  expect(crawls.ours.pages.map(([, , , session]) => session)).toEqual([
    0,
    ...Array(7).fill(1),
    ...Array(4).fill(2),
    3,
    3,
    3,
  ]);
  expect(crawls.ours.sessions.every((session) => session instanceof Ours)).toBe(true);
});

test('the crawl goes as with the built-in class: pages, failures, sessions and counters at each page', () => {
  const asked = ({ seen }) => seen.map(({ method, host, path }) => `${method} ${host}${path}`);
  const counts = ({ persisted: { usableSessionsCount, retiredSessionsCount } }) => [
    usableSessionsCount,
    retiredSessionsCount,
  ];
  expect(crawls.ours.pages).toEqual(crawls.builtIn.pages);
  expect(crawls.ours.failures).toEqual(crawls.builtIn.failures);
  expect(asked(crawls.ours)).toEqual(asked(crawls.builtIn));
  expect(counts(crawls.ours)).toEqual(counts(crawls.builtIn));
});

test('a second crawl in another browser is logged in from its first page on, at the single sign-on as well', () => {
  const { sessions, pages, failures } = crawls.second;
  expect(failures).toEqual([]);
  expect(places(crawls.second)).toEqual([
    ['shop.localhost/member', 200, 'Welcome, alice'],
    ['shop.localhost/member/orders', 200, 'Your orders'],
    ['sso.localhost/account', 200, 'Account of alice'],
  ]);
  const { id, usageCount, createdAt, expiresAt } = crawls.ours.persisted.sessions.at(-1);
  expect(sessions).toEqual([expect.any(Ours)]);
  expect(sessions[0]).toMatchObject({ id, createdAt: new Date(createdAt), expiresAt: new Date(expiresAt) });
  expect(pages[0][4].usageCount).toBe(usageCount);
});

test('partition, priority and session cookies survive, where one partitioned cookie could end the crawl', () => {
  const cookies = Object.fromEntries(
    crawls.second.sessions[0].getPuppeteerCookies().map((cookie) => [cookie.name, cookie]),
  );
  // The SDK's Puppeteer hands out the protocol's form of the key, and sends it to the browser as it is.
  const key = { topLevelSite: 'http://shop.localhost', hasCrossSiteAncestor: false };
  expect(JSON.parse(JSON.stringify(cookies.widget.partitionKey))).toEqual(key);
  expect(cookies.cart).toMatchObject({ expires: -1, priority: 'High' });
  expect(cookies.sid).toMatchObject({ expires: -1, httpOnly: true });
  expect(cookies.account).toMatchObject({ domain: 'sso.localhost', secure: true });
});
