'use strict';

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');
const { NAME } = require('../helpers/processes/mark');
const { PROCESS_MS, until } = require('../helpers/patience');

const WORKER = path.join(__dirname, 'worker.js');

/** Processes that use the sessions of one pool: they can be started, killed, stopped and continued. */
class Crew {
  #task;
  #env;
  #history;
  #workers = new Set();
  #left = [];
  /** How many uses were saved, by all workers. */
  saved = 0;

  /**
   * @param {object} task what each worker is told
   * @param {string} mark of its processes
   * @param {import('./history').History} history
   */
  constructor(task, mark, history) {
    this.#task = task;
    this.#env = { ...process.env, [NAME]: mark };
    this.#history = history;
  }

  /** Those that are at work: started, and neither stopped nor ended. */
  get active() {
    return [...this.#workers].filter(({ isOpen, isStopped }) => isOpen && !isStopped);
  }

  /**
   * Starts a worker.
   *
   * @param {object} given `command` and arguments that run it; its `store`, if it is another one
   */
  start(seed, { command = [], store = this.#task.store } = {}) {
    const task = JSON.stringify({ ...this.#task, store, seed });
    const [file, ...args] = [...command, process.execPath, WORKER, task];
    const worker = spawn(file, args, {
      env: this.#env,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    worker.said = '';
    worker.saved = 0;
    worker.stderr.setEncoding('utf8').on('data', (text) => {
      worker.said += text;
    });
    worker.on('message', (what) => {
      if (what === 'open') worker.isOpen = true;
      if (what === 'saved') {
        worker.saved++;
        this.saved++;
      }
    });
    worker.on('exit', (code, signal) => {
      this.#workers.delete(worker);
      this.#left.push({ code, signal, said: worker.said });
    });
    this.#workers.add(worker);
    return worker;
  }

  /** Kills a worker. */
  async kill(worker) {
    const exited = once(worker, 'exit');
    worker.kill('SIGKILL');
    await exited;
    this.#history.note('killed', { victim: worker.pid });
  }

  /** Stops a worker, in the middle of whatever it does. */
  pause(worker) {
    worker.isStopped = true;
    worker.kill('SIGSTOP');
  }

  resume(worker) {
    worker.isStopped = false;
    worker.kill('SIGCONT');
  }

  /** Waits until all are at work and so many more uses were saved. Returns whether they were. */
  async goesOn(uses) {
    const enough = this.saved + uses;
    return until(() => this.saved >= enough && this.active.length === this.#workers.size, PROCESS_MS);
  }

  /** Lets all workers come to their ends. */
  async end() {
    // One that has just ended hears nothing.
    for (const worker of this.#workers) worker.send('end', () => {});
    await until(() => this.#workers.size === 0, PROCESS_MS);
  }

  /** What was wrong with workers: none should end but by `kill` and `end`, or say anything. */
  get wrong() {
    const failed = this.#left.filter(({ code, signal, said }) => signal !== 'SIGKILL' && (code !== 0 || said !== ''));
    return failed.map(({ code, signal, said }) => `A worker ended with ${code ?? signal}: ${said}`);
  }
}

module.exports = { Crew };
