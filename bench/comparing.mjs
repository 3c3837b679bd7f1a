// Makes lines of a report from the times of a row: one for each ratio that is wanted.

import { TITLES } from './contestants.mjs';
import { median, ratioOf } from './race.mjs';
import { ratio, time, verdict, wanted } from './table.mjs';

const HEAD_OF = { ours: 'ours', apify: 'Apify SDK', crawlee: 'Crawlee', tough: 'tough-cookie' };
export const HEAD = ['operation', ...Object.values(HEAD_OF), 'compared with', 'ratio (quartiles)', 'wanted', ''];

/** With whom ours is compared: the faster one of this run counts, unless the row names the others one by one. */
export function compare(row, times) {
  const medians = Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
  const line = { operation: row.name, isMain: row.isMain, medians };
  const lines = peersOf(row, medians).map(([peer, least]) => {
    return { ...line, peer: TITLES[peer], ratio: ratioOf(times, peer), least };
  });
  if (row.floor) {
    // Here ours is the slower one, so the ratio is the other way round.
    const share = ratioOf(times, 'ours', 'floor');
    lines.push({ ...line, peer: `the floor, ${time(medians.floor)}`, ratio: share, most: row.floor });
    const cheapest = ratioOf(times, 'ours', 'cheapestFloor');
    lines.push({
      ...line,
      peer: `its cheapest form, ${time(medians.cheapestFloor)}`,
      ratio: cheapest,
      most: row.cheapestFloor,
    });
  }
  return lines;
}

function peersOf({ least, leastOf }, medians) {
  if (leastOf) return Object.entries(leastOf);
  const peers = ['apify', 'crawlee', 'tough'].filter((name) => name in medians);
  const fastest = peers.reduce((one, other) => (medians[other] < medians[one] ? other : one));
  return [[fastest, least]];
}

/** docs/performance.md has the main rows, each once and without what was wanted. */
export const MAIN_HEAD = ['operation', TITLES.ours, TITLES.apify, TITLES.crawlee, 'times as fast as the faster one'];

export function mainCells(lines) {
  const main = lines.filter((line, index) => line.isMain && line.operation !== lines[index - 1]?.operation);
  return main.map(({ operation, medians, ratio }) => {
    const times = ['ours', 'apify', 'crawlee'].map((name) => time(medians[name]));
    return [operation, ...times, ratio.median.toFixed(1)];
  });
}

export function cells(line) {
  const medians = Object.keys(HEAD_OF).map((name) => time(line.medians[name]));
  return [line.operation, ...medians, line.peer, ratio(line.ratio), wanted(line), verdict(line)];
}
