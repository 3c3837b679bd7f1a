'use strict';

// What differs between a browser and a session.

/** Milliseconds are the session's smallest unit of time, seconds. */
const ROUNDING = 0.002;

/** Requests whose `Cookie` header is not the same to the octet. */
function differencesOfHeaders(requests) {
  return requests
    .filter(({ browser, session }) => browser !== session)
    .map(({ url, browser, session }) => ({ of: 'header', url, browser, session }));
}

/**
 * How the cookies of the browser's protocol and the session's differ. Times of expiry may differ by what the two clocks were read
 * apart, `earliest` to `latest` seconds, unless they are dates.
 */
function differencesOfCookies(browsers, sessions, apart) {
  return pairsOf(browsers.map(fieldsOf), sessions.map(fieldsOf)).flatMap(([browser, session]) => {
    if (browser === undefined || session === undefined) return [{ of: 'cookie', browser, session }];
    const wrong = Object.keys(browser).filter(
      (field) =>
        browser[field] !== session[field] && !(field === 'expires' && within(browser.expires - session.expires, apart)),
    );
    return wrong.map((field) => ({ of: field, browser: browser[field], session: session[field] }));
  });
}

/** Pairs cookies of the same identity, then those that are left, in their order. */
function pairsOf(browsers, sessions) {
  const left = [...sessions];
  const without = [];
  const pairs = [];
  for (const browser of browsers) {
    const at = left.findIndex((session) => IDENTITY.every((field) => session[field] === browser[field]));
    if (at < 0) without.push(browser);
    else pairs.push([browser, ...left.splice(at, 1)]);
  }
  while (without.length + left.length > 0) pairs.push([without.shift(), left.shift()]);
  return pairs;
}

/** What makes a cookie another one. */
const IDENTITY = ['name', 'domain', 'path', 'partition'];

function within(difference, { earliest, latest }) {
  return difference >= earliest - ROUNDING && difference <= latest + ROUNDING;
}

/** A cookie's fields; absent ones by their defaults. */
function fieldsOf(cookie) {
  return {
    name: cookie.name,
    domain: cookie.domain,
    path: cookie.path,
    partition: partitionOf(cookie),
    value: cookie.value,
    expires: cookie.expires ?? -1,
    httpOnly: Boolean(cookie.httpOnly),
    secure: Boolean(cookie.secure),
    sameSite: cookie.sameSite ?? 'unset',
    priority: cookie.priority ?? 'Medium',
  };
}

/** The protocol writes a partition in one way, Puppeteer in two others. */
function partitionOf({ partitionKey }) {
  if (partitionKey === undefined) return '';
  const {
    topLevelSite,
    sourceOrigin,
    hasCrossSiteAncestor = false,
  } = typeof partitionKey === 'string' ? { sourceOrigin: partitionKey } : partitionKey;
  return `${topLevelSite ?? sourceOrigin}${hasCrossSiteAncestor ? ' framed' : ''}`;
}

module.exports = { differencesOfCookies, differencesOfHeaders };
