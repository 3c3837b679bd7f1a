// `npm run bench:pool`: what pools and their stores cost, beside those of the others and the engine alone. Prints the table and writes it to
// docs/benchmarks.md, with a chart; `npm run bench:pool -- MemoryStore` times the rows of that name alone and writes nothing. A missed target
// is no failure, but a different result is one.

import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { chart } from './chart.mjs';
import { TITLES } from './contestants.mjs';
import { writePart } from './document.mjs';
import { measuredOn } from './machine.mjs';
import { bars, cells, HEAD } from './pool/lines.mjs';
import { memoryStore } from './pool/memory-store.mjs';
import { networkUses } from './pool/network-uses.mjs';
import { opening } from './pool/opening.mjs';
import { poolPart } from './pool/report.mjs';
import { saving } from './pool/saving.mjs';
import { sqliteUses } from './pool/sqlite-uses.mjs';
import { stateText } from './pool/state-text.mjs';
import { textTable } from './table.mjs';

/** Rows that are measured together. */
const GROUPS = [stateText, memoryStore, sqliteUses, networkUses('redis'), networkUses('postgres'), opening, saving];

const ONLY = process.argv[2];
const isWanted = (name) => !ONLY || name.includes(ONLY);

/** Before we add to it. */
const [load] = loadavg();

const groups = GROUPS.filter(({ names }) => names.some(isWanted));
if (groups.length === 0) throw new Error(`no row has ${ONLY} in its name`);
const lines = [];
for (const { names, lines: measure } of groups) {
  for (const name of names.filter(isWanted)) console.error(`${name} …`);
  lines.push(...(await measure()).filter(({ what }) => isWanted(what)));
}
const measured = `${measuredOn(['ours', 'apify', 'crawlee', 'genericPool'])} Others kept it busy with a load of ${load.toFixed(1)}.`;
console.log(`${measured}\n\n${textTable(HEAD, lines.map(cells))}`);
if (!ONLY) {
  const title = 'How many times as long the others take';
  const note = `Bars, on a logarithmic scale: the median of the ratios of the one named to ${TITLES.ours}. Lines across: what is wanted.`;
  writeFileSync(new URL('../docs/benchmarks-pool.svg', import.meta.url), chart(title, note, bars(lines)));
  writePart('pool', poolPart(measured, lines));
}
// The pools of the others have timers.
process.exit(0);
