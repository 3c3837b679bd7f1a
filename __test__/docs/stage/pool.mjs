// For blocks about pools: a site that sets a cookie, a pool, and what a crawler does with a session.

import { strict as assert } from 'node:assert';
import * as pools from 'crawler-session/pool';
import { openSite } from './server.mjs';

const site = await openSite();
const crawled = [];

export const url = site.url;
export const SessionPool = pools.SessionPool;
export const SqliteStore = pools.SqliteStore;
export const pool = await SessionPool.open();

export const crawl = async (session, { signal }) => {
  crawled.push(session.id);
  session.putResponse(await fetch(url, { signal, headers: { cookie: session.getCookieString(url) } }));
};

export const logIn = async (session, _username, _password, signal) => {
  session.putResponse(await fetch(url, { signal }));
};

export const isLoggedIn = async (session, _signal) => session.getCookieString(url) !== '';

/** A block that crawls has crawled. */
export async function after(block, used) {
  if (used.includes('crawl')) assert.equal(crawled.length, 1);
  if (used.includes('logIn')) assert.deepEqual(site.received, [undefined, 'sid=1']);
  if ('title' in block) assert.equal(site.received.length, 1);
  await pool.close();
  await site.close();
}
