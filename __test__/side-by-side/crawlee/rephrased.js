'use strict';

const { isIP } = require('node:net');
const { canonicalDomain, domainMatch } = require('tough-cookie');
const { dateOf, linesOf } = require('./calls');
const { LINES, dotless, hostOf, isAlone, isLoopback, isPublicSuffix, lineFor } = require('./lines');

/**
 * Deliberate differences about what is given to a session: its name, the promise (docs/promises.md) that wants it, exactly when there is
 * one, and the words in which Crawlee's session understands what ours understands as it is. Told so, it has to do the same as ours.
 */

const BLOCKED = [401, 403, 429];

/** The latest date of JavaScript, in seconds. */
const LATEST = 8.64e12;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
const UNFIT = /[\u0000-\u001f\u007f;]/;

function isHost(text) {
  const host = dotless(text);
  return !/[ :/]/.test(host) && !host.startsWith('.') && hostOf(`http://${host}`) === canonicalDomain(host);
}

/** Whether a cookie is none that a browser could have reported. */
function isImpossible(cookie) {
  const { name, value, domain, sameSite, priority, partitionKey: key, secure, expires } = cookie;
  const isSite = (site) => typeof site === 'string' && URL.canParse(site);
  return (
    [name, value].some((text) => typeof text !== 'string' || UNFIT.test(text)) ||
    (name === '' && value.includes('=')) ||
    (name.startsWith('__Host-') && domain?.startsWith?.('.') && !isIP(dotless(domain))) ||
    (domain !== undefined && (typeof domain !== 'string' || !isHost(domain))) ||
    (sameSite !== undefined && !/^(strict|lax|none|default|no_restriction|unspecified)$/i.test(sameSite)) ||
    !(expires === undefined || expires === null || typeof expires === 'number') ||
    (priority !== undefined && !/^(low|medium|high)$/i.test(priority)) ||
    (key !== undefined && !(secure && isSite(key.sourceOrigin ?? key)))
  );
}

/** One cookie of a browser, and the URL that comes with it. Nothing is left of a cookie that is refused. */
const COOKIES = [
  {
    name: 'one bad cookie costs nothing',
    reason: 'C3 null is skipped',
    applies: ({ cookie }) => cookie === null || cookie === undefined,
    instead: () => undefined,
  },
  {
    name: 'what no browser could report is refused',
    reason: 'C3, C8 refused, not taken for a default',
    applies: ({ cookie }) => isImpossible(cookie),
    instead: () => undefined,
  },
  {
    name: 'domains in canonical form',
    reason: 'C6 domains in capitals or in Unicode',
    applies: ({ cookie: { domain } }) => domain !== undefined && dotless(domain) !== canonicalDomain(dotless(domain)),
    instead: ({ cookie, url }) => ({
      cookie: {
        ...cookie,
        domain: `${cookie.domain.startsWith('.') ? '.' : ''}${canonicalDomain(dotless(cookie.domain))}`,
      },
      url,
    }),
  },
  {
    name: 'a path that is left out',
    reason: 'C4 the URL is only for a cookie without a domain',
    applies: ({ cookie: { domain, path } }) => domain !== undefined && !path?.startsWith('/'),
    instead: ({ cookie, url }) => ({ cookie: { ...cookie, path: '/' }, url }),
  },
  {
    name: 'pages without cookies',
    reason: 'C22 a URL that is not of http(s)',
    applies: ({ cookie, url }) => cookie.domain === undefined && cookie.url === undefined && url === 'about:blank',
    instead: () => undefined,
  },
  {
    name: 'the URL of the cookie itself',
    reason: "C4 the cookie's own url",
    applies: ({ cookie }) => cookie.domain === undefined && cookie.url !== undefined,
    instead: ({ cookie }) => ({ cookie, url: cookie.url }),
  },
  {
    name: 'cookies of other hosts',
    reason: 'C4 a cookie is filed under its own domain',
    applies: ({ cookie: { domain }, url }) =>
      domain !== undefined && url !== undefined && !domainMatch(hostOf(url), dotless(domain)),
    instead: ({ cookie }) => ({ cookie, url: `https://${dotless(cookie.domain)}/` }),
  },
  {
    name: 'cookies without a URL',
    reason: 'C4 the URL is only for a cookie without a domain',
    applies: ({ cookie: { domain }, url }) => domain !== undefined && url === undefined,
    instead: ({ cookie }) => ({ cookie, url: `https://${dotless(cookie.domain)}/` }),
  },
  {
    name: 'Secure cookies that a browser reported',
    reason: 'C10 refused in a response, not in what a browser reported',
    applies: ({ cookie, url }) => cookie.secure && url?.startsWith('http:') && !isLoopback(hostOf(url)),
    instead: ({ cookie, url }) => ({ cookie, url: url.replace('http:', 'https:') }),
  },
  {
    name: 'host-only cookies on public suffixes',
    reason: 'C6 host-only cookies of a public suffix',
    applies: ({ cookie: { domain } }) => domain !== undefined && isPublicSuffix(dotless(domain)),
    instead: ({ cookie: { domain, ...cookie } }) => ({ cookie, url: `https://${dotless(domain)}/` }),
  },
  {
    name: 'hosts that share nothing',
    reason: 'docs/chrome.md 14',
    applies: ({ cookie: { domain } }) => domain?.startsWith('.') && isAlone(dotless(domain)),
    instead: ({ cookie, url }) => ({ cookie: { ...cookie, domain: dotless(cookie.domain) }, url }),
  },
  {
    name: 'an expiry that no Date can hold',
    reason: 'C7 clamped',
    applies: ({ cookie: { expires } }) => expires > LATEST,
    instead: ({ cookie, url }) => ({
      cookie: { ...cookie, expires: cookie.expires === Infinity ? -1 : LATEST },
      url,
    }),
  },
];

/** How the lines of a response reach the session. */
const SHAPES = [
  {
    name: 'all lines of a joined header',
    reason: 'C2 lines joined by line feeds',
    applies: ({ shape }) => shape === 'joined',
  },
  {
    name: 'headers in every shape',
    reason: 'C2 any letter case, Headers, an object with get',
    applies: ({ shape }) => ['capital', 'fetch', 'get'].includes(shape),
  },
];

/** Status codes. */
const CODES = [
  {
    name: 'pools without a list of codes',
    reason: 'A3 the pool of the Apify SDK 2.3 has no list',
    applies: (_, pool) => pool.blockedStatusCodes === undefined,
    isBlocked: ({ call, code, more }) =>
      typeof code === 'number' && [...BLOCKED, ...(call === 'status' ? more.flat() : [])].includes(code),
  },
  {
    name: 'codes are numbers',
    reason: 'S15 numbers only',
    applies: ({ code }) => typeof code !== 'number',
    isBlocked: () => false,
  },
];

/** The calls with which the original has to do what ours does in this step, and the names of what makes them differ from it. */
function rephrased({ step, before, now }, pool) {
  const reasons = new Set();
  let calls = [step];
  if (step.call === 'setCookies') {
    const singles = step.cookies.map((cookie) => single({ cookie, url: step.url }, reasons));
    // As it is, if it can be.
    if (reasons.size > 0)
      calls = singles.filter(Boolean).map(({ cookie, url }) => ({ ...step, cookies: [cookie], url }));
  } else if (step.call === 'response') {
    const shape = SHAPES.find(({ applies }) => applies(step));
    if (shape !== undefined) reasons.add(shape.name);
    const context = { url: step.url, date: dateOf(step), state: before.ours, now };
    const lines = linesOf(step).map((line) => lineFor(line, context, reasons));
    if (reasons.size > 0) calls = lines.map((line) => ({ ...step, ...asCall(line) }));
  } else if (step.call === 'setCookie' && URL.canParse(step.url)) {
    const context = { url: step.url, state: before.ours, now };
    const line = lineFor(step.line, context, reasons, step.asObject);
    if (line.cookie !== undefined) calls = [{ ...step, line: line.cookie }];
    if (line.told !== undefined) calls = [{ call: 'refuse', told: line.told }];
  } else if (step.call === 'status' || step.call === 'check') {
    const difference = CODES.find(({ applies }) => applies(step, pool));
    if (difference !== undefined) {
      reasons.add(difference.name);
      calls = [{ call: 'blocked', isBlocked: difference.isBlocked(step) }];
    }
  }
  return { reasons, calls };
}

/** How the original gets one line of a response. */
function asCall({ line, cookie, told }) {
  if (told !== undefined) return { call: 'tell', told };
  return cookie === undefined ? { lines: [line], shape: 'array' } : { call: 'store', cookie };
}

/** A cookie of a browser and its URL as the original understands them. */
function single(given, reasons) {
  let made = given;
  for (const { name, applies, instead } of COOKIES) {
    if (made === undefined) return undefined;
    if (!applies(made)) continue;
    reasons.add(name);
    made = instead(made);
  }
  return made;
}

const REPHRASED = [...COOKIES, ...SHAPES, ...LINES, ...CODES];

module.exports = { BLOCKED, REPHRASED, rephrased };
