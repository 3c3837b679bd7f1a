'use strict';

// The command as a user runs it: in a process of its own, in a folder, through pipes or in a terminal.

const { execFile, spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { PATIENCE_MS, PROCESS_MS } = require('../helpers/patience');
const { NAME } = require('../helpers/processes/mark');

const MAIN = path.join(__dirname, '..', '..', 'js', 'cli', 'main.js');

/** What a shell has, without what the variables of this process say. */
function environment(env) {
  const { PATH, [NAME]: mark } = process.env;
  const own = { PATH, [NAME]: mark, TERM: 'xterm', CRAWLER_SESSION_STORE: 'sessions.db', ...env };
  // What a test wants to be absent is `undefined`.
  return Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
}

/** A folder of its own, in which commands run; it goes after the test file. Call it where hooks are set. */
function commandLine() {
  const place = {};
  beforeAll(() => {
    place.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crawler-session-cli-'));
  });
  afterAll(() => fs.rmSync(place.folder, { recursive: true, force: true }));

  const file = (name) => path.join(place.folder, name);

  /** Runs a command line; `input` comes through a pipe. Returns `{ code, stdout, stderr }`. */
  function run(args, { input = '', env } = {}) {
    return new Promise((resolve, reject) => {
      const options = { cwd: place.folder, env: environment(env), timeout: PATIENCE_MS };
      const child = execFile(process.execPath, [MAIN, ...args], options, (error, stdout, stderr) => {
        if (error !== null && typeof error.code !== 'number') reject(error);
        else resolve({ code: error?.code ?? 0, stdout, stderr });
      });
      child.stdin.on('error', () => {});
      child.stdin.end(input);
    });
  }

  /** The same for one that has to succeed; returns what it printed. */
  async function print(args, options) {
    const { code, stdout, stderr } = await run(args, options);
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
    return stdout;
  }

  /** Starts a command for which something is to be done meanwhile. `ended` resolves to `{ code, stdout, stderr }`. */
  function start(args, { env, command = [process.execPath, MAIN] } = {}) {
    const [file, ...before] = command;
    const options = { cwd: place.folder, env: environment(env), timeout: PROCESS_MS };
    const child = spawn(file, [...before, ...args], options);
    const written = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr']) {
      child[name].setEncoding('utf8').on('data', (text) => {
        written[name] += text;
      });
    }
    child.stdin.on('error', () => {});
    const ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, ...written }));
    });
    return { child, ended, written };
  }

  /** The same in a terminal, where all that is written is on one screen. */
  function startInTerminal(args, options) {
    const script = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';
    return start(args, { ...options, command: ['python3', '-c', script, process.execPath, MAIN] });
  }

  /** Runs a command in a terminal. Returns what is on the screen, and the exit code. */
  async function inTerminal(args, options) {
    const { child, ended } = startInTerminal(args, options);
    child.stdin.end();
    const { code, stdout, stderr } = await ended;
    return { code, screen: `${stdout}${stderr}`.replaceAll('\r\n', '\n') };
  }

  return { file, inTerminal, print, run, start, startInTerminal };
}

module.exports = { MAIN, commandLine };
