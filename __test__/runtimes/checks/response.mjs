// Responses of this runtime's own `fetch` and `http`.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { Session } from 'crawler-session';

/** In a month: a session keeps a cookie for 400 days at most. Whole seconds, as a date of HTTP has. */
const EXPIRES = new Date(Math.floor(Date.now() / 1000) * 1000 + 30 * 86_400_000);
const LINES = ['a=1; Path=/', `b=2; Expires=${EXPIRES.toUTCString()}; Path=/`, 'c=3; HttpOnly; SameSite=Lax'];

/** A server that sets cookies and answers with those that it got. */
async function served(use) {
  const server = http.createServer((request, response) => {
    response.setHeader('set-cookie', LINES);
    response.end(request.headers.cookie ?? '');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await use(`http://127.0.0.1:${server.address().port}/`);
  } finally {
    server.closeAllConnections?.();
    server.close();
  }
}

export default {
  'a Response of fetch, from a server': () =>
    served(async (url) => {
      const session = new Session();
      const response = await fetch(url);
      await response.text();
      session.putResponse(response);
      assert.equal(session.getCookieString(url), 'a=1; b=2; c=3');
      const second = await fetch(url, { headers: { cookie: session.getCookieString(url) } });
      assert.equal(await second.text(), 'a=1; b=2; c=3');
    }),

  'a response of node:http, as { headers, url }': () =>
    served(async (url) => {
      const session = new Session();
      const [response] = await once(http.get(url), 'response');
      response.resume();
      session.putResponse({ headers: response.headers, url });
      assert.equal(session.getCookieString(url), 'a=1; b=2; c=3');
    }),

  'Headers of this runtime keep the lines apart'() {
    const headers = new Headers(LINES.map((line) => ['set-cookie', line]));
    const session = new Session();
    session.putResponse({ headers, url: 'https://example.com/' });
    const [, second] = session.getCookies('https://example.com/');
    assert.deepEqual(second.expires, EXPIRES);
    assert.equal(session.getCookieString('https://example.com/'), 'a=1; b=2; c=3');
  },

  'a response without cookies, or without a URL, changes nothing'() {
    const session = new Session();
    session.putResponse(new Response('x'));
    session.putResponse(new Response('x', { headers: { 'set-cookie': 'a=1' } }));
    assert.deepEqual(session.getPuppeteerCookies(), []);
    assert.throws(() => session.putResponse(Promise.resolve(new Response())), TypeError);
  },
};
