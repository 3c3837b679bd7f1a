'use strict';

const childProcess = require('node:child_process');
const { basename } = require('node:path');
const { until } = require('../../helpers/patience');

const started = [];
const { spawn } = childProcess;

/** From now on, every program that this process starts is noted. */
function watchPrograms() {
  childProcess.spawn = (...args) => {
    const child = spawn(...args);
    started.push({ child, name: basename(args[0]) });
    return child;
  };
}

/** The browsers among the programs that were started, and those that don't end though they were told to. */
async function programs() {
  const browser = basename(process.env.PUPPETEER_EXECUTABLE_PATH);
  const running = () => started.filter(({ child }) => child.exitCode === null && child.signalCode === null);
  await until(() => running().length === 0);
  return {
    browsers: started.filter(({ name }) => name === browser).length,
    left: running().map(({ name }) => name),
  };
}

module.exports = { programs, watchPrograms };
