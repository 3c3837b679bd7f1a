// The operations of sessions that are timed, for each contestant from the same code.

import { do_not_optimize } from 'mitata';
import { COOKIES, lines, PAGE_URL, puppeteerCookies, responses } from './input.mjs';
import { filledSessions, SESSIONS } from './many-sessions.mjs';
import { flat, turns } from './texts.mjs';

/** Sessions that are made between two turns of the event loop. */
const SESSIONS_PER_TURN = 1000;

/** Sessions of a process that poses as many users. */
const MANY_SESSIONS = 10_000;

/** Requests that are under way at once with the cookies of one session. */
const REQUESTS = 50;

/**
 * Each row: its name and, for a contestant, what is run. `run` is timed, `times` how many operations one run is; `result` has to be the
 * same for all contestants after a run; `prepare` comes before each run and is not timed, `release` after it lets go of what only this contestant
 * should have to hold; `isLong` is one that is timed run by run, with
 * `count` sessions. `least` is the ratio that the project wants to the faster of the other two, or to each of them; `floor` and `cheapestFloor`
 * how many times as long as the floor it may take, and as that in its cheapest form.
 */
export const SESSION_ROWS = [
  {
    name: 'getCookieString, 20 cookies match',
    isMain: true,
    least: 12,
    floor: 3,
    cheapestFloor: 2.5,
    of: (side) => {
      const session = full(side);
      return { run: () => do_not_optimize(session.getCookieString(PAGE_URL)), result: () => header(session) };
    },
  },
  {
    name: 'getCookieString, empty jar',
    least: 4,
    of: (side) => {
      const session = create(side);
      return { run: () => do_not_optimize(session.getCookieString(PAGE_URL)), result: () => header(session) };
    },
  },
  {
    name: '20 Puppeteer cookies out',
    isMain: true,
    least: 8,
    of: (side) => {
      const session = full(side);
      return {
        run: () => do_not_optimize(side.cookiesOf(session, PAGE_URL)),
        result: () => side.cookiesOf(session, PAGE_URL).map(({ name, value }) => [name, value]),
      };
    },
  },
  {
    name: '20 Puppeteer cookies in',
    isMain: true,
    least: 10,
    of: (side) => {
      const session = create(side);
      const next = turns(puppeteerCookies().map((cookies) => cookies.map(side.fromBrowser)));
      return { run: () => side.putCookies(session, next(), PAGE_URL), result: () => withoutHostOnly(lasting(session)) };
    },
  },
  {
    name: 'response with 3 Set-Cookie',
    isMain: true,
    least: 5,
    of: (side) => {
      const session = create(side);
      const next = turns(responses());
      return { run: () => side.putResponse(session, next()), result: () => lasting(session) };
    },
  },
  {
    name: 'getState, 20 cookies',
    isMain: true,
    least: 8,
    of: (side) => {
      const session = full(side);
      return { run: () => do_not_optimize(session.getState()), result: () => lasting(session) };
    },
  },
  {
    name: `getState of ${SESSIONS} sessions of 50 cookies (holds the event loop)`,
    least: 3,
    isLong: true,
    of: (side, count) => {
      const sessions = filledSessions(side, count);
      return {
        run: () => do_not_optimize(sessions.map((session) => session.getState())),
        result: () => sessions.slice(0, 3).map(lasting),
      };
    },
  },
  {
    name: `JSON.stringify(getState()) of ${SESSIONS} sessions of 50 cookies`,
    least: 3,
    isLong: true,
    of: (side, count) => {
      const sessions = filledSessions(side, count);
      return {
        run: () => do_not_optimize(JSON.stringify(sessions.map((session) => session.getState()))),
        result: () => sessions.slice(0, 3).map(lasting),
      };
    },
  },
  {
    name: `restoring ${SESSIONS} sessions of 50 cookies`,
    isMain: true,
    least: 2.5,
    isLong: true,
    of: (side, count) => {
      const json = JSON.stringify(filledSessions(side, count).map((session) => session.getState()));
      let states;
      let restored;
      return {
        prepare: () => {
          states = JSON.parse(json);
        },
        // Held until the next run, as a pool would.
        run: () => {
          restored = states.map((state) => create(side, side.restorable(state)));
        },
        release: () => {
          restored = undefined;
        },
        result: () => restored.slice(0, 3).map(lasting),
      };
    },
  },
  {
    name: `states as text of ${SESSIONS} sessions of 50 cookies`,
    least: 15,
    isLong: true,
    of: (side, count) => {
      const sessions = filledSessions(side, count);
      return {
        // One after the other, as a pool writes them.
        run: () => {
          for (const session of sessions) do_not_optimize(side.toText(session));
        },
        result: () => sessions.slice(0, 3).map(lasting),
      };
    },
  },
  {
    name: `${SESSIONS} sessions of 50 cookies from text`,
    least: 10,
    isLong: true,
    of: (side, count) => {
      const texts = filledSessions(side, count).map(side.toText);
      let restored;
      return {
        run: () => {
          restored = texts.map((text) => side.fromText(side, text));
        },
        release: () => {
          restored = undefined;
        },
        result: () => restored.slice(0, 3).map(lasting),
      };
    },
  },
  {
    name: `${MANY_SESSIONS} sessions in turns: getCookieString, markGood`,
    isLong: true,
    of: (side, count = MANY_SESSIONS) => {
      const sessions = filledSessions(side, count);
      const urls = sessions.map((session) => urlOf(session.getState().cookieJar.cookies[0]));
      return {
        times: count,
        run: () => {
          for (const [index, session] of sessions.entries()) {
            do_not_optimize(session.getCookieString(urls[index]));
            session.markGood();
          }
        },
        result: () =>
          sessions.slice(0, 3).map((session, index) => [session.getCookieString(urls[index]), session.usageCount]),
      };
    },
  },
  {
    name: `${REQUESTS} requests at once with one session: getCookieString, 3 Set-Cookie`,
    of: (side) => {
      const session = full(side);
      const next = turns(responses());
      const request = async () => {
        do_not_optimize(session.getCookieString(PAGE_URL));
        await new Promise(setImmediate);
        side.putResponse(session, next());
      };
      return {
        times: REQUESTS,
        run: () => Promise.all(Array.from({ length: REQUESTS }, request)),
        // Sorted: a cookie with a new value is a new one in Chrome, and keeps its place in tough-cookie.
        result: () => header(session).split('; ').sort(),
      };
    },
  },
  {
    name: 'new Session({ sessionPool })',
    isMain: true,
    leastOf: { apify: 6, crawlee: 30 },
    of: (side) => ({
      times: SESSIONS_PER_TURN,
      // Node.js frees what a native object holds in a later turn of the event loop, so a turn belongs to the price.
      run: async () => {
        for (let made = 0; made < SESSIONS_PER_TURN; made++) do_not_optimize(create(side));
        await new Promise(setImmediate);
      },
      result: () => counters(create(side)),
    }),
  },
  ...[
    ['isUsable', (session) => session.isUsable()],
    ['markGood', (session) => session.markGood()],
    ['markBad', (session) => session.markBad()],
  ].map(([name, call]) => ({
    name,
    leastOf: { crawlee: 1 },
    of: (side) => {
      const session = unlimited(side);
      return { run: () => do_not_optimize(call(session)), result: () => session.isUsable() };
    },
  })),
  {
    // Pools read both every minute, when they persist; the date that was handed out may be changed in place from then on.
    name: 'isUsable, after getState() and expiresAt',
    leastOf: { crawlee: 1.3 },
    of: (side) => {
      const session = unlimited(side);
      session.getState();
      if (session.expiresAt <= new Date()) throw new Error(`a session of ${side.name} has expired`);
      return { run: () => do_not_optimize(session.isUsable()), result: () => session.isUsable() };
    },
  },
  {
    name: 'checkStatus(200)',
    leastOf: { crawlee: 1 },
    of: (side) => {
      const session = unlimited(side);
      return {
        run: () => do_not_optimize(side.checkStatus(session, 200)),
        result: () => side.checkStatus(session, 200),
      };
    },
  },
];

function create({ Session, pool }, options) {
  return new Session({ sessionPool: pool, ...options });
}

/** With the cookies of a login. */
function full(side) {
  const session = create(side);
  side.putResponse(session, { url: PAGE_URL, headers: { 'set-cookie': lines() } });
  if (side.cookiesOf(session, PAGE_URL).length !== COOKIES) throw new Error(`${side.name} has not all cookies`);
  return session;
}

/** One that no number of calls makes unusable. */
function unlimited(side) {
  return create(side, { maxUsageCount: Number.MAX_SAFE_INTEGER, maxErrorScore: Number.MAX_SAFE_INTEGER });
}

/** A page that a cookie goes to. */
function urlOf({ domain, path }) {
  return flat(`https://${domain}${path}`);
}

function header(session) {
  return session.getCookieString(PAGE_URL);
}

/** What of a session's cookies does not tell when or by what version they were stored. */
export function lasting(session) {
  const fields = ({ key, value, domain, path, expires, secure, httpOnly, hostOnly }) => {
    return { key, value, domain, path, expires, secure, httpOnly, hostOnly };
  };
  return [header(session), session.getState().cookieJar.cookies.map(fields)];
}

/** Apify SDK 0.18 forgets that a browser's cookie is for its host only; the others keep it. */
function withoutHostOnly([cookieString, cookies]) {
  return [cookieString, cookies.map(({ hostOnly, ...fields }) => fields)];
}

function counters({ usageCount, errorScore, maxErrorScore, errorScoreDecrement, maxUsageCount, maxAgeSecs, id }) {
  return { usageCount, errorScore, maxErrorScore, errorScoreDecrement, maxUsageCount, maxAgeSecs, idLength: id.length };
}
