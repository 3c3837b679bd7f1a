'use strict';

const { withoutOwnExtensions } = require('../helpers/own-extensions');
const { advance } = require('./clock');
const { BRIEF_SECS } = require('./pages');

/** The pages that are visited, in order. The last of all comes when the `brief` cookie has ended. */
const VISITS = [
  ...['shop.test/start', 'shop.test/', 'other.test/'],
  ...['paths.test/set/here', 'paths.test/set/there', 'paths.test/set', 'paths.test/'],
  ...['paths.test/a', 'paths.test/a/deep/page', 'paths.test/ab', 'paths.test/b/'],
  ...['www.wide.test/set', 'www.wide.test/', 'api.wide.test/', 'wide.test/', 'notwide.test/'],
  ...['values.test/set', 'values.test/'],
  ...[
    '127.0.0.1/set',
    '127.0.0.1/',
    'localhost/',
    'localhost/set',
    'localhost/',
    'insecure.test/set',
    'insecure.test/',
  ],
  ...['refusing.test/foreign', 'refusing.test/', 'other.test/', 'refusing.test/prefixed', 'refusing.test/'],
  ...['ending.test/set', 'ending.test/', 'ending.test/end', 'ending.test/', 'ending.test/brief'],
];
const AFTER_BRIEF = 'ending.test/over';

/**
 * Visits the site with a client whose cookies are kept in the jar; `get(url)` returns `{ status, body, finalUrl }`. Returns all that
 * client, site and jar saw.
 */
async function visitSite(get, jar, site) {
  const visits = [];
  for (const page of VISITS) visits.push(await visit(get, page, site));
  advance(BRIEF_SECS * 1000 + 1);
  visits.push(await visit(get, AFTER_BRIEF, site));
  return { visits, jar: await contents(jar, site) };
}

/** One visit: what the client gave back or failed with, and what the site was asked for it. */
async function visit(get, page, site) {
  const before = site.requests.length;
  const result = await get(site.url(page)).then(
    ({ status, body, finalUrl }) => ({ status, body, finalUrl: site.withoutPort(finalUrl) }),
    // Not its code: clients pass on that of the jar's error, and only ours has one.
    ({ name, message, cause }) => ({ failed: { name, message, cause: cause?.message } }),
  );
  return { page, ...result, requests: site.requests.slice(before) };
}

/** What is in the jar at last: the `Cookie` header of each page, and the cookies without the times, which differ. */
async function contents(jar, site) {
  const headers = {};
  for (const page of new Set([...VISITS, AFTER_BRIEF])) {
    const url = site.url(page);
    for (const from of [url, url.replace('http:', 'https:')]) {
      headers[site.withoutPort(from)] = await jar.getCookieString(from);
    }
  }
  const cookies = jar.toJSON().cookies.map(({ creation, lastAccessed, ...cookie }) => withoutOwnExtensions(cookie));
  const placeOf = ({ domain, path, key }) => [domain, path, key].join();
  return { headers, cookies: cookies.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1)) };
}

module.exports = { visitSite };
