'use strict';

const { PASSWORD, SSO, USERNAME } = require('../../examples/site');

/** A host of one label, which is a public suffix and yet sets cookies. */
const INTRANET = 'intranet';

/** Which crawlers have a browser. */
const hasBrowser = (crawler) => ['PuppeteerCrawler', 'PlaywrightCrawler'].includes(crawler);

/** The requests of a login: a browser fills in the form, the others send it. */
function login(site, crawler) {
  const form = { url: site.url('/login') };
  if (hasBrowser(crawler)) return [form];
  const payload = new URLSearchParams({ username: USERNAME, password: PASSWORD }).toString();
  return [form, { ...form, method: 'POST', payload, headers: { 'content-type': 'application/x-www-form-urlencoded' } }];
}

/** The first crawl: three sessions end, and the fourth has a cookie of each kind at the end. */
function firstCrawl(site, crawler) {
  const page = (path, host) => ({ url: site.url(path, host) });
  const once = (path) => ({ ...page(path), maxRetries: 0 });
  return [
    // 401: nobody has logged in.
    once('/member'),
    ...login(site, crawler),
    page('/member'),
    once('/slow'),
    page('/member/orders'),
    // 403 at the fourth visit; the next session may see it.
    ...Array.from({ length: 4 }, () => page('/offers')),
    // 429 at the third.
    ...Array.from({ length: 3 }, () => page('/search')),
    ...login(site, crawler),
    page('/member'),
    page('/basket'),
    page('/member/orders'),
    page('/', INTRANET),
  ];
}

/** The second crawl: what the restored session still knows. */
function secondCrawl(site) {
  const page = (path, host) => ({ url: site.url(path, host), maxRetries: 0 });
  return [page('/member'), page('/member/orders'), page('/checkout'), page('/', INTRANET), page('/account', SSO)];
}

module.exports = { INTRANET, firstCrawl, hasBrowser, login, secondCrawl };
