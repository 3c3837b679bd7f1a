// `npm run bench:logins`: captures and applies a whole login, beside Playwright's own storageState, on the same sites in the same browser and in
// turns, after checking that both give the same. Prints the table and writes it to docs/benchmarks.md.

import { createRequire } from 'node:module';
import { chromium } from 'playwright';
import { ARGS, executablePath } from '../demo/chromium.js';
import { TITLES } from './contestants.mjs';
import { writePart } from './document.mjs';
import { measuredOn } from './machine.mjs';
import { checkSame, median, race, ratioOf } from './race.mjs';
import { markdownTable, ratio, textTable, time, verdict, wanted } from './table.mjs';

const { version } = createRequire(import.meta.url)('playwright/package.json');
const { Session } = createRequire(import.meta.url)('..');

const ROUNDS = 9;
const ORIGINS = 20;
const KEYS = 50;
/** Of all values together, half of it in IndexedDB. */
const BYTES = 5e6;
/** Not slower. */
const LEAST = 1;

const HEAD = ['what', TITLES.ours, `Playwright ${version}`, 'ratio (quartiles)', 'wanted', ''];

const origins = Array.from({ length: ORIGINS }, (_, index) => originState(`https://www.site-${index}.example`));
const state = { cookies: [], origins };
const session = new Session();
session.putStorageState(state);

const browser = await chromium.launch({ executablePath: await executablePath(), args: ARGS });
try {
  await report();
} finally {
  await browser.close();
}

async function report() {
  const rows = [
    ['capture', await raceOf(await captures())],
    ['apply to a new context', await raceOf(applies())],
  ].map(([name, times]) => {
    const line = { ratio: ratioOf(times, 'playwright'), least: LEAST };
    const both = ['ours', 'playwright'].map((side) => time(median(times[side])));
    return [name, ...both, ratio(line.ratio), wanted(line), verdict(line)];
  });
  rows.push(['a page load, at a site of its own', '', time(await pageLoad()), '', '', '']);
  console.log(textTable(HEAD, rows));
  writePart('logins', text(rows));
}

async function raceOf(operations) {
  await checkSame('whole logins', operations);
  return race(operations, ROUNDS);
}

/** What one site keeps: plain values, as JSON and as Playwright's form have them alike. */
function originState(origin) {
  const value = 'x'.repeat(BYTES / ORIGINS / KEYS / 2);
  const names = Array.from({ length: KEYS / 2 }, (_, index) => `key ${index}`);
  const records = names.map((name) => ({ key: name, value: { text: value + value + value } }));
  return {
    origin,
    localStorage: names.map((name) => ({ name, value })),
    indexedDB: [{ name: 'db', version: 1, stores: [{ name: 'store', autoIncrement: false, indexes: [], records }] }],
  };
}

/** One context with everything in it, and a page at one of the sites. */
async function captures() {
  const context = await browser.newContext({ storageState: state });
  const page = await context.newPage();
  await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
  await page.goto(origins[0].origin);
  let captured;
  return {
    ours: {
      isLong: true,
      run: () => session.capture(page),
      result: () => sorted(session.storageState()),
    },
    playwright: {
      isLong: true,
      run: async () => {
        captured = await context.storageState({ indexedDB: true });
      },
      result: () => sorted(captured),
    },
  };
}

function applies() {
  let context;
  const prepare = () => context?.close();
  return {
    ours: {
      isLong: true,
      prepare,
      run: async () => {
        context = await browser.newContext();
        const { problems } = await session.apply(context);
        if (problems.length > 0) throw new Error(problems[0].message);
      },
      result: () => ({}),
    },
    playwright: {
      isLong: true,
      prepare,
      run: async () => {
        context = await browser.newContext({ storageState: state });
      },
      result: () => ({}),
    },
  };
}

/** Nanoseconds of a navigation to a site that no page was at, without its network. */
async function pageLoad() {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
  const times = [];
  for (const { origin } of origins) {
    const start = process.hrtime.bigint();
    await page.goto(origin);
    times.push(Number(process.hrtime.bigint() - start));
  }
  return median(times);
}

function sorted({ origins: all }) {
  return all.toSorted((a, b) => (a.origin < b.origin ? -1 : 1));
}

function text(rows) {
  return `## Whole logins

${measuredOn(['ours'])}

${ORIGINS} origins with ${KEYS} keys each, half of them in \`localStorage\` and half in IndexedDB, ${BYTES / 1e6} MB in all, in one Chromium that Playwright drives.
\`session.capture(page)\` is compared with \`context.storageState({ indexedDB: true })\`, \`browser.newContext()\` and \`session.apply(context)\` with
\`browser.newContext({ storageState })\`; they take turns for ${ROUNDS} rounds. Nearly all of it is what the browser takes to go to ${ORIGINS} sites.

${markdownTable(HEAD, rows)}`;
}
