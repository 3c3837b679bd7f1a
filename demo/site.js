'use strict';

// The site under test, on loopback: a login form, a member page, and a page that soon answers 403.

const { randomUUID } = require('node:crypto');
const http = require('node:http');

/** The name under which the browser knows the site; the browser is told that it leads to this machine. */
const HOST = 'shop.example.com';
const USERNAME = 'alice';
const PASSWORD = 'correct horse';

/** Visits of the limited page that a login has before it is blocked. */
const ALLOWED_VISITS = 3;
const THIRTY_DAYS = 30 * 24 * 60 * 60;

/** Starts the site. `cookieHeaders` tells what it saw, for the demo to check. */
async function startSite() {
  /** Visits of the limited page, by session id. */
  const visits = new Map();
  /** `Cookie` headers that the member page received, in order. */
  const cookieHeaders = [];

  // No end of idle connections: a client that was busy meanwhile would send its next request into one that is being closed.
  const server = http.createServer({ keepAliveTimeout: 0 }, async (request, response) => {
    const cookies = readCookies(request.headers.cookie);
    const signedIn = visits.has(cookies.sid);
    switch (`${request.method} ${request.url}`) {
      case 'GET /login':
        return send(response, 200, LOGIN_FORM);
      case 'POST /login':
        if (!isRightPassword(await readBody(request))) return send(response, 200, LOGIN_FORM);
        return send(response, 303, '', { location: '/member', 'set-cookie': login(visits) });
      case 'GET /member':
        cookieHeaders.push(request.headers.cookie ?? '');
        if (!signedIn) return send(response, 401, '<h1>Please log in</h1>');
        return send(response, 200, `<h1>Welcome, ${USERNAME}</h1>`);
      case 'GET /offers': {
        if (!signedIn) return send(response, 401, '<h1>Please log in</h1>');
        const count = visits.get(cookies.sid) + 1;
        visits.set(cookies.sid, count);
        if (count > ALLOWED_VISITS) return send(response, 403, '<h1>You look like a robot</h1>');
        return send(response, 200, `<h1>Offers</h1><p>Visit ${count}</p>`);
      }
      default:
        return send(response, 404, '<h1>Not found</h1>');
    }
  });

  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address();
  return {
    port,
    cookieHeaders,
    url: (path) => `http://${HOST}:${port}${path}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

const LOGIN_FORM = `<h1>Log in</h1>
<form method="post" action="/login">
  <label>Name <input id="username" name="username"></label>
  <label>Password <input id="password" name="password" type="password"></label>
  <button type="submit">Log in</button>
</form>`;

/** Makes a login, and the `Set-Cookie` lines for it: one cookie of each kind that a crawler has to keep. */
function login(visits) {
  const sid = randomUUID();
  visits.set(sid, 0);
  return [
    `sid=${sid}; Path=/; HttpOnly`,
    `remember=${randomUUID()}; Path=/; Max-Age=${THIRTY_DAYS}; HttpOnly; SameSite=Lax`,
    'region=eu; Domain=example.com; Path=/; Max-Age=86400',
    `csrf=${randomUUID()}; Path=/member; SameSite=Strict`,
  ];
}

function isRightPassword(form) {
  return form.get('username') === USERNAME && form.get('password') === PASSWORD;
}

async function readBody(request) {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return new URLSearchParams(body);
}

function readCookies(header = '') {
  return Object.fromEntries(header.split('; ').map((pair) => pair.split('=')));
}

function send(response, status, body, headers = {}) {
  const page = `<!doctype html><title>Shop</title><link rel="icon" href="data:,">${body}`;
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...headers });
  response.end(page);
}

module.exports = { ALLOWED_VISITS, HOST, PASSWORD, USERNAME, startSite };
