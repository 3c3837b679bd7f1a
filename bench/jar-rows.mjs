// The operations of jars that are timed, for tough-cookie and for ours from the same code.

import { do_not_optimize } from 'mitata';
import * as toughCookie from 'tough-cookie';
import crawlerSession from '../index.js';
import { lines, page } from './jar-input.mjs';
import { turns } from './texts.mjs';

const COOKIES = 20;

/** Jars that are made between two turns of the event loop. */
const JARS_PER_TURN = 100;

export const JARS = [
  { name: 'ours', CookieJar: crawlerSession.CookieJar },
  { name: 'tough', CookieJar: toughCookie.CookieJar },
];

const PAGE = page(0);

/** A jar as tough-cookie writes it. */
let serializedOnce;

/** As in `session-rows.mjs`. */
export const JAR_ROWS = [
  {
    name: 'CookieJar: getCookieStringSync, 20 cookies',
    least: 8,
    of: (side) => {
      const jar = full(side);
      return {
        run: () => do_not_optimize(jar.getCookieStringSync(PAGE)),
        result: () => jar.getCookieStringSync(PAGE),
      };
    },
  },
  {
    name: 'CookieJar: getCookiesSync, 20 cookies',
    least: 5,
    of: (side) => {
      const jar = full(side);
      return {
        run: () => do_not_optimize(jar.getCookiesSync(PAGE)),
        result: () => jar.getCookiesSync(PAGE).map(lasting),
      };
    },
  },
  {
    name: 'CookieJar: setCookieSync, one of 20 cookies',
    least: 4,
    of: (side) => {
      const jar = full(side);
      const next = turns(lines(COOKIES).flat());
      let last;
      return {
        // Each replaces a cookie: the jar stays as large as it is.
        run: () => {
          last = jar.setCookieSync(next(), PAGE);
        },
        result: () => [lasting(last), jar.getCookiesSync(PAGE).map(lasting)],
      };
    },
  },
  {
    name: 'CookieJar: serializeSync, 20 cookies',
    least: 3,
    of: (side) => {
      const jar = full(side);
      return { run: () => do_not_optimize(jar.serializeSync()), result: () => serialized(jar, lasting) };
    },
  },
  {
    name: 'CookieJar: deserializeSync, 20 cookies',
    least: 4,
    of: ({ CookieJar }) => {
      // The same for both, since it tells when it was made.
      serializedOnce ??= JSON.parse(JSON.stringify(full({ CookieJar: toughCookie.CookieJar })));
      const json = serializedOnce;
      return {
        times: JARS_PER_TURN,
        // Node.js frees what a native object holds in a later turn of the event loop, so a turn belongs to the price.
        run: async () => {
          for (let made = 0; made < JARS_PER_TURN; made++) do_not_optimize(CookieJar.deserializeSync(json));
          await new Promise(setImmediate);
        },
        result: () => serialized(CookieJar.deserializeSync(json), withoutOurs),
      };
    },
  },
];

function full({ CookieJar }) {
  const jar = new CookieJar();
  const [first] = lines(COOKIES);
  for (const line of first) jar.setCookieSync(line, PAGE);
  if (jar.getCookiesSync(PAGE).length !== COOKIES) throw new Error('a jar has not all cookies');
  return jar;
}

function serialized(jar, fields) {
  const state = jar.serializeSync();
  return { ...state, cookies: state.cookies.map(fields) };
}

/** What of a cookie does not tell when it was stored. */
function lasting(cookie) {
  const { creation, creationIndex, lastAccessed, ...fields } = withoutOurs(cookie);
  return fields;
}

/** A cookie without what only our class keeps, among the extensions. */
function withoutOurs({ extensions, ...fields }) {
  const foreign = (extensions ?? []).filter((extension) => !extension.startsWith('crawler-session-'));
  return { ...fields, extensions: foreign };
}
