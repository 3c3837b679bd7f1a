'use strict';

/**
 * The other half of `src/crossing/refusals.rs`: refused cookies in a log, each with its name and domain. Values are secrets and are never
 * logged.
 */

const { URL } = require('node:url'); // a vm context has none of its own
const { LONGEST } = require('./layout').refusals;

// biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it looks for
const CONTROLS = /[\0-\x1f\x7f-\x9f]/g;

/**
 * Converts a refusal from the form in which Rust returns it.
 *
 * @returns {{ index: number, code: string, message: string, name: string | undefined, domain: string | undefined }}
 */
function fromRust([index, code, message, name, domain]) {
  return { index, code, message, name, domain: domain ?? undefined };
}

/**
 * All refusals of a list in the order of its cookies.
 *
 * @param {object[]} refusals those of `packBrowserCookies`
 * @param {unknown[][]} refused those of Rust, which only counts packed cookies
 * @param {number[]} indexes the positions of the packed cookies in the list
 */
function allInOrder(refusals, refused, indexes) {
  const ofRust = refused.map((one) => ({ ...fromRust(one), index: indexes[one[0]] }));
  return [...refusals, ...ofRust].sort((a, b) => a.index - b.index);
}

/** The text of a field, if it is a string: a refused cookie may have fields of any type, and getters that throw. */
function textOf(cookie, field) {
  try {
    const text = cookie[field];
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}

/** The domain of a browser's cookie: its own as given, or the host of its URL or of the call's; `undefined` if none can be read. */
function domainOf(cookie, urlOfCall) {
  try {
    const { domain } = cookie;
    if (domain !== undefined && domain !== null && domain !== '') return textOf(cookie, 'domain');
    const url = cookie.url ?? urlOfCall;
    if (typeof url !== 'string') return undefined;
    const { protocol, hostname } = new URL(url);
    return protocol === 'https:' || protocol === 'http:' ? hostname : undefined;
  } catch {
    return undefined;
  }
}

/** What is logged about refusals. */
function loggable(refusals) {
  return {
    errorMessages: refusals.map(({ message }) => message),
    refusals: refusals.map(({ name, domain, code }) => ({ name: shortened(name), domain: shortened(domain), code })),
  };
}

/** The most characters of all spared names together. */
const MOST_SPARED = 1 << 24;

/** For Rust: the names of refused cookies as JSON, `null` if one has no readable name, since it may be any cookie. */
function sparedNames(refusals) {
  const names = new Set();
  let length = 0;
  for (const { name } of refusals) {
    if (name === undefined) return 'null';
    names.add(name);
    length += name.length;
  }
  return length > MOST_SPARED ? 'null' : JSON.stringify([...names]);
}

/** The start of a text, without control characters. */
function shortened(text) {
  if (text === undefined) return undefined;
  // A character has at most two code units.
  const characters = [...text.slice(0, 2 * (LONGEST + 1))];
  const short = characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join('')}…` : text;
  return short.replace(CONTROLS, '\ufffd');
}

module.exports = { allInOrder, domainOf, fromRust, loggable, sparedNames, textOf };
