'use strict';

const childProcess = require('node:child_process');
const { basename } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

/** How long a program may take to end when it was told to. */
const PATIENCE_MS = 5000;

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

/** The browsers among the programs that were started, and those that don't end. */
async function programs() {
  const browser = basename(process.env.PUPPETEER_EXECUTABLE_PATH);
  const running = () => started.filter(({ child }) => child.exitCode === null && child.signalCode === null);
  const deadline = Date.now() + PATIENCE_MS;
  while (running().length > 0 && Date.now() < deadline) await sleep(20);
  return {
    browsers: started.filter(({ name }) => name === browser).length,
    left: running().map(({ name }) => name),
  };
}

module.exports = { programs, watchPrograms };
