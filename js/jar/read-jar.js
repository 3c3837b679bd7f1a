'use strict';

/**
 * Reads jars in whatever form people have them: tough-cookie's serialized form, and a browser's cookies as Playwright's `storageState()`,
 * the DevTools protocol and browser extensions give them.
 */

const { isPromise, isUint8Array } = require('node:util').types;
const { checkArray, describe, typeError } = require('../values/errors');
const { DEFAULTS } = require('./jar-options');
const { invalidCookieJar, serializedText } = require('./serialized-jar');

/** What is read besides tough-cookie's form, as error messages say it. */
const FORMS = "Playwright's { cookies, origins } or an array of browser cookies";

/** What a serialized jar may state besides its cookies, which also applies to a browser's cookies. */
const OPTIONS = Object.keys(DEFAULTS);

/**
 * Takes over the serialized part of a jar that is not packed.
 *
 * @param {unknown} jar an object, or its JSON
 * @param {string} name of the argument
 * @param {string} expectation for the message of the error
 * @param {(text: string) => string | null} importText takes over the JSON of a serialized jar, or says what is wrong with it
 * @returns {{ isFiled: boolean, browserCookies: unknown[] }} whether there was such a part, unless it has only cookies that can't be filed;
 * and the rest, cookies in a browser's form, some of which may be unreadable
 * @throws TypeError if it can't be read, or has a list without any cookie, or with none that can be filed
 */
function readJar(jar, name, expectation, importText) {
  try {
    const isText = typeof jar === 'string';
    const wrong = isText ? importText(jar) : undefined;
    if (wrong === null) return { isFiled: true, browserCookies: [] };
    const value = isText ? parsed(jar) : toPlain(jar);
    if (!isText && (value === null || typeof value !== 'object' || isPromise(value) || isUint8Array(value))) {
      throw typeError('ERR_INVALID_ARG_TYPE', `${expectation}, got ${describe(value)}`);
    }
    const { own, options, browserCookies } = separate(value);
    // Importing the same text again would fail in the same way.
    if (isText && own === value) throw invalidCookieJar(expectation, wrong);
    if (own !== undefined) {
      const reason = importText(serializedText(own, name));
      if (reason === null) return { isFiled: true, browserCookies };
      if (browserCookies.length === 0) throw invalidCookieJar(expectation, reason);
    }
    if (options !== undefined) {
      const reason = importText(serializedText(options, name));
      if (reason !== null) throw invalidCookieJar(expectation, reason);
    }
    return { isFiled: false, browserCookies };
  } catch (cause) {
    throw invalidCookieJar(expectation, cause);
  }
}

/** The error for a browser's cookies none of which could be stored: an empty jar would look as if it had been read. */
function nothingStored(expectation, [refusal]) {
  return invalidCookieJar(expectation, `no cookie could be stored: ${refusal?.message ?? 'not one could be read'}`);
}

/** A live tough-cookie jar serializes itself; one with an asynchronous store throws. */
function toPlain(jar) {
  const isLive = jar !== null && typeof jar === 'object' && typeof jar.setCookie === 'function';
  return isLive ? jar.toJSON() : jar;
}

/** The value of a JSON text; `undefined` if it is not JSON. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    // Rust says why. This error's message contains a part of the text, which may be a secret.
    return undefined;
  }
}

/**
 * Separates a browser's cookies from what Rust reads, each judged by its own form. `own` is the part for Rust, `undefined` if there is
 * none; `options` is a jar without cookies that has this jar's options, if there are any, for when nothing of `own` can be filed.
 */
function separate(jar) {
  const isList = Array.isArray(jar);
  const cookies = isList ? jar : jar?.cookies;
  if (!Array.isArray(cookies)) return { own: jar, browserCookies: [] };
  const entries = Array.from({ length: checkArray(cookies, 'cookies') }, (_, index) => cookies[index]);
  if (!entries.some(isOfBrowser)) return { own: isList ? { cookies } : jar, browserCookies: [] };
  // An entry that is neither is refused with a reason, like a browser's cookie that is broken.
  const browserCookies = entries.filter((entry) => !isOfToughCookie(entry));
  const rest = entries.filter(isOfToughCookie);
  const options = isList ? undefined : optionsOf(jar);
  if (rest.length === 0) return { own: undefined, options, browserCookies };
  return { own: isList ? { cookies: rest } : { ...jar, cookies: rest }, options, browserCookies };
}

/** A jar's options, with no cookies; the rest of it may be large, or something that JSON can't hold. */
function optionsOf(jar) {
  const given = OPTIONS.filter((name) => jar[name] !== undefined);
  if (given.length === 0) return undefined;
  return { ...Object.fromEntries(given.map((name) => [name, jar[name]])), cookies: [] };
}

/** Whether an entry has a name but no key; tough-cookie calls the name a key, and leaves out an empty one. */
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

/** Whether an entry is an object of a kind; one whose getters throw is not. */
function has(entry, isOfKind) {
  if (entry === null || typeof entry !== 'object') return false;
  try {
    return isOfKind(entry);
  } catch {
    return false;
  }
}

module.exports = { FORMS, nothingStored, readJar };
