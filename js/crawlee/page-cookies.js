'use strict';

/** When a cookie ended that a page has deleted, in seconds. */
const LONG_AGO = 1;

/** The cookies of a page's browser context, as far as they are known: what the session is told is what has changed since. */
class PageCookies {
  /** By what tells cookies apart, as text. */
  #known = new Map();

  /** What has changed in the browser, for `putPuppeteerCookies`: new and changed cookies, and those that are gone, as expired ones. */
  changesTo(cookies) {
    const before = this.#known;
    this.#known = new Map(cookies.map((cookie) => [identityOf(cookie), cookie]));
    const changed = cookies.filter((cookie) => textOf(before.get(identityOf(cookie))) !== textOf(cookie));
    const gone = [...before].filter(([identity]) => !this.#known.has(identity));
    return [...changed, ...gone.map(([, cookie]) => ({ ...cookie, expires: LONG_AGO }))];
  }
}

function identityOf({ name, domain, path, partitionKey }) {
  return textOf([name, domain, path, partitionKey]);
}

function textOf(value) {
  return JSON.stringify(value);
}

module.exports = { PageCookies };
