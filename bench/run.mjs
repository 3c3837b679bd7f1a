// `npm run bench`: times sessions and jars against those of the others, in one process and in turns, after checking that all give the same.
// Prints the tables and writes them to docs/benchmarks.md, with a chart, the main rows to docs/performance.md and two numbers to the README;
// `npm run bench -- getState` times the rows of that name alone and writes nothing. A missed target is no failure, but a different result is one.

import { writeFileSync } from 'node:fs';
import { chart } from './chart.mjs';
import { cells, compare, HEAD, MAIN_HEAD, mainCells } from './comparing.mjs';
import { contestant, NAMES, TITLES } from './contestants.mjs';
import { writeInPage, writePart } from './document.mjs';
import { loadFloor } from './floor.mjs';
import { speedHeadline } from './headline.mjs';
import { PAGE_URL } from './input.mjs';
import { JAR_ROWS, JARS } from './jar-rows.mjs';
import { measuredOn } from './machine.mjs';
import { median, race, ratioOf } from './race.mjs';
import { floorOperations, operationsOf } from './rows.mjs';
import { HEAD as SCALE_HEAD, cells as scaleCells, scaleLines } from './scale.mjs';
import { SESSION_ROWS } from './session-rows.mjs';
import { markdownTable, ratio, textTable, time } from './table.mjs';

const ROUNDS = 11;
/** Of the rows whose single run takes long. */
const LONG_ROUNDS = 7;

const FOR_CRAWLEE_HEAD = ['operation', TITLES.oursForCrawlee, TITLES.crawlee, 'ratio (quartiles)'];

const ONLY = process.argv[2];

const { lines, forCrawlee } = await timeRows();
if (ONLY && lines.length === 0) throw new Error(`no row has ${ONLY} in its name`);
if (ONLY) {
  console.log(textTable(HEAD, lines.map(cells)));
  process.exit(0);
}
console.error('scale …');
const scale = await scaleLines();
print();
write();
// The pools of the others have timers.
process.exit(0);

async function timeRows() {
  const Floor = loadFloor();
  const sides = NAMES.map(contestant);
  const lines = [];
  const forCrawlee = [];
  for (const row of [...SESSION_ROWS, ...JAR_ROWS].filter(({ name }) => !ONLY || name.includes(ONLY))) {
    console.error(`${row.name} …`);
    const isJar = JAR_ROWS.includes(row);
    const operations = await operationsOf(row, isJar ? JARS : sides);
    if (row.floor) {
      const header = operations.ours.result();
      Object.assign(operations, floorOperations(Floor, PAGE_URL, header.length));
    }
    const times = await race(operations, row.isLong ? LONG_ROUNDS : ROUNDS);
    lines.push(...compare(row, times));
    if (!isJar) forCrawlee.push(lineForCrawlee(row, times));
  }
  return { lines, forCrawlee };
}

function lineForCrawlee({ name }, times) {
  const both = [times.oursForCrawlee, times.crawlee].map((list) => time(median(list)));
  return [name, ...both, ratio(ratioOf(times, 'crawlee', 'oursForCrawlee'))];
}

function print() {
  console.log(`${measuredOn([...NAMES, 'tough'])}\n`);
  console.log(textTable(HEAD, lines.map(cells)));
  console.log(`\n${textTable(FOR_CRAWLEE_HEAD, forCrawlee)}`);
  console.log(`\n${textTable(SCALE_HEAD, scale.map(scaleCells))}`);
}

function write() {
  const bars = lines.filter(({ least }) => least !== undefined);
  const svg = chart(
    'How many times as long the others take',
    'Bars, on a logarithmic scale: the median of the ratios to the one named. Lines across: what is wanted.',
    bars.map(({ operation, peer, ratio, least }) => {
      return { label: `${operation} (${peer})`, ratio: ratio.median, wanted: least };
    }),
  );
  writeFileSync(new URL('../docs/benchmarks.svg', import.meta.url), svg);
  writePart('speed', text());
  writeInPage('docs/performance.md', 'speed', markdownTable(MAIN_HEAD, mainCells(lines)));
  writeInPage('README.md', 'speed', speedHeadline(lines));
}

function text() {
  return `## Speed

${measuredOn([...NAMES, 'tough'])}

![How many times as long the others take for each operation; the table below has the numbers](benchmarks.svg)

All contestants run in one process with the same inputs, and before anything is timed, they have to give the same results: the \`Cookie\` header and
the stored cookies after each call. Then they take turns, round by round, another one first each time; short operations are timed by mitata, as the mean with
garbage collection. The ratio is that of the same round, so that a machine that is busy for a while is busy for both; the table has the median of ${ROUNDS}
rounds (${LONG_ROUNDS} of the operations on many sessions) and, in brackets, the quartiles. ${TITLES.ours} is compared with the faster of the others in this run. Exceptions are
\`new Session()\`, compared with both, and \`isUsable\`, \`markGood\`, \`markBad\`, \`checkStatus\`, compared with Crawlee's: in the Apify SDK 0.18 some of them count in
fields of a JavaScript object and no more, which takes less than a call of native code. The times are medians too, for information.

The ratio is how many times as long the other one takes. Compared with the floor it is how many times as long ours takes: the floor is a native method that takes
the same URL and returns a text of the same length, and does nothing else. It is written as one writes it with napi-rs, a String in and a String out. Its cheapest form,
with Node-API called by hand, is there for information.

${markdownTable(HEAD, lines.map(cells))}

### ${TITLES.oursForCrawlee}

The class for users of Crawlee, in the same run:

${markdownTable(FOR_CRAWLEE_HEAD, forCrawlee)}

### Scale

The times are those of one call, or of one cookie where it says so. The jars have no limits here, unless named.

${markdownTable(SCALE_HEAD, scale.map(scaleCells))}`;
}
