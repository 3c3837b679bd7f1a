// For blocks about browsers: a Chromium that has been to a site that sets a cookie, and where it is used a second one that has not.

import { strict as assert } from 'node:assert';
import { EventEmitter } from 'node:events';
import nodeFs from 'node:fs';
import * as main from 'crawler-session';
import { chromium } from 'playwright';
import { launch } from '../../../demo/chromium.js';
import { openSite } from './server.mjs';

const uses = (...names) => names.some((name) => process.argv.includes(name));

const site = await openSite();
const first = await launch();
// A second one takes as long as all the rest.
const second = uses('otherBrowser', 'otherContext') ? await launch() : first;
const playwrights = uses('context', 'otherContext') ? await Promise.all([first, second].map(connect)) : [];

export const fs = nodeFs;
export const Session = main.Session;
export const url = site.url;
export const pool = new EventEmitter();
export const browser = first;
export const otherBrowser = second;
export const context = playwrights[0]?.contexts()[0];
export const otherContext = playwrights[1]?.contexts()[0];
export const page = await browser.newPage();
export const session = new Session();
/** A list of cookies as JSON text. */
export const more = JSON.stringify([{ name: 'more', value: '1', domain: '127.0.0.1', path: '/' }]);

/** What a crawler does with a session. */
export const crawl = async (session, { signal }) => {
  session.putResponse(await fetch(url, { signal, headers: { cookie: session.getCookieString(url) } }));
};

/** Lets Playwright drive the same browser. */
function connect(puppeteers) {
  return chromium.connectOverCDP(puppeteers.wsEndpoint());
}

await page.goto(url);
session.putPuppeteerCookies(await page.cookies());
fs.writeFileSync('cookies.json', JSON.stringify(await page.cookies()));

/** Whatever a block has made or filled has the site's cookie. */
export async function after(block, used) {
  for (const each of [block.session, block.restored].filter(Boolean)) assert.match(each.getCookieString(url), /sid=1/);
  const named = { otherBrowser: () => otherBrowser.cookies(), otherContext: () => otherContext.cookies() };
  for (const name of used.filter((other) => other in named)) {
    assert.deepEqual(
      (await named[name]()).map((cookie) => cookie.name),
      ['sid'],
    );
  }
  await Promise.all(playwrights.map((playwright) => playwright.close()));
  await Promise.all([...new Set([first, second])].map((each) => each.close()));
  await site.close();
}
