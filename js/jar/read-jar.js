'use strict';

/**
 * Jars in whatever form people have them: tough-cookie's serialized form, and a browser's cookies as Playwright's `storageState()`, the
 * DevTools protocol and browsers' extensions give them.
 */

const { isPromise, isUint8Array } = require('node:util').types;
const { checkArray, describe, typeError } = require('../values/errors');
const { DEFAULTS } = require('./jar-options');
const { invalidCookieJar, isHostName, isWithoutHosts, serializedText } = require('./serialized-jar');

/** What is read beside tough-cookie's form, in the words of errors. */
const FORMS = "Playwright's { cookies, origins } or an array of browser cookies";

/** What a serialized jar may say beside its cookies that counts for those of a browser. */
const OPTIONS = Object.keys(DEFAULTS);

const NO_HOSTS = 'not one of its cookies has a domain that is the name of a host';

/** The first domain of a serialized jar; almost always one of a cookie. */
const FIRST_DOMAIN = /"domain"\s*:\s*"([^"\\]*)"/;

/**
 * Takes over the serialized part of a jar that is not packed.
 *
 * @param {unknown} jar an object, or its JSON
 * @param {string} name of the argument
 * @param {string} expectation for the message of the error
 * @param {(text: string) => string | null} importText takes over the JSON of a serialized jar, or says what is wrong with it
 * @returns {{ isFiled: boolean, browserCookies: unknown[] }} whether there was such a part that is not in vain; and what is left, cookies in
 *   the shape of browsers, of which some may be unreadable
 * @throws TypeError if it can't be read, or has a list without any cookie, or with none that can be filed
 */
function readJar(jar, name, expectation, importText) {
  try {
    const isText = typeof jar === 'string';
    const wrong = isText ? importText(jar) : undefined;
    if (wrong === null) {
      if (isInVain(jar)) throw invalidCookieJar(expectation, NO_HOSTS);
      return { isFiled: true, browserCookies: [] };
    }
    const value = isText ? parsed(jar) : toPlain(jar);
    if (!isText && (value === null || typeof value !== 'object' || isPromise(value) || isUint8Array(value))) {
      throw typeError('ERR_INVALID_ARG_TYPE', `${expectation}, got ${describe(value)}`);
    }
    const { own, options, browserCookies } = separate(value);
    // The same again would be as wrong.
    if (isText && own === value) throw invalidCookieJar(expectation, wrong);
    if (own === undefined && options === undefined) return { isFiled: false, browserCookies };
    const text = serializedText(own ?? options, name);
    const reason = importText(text);
    if (reason !== null) throw invalidCookieJar(expectation, reason);
    if (own === undefined) return { isFiled: false, browserCookies };
    const isFiled = !isInVain(text);
    if (!isFiled && browserCookies.length === 0) throw invalidCookieJar(expectation, NO_HOSTS);
    return { isFiled, browserCookies };
  } catch (cause) {
    throw invalidCookieJar(expectation, cause);
  }
}

/** The error for a browser's cookies of which not one could be stored: an empty jar would look like a jar that was read. */
function nothingStored(expectation, [refusal]) {
  return invalidCookieJar(expectation, `no cookie could be stored: ${refusal?.message ?? 'not one could be read'}`);
}

/** Whether the text of a jar, which Rust has taken, has cookies but none that can be filed. Few texts are parsed for that. */
function isInVain(text) {
  if (isHostName(FIRST_DOMAIN.exec(text)?.[1])) return false;
  const jar = parsed(text);
  return Array.isArray(jar?.cookies) && isWithoutHosts(jar);
}

/** A live tough-cookie jar serializes itself; one with an asynchronous store throws. */
function toPlain(jar) {
  const isLive = jar !== null && typeof jar === 'object' && typeof jar.setCookie === 'function';
  return isLive ? jar.toJSON() : jar;
}

/** The value of a text that Rust did not take; `undefined` if it is no JSON. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    // Rust says why. The message of this error has a part of the text, which may be a secret.
    return undefined;
  }
}

/**
 * Tells a browser's cookies from what is for Rust to read, each by its own shape. `own` is `undefined` if there is no such part; `options` is
 * then a jar without cookies that has those of the jar, if it has any.
 */
function separate(jar) {
  const isList = Array.isArray(jar);
  const cookies = isList ? jar : jar?.cookies;
  if (!Array.isArray(cookies)) return { own: jar, browserCookies: [] };
  const entries = Array.from({ length: checkArray(cookies, 'cookies') }, (_, index) => cookies[index]);
  if (!entries.some(isOfBrowser)) return { own: isList ? { cookies } : jar, browserCookies: [] };
  // What is neither is refused with a reason, like a browser's cookie that is broken.
  const browserCookies = entries.filter((entry) => !isOfToughCookie(entry));
  const rest = entries.filter(isOfToughCookie);
  if (rest.length === 0) return { own: undefined, options: isList ? undefined : optionsOf(jar), browserCookies };
  return { own: isList ? { cookies: rest } : { ...jar, cookies: rest }, browserCookies };
}

/** The options of a jar around no cookies; what else it has may be large, or nothing that JSON can hold. */
function optionsOf(jar) {
  const given = OPTIONS.filter((name) => jar[name] !== undefined);
  if (given.length === 0) return undefined;
  return { ...Object.fromEntries(given.map((name) => [name, jar[name]])), cookies: [] };
}

/** Whether an entry has a name and no key; tough-cookie calls the name a key, and leaves out an empty one. */
function isOfBrowser(entry) {
  return has(entry, ({ key, name }) => typeof key !== 'string' && name !== undefined);
}

function isOfToughCookie(entry) {
  return has(
    entry,
    ({ key, name, value, creation }) =>
      typeof key === 'string' || (name === undefined && (typeof value === 'string' || creation !== undefined)),
  );
}

/** Whether an object is of a kind; one whose getters throw is of none. */
function has(entry, isOfKind) {
  if (entry === null || typeof entry !== 'object') return false;
  try {
    return isOfKind(entry);
  } catch {
    return false;
  }
}

module.exports = { FORMS, nothingStored, readJar };
