'use strict';

const { spawn } = require('node:child_process');
const path = require('node:path');
const { NAME, newMark } = require('./mark');

/** Marks whatever this run starts, and lets a reaper end that if Jest is killed and so comes to no teardown. */
module.exports = () => {
  const { [NAME]: _outer, ...env } = process.env;
  process.env[NAME] = newMark();
  // In a group of its own, which nobody kills together with this one, and without the mark.
  const reaper = spawn(process.execPath, [path.join(__dirname, 'reaper.js'), process.env[NAME]], {
    detached: true,
    env,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  reaper.unref();
  reaper.stdin.unref();
};
