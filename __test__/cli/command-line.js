'use strict';

// The command as a user runs it: in a process of its own, in a folder, through pipes or in a terminal.

const { execFile, spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { PATIENCE_MS } = require('../helpers/patience');

const MAIN = path.join(__dirname, '..', '..', 'js', 'cli', 'main.js');

/** What a shell has, without what the variables of this process say. */
function environment(env) {
  const own = { PATH: process.env.PATH, TERM: 'xterm', CRAWLER_SESSION_STORE: 'sessions.db', ...env };
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

  /** Runs a command in a terminal. Returns what is on the screen, and the exit code. */
  function inTerminal(args, { env } = {}) {
    const script = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';
    return new Promise((resolve, reject) => {
      const child = spawn('python3', ['-c', script, process.execPath, MAIN, ...args], {
        cwd: place.folder,
        env: environment(env),
        timeout: PATIENCE_MS,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let screen = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text) => {
          screen += text;
        });
      }
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, screen: screen.replaceAll('\r\n', '\n') }));
    });
  }

  return { file, inTerminal, print, run };
}

module.exports = { MAIN, commandLine };
