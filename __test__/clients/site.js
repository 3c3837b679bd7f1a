'use strict';

const http = require('node:http');

const { PAGES } = require('./pages');

/**
 * Answers for every host name on a free port of the loopback. Clients reach it by `lookup`, which leads any name to the site, or by
 * `proxyUrl`, as if it were a proxy. `requests` is what it was asked, in order.
 */
async function openSite() {
  const requests = [];
  // No end of idle connections: a client that was busy meanwhile would send its next request into one that is being closed.
  const server = http.createServer({ keepAliveTimeout: 0 }, (request, response) => {
    // A proxy is asked for a whole URL, a server for a path.
    const { hostname, pathname } = new URL(request.url, `http://${request.headers.host}`);
    requests.push({ host: withoutPort(request.headers.host), path: pathname, cookie: request.headers.cookie ?? null });
    const { cookies = [], redirect } = PAGES[hostname + pathname] ?? {};
    const headers = { 'Content-Type': 'text/plain', 'Set-Cookie': cookies };
    if (redirect !== undefined) headers.Location = url(redirect);
    response.writeHead(redirect === undefined ? 200 : 302, headers);
    response.end(`This is ${hostname}${pathname}`);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();

  /** The URL of a page that is named by host and path. */
  function url(page) {
    const { hostname, pathname } = new URL(`http://${page}`);
    return `http://${hostname}:${port}${pathname}`;
  }

  /** The site differs from visit to visit only by its port. */
  function withoutPort(text) {
    return text.replaceAll(`:${port}`, '');
  }

  return {
    requests,
    url,
    withoutPort,
    proxyUrl: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** In place of `dns.lookup`: no name is asked for anywhere, all are the loopback. */
function lookup(_hostname, options, callback) {
  if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
}

module.exports = { lookup, openSite };
