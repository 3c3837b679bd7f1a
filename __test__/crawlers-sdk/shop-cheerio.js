'use strict';

const { SSO } = require('../../examples/site');
const { crawlByCheerio } = require('./cheerio');
const { placeOf } = require('./notes');
const { PATHS, PATHS_AGAIN, SSO_PATH, logInByHttp, openShop, urlsOf } = require('./shop');

/**
 * The tests of an SDK's CheerioCrawler at the shop. `sdk` is what `loadApify` gives, `create` makes a session of `Ours` for a pool, `createBuiltIn` one of the SDK's own
 * class. The first crawl is made with both, the second one with what our first one left.
 */
function testCheerioAtShop(sdk, { Ours, create, createBuiltIn }) {
  const crawls = {};
  let site;

  beforeAll(async () => {
    site = await openShop();
    crawls.ours = await crawl('OURS', PATHS, create);
    crawls.builtIn = await crawl('BUILT-IN', PATHS, createBuiltIn);
    // A pool that is full asks no factory.
    crawls.second = await crawl('OURS', PATHS_AGAIN, takeOver, 2);
  });

  afterAll(async () => {
    await site?.stop();
    sdk.Apify.stopEvents();
    sdk.remove();
  });

  /** The session that the pool restored with its own class, as one of ours. */
  function takeOver(pool) {
    const [restored] = pool.sessions.splice(0, 1);
    pool.maxPoolSize = 1;
    const { cookies, ...state } = restored.getState();
    return new Ours({ ...state, sessionPool: pool });
  }

  const crawl = (key, paths, createSessionFunction, maxPoolSize = 1) =>
    crawlByCheerio({
      sdk,
      site,
      urls: urlsOf(site, paths),
      key,
      sessionPoolOptions: { maxPoolSize, createSessionFunction },
      onPage: async (request, session) => {
        if (placeOf(request.url).endsWith('/login')) await logInByHttp(site, session);
      },
    });

  const steps = ({ pages, failures }) => ({ pages, failures: failures.map(([place]) => place) });
  const asked = ({ seen }) => seen.map(({ method, host, path }) => `${method} ${host}${path}`);

  test('401, 403 and 429 end a session, a login carries over from page to page until then', () => {
    const { pages, failures } = crawls.ours;
    expect(pages.map(([place, status, title]) => [place, status, title])).toEqual([
      ['shop.localhost/login', 200, 'Log in'],
      ['shop.localhost/member', 200, 'Welcome, alice'],
      ['shop.localhost/member/orders', 200, 'Your orders'],
      ...[1, 2, 3].map((visit) => ['shop.localhost/offers', 200, `Visit ${visit} of /offers`]),
      ...[1, 1, 2].map((visit) => ['shop.localhost/search', 200, `Visit ${visit} of /search`]),
      ['shop.localhost/login', 200, 'Log in'],
      ['shop.localhost/member', 200, 'Welcome, alice'],
      ['shop.localhost/member/orders', 200, 'Your orders'],
    ]);
    expect(failures.map(([place]) => place)).toEqual(
      ['/member', '/slow', '/offers', '/search'].map((path) => `shop.localhost${path}`),
    );
    expect(crawls.ours.sessions.every((session) => session instanceof Ours)).toBe(true);
  });

  test('the crawl goes as with the built-in class: pages, failures, sessions and counters at each step', () => {
    expect(steps(crawls.ours)).toEqual(steps(crawls.builtIn));
    expect(asked(crawls.ours)).toEqual(asked(crawls.builtIn));
    const { sessions, ...counts } = crawls.ours.persisted;
    const { sessions: builtIn, ...expected } = crawls.builtIn.persisted;
    expect(counts).toEqual(expected);
    const numbers = ({ usageCount, errorScore }) => ({ usageCount, errorScore });
    expect(sessions.map(numbers)).toEqual(builtIn.map(numbers));
  });

  test('the slow page marks its session bad', () => {
    const { pages } = crawls.ours;
    const at = pages.findIndex(([place]) => place.endsWith('/orders'));
    const [before, after] = pages.slice(at - 1, at + 1).map(([, , , , counters]) => counters);
    // One use for the page before, and one use with one error for the slow one.
    expect([after.usageCount - before.usageCount, after.errorScore - before.errorScore]).toEqual([2, 1]);
  });

  test('cookies that are set along redirects are kept, those of the single sign-on and those after a refused one too', () => {
    const session = crawls.ours.pool.sessions.at(-1);
    const names = (url) =>
      session
        .getCookieString(url)
        .split('; ')
        .map((pair) => pair.split('=')[0])
        .sort();
    expect(names(site.url(SSO_PATH, SSO))).toEqual(['account', 'device']);
    expect(names(site.url('/member'))).toEqual(
      ['visitor', 'sid', 'remember', 'csrf', 'region', 'theme', 'cart', 'widget'].sort(),
    );
  });

  test('a second crawl with the restored session, taken over by a factory, is logged in, at the single sign-on as well', () => {
    const { sessions, pages, failures } = crawls.second;
    expect(failures).toEqual([]);
    expect(pages.map(([place, status, title]) => [place, status, title])).toEqual([
      ['shop.localhost/member', 200, 'Welcome, alice'],
      ['shop.localhost/member/orders', 200, 'Your orders'],
      ['sso.localhost/account', 200, 'Account of alice'],
    ]);
    expect(sessions).toEqual([expect.any(Ours)]);
    const { id, usageCount, createdAt, expiresAt } = crawls.ours.persisted.sessions.at(-1);
    expect(sessions[0]).toMatchObject({ id, createdAt: new Date(createdAt), expiresAt: new Date(expiresAt) });
    expect(pages[0][4].usageCount).toBe(usageCount);
  });
}

module.exports = { testCheerioAtShop };
