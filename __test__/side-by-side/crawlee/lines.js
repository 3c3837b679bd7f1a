'use strict';

const { isIP } = require('node:net');
const {
  Cookie,
  CookieJar,
  canonicalDomain,
  defaultPath,
  domainMatch,
  getPublicSuffix,
  pathMatch,
} = require('tough-cookie');
const { hasEnded, partitionOf, siteOf } = require('../../helpers/persisted');
const { octets } = require('../../jar/octets');
const { withLetters, withSpaces } = require('../../jar/odd-spaces');
const { BEFORE_ALL, DATES } = require('./world');

/**
 * Deliberate differences about a line: its name, the promise or the row of docs/chrome.md that wants it, exactly when there is one,
 * and either the cookie that ours makes of the line, for the original to store as it is, or what ours says where it refuses the line.
 */

const DAY_MS = 86_400_000;
const LONGEST_LIFE = 400 * DAY_MS;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const CONTROL = /[\u0000-\u001f\u007f]/;

const trim = (text) => text.replace(/^[ \t]+|[ \t]+$/g, '');
const hostOf = (url) => (URL.canParse(url) ? new URL(url).hostname : '');
const dotless = (domain) => domain.replace(/^\./, '');
const isLoopback = (host) => /(^|\.)localhost$/.test(host) || host.startsWith('127.');

/** A public suffix of the list. */
const isPublicSuffix = (host) =>
  getPublicSuffix(host, { allowSpecialUseDomain: true }) === undefined && !/^[\d.]+$/.test(host);

/** What shares nothing with other hosts, besides public suffixes: tough-cookie lets `localhost` and `invalid` be shared. */
const isAlone = (host) => isIP(host) !== 0 || /^(localhost|invalid)$/.test(host);

/** The name and the value of a part of a line, without the spaces around them. */
function split(part) {
  const at = part.indexOf('=');
  return at === -1 ? [trim(part), ''] : [trim(part.slice(0, at)), trim(part.slice(at + 1))];
}

/** The values of an attribute, in the order of the line. */
function valuesOf(line, name) {
  const attributes = line.split(';').slice(1).map(split);
  return attributes.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
}

/** The cookie of a line as tough-cookie reads it where it trims nothing but space and tab. */
function parseUntrimmed(line) {
  const cookie = Cookie.parse(withLetters(line));
  return cookie && withSpaces(cookie);
}

/** Whether there is something in front of the attributes, but no name. */
function isNameless(line) {
  const pair = trim(line.split(';')[0]);
  return pair !== '' && pair !== '=' && (!pair.includes('=') || split(pair)[0] === '');
}

/** A cookie without a name, with the attributes of its line. */
function namelessOf(line) {
  const [pair, ...attributes] = line.split(';');
  const value = trim(trim(pair).replace(/^=/, ''));
  return { ...parseUntrimmed(['n=v', ...attributes].join(';')), key: '', value };
}

/** The last Max-Age in seconds as Chromium reads it. */
function ageOf(line) {
  const value = valuesOf(line, 'max-age').at(-1);
  return /^[+-]?\d+$/.test(value) ? Number(value) : null;
}

/** The last Expires as Chromium reads it. */
function expiryOf(line) {
  const date = DATES.get(valuesOf(line, 'expires').at(-1));
  return date === undefined ? 'Infinity' : new Date(date);
}

/** The fields in which a cookie lives otherwise as Chromium reads its line. */
function lifeOf({ line, cookie }) {
  const [expires, maxAge] = [expiryOf(line), ageOf(line)];
  return Number(cookie.expires) === Number(expires) && cookie.maxAge === maxAge ? undefined : { expires, maxAge };
}

const isRepeated = ({ line }) => ['expires', 'max-age'].some((name) => valuesOf(line, name).length > 1);

/** What is told of a refusal of which `setCookie` says nothing. */
const SILENT = '';

/** How a line is read. */
const READING = [
  {
    name: 'a control character refuses the line',
    reason: 'docs/chrome.md 15',
    applies: ({ line }) => line.split(';').some((part) => split(part).some((text) => CONTROL.test(text))),
    refuses: () => 'Cookie failed to parse',
  },
  {
    name: 'only space and tab are trimmed',
    reason: 'docs/chrome.md 3',
    applies: ({ line }) => withLetters(line) !== line,
    instead: ({ line }) => parseUntrimmed(line),
  },
  {
    name: 'lines without a name',
    reason: 'docs/chrome.md 6',
    applies: ({ line }) => isNameless(line),
    refuses: ({ line }) => {
      const { value } = namelessOf(line);
      if (value.includes('=')) return 'Cookie failed to parse';
      return /^__(host|secure)-/i.test(value) ? SILENT : undefined;
    },
    instead: ({ line }) => namelessOf(line),
  },
  {
    name: 'of several Domain the last counts',
    reason: 'docs/chrome.md 10',
    applies: ({ cookie, line }) => {
      const last = valuesOf(line, 'domain').at(-1);
      return cookie && last !== undefined && (last === '.' || dotless(last).toLowerCase() !== (cookie.domain ?? ''));
    },
    refuses: ({ line }) =>
      valuesOf(line, 'domain').at(-1) === '.' ? 'Cookie domain is not a host name: ""' : undefined,
    instead: ({ cookie, line }) => ({
      ...cookie,
      domain: dotless(valuesOf(line, 'domain').at(-1)).toLowerCase() || null,
    }),
  },
  {
    name: 'of several Expires or Max-Age the last counts',
    reason: 'docs/chrome.md 11',
    applies: (context) => context.cookie && isRepeated(context) && lifeOf(context) !== undefined,
    instead: (context) => ({ ...context.cookie, ...lifeOf(context) }),
  },
  {
    name: 'dates and ages as Chromium reads them',
    reason: 'docs/chrome.md 11',
    applies: (context) => context.cookie && lifeOf(context) !== undefined,
    instead: (context) => ({ ...context.cookie, ...lifeOf(context) }),
  },
  {
    name: "Expires is a time of the server's clock",
    reason: 'docs/chrome.md 7',
    applies: ({ cookie, date }) =>
      cookie?.expires > BEFORE_ALL && cookie.expires !== 'Infinity' && !Number.isNaN(Date.parse(date)),
    instead: ({ cookie, date, now }) => ({
      ...cookie,
      expires: new Date(cookie.expires.getTime() + now - Date.parse(date)),
    }),
  },
];

/** What is judged of a cookie, also of one that is given as an object. */
const JUDGING = [
  {
    name: 'name and value have 4,096 octets at most',
    reason: 'docs/chrome.md 4',
    applies: ({ cookie }) => cookie && octets(cookie.key) + octets(cookie.value) > 4096,
    refuses: ({ cookie }) =>
      `Cookie is too large: it has ${octets(cookie.key) + octets(cookie.value)} bytes, 4096 are allowed`,
  },
  {
    name: 'domains in canonical form',
    reason: 'C6 domains in capitals or in Unicode',
    applies: ({ cookie }) => cookie?.domain && cookie.domain !== canonicalDomain(cookie.domain),
    instead: ({ cookie }) => ({ ...cookie, domain: canonicalDomain(cookie.domain) }),
  },
  {
    name: 'host-only cookies on public suffixes',
    reason: 'C6 host-only cookies of a public suffix',
    applies: ({ cookie, url }) => cookie?.domain === hostOf(url) && isPublicSuffix(cookie.domain),
    instead: ({ cookie }) => ({ ...cookie, domain: null, hadDomain: true }),
  },
  {
    name: 'hosts that share nothing',
    reason: 'docs/chrome.md 14',
    // Of an address that doesn't cover the host, both say the same.
    applies: ({ cookie, url }) =>
      cookie?.domain && isAlone(cookie.domain) && (!isIP(cookie.domain) || cookie.domain === hostOf(url)),
    refuses: ({ cookie, url }) =>
      cookie.domain === hostOf(url) ? undefined : 'Cookie has domain set to a public suffix',
    // The prefix `__Host-` takes the domain of an address for none.
    instead: ({ cookie }) => ({ ...cookie, domain: null, hadDomain: !isIP(cookie.domain) }),
  },
  {
    // One with Max-Age says the same in its state, and ends earlier.
    name: 'a cookie lives for 400 days at most',
    reason: 'docs/chrome.md 12',
    applies: ({ cookie, now }) =>
      cookie?.maxAge === null && cookie.expires instanceof Date && cookie.expires > now + LONGEST_LIFE,
    instead: ({ cookie, now }) => ({ ...cookie, expires: new Date(now + LONGEST_LIFE) }),
  },
  {
    name: 'SameSite=None needs Secure',
    reason: 'docs/chrome.md 5',
    applies: (context) =>
      context.cookie?.sameSite === 'none' && !context.cookie.secure && isTaken(context, 'unsafe-disabled'),
    refuses: () => 'Cookie is SameSite=None but Secure attribute is not set',
  },
  {
    name: 'hosts that share nothing',
    reason: 'docs/chrome.md 14',
    applies: (context) =>
      context.cookie?.hadDomain && context.cookie.key.startsWith('__Host-') && isTaken(context, 'unsafe-disabled'),
    refuses: () => SILENT,
  },
  {
    name: 'Secure cookies are left alone',
    reason: 'docs/chrome.md 8',
    applies: (context) => hidesSecure(context) && isTaken(context, 'silent'),
    refuses: () => 'old Cookie is Secure and this is not a secure connection',
  },
];

const LINES = [...READING, ...JUDGING];

/** Whether a jar of the original takes the cookie. */
function isTaken({ cookie, url }, prefixSecurity) {
  const jar = new CookieJar(null, { prefixSecurity });
  return jar.setCookieSync(new Cookie(cookie), url, { ignoreError: true }) !== undefined;
}

/** Whether the cookie came from an insecure origin and would replace, delete or hide a Secure one of ours. */
function hidesSecure({ cookie, url, state, now }) {
  if (!cookie || !URL.canParse(url)) return false;
  const { protocol, hostname, pathname } = new URL(url);
  if (protocol !== 'http:' || isLoopback(hostname)) return false;
  const { key, domain, path } = cookie;
  const host = domain ?? hostname;
  const isHidden = (old) =>
    old.secure &&
    (old.key ?? '') === key &&
    siteOf(old.domain) === siteOf(host) &&
    (domainMatch(host, old.domain) || domainMatch(old.domain, host)) &&
    pathMatch(path ?? defaultPath(pathname), old.path) &&
    partitionOf(old) === undefined &&
    !hasEnded(old, now);
  return state.cookieJar.cookies.some(isHidden);
}

/**
 * A line as the original understands it: the line itself, or a cookie, or what ours tells of a refusal. `context` has the URL, the date of the
 * response, the time and the state of ours; `isObject`, whether ours gets what tough-cookie reads in the line.
 */
function lineFor(line, context, reasons, isObject = false) {
  if (typeof line !== 'string') return { line };
  let cookie = Cookie.parse(line);
  let isChanged = false;
  for (const { name, applies, refuses, instead } of isObject ? JUDGING : LINES) {
    const given = { ...context, line, cookie };
    if (!applies(given)) continue;
    reasons.add(name);
    const told = refuses?.(given);
    if (told !== undefined) return { told };
    cookie = instead(given);
    isChanged = true;
  }
  if (!isChanged) return { line };
  return cookie === undefined ? { told: 'Cookie failed to parse' } : { cookie: new Cookie(cookie) };
}

module.exports = { LINES, SILENT, dotless, hostOf, isAlone, isLoopback, isPublicSuffix, lineFor };
