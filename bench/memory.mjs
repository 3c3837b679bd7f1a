// `npm run bench:memory`: what sessions take of a process's memory. Each contestant runs in processes of its own, where no other is loaded.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { NAMES, TITLES } from './contestants.mjs';
import { writeInPage, writePart } from './document.mjs';
import { memoryHeadline } from './headline.mjs';
import { measuredOn } from './machine.mjs';
import { COOKIES_PER_SESSION, SESSIONS } from './many-sessions.mjs';
import { median } from './race.mjs';
import { bytes, markdownTable, ratio, textTable, verdict, wanted } from './table.mjs';

const CHILD = fileURLToPath(new URL('memory-child.mjs', import.meta.url));

/** Processes for each number; the median counts. */
const PROCESSES = 5;
/** Of those that take long. */
const LONG_PROCESSES = 3;
const ROUNDS = 20;
const EMPTY_SESSIONS = 20_000;
/** What one of them may take. */
const EMPTY_BYTES = 700;

const OURS = ['ours', 'oursForCrawlee'];
const HEAD = ['what', ...NAMES.map((name) => TITLES[name]), 'ratio', 'wanted', ''];

const perCookie = sizes('bytes per cookie', measure('filled', PROCESSES), 3);
const lines = [
  perCookie,
  emptySessions('bytes per empty session', measure('empty', PROCESSES)),
  growth(`${ROUNDS} rounds, a turn of the event loop after each`, measure('rounds', LONG_PROCESSES)),
  growth(`${ROUNDS} rounds, garbage collection and a turn after each`, measure('collectedRounds', LONG_PROCESSES)),
  oneLoop(`${ROUNDS} rounds in one synchronous loop`, measure('oneLoop', LONG_PROCESSES, OURS)),
];
const rows = lines.map((line) => [
  line.what,
  ...NAMES.map((name) => line.texts[name] ?? ''),
  line.ratio ? ratio(line.ratio) : '',
  ...verdictOf(line),
]);
console.log(`${measuredOn(NAMES)}\n\n${textTable(HEAD, rows)}`);
writePart('memory', text());
writeInPage('README.md', 'memory', memoryHeadline(perCookie));

/** What was wanted, and whether it came out so. */
function verdictOf(line) {
  if (line.mostBytes) return [`≤ ${bytes(line.mostBytes)}`, line.ours <= line.mostBytes ? 'ok' : 'missed'];
  return [wanted(line), line.ratio ? verdict(line) : ''];
}

/** What each process reports, for each contestant. They take turns, since a machine may be short of memory for a while. */
function measure(task, processes, names = NAMES) {
  const reports = Object.fromEntries(names.map((name) => [name, []]));
  for (let turn = 0; turn < processes; turn++) {
    for (const name of names) reports[name].push(runChild(name, task));
  }
  return reports;
}

function runChild(name, task) {
  console.error(`${task}: ${TITLES[name]} …`);
  const args = ['--expose-gc', CHILD, name, task, `${ROUNDS}`, `${EMPTY_SESSIONS}`];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(output.trim().split('\n').at(-1));
}

/** For each contestant the median of what `of` makes of a report. */
function medians(reports, of) {
  return mapped(reports, (list) => median(list.map(of)));
}

function mapped(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}

/** How many times as much Crawlee takes as the larger one of our classes. */
function sizes(what, reports, least) {
  const each = medians(reports, (report) => report.each);
  const ours = Math.max(...OURS.map((name) => each[name]));
  return {
    what,
    ours,
    crawlee: each.crawlee,
    texts: mapped(each, bytes),
    ratio: { median: each.crawlee / ours },
    least,
  };
}

/** Bytes of the larger one of our classes, of which there is a limit of its own. */
function emptySessions(what, reports) {
  return { ...sizes(what, reports), mostBytes: EMPTY_BYTES };
}

/** How many times as much the process has after the last round as after the first, of our classes the one that grows more. */
function growth(what, reports) {
  const grown = medians(reports, ({ first, last }) => last / first);
  const ours = Math.max(...OURS.map((name) => grown[name]));
  return { what, texts: steps(reports, ['first', 'last']), ratio: { median: ours }, most: 1.3 };
}

function oneLoop(what, reports) {
  return { what, texts: steps(reports, ['first', 'last', 'freed', 'again']) };
}

/** The sizes one after the other. */
function steps(reports, fields) {
  return mapped(reports, (list) =>
    fields.map((field) => bytes(median(list.map((report) => report[field])))).join(' → '),
  );
}

function text() {
  return `## Memory

${measuredOn(NAMES)}

Each number is the resident memory of a process that loads one of the contestants only: the median of ${PROCESSES} processes (${LONG_PROCESSES} where there are rounds).
Sessions have ${COOKIES_PER_SESSION} cookies, with names of 15 bytes and values of 34.

- Bytes per cookie: ${SESSIONS} sessions, after garbage collection, less what the process had with the class loaded and warmed up. The ratio is that of
  Crawlee to the larger one of our two classes.
- Bytes per empty session: ${EMPTY_SESSIONS} sessions, likewise.
- A round creates ${SESSIONS} sessions with their cookies and drops them. The sizes are those of the whole process after the first round and after the last, and the
  ratio is that of the two for the one of our classes that grows more.
- In one synchronous loop Node.js defers the finalizers of native objects. The sizes are those after the first round, after the last, after garbage collection
  and some turns of the event loop, and after all of it once more.

${markdownTable(HEAD, rows)}`;
}
