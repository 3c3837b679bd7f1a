'use strict';

// Row 17 of docs/chrome.md with real browsers: a cookie is the same octets whether a browser or an HTTP client sends it, whoever it came from.
// Promises: C19

const playwright = require('playwright');
const { Session } = require('../..');
const { ARGS, executablePath } = require('../../demo/chromium');
const { NO_UTF8, VALUES, openOctetSite } = require('../helpers/octet-site');
const { PATIENCE_MS } = require('../helpers/patience');
const { restored } = require('./restored');
const { sharedVisitor } = require('./visitors');

const LINES = Object.entries(VALUES).map(([name, { sent }]) => `${name}=${sent}; Path=/; Max-Age=3600`);
const HEADER = Object.entries(VALUES).map(([name, { sent }]) => `${name}=${sent}`);
const SHOWN = Object.entries(VALUES).map(([name, { text }]) => `${name}=${text}`);

const visitor = sharedVisitor();
let site;
let browser;

beforeAll(async () => {
  site = await openOctetSite();
  const options = { executablePath: await executablePath(), args: ARGS, timeout: PATIENCE_MS };
  browser = await playwright.chromium.launch(options);
});

afterAll(async () => {
  await browser?.close();
  await site.close();
});

/** A page of each library without cookies, and how its cookies are read and given. */
const LIBRARIES = [
  [
    'Puppeteer',
    async () => ({
      page: visitor.page,
      read: () => visitor.browser.cookies(),
      give: (cookies) => visitor.browser.setCookie(...cookies),
      close: () => {},
    }),
  ],
  [
    'Playwright',
    async () => {
      const context = await browser.newContext();
      context.setDefaultTimeout(PATIENCE_MS);
      return {
        page: await context.newPage(),
        read: () => context.cookies(),
        give: (cookies) => context.addCookies(cookies),
        close: () => context.close(),
      };
    },
  ],
];

const sorted = (header) => header.split('; ').sort();

describe.each(LIBRARIES)('%s', (_, open) => {
  let library;

  beforeEach(async () => {
    library = await open();
  });
  afterEach(() => library.close());

  test('cookies that a site sent by HTTP are shown in the page and sent by it as the same octets', async () => {
    site.sets(LINES);
    const session = new Session();
    session.putResponse(await fetch(site.url('/set')));
    await library.give(restored(session).getPuppeteerCookies());
    await library.page.goto(site.url('/page'));
    expect(sorted(site.header('/page'))).toEqual(sorted(HEADER.join('; ')));
    expect(sorted(await library.page.evaluate(() => document.cookie))).toEqual(sorted(SHOWN.join('; ')));
    // Back again they change nothing.
    session.putPuppeteerCookies(await library.read());
    expect(session.getCookieString(site.url('/'))).toBe(HEADER.join('; '));
  });

  test('cookies that a browser got are sent by HTTP as the same octets', async () => {
    site.sets(LINES);
    await library.page.goto(site.url('/set'));
    await library.page.evaluate(`document.cookie = 'script=ü日😀; Path=/'`);
    await library.page.goto(site.url('/page'));
    const session = new Session();
    session.putPuppeteerCookies(await library.read());
    const url = site.url('/http');
    await fetch(url, { headers: { cookie: restored(session).getCookieString(url) } });
    expect(sorted(site.header('/http'))).toEqual(sorted(site.header('/page')));
    expect(sorted(site.header('/http'))).toEqual(
      [...sorted(HEADER.join('; ')), `script=${Buffer.from('ü日😀').toString('latin1')}`].sort(),
    );
  });

  test('octets that are no text stay what they are, whatever the browser reports of them', async () => {
    site.sets([`none=${NO_UTF8}; Path=/`, 'other=1; Path=/']);
    const session = new Session();
    session.putResponse(await fetch(site.url('/set')));
    await library.page.goto(site.url('/set'));
    session.putPuppeteerCookies(await library.read());
    expect(session.getCookieString(site.url('/'))).toBe(`none=${NO_UTF8}; other=1`);
    await library.page.goto(site.url('/page'));
    expect(sorted(site.header('/page'))).toEqual(sorted(`none=${NO_UTF8}; other=1`));
  });
});
