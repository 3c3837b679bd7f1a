// Times this package's CookieJar against that of tough-cookie 6.1, in one process and in turns. Before anything is timed, both must
// give the same results.

import * as toughCookie from 'tough-cookie';
import crawlerSession from '../index.js';
import { fill, operations } from './jar-operations.mjs';
import { checkSame, printTable, race, ratio, time } from './race.mjs';

/** Rounds of each operation; the median counts. */
const ROUNDS = 9;

/** How each round measures: no longer than it has to, and with nothing left out. */
const MEASURING = { gc: false, min_cpu_time: 100e6, min_samples: 4, batch_samples: 64, samples_threshold: Infinity };

/** What is in the jar: so many cookies for each of so many sites. */
const WORLDS = [
  { cookies: 5, sites: 1 },
  { cookies: 20, sites: 1 },
  { cookies: 180, sites: 1 },
  { cookies: 20, sites: 100 },
  { cookies: 20, sites: 10_000 },
];

const results = [];
for (const world of WORLDS) {
  console.log(`cookies of each site: ${world.cookies}, sites: ${world.sites}`);
  results.push(...(await raceIn(world)));
}

const names = [...new Set(results.map(({ name }) => name))];
const sorted = names.flatMap((wanted) => results.filter(({ name }) => name === wanted));
console.log('');
printTable(
  ['operation', 'cookies', 'sites', 'ours', 'tough-cookie', 'tough-cookie/ours'],
  sorted.map((result) => [
    result.name,
    `${result.cookies}`,
    `${result.sites}`,
    time(result.ours),
    time(result.theirs),
    ratio(result, 2),
  ]),
);

async function raceIn(world) {
  const { cookies, sites } = world;
  // Our limits are no part of tough-cookie; with them, the many sites would not fit in.
  const options = sites === 1 ? undefined : { limits: false };
  const jars = {
    theirs: fill(new toughCookie.CookieJar(), cookies, sites),
    ours: fill(new crawlerSession.CookieJar(null, options), cookies, sites),
  };
  const json = JSON.parse(JSON.stringify(fill(new toughCookie.CookieJar(), cookies, 1)));
  const theirs = operations({ CookieJar: toughCookie.CookieJar, jar: jars.theirs }, world, json);
  const ours = operations({ CookieJar: crawlerSession.CookieJar, jar: jars.ours }, world, json);
  for (const [index, operation] of ours.entries()) await checkSame(theirs[index], operation);

  const raced = [];
  for (const [index, operation] of ours.entries()) {
    const times = await race(theirs[index], operation, ROUNDS, MEASURING);
    raced.push({ name: operation.name, cookies, sites, theirs: median(times.theirs), ours: median(times.ours) });
  }
  for (const jar of Object.values(jars)) {
    const { length } = jar.serializeSync().cookies;
    if (length !== cookies * sites) throw new Error(`the jar has ${length} cookies now, not ${cookies * sites}`);
  }
  return raced;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
