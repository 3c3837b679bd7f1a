// The text of the part of docs/benchmarks.md.

import { markdownTable } from '../table.mjs';
import { COOKIES } from './input.mjs';
import { cells, HEAD } from './lines.mjs';
import { COOKIES as COOKIES_OF_MANY } from './opening.mjs';

/** @param {import('./lines.mjs').Line[]} lines */
export function poolPart(measured, lines) {
  return `## Pools

${measured}

![How many times as long the others take for what pools do; the table below has the numbers](benchmarks-pool.svg)

Sessions have ${COOKIES} cookies, if nothing else is said. What is compared takes turns, round by round; the ratio is that of the same round, and the
table has the median and, in brackets, the quartiles. Where a number is wanted that something has at least, the ratio is how many times as long the
other one takes; where it is one that something has at most, how many times as long ours does.

- **State as text, session from text**: the others write \`JSON.stringify(session.getState())\` and read \`new Session(JSON.parse(text))\`. All have to give
  the same cookies before anything is timed. The faster one of this run counts.
- **MemoryStore**: uses one after the other. Sessions have no cookies, since this store never looks at them. The other pools do less and are there for
  orientation: Crawlee's hands out any session to any number of users at once, generic-pool's objects are not sessions.
- **SqliteStore**: a use acquires one of 100 sessions, marks it good, changes a cookie and releases it, which writes its state. A process makes one use
  after the other, or ten at a time, as a crawler does; the time of a use is that of the whole turn by their number, of all processes together. The engine alone is a Rust program
  (\`crates/sqlite/examples/floor.rs\`) on a copy of the same file: two transactions with prepared statements, with the same lease and the same
  texts, and no rules. Afterwards each use has to be found in the file.
- **RedisStore, PostgresStore**: servers of this machine over loopback (Valkey without persistence, PostgreSQL with \`fsync\` off), 100 sessions if nothing
  else is said. Two writes by the client alone are as many round trips with the same texts: an owner and a time, then the state.
- **Opening**: fresh processes, files that the system has in its cache; the code is loaded before. Sessions have ${COOKIES_OF_MANY} cookies each.
- **Saving**: 100 sessions are acquired at once, read from the file, changed and released; Crawlee's pool writes all of them, and what changes them is not
  counted. Held is the time in which the event loop doesn't wait, in a process of its own each.

${markdownTable(HEAD, lines.map(cells))}`;
}
