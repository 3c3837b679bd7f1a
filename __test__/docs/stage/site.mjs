// For blocks about HTTP clients: a site, and a session that has a cookie for it.

import { strict as assert } from 'node:assert';
import { Session } from 'crawler-session';
import { openSite } from './server.mjs';

const site = await openSite();

export const url = site.url;
export const session = new Session();
session.setCookie('was=there; Path=/', url);

/** A block that sent a request sent the session's cookie along, and stored that of the answer. */
export async function after(_block, used) {
  if (used.includes('url')) {
    assert.equal(site.received[0], 'was=there');
    assert.equal(session.getCookieString(url), 'was=there; sid=1');
  }
  await site.close();
}
