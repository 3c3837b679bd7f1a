'use strict';

// Promises: C4, C6, C13

const { Session } = require('../..');
const { losslessFields } = require('./fields');
const { restored } = require('./restored');
const { openSite } = require('./site');
const { visitors } = require('./visitors');
const { WAYS_OUT } = require('./ways');

/** Host names of every kind: a domain and its subdomain, another domain, loopback, a public suffix, one label, punycode. */
const MAPPED = ['example.com', 'sub.example.com', 'other.test', 'github.io', 'intranet', 'xn--bcher-kva.test'];
const HOSTS = [...MAPPED, 'localhost', '127.0.0.1'];

const chromium = visitors({ hosts: MAPPED });
let site;
let reported;
let firstSent;

beforeAll(async () => {
  site = await openSite();
  for (const host of HOSTS) site.sets(host, '/login', [`id=${host}`, `persistent=${host}; Max-Age=600`]);
  site.sets('example.com', '/share', ['shared=all; Domain=example.com', 'id=dotted; Domain=.example.com']);
  const first = await chromium.open();
  for (const host of HOSTS) await first.page.goto(site.url(host, '/login'));
  await first.page.goto(site.url('example.com', '/share'));
  firstSent = await sentCookies(first.page);
  reported = await first.browser.cookies();
});

afterAll(async () => {
  await chromium.close();
  await site.close();
});

async function sentCookies(page) {
  const headers = {};
  for (const host of HOSTS) {
    await page.goto(site.url(host, '/check'));
    headers[host] = site.cookieHeader(host, '/check');
  }
  return headers;
}

/** The session that took the cookies of all hosts at once, after a stay on disk. */
function sessionOfAll(url) {
  const session = new Session();
  session.putPuppeteerCookies(reported, url);
  return restored(session);
}

test('the first browser has cookies of all hosts, host-only ones and shared ones', () => {
  expect(new Set(reported.map(({ domain }) => domain))).toEqual(new Set([...HOSTS, '.example.com']));
  expect(firstSent).toEqual({
    ...Object.fromEntries(HOSTS.map((host) => [host, `id=${host}; persistent=${host}`])),
    'example.com': 'id=example.com; persistent=example.com; shared=all; id=dotted',
    'sub.example.com': 'id=sub.example.com; persistent=sub.example.com; shared=all; id=dotted',
  });
});

test.each(HOSTS)('getCookieString() of %s gives the cookies of that host and no others', (host) => {
  expect(sessionOfAll().getCookieString(site.url(host, '/check'))).toBe(firstSent[host]);
});

test('a cookie with a domain is filed under it, whatever URL comes with the array', () => {
  const session = sessionOfAll(site.url('other.test', '/'));
  expect(losslessOf(session)).toStrictEqual(losslessOf(sessionOfAll()));
  expect(session.getPuppeteerCookies()).toHaveLength(reported.length);
});

describe.each(WAYS_OUT)('cookies of several hosts, given by $wayOut', ({ give }) => {
  test('all come to the second browser, and each host receives its own', async () => {
    const second = await chromium.open();
    await give(second, sessionOfAll().getPuppeteerCookies());
    expect(losslessFields(await second.browser.cookies())).toStrictEqual(losslessFields(reported));
    expect(await sentCookies(second.page)).toStrictEqual(firstSent);
  });
});

function losslessOf(session) {
  return losslessFields(session.getPuppeteerCookies());
}
