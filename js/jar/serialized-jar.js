'use strict';

const { invalidArgument, typeError } = require('../values/errors');
const { CHROME_DEFAULTS, DEFAULTS, defaultsOf, isDefault } = require('./jar-options');

/** Options that tough-cookie 6 writes even if they have their default values. */
const ALWAYS_WRITTEN = new Set([
  'enableLooseMode',
  'allowSpecialUseDomain',
  'enforceSecureOriginOnStorage',
  'prefixSecurity',
]);

/**
 * tough-cookie's serialized form with these cookies; the version is that of the form. A session's state leaves out the options that are the
 * defaults of a session's own jar, and then has the form of tough-cookie 3; any other jar leaves out those that tough-cookie 6 leaves out
 * too.
 *
 * @param {object[]} cookies
 * @param {object} options under the keys of the serialized form
 * @param {boolean} isOfSession whether it is the jar of a session
 */
function serializedJar(cookies, options, isOfSession) {
  const kind = isOfSession ? CHROME_DEFAULTS : DEFAULTS;
  const jar = {
    version: 'tough-cookie@6.1.0',
    storeType: 'MemoryCookieStore',
    rejectPublicSuffixes: options.rejectPublicSuffixes,
  };
  if (options !== kind || !isOfSession) {
    // A reader knows the rules before it reads the limits.
    const defaults = { ...kind, limits: defaultsOf(options.rules).limits };
    for (const name of Object.keys(options)) {
      if (!(name in jar) && ((!isOfSession && ALWAYS_WRITTEN.has(name)) || !isDefault(name, options[name], defaults))) {
        jar[name] = name === 'limits' ? { ...options.limits } : options[name];
      }
    }
  }
  jar.cookies = cookies;
  return jar;
}

/** The options of a native jar, given as JSON, which is `null` if all are these defaults. */
function readConfiguration(json, defaults) {
  if (json === null) return defaults;
  const options = { ...defaults, ...JSON.parse(json) };
  Object.freeze(options.limits);
  return options;
}

/** The JSON text of a serialized jar, given as text or as an object. */
function serializedText(json, name) {
  if (typeof json === 'string') return json;
  if (json === null || typeof json !== 'object') throw invalidArgument(name, 'a serialized CookieJar', json);
  return JSON.stringify(json) ?? 'null';
}

/** The error for something that is not a jar; `why` is a text or what was thrown. Errors of this package are passed on unchanged. */
function invalidCookieJar(expectation, why) {
  if (why instanceof TypeError && typeof why.code === 'string') return why;
  const reason = typeof why === 'string' ? why : why instanceof Error ? why.message : 'it could not be read';
  const error = typeError('ERR_INVALID_ARG_VALUE', `${expectation}: ${reason}`);
  if (typeof why !== 'string') error.cause = why;
  return error;
}

module.exports = { invalidCookieJar, readConfiguration, serializedJar, serializedText };
