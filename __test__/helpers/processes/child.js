'use strict';

const { spawn } = require('node:child_process');
const { setTimeout, clearTimeout } = require('node:timers');
const { PROCESS_MS } = require('../patience');
const { NAME, endMarked, newMark } = require('./mark');

/**
 * Runs a script with Node.js in a process of its own. Returns how it ended and what it wrote, `{ code, signal, stdout, stderr }`. One that
 * doesn't end in time, or not before `stop` aborts, is ended and the promise rejects. Whatever has gone wrong, nothing that the
 * process started goes on, such as a browser.
 */
async function runScript(script, args = [], { flags = [], env = process.env, cwd, stop } = {}) {
  const mark = newMark();
  const child = spawn(process.execPath, [...flags, script, ...args], {
    cwd,
    env: { ...env, [NAME]: mark },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (text) => {
      written[name] += text;
    });
  }
  let isGood = false;
  let timer;
  try {
    const result = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve({ code, signal, ...written }));
      timer = setTimeout(() => reject(new Error('It took too long')), PROCESS_MS);
      stop?.addEventListener('abort', () => reject(new Error('It was stopped')), { once: true });
    });
    isGood = result.code === 0;
    return result;
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error(`${script}: ${error.message}\n${written.stdout}\n${written.stderr}`, { cause: error });
  } finally {
    clearTimeout(timer);
    if (!isGood) await endMarked(mark);
  }
}

/** What a script wrote, `{ stdout, stderr }`; one that fails is an error. */
async function runToSuccess(script, args, options) {
  const { code, signal, ...written } = await runScript(script, args, options);
  if (code !== 0) throw new Error(`${script} ended with ${code ?? signal}\n${written.stdout}\n${written.stderr}`);
  return written;
}

module.exports = { runScript, runToSuccess };
