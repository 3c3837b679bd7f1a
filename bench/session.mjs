// Times this package's Session against that of apify 0.18.1, in one process and in turns. Before anything is timed, both must give
// the same results. Exit code 1 if an operation on cookies is slower than the original's.

import crawlerSession from '../index.js';
import { operations } from './operations.mjs';
import * as original from './original.mjs';
import { checkSame, printTable, race, ratio, time } from './race.mjs';

/** Rounds of each operation; the best one counts, since other work on the machine only ever makes it slower. */
const ROUNDS = 3;

/** What a measurement takes at least. */
const NANOSECONDS_PER_ROUND = 500e6;

const pool = new original.SessionPool();
const theirs = operations({
  Session: original.Session,
  pool,
  toCookies: (lines) => lines.map((line) => original.Cookie.parse(line)),
  expiresInMilliseconds: true,
});
const ours = operations({
  Session: crawlerSession.Session,
  pool,
  toCookies: (lines) => lines,
  expiresInMilliseconds: false,
});

for (const [index, operation] of ours.entries()) await checkSame(theirs[index], operation);

const results = [];
for (const [index, operation] of ours.entries()) {
  const times = await race(theirs[index], operation, ROUNDS, { min_cpu_time: NANOSECONDS_PER_ROUND });
  const result = {
    name: operation.name,
    isCookies: operation.cookies !== undefined,
    theirs: Math.min(...times.theirs),
    ours: Math.min(...times.ours),
  };
  console.log(`${result.name}: original ${time(result.theirs)}, ours ${time(result.ours)}, ${ratio(result)}`);
  results.push(result);
}

console.log('');
printTable(
  ['operation', 'original', 'ours', 'original/ours'],
  results.map((result) => [result.name, time(result.theirs), time(result.ours), ratio(result)]),
);

const slower = results.filter((result) => result.isCookies && result.ours > result.theirs);
for (const { name } of slower) console.error(`\n${name}: slower than the original`);
if (slower.length > 0) process.exitCode = 1;
