'use strict';

/** Packs a serialized jar for Rust without going through JSON: its cookies, and the rest of it. */

const { isOwnJson, packSerializedCookies } = require('../crossing/serialized-records');
const { DEFAULTS, isDefault } = require('./jar-options');

/** What a serialized jar has besides its cookies. */
const OPTIONS = Object.keys(DEFAULTS);
const HEAD = ['version', ...OPTIONS];

/** The keys of a serialized jar. Another one might have a value that JSON refuses, a cycle for instance. */
const KNOWN = new Set([...HEAD, 'storeType', 'cookies']);

/**
 * Packs a serialized jar if each field has the type that tough-cookie writes. Returns `undefined` for any other, which goes through JSON
 * instead.
 *
 * @returns {{ head: string, texts: string, numbers: Float64Array } | undefined} the head as `headOf` makes it; the numbers are valid until
 * the next call
 */
function packJar(jar) {
  try {
    const { cookies } = jar;
    // A live jar of tough-cookie serializes itself.
    if (!Array.isArray(cookies) || isOwnJson(jar) || typeof jar.setCookie === 'function') return undefined;
    for (const name in jar) if (!KNOWN.has(name)) return undefined;
    return { head: headOf(jar), ...packSerializedCookies(cookies) };
  } catch {
    return undefined;
  }
}

/** What a jar has besides its cookies: only the version if all options are the defaults, JSON otherwise. */
function headOf(jar) {
  const { version = '' } = jar;
  if (typeof version === 'string' && !version.startsWith('{') && OPTIONS.every((name) => isUsual(name, jar[name]))) {
    return version;
  }
  const head = {};
  for (const name of HEAD) head[name] = jar[name];
  return JSON.stringify(head);
}

/** Whether an option is a default. Rules and limits never are: their defaults are those of the jar that takes them over. */
function isUsual(name, value) {
  return value === undefined || (name !== 'rules' && name !== 'limits' && isDefault(name, value, DEFAULTS));
}

module.exports = { packJar };
