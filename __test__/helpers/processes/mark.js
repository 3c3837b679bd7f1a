'use strict';

// Processes of a test run are known by a mark in their environment, which they hand on to all that they start. A browser leaves the
// process group of whoever starts it, and becomes an orphan when that one is killed, but it keeps its mark.

const { randomUUID } = require('node:crypto');
const fs = require('node:fs');
const { until } = require('../patience');

/** The variable. A mark within another one begins with it: that of the run finds all, that of one child finds what this one started. */
const NAME = 'CRAWLER_SESSION_TEST_RUN';

/** A new mark within that of this process, if it has one. */
function newMark() {
  const own = process.env[NAME];
  return `${own === undefined ? '' : `${own}/`}${randomUUID()}`;
}

/** The processes with a mark or one within it and all that they have started, `{ pid, name }`. Linux alone tells. */
function marked(mark) {
  const all = running();
  const found = new Set(all.filter(({ pid }) => pid !== process.pid && hasMark(pid, mark)));
  // Helpers of Chromium write over their environment. A set that grows is walked to its end.
  for (const { pid } of found) for (const child of all) if (child.parent === pid) found.add(child);
  return [...found].map(({ pid, name }) => ({ pid, name }));
}

/** Kills the processes with a mark and what they have started, until all of them have ended. Returns the names of those that there were. */
async function endMarked(mark) {
  const killed = new Map();
  await until(() => {
    for (const { pid, name } of marked(mark)) {
      killed.set(pid, name);
      kill(pid);
    }
    return running().every(({ pid }) => !killed.has(pid));
  });
  return [...killed.values()];
}

/** All processes, `{ pid, parent, name }`, but for those that have ended and wait until their parent hears of it. */
function running() {
  if (process.platform !== 'linux') return [];
  const pids = fs.readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  return pids.flatMap((pid) => {
    try {
      // The name may hold anything, parentheses too.
      const [, name, state, parent] = /\((.*)\) (\w) (\d+)/s.exec(fs.readFileSync(`/proc/${pid}/stat`, 'latin1'));
      return 'ZX'.includes(state) ? [] : [{ pid: Number(pid), parent: Number(parent), name }];
    } catch {
      return []; // it has ended meanwhile
    }
  });
}

function hasMark(pid, mark) {
  try {
    const variables = fs.readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
    return variables.some((variable) => `${variable}/`.startsWith(`${NAME}=${mark}/`));
  } catch {
    return false; // it has ended meanwhile, or is somebody else's
  }
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // it has ended meanwhile
  }
}

module.exports = { NAME, endMarked, marked, newMark };
