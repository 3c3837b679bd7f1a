'use strict';

// A cookie that the browser has deleted, or that deleteCookies removed, is not sent again: not by the next browser, not by HTTP.
// Promises: C17, C18, A8

const { Session } = require('../..');
const { Session: CrawleeSession } = require('../../crawlee');
const { REPORTERS, TAKERS, visitorOfBoth } = require('./libraries');
const { openSite } = require('./site');

const HOST = 'localhost';
const OTHER = 'other.test';
const CLASSES = { 'the main class': Session, 'the class for Crawlee': CrawleeSession };
/** By page.cookies(), which reports those of the page's URL alone, and by what reports the whole browser. */
const REPORTS = { 'page.cookies()': ({ page }) => page.cookies(), ...REPORTERS };
const WAYS = Object.keys(CLASSES).flatMap((name) => Object.keys(REPORTS).map((report) => [report, name]));

const visitor = visitorOfBoth({ hosts: [OTHER] });
const next = visitorOfBoth({ hosts: [OTHER] });
let site;

beforeAll(async () => {
  site = await openSite();
  site.sets(HOST, '/login', [
    'sid=1; Path=/; HttpOnly',
    'domain=2; Path=/; Domain=localhost; Max-Age=1000',
    'partition=3; Path=/; Partitioned; Secure; SameSite=None',
    'theme=4; Path=/; Max-Age=1000',
  ]);
  site.sets(HOST, '/logout', [
    'sid=; Path=/; Max-Age=0',
    'domain=; Path=/; Domain=localhost; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
    'partition=; Path=/; Max-Age=0; Partitioned; Secure; SameSite=None',
  ]);
  site.sets(OTHER, '/', ['elsewhere=5; Path=/']);
});

beforeEach(() => visitor.clear());
afterAll(() => site.close());

/** A session that has stored what the browser reported, which has logged in. */
async function loggedIn(Class, report, options) {
  const session = new Class(options);
  for (const [host, path] of [
    [OTHER, '/'],
    [HOST, '/login'],
  ]) {
    await visitor.page.goto(site.url(host, path));
    session.putPuppeteerCookies(await REPORTS[report](visitor), visitor.page.url());
  }
  expect(sorted(session.getCookieString(site.url(HOST)))).toEqual(['domain=2', 'partition=3', 'sid=1', 'theme=4']);
  return session;
}

const sorted = (header) => header.split('; ').sort();

/** What the next browser sends, by the way out; it has to be what HTTP sends. */
async function sentNext(session, taker, host = HOST) {
  await next.clear();
  await TAKERS[taker](next, session.getPuppeteerCookies());
  await next.page.goto(site.url(host, '/check'));
  const sent = sorted(site.cookieHeader(host, '/check'));
  expect(sent).toEqual(sorted(session.getCookieString(site.url(host, '/check'))));
  return sent;
}

describe.each(WAYS)('what %s no longer reports, in %s', (report, name) => {
  const taker = report === 'Playwright' ? 'Playwright' : 'Puppeteer (browser)';

  test('is sent on without replace, and no longer with it', async () => {
    const session = await loggedIn(CLASSES[name], report);
    await visitor.page.goto(site.url(HOST, '/logout'));
    const reported = await REPORTS[report](visitor);
    session.putPuppeteerCookies(reported, visitor.page.url());
    expect(sorted(session.getCookieString(site.url(HOST)))).toContain('sid=1');
    session.putPuppeteerCookies(reported, visitor.page.url(), { replace: true });
    expect(await sentNext(session, taker)).toEqual(['theme=4']);
    expect(session.getCookieString(site.url(OTHER))).toBe('elsewhere=5');
  });
});

test.each(Object.entries(REPORTERS))('%s: without a URL, what is gone from any site goes', async (report, read) => {
  const session = await loggedIn(Session, report);
  await visitor.context.clearCookies({ domain: OTHER });
  await visitor.context.clearCookies({ name: 'sid' });
  session.putPuppeteerCookies(await read(visitor), undefined, { replace: true });
  expect(await sentNext(session, 'Puppeteer (browser)', OTHER)).toEqual(['']);
  expect(await sentNext(session, 'Playwright')).toEqual(['domain=2', 'partition=3', 'theme=4']);
});

test('nothing goes that the browser still has, whatever it holds', async () => {
  const session = await loggedIn(Session, 'Puppeteer');
  const before = session.getPuppeteerCookies();
  session.putPuppeteerCookies(await visitor.browser.cookies(), undefined, { replace: true });
  session.putPuppeteerCookies(await visitor.page.cookies(), visitor.page.url(), { replace: true });
  const byName = (cookies) => cookies.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  expect(byName(session.getPuppeteerCookies())).toEqual(byName(before));
});

test('the class for Crawlee replaces by itself with replaceBrowserCookies', async () => {
  const session = await loggedIn(CrawleeSession, 'page.cookies()', { replaceBrowserCookies: true });
  await visitor.page.goto(site.url(HOST, '/logout'));
  session.setCookies(await visitor.page.cookies(), visitor.page.url());
  expect(await sentNext(session, 'Puppeteer (page)')).toEqual(['theme=4']);
  expect(session.getCookieString(site.url(OTHER))).toBe('elsewhere=5');
});

describe.each(Object.entries(CLASSES))('what deleteCookies has removed from %s', (_name, Class) => {
  test.each(Object.keys(TAKERS))('is not sent by the next browser: %s', async (taker) => {
    const session = await loggedIn(Class, 'Puppeteer');
    expect(session.deleteCookies([{ name: 'sid' }, { name: 'domain', domain: 'localhost' }])).toBe(2);
    expect(session.deleteCookies(({ partitionKey }) => partitionKey !== undefined)).toBe(1);
    expect(await sentNext(session, taker)).toEqual(['theme=4']);
  });
});
