// `npm run bench:load`: the size of the addon, and how long it takes to load the package, in fresh processes and in turns.

import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TITLES } from './contestants.mjs';
import { writePart } from './document.mjs';
import { measuredOn } from './machine.mjs';
import { median, ratioOf } from './race.mjs';
import { bytes, markdownTable, ratio, textTable, time, verdict, wanted } from './table.mjs';

const ROOT = new URL('../', import.meta.url);
const CHILD = fileURLToPath(new URL('load-child.cjs', import.meta.url));
const ROUNDS = 41;
const MOST_BYTES = 2.8e6;

const PACKAGES = { ours: 'crawler-session', tough: 'tough-cookie' };
const HEAD = ['what', TITLES.ours, TITLES.tough, 'ratio (quartiles)', 'wanted', ''];

const rows = [...addonRows(), loadRow()];
const measured = measuredOn(Object.keys(PACKAGES));
console.log(`${measured}\n\n${textTable(HEAD, rows)}`);
writePart('load', text());

/** The addons that lie in the package: in a clone the one that was built for this machine. */
function addonRows() {
  const files = readdirSync(ROOT).filter((file) => file.endsWith('.node'));
  if (files.length === 0) throw new Error('there is no addon; npm install builds it');
  return files.map((file) => {
    const { size } = statSync(new URL(file, ROOT));
    return [file, bytes(size), '', '', `≤ ${bytes(MOST_BYTES)}`, size <= MOST_BYTES ? 'ok' : 'missed'];
  });
}

function loadRow() {
  const names = Object.keys(PACKAGES);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  // The first one reads the files from the disk.
  for (const name of names) loadTime(name);
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) times[name].push(loadTime(name));
  }
  const line = { ratio: ratioOf(times, 'tough'), least: 1 };
  const both = names.map((name) => time(median(times[name])));
  return ['require()', ...both, ratio(line.ratio), wanted(line), verdict(line)];
}

/** Nanoseconds in a fresh process. */
function loadTime(name) {
  return Number(execFileSync(process.execPath, [CHILD, PACKAGES[name]], { encoding: 'utf8' }));
}

function text() {
  return `## Size and load time

${measured}

The addon as \`npm install\` builds it, without symbols. Load times are the medians of ${ROUNDS} fresh processes each, which take turns.

${markdownTable(HEAD, rows)}`;
}
