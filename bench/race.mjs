// How two classes are compared: checked, timed in one process and in turns, and printed.

import { isDeepStrictEqual } from 'node:util';
import { measure } from 'mitata';

/** Throws unless both give the same: after the first run, which stores cookies, and after the second, which replaces them. */
export async function checkSame(one, other) {
  for (let runs = 0; runs < 2; runs++) {
    await one.run();
    await other.run();
    const expected = one.result();
    const actual = other.result();
    if (!isDeepStrictEqual(actual, expected)) {
      throw new Error(
        `${other.name}: the results differ\ntheirs ${JSON.stringify(expected)}\nours   ${JSON.stringify(actual)}`,
      );
    }
    if (other.stored?.() !== other.cookies) {
      throw new Error(`${other.name}: there are ${other.stored()} cookies, not ${other.cookies}`);
    }
  }
}

/**
 * Nanoseconds of one operation of each, in each round. The rounds alternate, so that a busy machine is busy for both, and take
 * turns in who begins.
 */
export async function race(one, other, rounds, options) {
  const times = { theirs: [], ours: [] };
  for (let round = 0; round < rounds; round++) {
    const runners = [
      ['theirs', one],
      ['ours', other],
    ];
    if (round % 2 === 1) runners.reverse();
    for (const [side, operation] of runners) times[side].push(await nanoseconds(operation, options));
  }
  return times;
}

/** The mean, not the median: garbage collection is part of the price. */
async function nanoseconds({ run, times = 1 }, options) {
  // A copy: mitata writes its defaults into the object.
  const { avg } = await measure(run, { ...options });
  return avg / times;
}

export function time(ns) {
  return ns < 1000 ? `${ns.toFixed(0)} ns` : `${(ns / 1000).toFixed(2)} µs`;
}

export function ratio({ theirs, ours }, digits = 1) {
  return `${(theirs / ours).toFixed(digits)}x`;
}

export function printTable(head, rows) {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const line = ([name, ...cells]) =>
    [name.padEnd(widths[0]), ...cells.map((cell, column) => cell.padStart(widths[column + 1]))].join('  ');
  for (const text of [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)]) console.log(text);
}
