'use strict';

const { isIP } = require('node:net');
const { canonicalDomain } = require('tough-cookie');
const { identity } = require('./normalised');
const { octets } = require('./octets');

/**
 * Each deliberate difference between the jar and tough-cookie 6.1's: its name, as in `docs/differences.md`, and exactly when it
 * explains that the two don't do the same.
 */

/** A character that no header can carry; tough-cookie looks for some of them, in names and values only. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const CONTROL = /[\u0000-\u001f\u007f]/;

const SPECIAL_USE = 'Cookie has domain set to the public suffix "';
const PUBLIC_SUFFIX = 'Cookie has domain set to a public suffix';

const OVERWRITE = "old Cookie is HttpOnly and this isn't an HTTP API";

/** A refusal because of the domain, which is judged before all else. */
const DOMAIN_ERROR = /public suffix|not in this host's domain|not a host name/;

/** Whether a call refused the cookie: with this error, or without one, as `ignoreError` and silent prefixes do. */
const refused = (outcome, message) =>
  outcome.error === undefined ? outcome.value === undefined : outcome.error.startsWith(message);

const texts = (cookie) =>
  [cookie.key, cookie.value, cookie.domain, cookie.path, ...(cookie.extensions ?? [])].filter(Boolean);

const hasExtension = (cookie, name) => (cookie.extensions ?? []).some((extension) => extension.toLowerCase() === name);

/** Whether a domain can be that of a host: it is what a URL parser makes of it. */
function isCanonicalHost(domain) {
  try {
    const { hostname, port, pathname } = new URL(`http://${domain.includes(':') ? `[${domain}]` : domain}`);
    return hostname.replace(/^\[|\]$/g, '') === domain && port === '' && pathname === '/' && !domain.startsWith('.');
  } catch {
    return false;
  }
}

/** What both store, and what ours makes of it. */
const STORED = [
  {
    name: 'addresses are hosts',
    explains: ({ cookie, outcomes: { ours } }) => cookie?.domain && isIP(ours.value.domain) !== 0,
    makes: () => ({ hostOnly: true }),
  },
  {
    name: 'a cookie that has ended is gone',
    explains: ({ ended, outcomes: { ours }, after }) =>
      ended && identity(after.ours.cookies.at(-1)) === identity(ours.value),
    makes: ({ at }) => ({ creation: at }),
  },
];

/** Where one cookie is stored, and where it is refused. */
const SETTINGS = [
  {
    name: 'a cookie that has ended is gone',
    explains: ({ ended, outcomes: { ours, theirs } }) =>
      ended && ours.value !== undefined && refused(theirs, OVERWRITE),
  },
  {
    name: 'control characters',
    explains: ({ step, outcomes }) =>
      CONTROL.test(step.line) &&
      (refused(outcomes.ours, 'Cookie failed to parse') || /^Cookie \w+ has a character/.test(outcomes.ours.error)),
  },
  {
    name: 'ambiguous cookies',
    explains: ({ cookie, outcomes: { ours } }) =>
      cookie !== undefined &&
      ((cookie.key === '' && (cookie.value === '' || cookie.value.includes('='))) || cookie.key.includes('=')) &&
      (refused(ours, 'Cookie failed to parse') || refused(ours, 'Cookie name has a character')),
  },
  {
    name: 'size of name and value',
    explains: ({ cookie, outcomes }) =>
      cookie !== undefined &&
      octets(cookie.key) + octets(cookie.value) > 4096 &&
      refused(outcomes.ours, 'Cookie is too large'),
  },
  {
    name: 'size of attributes',
    explains: ({ cookie, outcomes: { ours } }) =>
      cookie !== undefined && texts(cookie).some((text) => octets(text) > 1024) && ours.value?.key === cookie.key,
  },
  {
    name: 'prefixes',
    explains: ({ cookie, outcomes: { ours } }) =>
      /^__(secure-|host-|http-)/i.test(cookie?.key || cookie?.value) &&
      ours.value === undefined &&
      (ours.error === undefined || /prefix/.test(ours.error)),
  },
  {
    name: 'Partitioned needs Secure',
    explains: ({ cookie, outcomes: { ours } }) =>
      cookie !== undefined &&
      hasExtension(cookie, 'partitioned') &&
      !cookie.secure &&
      refused(ours, 'Cookie is Partitioned but'),
  },
  {
    name: 'a public suffix on its own host',
    explains: ({ cookie, host, outcomes: { ours, theirs } }) =>
      cookie?.domain &&
      canonicalDomain(cookie.domain) === host &&
      (refused(theirs, PUBLIC_SUFFIX) || refused(theirs, SPECIAL_USE)) &&
      ((ours.value?.hostOnly === true && ours.value.domain === host) ||
        (ours.value === undefined && !DOMAIN_ERROR.test(ours.error))),
  },
  {
    name: 'ignoreError changes no judgement',
    explains: ({ cookie, step, jarOptions, outcomes: { ours, theirs } }) =>
      jarOptions.allowSpecialUseDomain === false &&
      step.options?.ignoreError &&
      ours.value === undefined &&
      theirs.value !== undefined &&
      /(^|\.)(local|example|invalid|localhost|test)$/.test(canonicalDomain(cookie?.domain)),
  },
  {
    name: 'domains in canonical form',
    explains: ({ cookie, outcomes: { ours, theirs } }) => {
      if (!cookie?.domain || theirs.value === undefined) return false;
      const domain = canonicalDomain(theirs.value.domain);
      if (domain === theirs.value.domain) return false;
      // The same cookie as one that is there, which a script may not replace.
      return ours.value === undefined ? refused(ours, OVERWRITE) : ours.value.domain === domain;
    },
  },
  {
    name: 'impossible domains',
    explains: ({ step, cookie, outcomes: { ours } }) =>
      cookie?.domain &&
      !isCanonicalHost(step.call === 'set' ? cookie.domain : cookie.domain.trim()) &&
      (refused(ours, 'Cookie domain is not a host name') ||
        refused(ours, "Cookie not in this host's domain") ||
        refused(ours, PUBLIC_SUFFIX)),
  },
  {
    name: 'paths as they are sent',
    explains: ({ step, outcomes: { ours, theirs } }) => {
      if (!step.url.includes('%')) return false;
      const [one, other] = [ours, theirs].map(({ value }) => (value?.pathIsDefault ? value.path : undefined));
      if (one !== undefined && other !== undefined) return one !== other && decodeURI(one) === other;
      // The same cookie for one of them and another one for the other, which a script may replace.
      return (one !== undefined && refused(theirs, OVERWRITE)) || (other !== undefined && refused(ours, OVERWRITE));
    },
  },
  {
    name: 'host-only cookies and domain cookies of one name',
    explains: ({ twin, outcomes: { ours, theirs } }) =>
      twin &&
      ((ours.value !== undefined && theirs.value !== undefined) ||
        refused(theirs, OVERWRITE) ||
        refused(ours, OVERWRITE)),
  },
];

/** A cookie that only one of them answers. */
const COOKIES = [
  {
    name: 'hosts with a trailing dot',
    side: 'ours',
    explains: (_cookie, { host }) => host.endsWith('.'),
  },
  {
    name: 'domain cookies of localhost and of invalid',
    side: 'ours',
    explains: ({ domain, hostOnly }, { host }) =>
      !hostOnly && /^(localhost|invalid)$/.test(domain) && host.endsWith(`.${domain}`),
  },
  {
    name: 'domain cookies of public suffixes',
    side: 'ours',
    explains: ({ domain, hostOnly }, { host, jarOptions }) =>
      jarOptions.rejectPublicSuffixes === false && !hostOnly && host.endsWith(`.${domain}`),
  },
  {
    name: 'paths as they are sent',
    side: 'ours',
    explains: ({ path }, { step }) => path.includes('%') && new URL(step.url).pathname.startsWith(path),
  },
  {
    name: 'Max-Age does not begin anew',
    side: 'theirs',
    explains: (cookie, { expiryOf, now }) => typeof cookie.maxAge === 'number' && expiryOf(cookie) <= now,
  },
  {
    name: 'partitioned cookies go to their own partition',
    side: 'theirs',
    explains: (cookie) => hasExtension(cookie, 'partitioned'),
  },
  {
    // The other way round: read before the time at which it was set, by `now`, it ends early there.
    name: 'Max-Age does not begin anew',
    side: 'ours',
    explains: (cookie, { expiryOf, now }) => typeof cookie.maxAge === 'number' && expiryOf(cookie) > now,
  },
];

/** A call that reads and that only one of them answers. */
const ANSWERS = [
  {
    name: 'hosts under special-use names',
    explains: ({ outcomes: { ours, theirs } }) => theirs.error?.startsWith(SPECIAL_USE) && ours.error === undefined,
  },
];

/** tough-cookie trims as JavaScript does, ours takes away space and tab. */
const TRIMMING = 'only space and tab are trimmed';

/** tough-cookie's order of its store, where it is given any options but not `sort: true`. */
const ORDER = 'order of unsorted cookies';

const NAMES = [
  ...new Set([...STORED, ...SETTINGS, ...COOKIES, ...ANSWERS].map(({ name }) => name)),
  ...[ORDER, TRIMMING],
];

module.exports = { ANSWERS, COOKIES, NAMES, ORDER, SETTINGS, STORED, TRIMMING };
