'use strict';

const dns = require('node:dns');
const http = require('node:http');
const { PASSWORD, SSO, USERNAME, lookup, startSite } = require('../../examples/site');

/** What the first crawl asks for, one page at a time. Each session is one more visitor, who has to log in. */
const PATHS = [
  ...['/member', '/login', '/member', '/slow', '/member/orders'],
  // 403 at the fourth visit; 429 at the third of those that the shop knows the visitor at.
  ...['/offers', '/offers', '/offers', '/offers', '/search', '/search', '/search', '/search'],
  ...['/login', '/member', '/member/orders'],
];
/** The page of the single sign-on, which knows who has logged in. */
const SSO_PATH = '/account';
/** What the second crawl asks for, with the sessions of the first one. */
const PATHS_AGAIN = ['/member', '/member/orders', SSO_PATH];

const FORM = new URLSearchParams({ username: USERNAME, password: PASSWORD }).toString();

/** The shop of the examples, with its several hosts, until `stop()`. In this process, every name leads to this machine. */
async function openShop() {
  const site = await startSite();
  const replaced = jest.spyOn(dns, 'lookup').mockImplementation((name, options, callback) => {
    if (typeof options === 'function') lookup(name, {}, options);
    else lookup(name, typeof options === 'object' ? options : {}, callback);
  });
  return {
    ...site,
    async stop() {
      replaced.mockRestore();
      await site.stop();
    },
  };
}

/** The URLs of these paths. */
const urlsOf = (site, paths) => paths.map((path) => (path === SSO_PATH ? site.url(path, SSO) : site.url(path)));

/** Sends a request as a user of the SDK does by hand. */
function send(url, { method = 'GET', body, cookie }) {
  const headers = body === undefined ? { cookie } : { cookie, 'content-type': 'application/x-www-form-urlencoded' };
  return new Promise((resolve, reject) => {
    const sent = http.request(url, { method, headers, lookup, agent: false }, (response) => {
      response.resume().on('end', () => resolve({ headers: response.headers, url }));
    });
    sent.once('error', reject).end(body);
  });
}

/**
 * Logs a session in by HTTP. The SDK's own requests follow redirects by themselves and show the last response alone, so that each
 * step is taken here.
 */
async function logInByHttp(site, session) {
  let [url, options] = [site.url('/login'), { method: 'POST', body: FORM }];
  while (url !== undefined) {
    const response = await send(url, { ...options, cookie: session.getCookieString(url) });
    if (session.setCookiesFromResponse === undefined) session.putResponse(response);
    else session.setCookiesFromResponse(response);
    [url, options] = [response.headers.location, {}];
  }
}

module.exports = { PATHS, PATHS_AGAIN, SSO_PATH, logInByHttp, openShop, urlsOf };
