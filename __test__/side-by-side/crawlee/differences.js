'use strict';

const { pathMatch } = require('tough-cookie');
const { endOf, exactEndOf, extension, hasEnded, isElsewhere, partitionOf, textOf } = require('../../helpers/persisted');
const { key } = require('../../jar/normalised');
const { KEEPING } = require('../keep-as-chrome');
const { REPHRASED } = require('./rephrased');

/**
 * Deliberate differences between what the session of `crawler-session/crawlee` and that of Crawlee 3.18 make of the same: the name, the
 * promise (docs/promises.md) that wants it, exactly when there is one, and what ours makes instead.
 */

/** Counters, events, the answer, and the state without its cookies. */
const SCORE = {
  name: 'retirement is in the score of the state',
  reason: 'A5 built-in sessions know no other sign of it',
  applies: ({ after }) => after.retired,
  makes: ({ state }) => ({ state: { ...state, errorScore: Math.max(state.errorScore, state.maxErrorScore) } }),
};

const USAGE = [
  SCORE,
  {
    name: 'retirement is for good',
    reason: 'S14 the counters are as they were',
    applies: ({ after }) => after.retired,
    makes: () => ({ blocked: true, usable: false }),
  },
  {
    name: 'one event for one retirement',
    reason: 'A2 one event for one retirement',
    applies: ({ step, before }) => before.retired && /^mark/.test(step.call),
    makes: () => ({ events: 0 }),
  },
  {
    name: 'the whole jar',
    reason: 'C14 the whole jar',
    applies: ({ step }) => step.call === 'getCookies' && step.url === undefined,
    makes: (_, { before, now }) => ({ outcome: { value: wholeJar(before.ours, now) } }),
  },
];

/** The values of all cookies that a browser may have. */
function wholeJar({ cookieJar }, now) {
  const alive = cookieJar.cookies.filter((cookie) => !hasEnded(cookie, now));
  return alive.filter(isForBrowsers).map((cookie) => textOf(cookie).value);
}

function isForBrowsers({ path }) {
  return !path.includes(';');
}

/** A browser's cookie, as it was given in this very step. */
function reported({ cookie, given, step }) {
  const origin = given.get(cookie.value);
  return origin?.step === step ? origin.cookie : undefined;
}

const TWINS = {
  name: 'one name: host-only, for the domain, in a partition',
  reason: 'C5 they stay apart',
};

const PARTITIONS = {
  name: 'partitioned cookies go to their own partition',
  reason: 'C11 only where the request is in its partition',
};

const PATHS = {
  name: 'paths are compared as they stand',
  reason: 'docs/chrome.md 13',
};

const OCTETS = {
  name: 'text is sent as the octets of its UTF-8',
  reason: 'docs/chrome.md 17',
};

const LONGEST_LIFE = {
  name: 'a cookie lives for 400 days at most',
  reason: 'docs/chrome.md 12',
};

/** The most that Max-Age counts, in seconds. */
const LONGEST_AGE = 400 * 86_400;

const MAX_AGE = {
  name: 'Max-Age does not begin anew',
  reason: 'J11 Max-Age counts from when it was set',
};

/** Whether a cookie of ours doesn't go to a URL since its path is another one, though not for a path that is decoded. */
function isBeside({ path }, url) {
  return !pathMatch(new URL(url).pathname, path);
}

/** The keys under which ours has several cookies, which tough-cookie takes for one. */
function twinKeys({ cookieJar }) {
  const seen = new Set();
  const twins = new Set();
  for (const cookie of cookieJar.cookies) {
    const name = key(cookie);
    if (seen.has(name)) twins.add(name);
    seen.add(name);
  }
  return twins;
}

function hasTwin(cookie, { twins }) {
  return twins.size > 0 && twins.has(key(cookie));
}

/** Whether a cookie was deleted that the original takes for this one. */
function isTwinOfDeleted({ cookie, deleted, after, given }) {
  const own = ownOf(cookie, after.ours);
  return deleted.some((other) => {
    const isPartitioned = partitionOf(own) !== undefined || given.get(other.value)?.cookie?.partitionKey !== undefined;
    return key(other) === key(own) && (other.hostOnly !== own.hostOnly || isPartitioned);
  });
}

/** The cookie of ours, as it is persisted, that a cookie of theirs is. */
function ownOf(cookie, { cookieJar }) {
  return cookieJar.cookies.find(({ value }) => value === cookie.value);
}

/** A cookie that only one of them has in its state. */
const ONLY = {
  ours: [
    { ...TWINS, applies: (context) => hasTwin(context.cookie, context) || isTwinOfDeleted(context) },
    {
      // One that has ended is removed where it is found.
      ...PARTITIONS,
      applies: ({ step, cookie, after }) => step.call === 'look' && isElsewhere(ownOf(cookie, after.ours), step.url),
    },
    {
      // The same for one that only the original finds by its path.
      ...PATHS,
      applies: ({ step, cookie, after, now }) => {
        const own = ownOf(cookie, after.ours);
        return step.call === 'look' && hasEnded(own, now) && isBeside(own, step.url);
      },
    },
  ],
  theirs: [
    {
      ...LONGEST_LIFE,
      applies: ({ cookie, before, now }) =>
        cookie.maxAge > LONGEST_AGE && hasEnded(ownOf(cookie, before.ours) ?? cookie, now),
    },
    {
      ...MAX_AGE,
      applies: ({ cookie, before, now }) => cookie.maxAge > 0 && hasEnded(ownOf(cookie, before.ours) ?? cookie, now),
    },
    {
      name: 'limits of a site',
      reason: 'docs/chrome.md 9',
      applies: ({ cookie, evicted }) => evicted.has(cookie.value),
    },
  ],
};

/** The fields of a cookie in the state. */
const STORED = [
  {
    ...TWINS,
    applies: (context) => hasTwin(context.cookie, context),
    makes: ({ cookie, before, after, now }) => {
      const own = ownOf(cookie, after.ours);
      const isSame = (other) =>
        key(other) === key(own) &&
        other.value === own.value &&
        other.hostOnly === own.hostOnly &&
        partitionOf(other) === partitionOf(own);
      const { creation } = before.ours.cookieJar.cookies.find(isSame) ?? { creation: new Date(now).toISOString() };
      return { creation };
    },
  },
  {
    ...PARTITIONS,
    applies: ({ step, cookie, before }) => step.call === 'look' && isElsewhere(ownOf(cookie, before.ours), step.url),
    makes: ({ cookie, before }) => ({ lastAccessed: ownOf(cookie, before.ours).lastAccessed }),
  },
  {
    ...PATHS,
    applies: ({ step, cookie, before }) => step.call === 'look' && isBeside(ownOf(cookie, before.ours), step.url),
    makes: ({ cookie, before }) => ({ lastAccessed: ownOf(cookie, before.ours).lastAccessed }),
  },
  {
    name: 'a path that is left out',
    reason: 'C4, C15 the path comes from the URL',
    applies: (context) => reported(context) && !reported(context).path?.startsWith('/'),
    makes: () => ({ pathIsDefault: true }),
  },
  {
    name: 'session cookies keep no expiry',
    reason: 'C7 session cookies stay session cookies',
    applies: (context) => reported(context) && !hasExpiry(reported(context)),
    makes: () => ({ expires: undefined }),
  },
  {
    name: 'sameSite',
    reason: 'C8 kept',
    applies: (context) => /^(strict|lax|none)$/i.test(reported(context)?.sameSite) && !isHollowNone(reported(context)),
    makes: (context) => ({ sameSite: reported(context).sameSite.toLowerCase() }),
  },
  {
    name: 'priority',
    reason: 'C8 kept',
    applies: (context) => reported(context)?.priority !== undefined,
    makes: (context) => ({ extensions: [`Priority=${reported(context).priority}`] }),
  },
];

/** What Playwright's Firefox says where a site has said nothing. */
function isHollowNone({ sameSite, secure }) {
  return /^none$/i.test(sameSite) && !secure;
}

function hasExpiry({ expires }) {
  return Number.isFinite(expires) && expires > 0;
}

/** A cookie that does not go with a request; of ours, as it is persisted. */
const LEFT_OUT = [
  { ...PARTITIONS, applies: ({ own, step }) => isElsewhere(own, step.url) },
  { ...PATHS, applies: ({ own, step }) => isBeside(own, step.url) },
  { ...LONGEST_LIFE, applies: ({ own, now }) => own.maxAge > LONGEST_AGE && hasEnded(own, now) },
  { ...MAX_AGE, applies: ({ own, now }) => own.maxAge !== undefined && hasEnded(own, now) },
];

/** A cookie that goes with a request of a browser and not into the `Cookie` header. */
const HEADLESS = [
  {
    name: 'cookies without a name',
    reason: 'A7 cookies without a name',
    applies: ({ own }) => own.key === undefined,
  },
];

/** A cookie that goes with a request and is not handed to browsers. */
const KEPT_BACK = [
  {
    name: 'what Chromium refuses is not handed out',
    reason: 'C15 for one cookie it refuses the whole call',
    applies: ({ own }) => !isForBrowsers(own),
  },
];

/** The end of the year 9999, in seconds. */
const MAX_EXPIRES = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;

/** The fields of a cookie as it is handed to browsers. */
const HANDED = [
  {
    name: 'octets of UTF-8 are text to a browser',
    reason: 'docs/chrome.md 17',
    applies: () => true,
    makes: ({ own }) => textOf(own),
  },
  {
    name: 'session cookies are handed out as such',
    reason: 'C7 session cookies stay session cookies',
    applies: ({ own }) => endOf(own) === Infinity,
    makes: () => ({ expires: -1 }),
  },
  {
    name: 'Max-Age is handed out as an expiry',
    reason: 'C7, J9 Max-Age counts before Expires',
    applies: ({ own }) => own.maxAge !== undefined,
    makes: ({ own }) => ({ expires: endOf(own) }),
  },
  {
    name: 'microseconds of an expiry',
    reason: 'C7 fractions are kept',
    applies: ({ own }) => own.maxAge === undefined && exactEndOf(own) !== undefined,
    makes: ({ own }) => ({ expires: exactEndOf(own) }),
  },
  {
    name: 'an expiry after the year 9999',
    reason: 'C15 Playwright refuses it, and with it the whole call',
    applies: ({ own }) => endOf(own) > MAX_EXPIRES && endOf(own) !== Infinity,
    makes: () => ({ expires: MAX_EXPIRES }),
  },
  {
    name: 'sameSite',
    reason: 'C8, C15 kept, and handed out as browsers write it',
    applies: ({ own }) => own.sameSite !== undefined,
    makes: ({ own: { sameSite } }) => ({ sameSite: sameSite[0].toUpperCase() + sameSite.slice(1) }),
  },
  {
    name: 'None without Secure is not told to browsers',
    reason: 'C15 Chromium does not keep such a cookie',
    applies: ({ own }) => isHollowNone(own),
    makes: () => ({ sameSite: undefined }),
  },
  {
    name: 'priority',
    reason: 'C8 kept, and handed out',
    applies: ({ own }) => extension(own, 'Priority') !== undefined,
    makes: ({ own }) => ({ priority: extension(own, 'Priority') }),
  },
  {
    name: 'partitionKey',
    reason: 'C8 kept, and handed out',
    applies: ({ own }) => partitionOf(own) !== undefined,
    // Puppeteer's key, and what Playwright has beside it. One under a cross-site frame goes with no request.
    makes: ({ own }) => ({ partitionKey: partitionOf(own), _crHasCrossSiteAncestor: false }),
  },
];

/** Rules that the original's jar is given. */
const KEPT = KEEPING.map((name) => ({ name, reason: 'docs/chrome.md 1, 2 and lastAccessed' }));

const ALL = [
  REPHRASED,
  USAGE,
  KEPT,
  ONLY.ours,
  ONLY.theirs,
  STORED,
  LEFT_OUT,
  HEADLESS,
  KEPT_BACK,
  HANDED,
  OCTETS,
].flat();
const NAMES = [...new Set(ALL.map(({ name }) => name))];

module.exports = {
  ALL,
  HANDED,
  HEADLESS,
  KEPT_BACK,
  LEFT_OUT,
  NAMES,
  OCTETS,
  ONLY,
  SCORE,
  STORED,
  USAGE,
  hasTwin,
  ownOf,
  twinKeys,
};
