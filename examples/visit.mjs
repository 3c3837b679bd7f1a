// A request by HTTP with a session, for the examples that log in without a browser.

import { once } from 'node:events';
import http from 'node:http';
import { lookup } from './site.js';

/** The title of a page. The session sends its cookies, and stores those of each answer. */
export async function visit(session, url, signal, form) {
  const headers = { cookie: session.getCookieString(url) };
  if (form !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
  // `lookup` only because the shop is on this machine.
  const request = http.request(url, { method: form ? 'POST' : 'GET', headers, signal, lookup });
  request.end(form?.toString());
  const [response] = await once(request, 'response');
  session.putResponse({ url, headers: response.headers });
  const body = (await response.setEncoding('utf8').toArray()).join('');
  if (response.headers.location !== undefined) return visit(session, response.headers.location, signal);
  session.checkStatus(response.statusCode);
  return /<title>(.*)<\/title>/.exec(body)[1];
}
