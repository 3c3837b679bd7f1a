'use strict';

const { PATIENCE_MS, until } = require('../patience');
const { NAME, endMarked, marked } = require('./mark');

/** How long what was told to end may take. What is still there then was left behind. A run that expects that waits less. */
const GRACE_MS = Number(process.env.GRACE_MS ?? PATIENCE_MS);

/** Fails the run if it has left a process behind, such as a browser, and ends that. */
module.exports = async () => {
  const mark = process.env[NAME];
  if (await until(() => marked(mark).length === 0, GRACE_MS)) return;
  console.error(`Left behind: ${(await endMarked(mark)).join(', ')}`);
  // An error would keep Jest from writing its report.
  process.exitCode = 1;
};
