'use strict';

// Row 16 of docs/chrome.md: the cookies of a credentialless frame are in a partition of that frame alone, and Chromium can't name it.
// Promises: C11

const { Session } = require('../..');
const { Session: CrawleeSession } = require('../../crawlee');
const { openSite } = require('./site');
const { visitors } = require('./visitors');

const chromium = visitors();
let site;
let visitor;

beforeAll(async () => {
  site = await openSite();
  site.shows('localhost', '/', () => {
    return `<!doctype html><iframe credentialless src="${site.url('localhost', '/frame')}"></iframe>`;
  });
  site.sets('localhost', '/', ['own=1; Path=/', 'partition=2; Path=/; Partitioned; Secure; SameSite=None']);
  site.sets('localhost', '/frame', [
    'framed=3; Path=/',
    'framed-partition=4; Path=/; Partitioned; Secure; SameSite=None',
  ]);
  visitor = await chromium.open();
  await visitor.page.goto(site.url('localhost'));
});

afterAll(async () => {
  await chromium.close();
  await site.close();
});

/** As the DevTools protocol reports them, which libraries without types of their own hand on. */
async function ofProtocol() {
  const protocol = await visitor.page.createCDPSession();
  const { cookies } = await protocol.send('Storage.getCookies');
  await protocol.detach();
  return cookies;
}

describe.each([
  ['the main class', Session],
  ['the class for Crawlee', CrawleeSession],
])('%s', (_name, Class) => {
  test.each([
    ['browser.cookies()', () => visitor.browser.cookies()],
    ['the DevTools protocol', ofProtocol],
  ])('refuses them, reported by %s, and keeps those of the page', async (_way, read) => {
    const reported = await read();
    expect(reported.map(({ name }) => name).sort()).toEqual(['framed', 'framed-partition', 'own', 'partition']);
    const debug = jest.fn();
    const session = new Class({ log: { debug } });
    session.putPuppeteerCookies(reported);
    // The browser itself sends no more to the page.
    await visitor.page.goto(site.url('localhost', '/check'));
    expect(session.getCookieString(site.url('localhost', '/check'))).toBe(site.cookieHeader('localhost', '/check'));
    const [[, { refusals }]] = debug.mock.calls;
    expect(refusals.map(({ name, code }) => [name, code]).sort()).toEqual([
      ['framed', 'COOKIE_OPAQUE_PARTITION'],
      ['framed-partition', 'COOKIE_OPAQUE_PARTITION'],
    ]);
  });
});
