'use strict';

const { describe, invalidArgument, typeError } = require('../values/errors');

/** What happens to a cookie that breaks the rules of its name prefix. */
const PrefixSecurityEnum = Object.freeze({ SILENT: 'silent', STRICT: 'strict', DISABLED: 'unsafe-disabled' });

/** Whose rules a jar follows. */
const RULES = Object.freeze(['tough-cookie', 'chrome']);

/** Defaults under the keys of the serialized form: those of tough-cookie 6, and our own `rules` and `limits`. `null` means no limit. */
const DEFAULTS = Object.freeze({
  rules: 'tough-cookie',
  rejectPublicSuffixes: true,
  enableLooseMode: false,
  allowSpecialUseDomain: true,
  enforceSecureOriginOnStorage: true,
  prefixSecurity: PrefixSecurityEnum.SILENT,
  allowSecureOnLocal: true,
  limits: Object.freeze({
    nameValueBytes: 4096,
    attributeBytes: 1024,
    cookiesPerDomain: 180,
    cookies: 3300,
    partitionBytes: null,
  }),
});

/** The defaults of a jar that follows Chrome's rules, as a session's own does. */
const CHROME_DEFAULTS = Object.freeze({
  ...DEFAULTS,
  rules: 'chrome',
  limits: Object.freeze({ ...DEFAULTS.limits, partitionBytes: 10240 }),
});

const NO_LIMITS = Object.freeze(Object.fromEntries(Object.keys(DEFAULTS.limits).map((name) => [name, null])));

/** Options that have a different name in the constructor than in the serialized form. */
const CONSTRUCTOR_NAMES = { enableLooseMode: 'looseMode' };

/** The constructor's options under the keys of the serialized form, or `undefined` if all are the defaults. */
function readJarOptions(options) {
  if (options === undefined || options === null) return undefined;
  if (typeof options === 'boolean') return { ...DEFAULTS, rejectPublicSuffixes: options };
  if (typeof options !== 'object') throw invalidArgument('options', 'an object or a boolean', options);
  const read = { ...defaultsOf(options.rules) };
  for (const name of Object.keys(DEFAULTS)) {
    const value = options[CONSTRUCTOR_NAMES[name] ?? name];
    if (value !== undefined && value !== null)
      read[name] = typeof DEFAULTS[name] === 'boolean' ? Boolean(value) : value;
  }
  if (typeof read.prefixSecurity !== 'string') {
    throw invalidArgument('options.prefixSecurity', "'silent', 'strict' or 'unsafe-disabled'", read.prefixSecurity);
  }
  read.limits = options.limits === null ? NO_LIMITS : readLimits(read.limits, defaultsOf(read.rules).limits);
  return read;
}

/** The defaults of a jar with these rules. */
function defaultsOf(rules) {
  if (rules === undefined || rules === null) return DEFAULTS;
  if (!RULES.includes(rules)) {
    throw invalidArgument('options.rules', "'tough-cookie' or 'chrome'", rules);
  }
  return rules === 'chrome' ? CHROME_DEFAULTS : DEFAULTS;
}

function readLimits(limits, defaults) {
  if (limits === false || limits === Infinity) return NO_LIMITS;
  if (typeof limits !== 'object' || Array.isArray(limits)) {
    throw invalidArgument('options.limits', 'an object, or false for no limits', limits);
  }
  const read = { ...defaults };
  const known = Object.keys(read);
  for (const name of Object.keys(limits)) {
    if (known.includes(name)) continue;
    throw typeError(
      'ERR_INVALID_ARG_VALUE',
      `options.limits has no limit ${describe(name)}; there are ${known.join(', ')}`,
    );
  }
  for (const name of known) {
    const limit = limits[name];
    if (limit !== undefined) read[name] = readLimit(limit, name);
  }
  return read;
}

function readLimit(limit, name) {
  if (limit === Infinity || limit === null || limit === false) return null;
  if (!Number.isSafeInteger(limit) || limit < 0) {
    throw invalidArgument(`options.limits.${name}`, 'a whole number, or Infinity for no limit', limit);
  }
  return limit;
}

/** Whether an option has its default value; limits are compared one by one, all others by identity. */
function isDefault(name, value, defaults) {
  if (name !== 'limits') return value === defaults[name];
  return Object.keys(defaults.limits).every((limit) => value[limit] === defaults.limits[limit]);
}

module.exports = { CHROME_DEFAULTS, DEFAULTS, PrefixSecurityEnum, defaultsOf, isDefault, readJarOptions };
