'use strict';

const fs = require('node:fs');
const path = require('node:path');

const MB = 2 ** 20;

/** How much more there may be at the end. Memory that was freed comes back to the system in pieces, so it varies. */
const MOST = { 'MB resident': 1.15, 'MB heap': 1.15, 'open files': 1, 'MB database': 1.15 };

const sizeOf = (folder) =>
  fs.readdirSync(folder).reduce((sum, name) => sum + fs.statSync(path.join(folder, name)).size, 0);
const rounded = (bytes) => Number((bytes / MB).toFixed(1));

/** What this process has now, after all garbage is gone, and its database in a folder. Linux says which files are open; elsewhere that is 0. */
function measure(folder) {
  globalThis.gc();
  const { rss, heapUsed } = process.memoryUsage();
  const files = fs.existsSync('/proc/self/fd') ? fs.readdirSync('/proc/self/fd').length : 0;
  return {
    'MB resident': rounded(rss),
    'MB heap': rounded(heapUsed),
    'open files': files,
    'MB database': rounded(sizeOf(folder)),
  };
}

/** What has grown between two measurements, in words. */
function grown(first, last) {
  return Object.entries(MOST)
    .filter(([name, most]) => last[name] > first[name] * most)
    .map(([name]) => `${name}: ${last[name]}, and ${first[name]} at first`);
}

module.exports = { grown, measure };
