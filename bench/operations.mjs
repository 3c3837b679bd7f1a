// The operations that are timed. Each is made once for the original and once for ours, from the same code.

import { do_not_optimize } from 'mitata';
import { COOKIES, inMilliseconds, lines, PAGE_URL, puppeteerCookies, RESPONSE_COOKIES, responses } from './input.mjs';
import { turns } from './texts.mjs';

/** Sessions that are made between two turns of the event loop. */
const SESSIONS_PER_TURN = 1000;

/**
 * The operations of one session class. `run` is what is timed, `times` how many operations one run is; `result` is what the
 * other class has to give as well, after a run; `cookies` is the number that an operation on cookies is about, `stored` how many
 * the session really has for the URL after a run.
 *
 * @param {object} side
 * @param {Function} side.Session
 * @param {object} side.pool
 * @param {(lines: string[]) => unknown[]} side.toCookies makes of `Set-Cookie` lines what `setCookies` takes
 * @param {boolean} side.expiresInMilliseconds whether Puppeteer's `expires` is read as milliseconds
 */
export function operations({ Session, pool, toCookies, expiresInMilliseconds }) {
  const create = () => new Session({ sessionPool: pool });

  const used = create();
  const answered = create();
  const fed = create();
  const full = create();
  full.setCookies(toCookies(lines()), PAGE_URL);

  const nextResponse = turns(responses());
  const fromBrowser = puppeteerCookies();
  const nextCookies = turns(expiresInMilliseconds ? inMilliseconds(fromBrowser) : fromBrowser);

  return [
    {
      name: 'new session',
      times: SESSIONS_PER_TURN,
      // Node.js frees what a native object holds in a later turn of the event loop, so a turn belongs to the price.
      run: async () => {
        for (let made = 0; made < SESSIONS_PER_TURN; made++) do_not_optimize(create());
        await new Promise(setImmediate);
      },
      result: () => {
        const { id, createdAt, expiresAt, ...state } = commonState(create());
        return {
          ...state,
          idLength: id.length,
          lives: Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / 1000),
        };
      },
    },
    { name: 'isUsable', run: () => do_not_optimize(used.isUsable()), result: () => used.isUsable() },
    {
      name: 'putResponse, 3 Set-Cookie',
      cookies: RESPONSE_COOKIES,
      stored: () => answered.getCookies(PAGE_URL).length,
      run: () => answered.putResponse(nextResponse()),
      result: () => [answered.getCookieString(PAGE_URL), pairs(answered.getCookies(PAGE_URL))],
    },
    {
      name: '20 Puppeteer cookies in',
      cookies: COOKIES,
      stored: () => fed.getCookies(PAGE_URL).length,
      run: () => fed.putPuppeteerCookies(nextCookies(), PAGE_URL),
      result: () => [
        fed.getCookieString(PAGE_URL),
        pairs(fed.getCookies(PAGE_URL)),
        expiries(fed.getCookies(PAGE_URL)),
      ],
    },
    {
      name: '20 Puppeteer cookies out',
      cookies: COOKIES,
      stored: () => full.getCookies(PAGE_URL).length,
      run: () => do_not_optimize(full.getPuppeteerCookies(PAGE_URL)),
      result: () => full.getPuppeteerCookies(PAGE_URL).map(({ name, value }) => [name, value]),
    },
    {
      name: 'getCookieString of 20',
      cookies: COOKIES,
      stored: () => full.getCookies(PAGE_URL).length,
      run: () => do_not_optimize(full.getCookieString(PAGE_URL)),
      result: () => full.getCookieString(PAGE_URL),
    },
    {
      name: 'getState of 20',
      cookies: COOKIES,
      stored: () => full.getCookies(PAGE_URL).length,
      run: () => do_not_optimize(full.getState()),
      result: () => full.getState().cookieJar.cookies.map(lastingFields),
    },
  ];
}

function pairs(cookies) {
  return cookies.map(({ key, value }) => [key, value]);
}

function expiries(cookies) {
  return cookies.map(({ expires }) => expires.getTime());
}

/** What of a serialized cookie does not tell when or by what version it was stored. */
function lastingFields({ key, value, domain, path, expires, secure, httpOnly, hostOnly }) {
  return { key, value, domain, path, expires, secure, httpOnly, hostOnly };
}

/** The state without what only one of the classes has, and without the jar. */
function commonState(session) {
  const { cookieJar, errorCount, maxUsageCount, ...state } = session.getState();
  return { ...state, cookiesInJar: cookieJar.cookies.length, isUsable: session.isUsable() };
}
