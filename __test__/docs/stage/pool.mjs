// For blocks about pools: a site that sets a cookie, a pool, and what a crawler does with a session.

import { strict as assert } from 'node:assert';
import { SessionPool } from 'crawler-session/pool';
import { openSite } from './server.mjs';

const site = await openSite();
const crawled = [];

export const url = site.url;
export const pool = await SessionPool.open();

export async function crawl(session, signal) {
  crawled.push(session.id);
  session.putResponse(await fetch(url, { signal, headers: { cookie: session.getCookieString(url) } }));
}

export async function logIn(session, _username, _password, signal) {
  session.putResponse(await fetch(url, { signal }));
}

export async function isLoggedIn(session, _signal) {
  return session.getCookieString(url) !== '';
}

/** A block that crawls has crawled. */
export async function after(block, used) {
  if (used.includes('crawl')) assert.equal(crawled.length, 1);
  if (used.includes('logIn')) assert.deepEqual(site.received, [undefined, 'sid=1']);
  if ('title' in block) assert.equal(site.received.length, 1);
  await pool.close();
  await site.close();
}
