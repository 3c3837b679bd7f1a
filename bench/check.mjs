// Checks without timing that all contestants give the same results in every row: `node bench/check.mjs`. The tests run it.

import { contestant, NAMES } from './contestants.mjs';
import { JAR_ROWS, JARS } from './jar-rows.mjs';
import { STATE_TEXT_ROWS } from './pool/state-text-rows.mjs';
import { operationsOf } from './rows.mjs';
import { SESSION_ROWS } from './session-rows.mjs';

/** Enough to see a difference. */
const SESSIONS = 5;

const sides = NAMES.map(contestant);
for (const row of [...SESSION_ROWS, ...STATE_TEXT_ROWS]) await operationsOf(row, sides, SESSIONS);
for (const row of JAR_ROWS) await operationsOf(row, JARS);
console.log(`${SESSION_ROWS.length + STATE_TEXT_ROWS.length + JAR_ROWS.length} rows give the same results`);
// The pools of the others have timers.
process.exit(0);
