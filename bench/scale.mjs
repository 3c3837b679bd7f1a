// Whether calls get slower when a jar gets larger. No other class is compared here, only ours with itself.

import { do_not_optimize } from 'mitata';
import { CookieJar, Session } from '../index.js';
import { loadFloor } from './floor.mjs';
import { lines, page } from './jar-input.mjs';
import { median, race, ratioOf } from './race.mjs';
import { ratio, time, verdict, wanted } from './table.mjs';
import { flat, turns } from './texts.mjs';

export const HEAD = ['what', 'small', 'large', 'large to small (quartiles)', 'wanted', ''];

const ROUNDS = 11;
const SITES = 10_000;
const COOKIES_OF_SITE = 20;
/** On one site. Fewer are no measure of the price of a cookie, since the price of the call is in it. */
const FEW = 300;
const MANY = 3000;
/** Whose header stays below 128 kB, from which on V8 asks the system for the memory of each string. */
const MANY_BELOW_LIMIT = 2400;
/** As many cookies are set between two readings of the clock. */
const BATCH = 300;
const FILLINGS = 40;

/** As many times as dear as the small one the large one may be. */
const MOST = 1.5;

export async function scaleLines() {
  return [
    ...(await oneSiteOfMany()),
    ...(await manyCookiesOfOneSite()),
    await nthCookie(`setting a cookie of one site: the first ${BATCH}, the last ${BATCH} of ${MANY}`, sameSite()),
    await nthCookie('the same with the limits of browsers: all but the first 180 oust another one', limited()),
    await nthCookie(`setting a cookie of a new site: the first ${BATCH}, the last ${BATCH} of ${SITES}`, newSites()),
  ];
}

export function cells({ what, small, large, ...line }) {
  return [what, small, large, ratio(line.ratio), wanted(line), verdict(line)];
}

function lineOf(what, times, small, large) {
  const [of, other] = [small, large].map((name) => time(median(times[name])));
  return { what, small: of, large: other, ratio: ratioOf(times, large, small), most: MOST };
}

/** Without our limits: so many cookies would not fit in. */
const UNLIMITED = { limits: false };

function filled(sites, cookies) {
  const jar = new CookieJar(null, UNLIMITED);
  const [first] = lines(cookies);
  for (let site = 0; site < sites; site++) {
    for (const line of first) jar.setCookieSync(line, page(site));
  }
  const { length } = jar.getCookiesSync(page(0));
  if (length !== cookies) throw new Error(`the jar has ${length} cookies for a page, not ${cookies}`);
  return new Session({ cookieJar: jar });
}

async function oneSiteOfMany() {
  const [one, many] = [filled(1, COOKIES_OF_SITE), filled(SITES, COOKIES_OF_SITE)];
  const url = page(0);
  const nextUrl = turns(Array.from({ length: SITES }, (_, site) => page(site)));
  const times = await race(
    {
      one: { run: () => do_not_optimize(one.getCookieString(url)) },
      many: { run: () => do_not_optimize(many.getCookieString(url)) },
      // For information: here no call finds the cookies of its site in the processor's cache.
      round: { run: () => do_not_optimize(many.getCookieString(nextUrl())) },
    },
    ROUNDS,
  );
  const what = `getCookieString, ${COOKIES_OF_SITE} cookies match: 1 site, ${SITES} sites in the jar`;
  return [
    lineOf(what, times, 'one', 'many'),
    { ...lineOf(`${what}, each call another one`, times, 'one', 'round'), most: undefined },
  ];
}

async function manyCookiesOfOneSite() {
  const url = page(0);
  const Floor = loadFloor();
  const operations = {};
  for (const cookies of [FEW, MANY_BELOW_LIMIT, MANY]) {
    const session = filled(1, cookies);
    const floor = new Floor(session.getCookieString(url).length);
    // `times`: the price of one cookie.
    operations[cookies] = { times: cookies, run: () => do_not_optimize(session.getCookieString(url)) };
    operations[`floor${cookies}`] = { times: cookies, run: () => do_not_optimize(floor.cheapest(url)) };
  }
  const times = await race(operations, ROUNDS);
  const line = (many) =>
    lineOf(`getCookieString, each cookie that matches: ${FEW}, ${many} on one site`, times, `${FEW}`, `${many}`);
  const floor = (many) =>
    lineOf(`a text of that length alone (the floor): ${FEW}, ${many}`, times, `floor${FEW}`, `floor${many}`);
  return [
    line(MANY),
    // For information: where the price comes from.
    { ...floor(MANY), most: undefined },
    { ...line(MANY_BELOW_LIMIT), most: undefined },
    { ...floor(MANY_BELOW_LIMIT), most: undefined },
  ];
}

function sameSite() {
  const [first] = lines(MANY);
  return { calls: first.map((line) => [line, page(0)]), options: UNLIMITED };
}

function newSites() {
  const [[line]] = lines(1);
  return { calls: Array.from({ length: SITES }, (_, site) => [line, page(site)]), options: UNLIMITED };
}

/** All of them are Secure: others are refused when the jar is full of Secure ones. */
function limited() {
  const { calls } = sameSite();
  return { calls: calls.map(([line, url]) => [flat(`${line}; Secure`), url]), options: undefined };
}

/** Fills many new jars; what is compared are the first and the last batch of the same jar. */
async function nthCookie(what, { calls, options }) {
  const times = { first: [], last: [] };
  for (let filling = 0; filling < FILLINGS; filling++) {
    // Lets Node.js free what jars before have held. Asking for garbage collection here would make the first batch pay for its threads.
    await new Promise(setImmediate);
    const jar = new CookieJar(null, options);
    const batch = (from) => {
      const start = process.hrtime.bigint();
      for (const [line, url] of calls.slice(from, from + BATCH)) jar.setCookieSync(line, url);
      return Number(process.hrtime.bigint() - start) / BATCH;
    };
    times.first.push(batch(0));
    for (let from = BATCH; from < calls.length - BATCH; from += BATCH) batch(from);
    times.last.push(batch(calls.length - BATCH));
  }
  // The first jars warm the code up.
  const warm = Object.fromEntries(Object.entries(times).map(([name, list]) => [name, list.slice(FILLINGS / 4)]));
  return lineOf(what, warm, 'first', 'last');
}
