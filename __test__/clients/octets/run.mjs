// `node run.mjs <client>`: a client visits a site that sends cookies of each kind and asks for the next page, with a session to which a browser reported
// another one. Prints as JSON what the site received, and what the session has.

import http from 'node:http';
import axios from 'axios';
import got from 'got';
import { Impit } from 'impit';
import session from '../../../index.js';
import site from '../../helpers/octet-site.js';
import { PATIENCE_MS } from '../../helpers/patience.js';

const { Session } = session;
const { NO_UTF8, VALUES, openOctetSite } = site;

/** How each client gets a URL with the cookies of a session, and stores what comes. */
const CLIENTS = {
  fetch: (session) => async (url) => {
    session.putResponse(await fetch(url, { headers: { cookie: session.getCookieString(url) } }));
  },
  http: (session) => (url) =>
    new Promise((resolve, reject) => {
      const headers = { cookie: session.getCookieString(url) };
      const request = http.get(url, { headers, agent: false }, ({ headers }) => {
        session.putResponse({ headers, url });
        resolve();
      });
      request.on('error', reject);
    }),
  axios: (session) => async (url) => {
    const { headers } = await axios.get(url, { headers: { cookie: session.getCookieString(url) }, proxy: false });
    session.putResponse({ headers, url });
  },
  got: (session) => (url) => got(url, { cookieJar: session.cookieJar, retry: { limit: 0 } }),
  // Its text is UTF-8 when it is sent, and octets when it comes.
  impit: ({ cookieJar }) => {
    const text = async (url) => Buffer.from(await cookieJar.getCookieString(url), 'latin1').toString();
    const impit = new Impit({
      cookieJar: { setCookie: (line, url) => cookieJar.setCookie(line, url), getCookieString: text },
      timeout: PATIENCE_MS,
    });
    return (url) => impit.fetch(url);
  },
};

const client = process.argv[2];
const server = await openOctetSite();
try {
  const session = new Session();
  const visit = CLIENTS[client](session);
  const lines = Object.entries(VALUES).map(([name, { sent }]) => `${name}=${sent}; Path=/`);
  server.sets(client === 'impit' ? lines : [...lines, `none=${NO_UTF8}; Path=/`]);
  await visit(server.url('/set'));
  const browsers = Object.entries(VALUES).map(([name, { text }]) => ({ name: `b-${name}`, value: text }));
  session.putPuppeteerCookies(browsers, server.url('/'));
  await visit(server.url('/next'));
  process.stdout.write(JSON.stringify({ header: server.header('/next'), cookies: session.getPuppeteerCookies() }));
} finally {
  await server.close();
}
