'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { setImmediate } = require('node:timers/promises');

const MB = 2 ** 20;

/** How much more there may be at the end. Memory that was freed comes back to the system in pieces, so it varies. */
const MOST = { 'MB resident': 1.15, 'MB heap': 1.15, 'open files': 1, 'MB database': 1.15 };

const sizeOf = (folder) =>
  fs.readdirSync(folder).reduce((sum, name) => sum + fs.statSync(path.join(folder, name)).size, 0);
const rounded = (bytes) => Number((bytes / MB).toFixed(1));

/** What this process has now, after all garbage is gone, and its database in a folder. Linux says which files are open; elsewhere that is 0. */
async function measure(folder) {
  // What is let go when an object is collected is collected after it.
  for (let round = 0; round < 3; round++) {
    globalThis.gc();
    await setImmediate();
  }
  const { rss, heapUsed } = process.memoryUsage();
  const files = fs.existsSync('/proc/self/fd') ? fs.readdirSync('/proc/self/fd').length : 0;
  return {
    'MB resident': rounded(rss),
    'MB heap': rounded(heapUsed),
    'open files': files,
    'MB database': rounded(sizeOf(folder)),
  };
}

/** The middle one of the last five values: the C library gives memory back now sooner, now later. */
function middleOf(measured, name) {
  const values = measured.slice(-5).map((each) => each[name]);
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** What has grown between the ends of two lists of measurements, in words. */
function grown(early, all) {
  return Object.entries(MOST).flatMap(([name, most]) => {
    const [first, last] = [middleOf(early, name), middleOf(all, name)];
    return last > first * most ? [`${name}: ${last}, and ${first} at first`] : [];
  });
}

module.exports = { grown, measure };
