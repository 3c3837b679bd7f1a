'use strict';

const http = require('node:http');

/**
 * Starts a web site on this machine, for any host name. It answers with the cookies that were announced for a path, and remembers
 * the `Cookie` header of each request. Cookies know no ports, so one site stands for all hosts.
 */
async function openSite() {
  /** `host/path` to the `Set-Cookie` lines of its answer. */
  const answers = new Map();
  /** `host/path` to the `Cookie` headers that came, decoded from UTF-8; `''` where there was none. */
  const received = new Map();
  /** `host/path` to a function from the `Cookie` header to the text of the page. */
  const pages = new Map();

  // No end of idle connections: a client that was busy meanwhile would send its next request into one that is being closed.
  const server = http.createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const place = new URL(request.url, `http://${request.headers.host}`);
    const key = place.hostname + place.pathname;
    const cookies = utf8FromBytes(request.headers.cookie ?? '');
    received.set(key, [...(received.get(key) ?? []), cookies]);
    const lines = answers.get(key) ?? [];
    if (lines.length > 0) response.setHeader('Set-Cookie', lines.map(bytesOfUtf8));
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    // A string would be merged with the header and change the encoding of both; a buffer leaves the header's bytes alone.
    response.end(Buffer.from(pages.get(key)?.(cookies) ?? '<!doctype html><title>site</title>'));
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address();

  return {
    /** The address of a path, such as `/login`, on a host. */
    url: (host, path = '/') => `http://${host}:${port}${path}`,
    /** From now on this path of the host sets these cookies. */
    sets: (host, path, lines) => answers.set(host + path, lines),
    /** From now on this path of the host shows what the function makes of the `Cookie` header. */
    shows: (host, path, page) => pages.set(host + path, page),
    /** The `Cookie` header of the latest request to a path of a host. */
    cookieHeader: (host, path) => received.get(host + path)?.at(-1),
    /** The `Cookie` headers of all requests to a path of a host. */
    cookieHeaders: (host, path) => received.get(host + path) ?? [],
    /** Forgets the requests so far. */
    forget: () => received.clear(),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Node writes header text as latin1: one character for each byte. */
function bytesOfUtf8(text) {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Node reads header text as latin1: one character for each byte. */
function utf8FromBytes(text) {
  return Buffer.from(text, 'latin1').toString('utf8');
}

module.exports = { openSite };
