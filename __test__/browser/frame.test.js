'use strict';

// Promises: C11

const { Session } = require('../..');
const { losslessFields } = require('./fields');
const { restored } = require('./restored');
const { openSite } = require('./site');
const { visitors } = require('./visitors');
const { WAYS_OUT } = require('./ways');

const chromium = visitors({ hosts: ['embedder.test'] });
let site;
let first;
let firstSent;

beforeAll(async () => {
  site = await openSite();
  const frame = (path) => () => `<!doctype html><iframe src="${site.url('localhost', path)}"></iframe>`;
  site.shows('embedder.test', '/login', frame('/login'));
  site.shows('embedder.test', '/check', frame('/check'));
  site.sets('localhost', '/login', [
    'in-partition=1; Partitioned; Secure; SameSite=None; Path=/',
    'in-partition-persistent=2; Partitioned; Secure; SameSite=None; Max-Age=1000; Path=/',
  ]);
  site.sets('localhost', '/', ['first-party=3; Secure; SameSite=None; Path=/']);
  first = await chromium.open();
  await first.page.goto(site.url('localhost', '/'));
  await first.page.goto(site.url('embedder.test', '/login'));
  await first.page.goto(site.url('embedder.test', '/check'));
  firstSent = site.cookieHeaders('localhost', '/check');
});

afterAll(async () => {
  await chromium.close();
  await site.close();
});

describe.each(WAYS_OUT)('the cookies of a cross-site frame, by browser.cookies() and $wayOut', ({ give }) => {
  test('come to the second browser with their partition and are sent from the same frame', async () => {
    const reported = await first.browser.cookies();
    expect(reported.map(({ partitionKey }) => partitionKey?.hasCrossSiteAncestor)).toEqual([undefined, true, true]);

    const session = new Session();
    session.putPuppeteerCookies(reported);
    const second = await chromium.open();
    await give(second, restored(session).getPuppeteerCookies());
    expect(losslessFields(await second.browser.cookies())).toStrictEqual(losslessFields(reported));

    // Whether the frame gets the cookie without a partition too is the browser's affair: newer ones block it as a third party's.
    expect(firstSent).toEqual([expect.stringMatching(/^(first-party=3; )?in-partition=1; in-partition-persistent=2$/)]);
    site.forget();
    await second.page.goto(site.url('embedder.test', '/check'));
    expect(site.cookieHeaders('localhost', '/check')).toEqual(firstSent);
  });
});

test('a cookie in the partition of another site is in no Cookie header of its own', async () => {
  const session = new Session();
  session.putPuppeteerCookies(await first.browser.cookies());
  await first.page.goto(site.url('localhost', '/'));
  expect(site.cookieHeader('localhost', '/')).toBe('first-party=3');
  expect(restored(session).getCookieString(site.url('localhost', '/'))).toBe('first-party=3');
});
