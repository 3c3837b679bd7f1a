'use strict';

/** Host names that these cookies are set on; all but `localhost` have to be mapped to this machine. */
const MAPPED_HOSTS = ['sub.example.com', 'example.com'];

/** The lines with which each path of the site answers. */
const ANSWERS = [
  {
    host: 'localhost',
    path: '/login/step',
    lines: [
      'session=1',
      'max-age=2; Max-Age=86400',
      'expires=3; Expires=Fri, 31 Dec 2100 23:59:59 GMT',
      'http-only=4; HttpOnly',
      'secure=5; Secure',
      'lax=6; SameSite=Lax',
      'strict=7; SameSite=Strict',
      'none=8; SameSite=None; Secure',
      'partitioned=9; Partitioned; Secure; SameSite=None; Path=/',
      'partitioned-persistent=10; Partitioned; Secure; HttpOnly; Max-Age=3600; Path=/',
      'quotes="a b"',
      'quote-inside=a"b',
      'equals=a=b==',
      'utf-8=é☃日本😀',
      'ü-name=11',
      'commas={"a":[1,2]}',
      'empty=',
      'spaces in name=12',
      '=nameless',
      'high=13; Priority=High',
      'low=14; Priority=Low',
      'root=15; Path=/',
      'deep=16; Path=/login/step/deeper',
      '__Secure-prefix=17; Secure',
      '__Host-prefix=18; Secure; Path=/',
      '__Host-Http-prefix=19; Secure; HttpOnly; Path=/',
    ],
  },
  {
    host: 'sub.example.com',
    path: '/login/step',
    lines: [
      'host-only=20',
      'of-domain=21; Domain=example.com; Path=/',
      'of-own-domain=22; Domain=sub.example.com; Max-Age=12345; Path=/',
      'both=23',
      'both=24; Domain=example.com',
      'both=25; Domain=example.com; Path=/',
    ],
  },
];

/** Paths that set nothing, where the browsers show which cookies they send. */
const CHECKS = [
  { host: 'localhost', path: '/' },
  { host: 'localhost', path: '/login/check' },
  { host: 'localhost', path: '/login/step/deeper/check' },
  { host: 'sub.example.com', path: '/' },
  { host: 'sub.example.com', path: '/login/check' },
  { host: 'example.com', path: '/login/check' },
];

/** Tells the site to set these cookies. */
function announce(site) {
  for (const { host, path, lines } of ANSWERS) site.sets(host, path, lines);
}

/** The addresses under which `page.cookies()` reports all of them. */
function addresses(site) {
  return CHECKS.map(({ host, path }) => site.url(host, path));
}

/** Takes a page through all paths that set cookies. */
async function collect(page, site) {
  for (const { host, path } of ANSWERS) await page.goto(site.url(host, path));
}

/** Takes a page through the paths that set nothing. Returns the `Cookie` header that each of them received. */
async function sentCookies(page, site) {
  const headers = [];
  for (const { host, path } of CHECKS) {
    await page.goto(site.url(host, path));
    headers.push(site.cookieHeader(host, path));
  }
  return headers;
}

module.exports = { addresses, announce, CHECKS, collect, MAPPED_HOSTS, sentCookies };
