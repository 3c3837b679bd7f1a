'use strict';

/** A serialized jar on its way to Rust without a detour by JSON: its cookies packed, and what else it has. */

const { isOwnJson, packSerializedCookies } = require('../crossing/serialized-records');
const { DEFAULTS, isDefault } = require('./jar-options');
const { isWithoutHosts } = require('./serialized-jar');

/** What a serialized jar has beside its cookies. */
const OPTIONS = Object.keys(DEFAULTS);
const HEAD = ['version', ...OPTIONS];

/** The keys of a serialized jar. Another one might hold what JSON refuses, a cycle for instance. */
const KNOWN = new Set([...HEAD, 'storeType', 'cookies']);

/**
 * Packs a serialized jar of which each field has the type that tough-cookie writes. `undefined` for any other, which is for JSON to judge.
 *
 * @returns {{ head: string, texts: string, numbers: Float64Array } | undefined} the head as `headOf` makes it; the numbers are good until the
 *   next call
 */
function packJar(jar) {
  try {
    const { cookies } = jar;
    // A live jar of tough-cookie serializes itself.
    if (!Array.isArray(cookies) || isOwnJson(jar) || typeof jar.setCookie === 'function') return undefined;
    for (const name in jar) if (!KNOWN.has(name)) return undefined;
    if (isWithoutHosts(jar)) return undefined;
    return { head: headOf(jar), ...packSerializedCookies(cookies) };
  } catch {
    return undefined;
  }
}

/** What a jar has beside its cookies: the version alone where all options are the defaults, JSON otherwise. */
function headOf(jar) {
  const { version = '' } = jar;
  if (typeof version === 'string' && !version.startsWith('{') && OPTIONS.every((name) => isUsual(name, jar[name]))) {
    return version;
  }
  const head = {};
  for (const name of HEAD) head[name] = jar[name];
  return JSON.stringify(head);
}

/** What is said of rules and limits counts against the defaults of the jar that takes it. */
function isUsual(name, value) {
  return value === undefined || (name !== 'rules' && name !== 'limits' && isDefault(name, value, DEFAULTS));
}

module.exports = { packJar };
