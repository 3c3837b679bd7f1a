'use strict';

const { hostName } = require('../addon/load-binding');
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

/** How the version of a serialized jar begins if tough-cookie or this package wrote it. */
const WRITTEN = 'tough-cookie@';

/**
 * Whether a serialized jar has cookies none of which names a host, so that none can be filed. What a jar wrote is restored whatever it
 * contains: states of tough-cookie up to 4, and so of the SDKs, contain the cookies of responses whose URL has no host.
 */
function isWithoutHosts({ version, cookies }) {
  if (typeof version === 'string' && version.startsWith(WRITTEN)) return false;
  return cookies.length > 0 && !cookies.some((cookie) => isHostName(cookie?.domain));
}

/** Whether a domain names a host; that of a domain cookie may have a leading dot. */
function isHostName(domain) {
  return typeof domain === 'string' && hostName(domain.startsWith('.') ? domain.slice(1) : domain) !== null;
}

/** The error for something that is not a jar; `why` is a text or what was thrown. Errors of this package are passed on unchanged. */
function invalidCookieJar(expectation, why) {
  if (why instanceof TypeError && typeof why.code === 'string') return why;
  const reason = typeof why === 'string' ? why : why instanceof Error ? why.message : 'it could not be read';
  const error = typeError('ERR_INVALID_ARG_VALUE', `${expectation}: ${reason}`);
  if (typeof why !== 'string') error.cause = why;
  return error;
}

module.exports = { invalidCookieJar, isHostName, isWithoutHosts, readConfiguration, serializedJar, serializedText };
