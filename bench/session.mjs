// Times this package's Session against that of apify 0.18.1, in one process and in turns. Before anything is timed, both must give
// the same results. Exit code 1 if an operation on cookies is slower than the original's.

import { isDeepStrictEqual } from 'node:util';
import { measure } from 'mitata';
import crawlerSession from '../index.js';
import { operations } from './operations.mjs';
import * as original from './original.mjs';

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
  const result = await race(theirs[index], operation);
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

/** Throws unless both give the same: after the first run, which stores cookies, and after the second, which replaces them. */
async function checkSame(one, other) {
  for (let runs = 0; runs < 2; runs++) {
    await one.run();
    await other.run();
    const expected = one.result();
    const actual = other.result();
    if (!isDeepStrictEqual(actual, expected)) {
      throw new Error(
        `${other.name}: the results differ\noriginal ${JSON.stringify(expected)}\nours     ${JSON.stringify(actual)}`,
      );
    }
    if (other.stored?.() !== other.cookies) {
      throw new Error(`${other.name}: there are ${other.stored()} cookies, not ${other.cookies}`);
    }
  }
}

/** Nanoseconds of one operation of each. The rounds alternate, so that a busy machine is busy for both. */
async function race(one, other) {
  const result = { name: other.name, isCookies: other.cookies !== undefined, theirs: Infinity, ours: Infinity };
  for (let round = 0; round < ROUNDS; round++) {
    result.theirs = Math.min(result.theirs, await nanoseconds(one));
    result.ours = Math.min(result.ours, await nanoseconds(other));
  }
  return result;
}

/** The mean, not the median: garbage collection is part of the price. */
async function nanoseconds({ run, times = 1 }) {
  const { avg } = await measure(run, { min_cpu_time: NANOSECONDS_PER_ROUND });
  return avg / times;
}

function time(ns) {
  return ns < 1000 ? `${ns.toFixed(0)} ns` : `${(ns / 1000).toFixed(2)} µs`;
}

function ratio({ theirs, ours }) {
  return `${(theirs / ours).toFixed(1)}x`;
}

function printTable(head, rows) {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const line = ([name, ...cells]) =>
    [name.padEnd(widths[0]), ...cells.map((cell, column) => cell.padStart(widths[column + 1]))].join('  ');
  for (const text of [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)]) console.log(text);
}
