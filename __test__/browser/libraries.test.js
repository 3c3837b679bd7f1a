'use strict';

// Cookies between Puppeteer and Playwright, in each direction and by both classes, those of partitions included.
// Promises: C15, C16

const { Session } = require('../..');
const { Session: CrawleeSession } = require('../../crawlee');
const { announce, collect, MAPPED_HOSTS, sentCookies } = require('./every-kind');
const { losslessFields } = require('./fields');
const { REPORTERS, TAKERS, visitorOfBoth } = require('./libraries');
const { openSite } = require('./site');

const EMBEDDER = 'embedder.test';
const CLASSES = { 'the main class': Session, 'the class for Crawlee': CrawleeSession };
const WAYS = Object.keys(REPORTERS).flatMap((from) =>
  Object.keys(TAKERS).flatMap((to) => Object.keys(CLASSES).map((name) => [from, to, name])),
);

const first = visitorOfBoth({ hosts: [...MAPPED_HOSTS, EMBEDDER] });
const second = visitorOfBoth({ hosts: [...MAPPED_HOSTS, EMBEDDER] });
let site;
let firstReported;
let firstSent;

beforeAll(async () => {
  site = await openSite();
  announce(site);
  const frame = (path) => () => `<!doctype html><iframe src="${site.url('localhost', path)}"></iframe>`;
  site.shows(EMBEDDER, '/login', frame('/frame/login'));
  site.shows(EMBEDDER, '/check', frame('/frame/check'));
  site.sets('localhost', '/frame/login', ['framed=1; Partitioned; Secure; SameSite=None; Path=/; Max-Age=1000']);
  await collect(first.page, site);
  await first.page.goto(site.url(EMBEDDER, '/login'));
  firstReported = await first.browser.cookies();
  firstSent = await sentAtAll(first.page);
});

beforeEach(() => second.clear());
afterAll(() => site.close());

/** The `Cookie` headers of all places, and of a frame in another site, in no order. */
async function sentAtAll(page) {
  const headers = await sentCookies(page, site);
  await page.goto(site.url(EMBEDDER, '/check'));
  return [...headers, site.cookieHeader('localhost', '/frame/check')].map((header) => header.split('; ').sort());
}

/** What both libraries can tell: Playwright knows no priority, and says Lax where a site has said nothing. */
function common(cookies, from) {
  return losslessFields(cookies).map(({ priority, sameSite, ...cookie }) => ({
    ...cookie,
    sameSite: sameSite ?? (from === 'Playwright' ? 'Lax' : undefined),
  }));
}

test('there are cookies in a partition of their own site and under a cross-site frame', () => {
  const keys = firstReported.map(({ partitionKey }) => partitionKey?.hasCrossSiteAncestor);
  expect(new Set(keys)).toEqual(new Set([undefined, false, true]));
});

test.each(WAYS)('from %s to %s, by %s: the same cookies, and the same are sent', async (from, to, name) => {
  const Class = CLASSES[name];
  const session = new Class();
  session.putPuppeteerCookies(await REPORTERS[from](first));
  const restored = new Class(JSON.parse(JSON.stringify(session.getState())));
  await TAKERS[to](second, restored.getPuppeteerCookies());
  expect(common(await second.browser.cookies())).toStrictEqual(common(firstReported, from));
  expect(await sentAtAll(second.page)).toStrictEqual(firstSent);
});
