'use strict';

const http = require('node:http');

/** The secret that the site hands out at the login. */
const TOKEN = 'ok-42';

/** Answers of the site, by path. A path that isn't here is never answered. */
const PAGES = {
  '/login': () => ({
    headers: {
      'Set-Cookie': [
        `token=${TOKEN}; Path=/; HttpOnly`,
        'lang=en; Path=/',
        'gone=1; Path=/; Max-Age=0',
        'deep=1; Path=/member',
      ],
    },
    body: 'logged in',
  }),
  '/member': (cookie) =>
    cookie.includes(`token=${TOKEN}`)
      ? { headers: { 'Set-Cookie': 'visits=1; Path=/; Max-Age=3600' }, body: 'for members' }
      : { status: 401, body: 'log in first' },
  '/member/area': (cookie) =>
    cookie.includes(`token=${TOKEN}`)
      ? { headers: { 'Set-Cookie': 'lang=de; Path=/' }, body: 'area' }
      : { status: 401 },
  '/forbidden': () => ({ status: 403, headers: { 'Set-Cookie': 'blocked=1; Path=/' }, body: 'go away' }),
  '/limited': () => ({ status: 429, body: 'slow down' }),
  '/missing': () => ({ status: 404, headers: { 'Set-Cookie': 'lost=1' }, body: 'not here' }),
  '/broken': () => ({ status: 500, body: 'broken' }),
};

/** Starts a site with a login, on a free port of the loopback. `seen` is what it was asked, in order. */
async function startSite() {
  const seen = [];
  // No end of idle connections: a client that was busy meanwhile would send its next request into one that is being closed.
  const server = http.createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const cookie = request.headers.cookie ?? '';
    seen.push({ path: request.url, cookie });
    const page = PAGES[request.url]?.(cookie);
    if (page === undefined) return;
    response.writeHead(page.status ?? 200, { 'Content-Type': 'text/html; charset=utf-8', ...page.headers });
    response.end(`<html><body><h1>${page.body ?? ''}</h1></body></html>`);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    seen,
    url: `http://127.0.0.1:${server.address().port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

module.exports = { startSite };
