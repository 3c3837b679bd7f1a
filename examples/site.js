'use strict';

// A small site on this machine, for the examples: a shop whose members log in through another host, and which soon blocks a visitor
// who looks around too much. Browsers lead `*.localhost` to this machine by themselves; other clients take `lookup` for it.

const http = require('node:http');

const SHOP = 'shop.localhost';
/** The single sign-on, which sets cookies of its own: in the redirects of a login, and in a frame of the member page. */
const SSO = 'sso.localhost';
const USERNAME = 'alice';
const PASSWORD = 'correct horse';
/** All members, with their passwords. */
const ACCOUNTS = new Map([
  [USERNAME, PASSWORD],
  ['bob', 'battery staple'],
]);

/** How often a visitor may see a page. */
const ALLOWED = { '/offers': 3, '/search': 2 };
const DAY = 24 * 60 * 60;

/** Starts the site on a free port. `seen` tells what it was asked, in order. */
async function startSite() {
  const seen = [];
  /** Visits, by visitor and page. */
  const visits = new Map();
  /** Who logged in, by ticket and by session. */
  const tickets = new Map();
  const members = new Map();
  let count = 0;

  const url = (path, host = SHOP) => `http://${host}:${server.address().port}${path}`;
  const isMember = ({ sid }) => members.has(sid);
  const forMembers = (cookies, page) => (isMember(cookies) ? page : { status: 401, title: 'Log in first' });

  /** The page, as long as the visitor may see it. */
  function limited(path, { visitor }, status) {
    const visit = (visits.get(visitor + path) ?? 0) + 1;
    if (visitor !== undefined) visits.set(visitor + path, visit);
    if (visit > ALLOWED[path]) return { status, title: 'You look like a robot' };
    return { title: `Visit ${visit} of ${path}` };
  }

  const shop = {
    'GET /': () => ({ title: 'Shop', body: '<a href="/login">Log in</a> <a href="/offers">Offers</a>' }),
    'GET /login': () => ({ title: 'Log in', body: LOGIN_FORM }),
    'POST /login': ({ form }) => {
      const username = form.get('username');
      if (!ACCOUNTS.has(username) || form.get('password') !== ACCOUNTS.get(username)) return shop['GET /login']();
      const ticket = `ticket-${++count}`;
      tickets.set(ticket, username);
      return { status: 303, location: url(`/grant?ticket=${ticket}`, SSO), cookies: ['started=1; Path=/'] };
    },
    'GET /welcome': ({ query }) => {
      const username = tickets.get(query.get('ticket'));
      if (!tickets.delete(query.get('ticket'))) return { status: 400, title: 'No such ticket' };
      const sid = `${username}-${++count}`;
      members.set(sid, username);
      return { status: 302, location: url('/member'), cookies: memberCookies(sid) };
    },
    'GET /member': ({ cookies }) =>
      forMembers(cookies, {
        title: `Welcome, ${members.get(cookies.sid)}`,
        body: `<iframe src="${url('/badge', SSO)}"></iframe>`,
      }),
    'GET /member/orders': ({ cookies }) => forMembers(cookies, { title: 'Your orders' }),
    'GET /offers': ({ cookies }) => limited('/offers', cookies, 403),
    'GET /search': ({ cookies }) => limited('/search', cookies, 429),
    // Cookies of another path: `page.cookies()` doesn't report them here.
    'GET /basket': () => ({
      title: 'Basket',
      cookies: ['items=2', 'coupon=summer', 'shipping=fast; SameSite=Strict'].map((line) => `${line}; Path=/checkout`),
    }),
    'GET /checkout': ({ cookies: { items, coupon, shipping } }) => ({
      title: `Checkout ${items} ${coupon} ${shipping}`,
    }),
    // The first is too large for a browser, which ignores it; the last has no name, which a browser minds no more than others.
    'GET /odd': () => ({ title: 'Odd', cookies: [`bulky=${'x'.repeat(5000)}`, 'after=1', '=nameless'].map(atRoot) }),
    // Never answered.
    'GET /slow': () => undefined,
  };

  const sso = {
    'GET /grant': ({ query }) => ({
      status: 302,
      location: url(`/welcome?ticket=${query.get('ticket')}`),
      cookies: [
        `account=${tickets.get(query.get('ticket'))}; Path=/; HttpOnly; Secure; SameSite=None`,
        `device=${++count}; Path=/; Max-Age=${DAY}`,
      ],
    }),
    'GET /account': ({ cookies }) =>
      ACCOUNTS.has(cookies.account)
        ? { title: `Account of ${cookies.account}` }
        : { status: 401, title: 'Nobody is logged in' },
    'GET /badge': () => ({ title: 'Badge', cookies: ['badge=gold; Path=/; Secure; SameSite=None; Partitioned'] }),
  };

  // No end of idle connections: a client that was busy meanwhile would send its next request into one that is being closed.
  const server = http.createServer({ keepAliveTimeout: 0 }, async (request, response) => {
    const { hostname, pathname, searchParams } = new URL(request.url, `http://${request.headers.host}`);
    seen.push({ method: request.method, host: hostname, path: pathname, cookie: request.headers.cookie ?? '' });
    const cookies = readCookies(request.headers.cookie);
    const form = new URLSearchParams(await readBody(request));
    const page =
      (hostname === SSO ? sso : shop)[`${request.method} ${pathname}`] ?? (() => ({ status: 404, title: 'Not here' }));
    const answer = page({ cookies, form, query: searchParams });
    if (answer === undefined) return;
    const setCookies = [...(answer.cookies ?? [])];
    if (hostname !== SSO && cookies.visitor === undefined)
      setCookies.push(`visitor=${++count}; Path=/; Max-Age=${DAY}`);
    send(response, answer, setCookies);
  });

  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: server.address().port,
    seen,
    url,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A cookie of each kind that a crawler has to keep, and one that it must refuse. */
function memberCookies(sid) {
  return [
    `sid=${sid}; Path=/; HttpOnly`,
    'stray=1; Domain=elsewhere.example',
    `remember=${sid}; Path=/; Max-Age=${30 * DAY}; HttpOnly; SameSite=Lax`,
    'csrf=c5f2; Path=/member; SameSite=Strict',
    `region=eu; Domain=${SHOP}; Path=/; Max-Age=${DAY}`,
    'theme=dark; Path=/; Priority=Low',
    'cart=open; Path=/; Priority=High',
    'widget=1; Path=/; Secure; SameSite=None; Partitioned',
    'started=; Path=/; Max-Age=0',
  ];
}

const LOGIN_FORM = `<form method="post" action="/login">
  <label>Name <input id="username" name="username"></label>
  <label>Password <input id="password" name="password" type="password"></label>
  <button type="submit">Log in</button>
</form>`;

function atRoot(line) {
  return `${line}; Path=/`;
}

function readCookies(header = '') {
  return Object.fromEntries(header.split('; ').map((pair) => pair.split('=')));
}

async function readBody(request) {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}

function send(response, { status = 200, title = '', body = '', location }, setCookies) {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'set-cookie': setCookies };
  if (location !== undefined) headers.location = location;
  response.writeHead(status, headers);
  response.end(`<!doctype html><title>${title}</title><link rel="icon" href="data:,"><h1>${title}</h1>${body}`);
}

/** In place of `dns.lookup`: every name leads to this machine. */
function lookup(_hostname, options, callback) {
  if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
  else callback(null, '127.0.0.1', 4);
}

module.exports = { ACCOUNTS, PASSWORD, SHOP, SSO, USERNAME, lookup, startSite };
