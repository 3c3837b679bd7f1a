// The operations on jars that are timed. Each is made once for tough-cookie and once for ours, from the same code.

import { do_not_optimize } from 'mitata';
import { lines, pages } from './jar-input.mjs';
import { turns } from './texts.mjs';

/** Jars that are made between two turns of the event loop. */
const JARS_PER_TURN = 100;

/** A full jar: all sites have the same cookies. */
export function fill(jar, cookies, sites) {
  const [first] = lines(cookies);
  for (const page of pages(sites)) {
    for (const line of first) jar.setCookieSync(line, page);
  }
  return jar;
}

/**
 * The operations of one jar class. `run` is what is timed, `times` how many operations one run is; `result` is what the other class
 * has to give as well, after a run; `stored` is how many cookies a page really gets.
 *
 * @param {object} side
 * @param {Function} side.CookieJar
 * @param {object} side.jar filled, with `cookies` for each of `sites`; calls go round the sites
 * @param {object} json a serialized jar, parsed
 */
export function operations({ CookieJar, jar }, { cookies, sites }, json) {
  const urls = pages(sites);
  const nextUrl = turns(urls);
  const nextLine = turns(lines(cookies).flat());
  let last;

  const common = { cookies, sites, stored: () => jar.getCookiesSync(urls[0]).length };
  const ofOnePage = [
    {
      name: 'setCookieSync',
      // Each replaces a cookie: the jar stays as large as it is.
      run: () => {
        last = jar.setCookieSync(nextLine(), nextUrl());
      },
      result: () => [lastingFields(last), urls.slice(0, 2).map((url) => jar.getCookieStringSync(url))],
    },
    {
      name: 'getCookieStringSync',
      run: () => do_not_optimize(jar.getCookieStringSync(nextUrl())),
      result: () => jar.getCookieStringSync(urls[0]),
    },
    {
      name: 'getCookiesSync',
      run: () => do_not_optimize(jar.getCookiesSync(nextUrl())),
      result: () => jar.getCookiesSync(urls[0]).map(lastingFields),
    },
  ];
  const ofWholeJar = [
    {
      name: 'serializeSync',
      run: () => do_not_optimize(jar.serializeSync()),
      result: () => {
        const serialized = jar.serializeSync();
        return { ...serialized, cookies: serialized.cookies.map(lastingFields) };
      },
    },
    {
      name: 'deserializeSync',
      times: JARS_PER_TURN,
      // Node.js frees what a native object holds in a later turn of the event loop, so a turn belongs to the price.
      run: async () => {
        for (let made = 0; made < JARS_PER_TURN; made++) do_not_optimize(CookieJar.deserializeSync(json));
        await new Promise(setImmediate);
      },
      result: () => {
        const read = CookieJar.deserializeSync(json);
        const serialized = read.serializeSync();
        return [read.getCookieStringSync(urls[0]), { ...serialized, cookies: serialized.cookies.map(foreignFields) }];
      },
    },
  ];
  return [...ofOnePage, ...(sites === 1 ? ofWholeJar : [])].map((operation) => ({ ...common, ...operation }));
}

/** What of a cookie does not tell when it was stored. */
function lastingFields(cookie) {
  const { creation, creationIndex, lastAccessed, ...fields } = foreignFields(cookie);
  return fields;
}

/** A cookie without what only our class keeps, among the extensions. */
function foreignFields({ extensions, ...fields }) {
  const foreign = (extensions ?? []).filter((extension) => !extension.startsWith('crawler-session-'));
  return { ...fields, extensions: foreign };
}
