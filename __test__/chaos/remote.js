'use strict';

const { fork } = require('node:child_process');
const { once } = require('node:events');
const path = require('node:path');

const SCRIPT = path.join(__dirname, 'remote-process.js');

/** A crawler in another process, which does what it is told, and can be stopped and killed. */
class Remote {
  #child;

  /** @param {object} given `clockSecs`: by how much its wall clock is wrong */
  static async start(store, options, { clockSecs } = {}) {
    const remote = new Remote();
    const clock = clockSecs === undefined ? [] : ['--require', path.join(__dirname, 'wrong-clock.cjs')];
    remote.#child = fork(SCRIPT, [JSON.stringify({ store, options })], {
      execArgv: clock,
      env: { ...process.env, CLOCK_SECS: String(clockSecs) },
    });
    await remote.call('open');
    return remote;
  }

  /** Has it do something. Resolves to what it answers; rejects with the `code` of the error. */
  async call(...message) {
    this.#child.send(message);
    const [{ result, code, message: why }] = await once(this.#child, 'message');
    if (code !== undefined || why !== undefined) throw Object.assign(new Error(why), { code });
    return result;
  }

  stop() {
    this.#child.kill('SIGSTOP');
  }

  resume() {
    this.#child.kill('SIGCONT');
  }

  async kill() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }
}

module.exports = { Remote };
