'use strict';

const { setTimeout: sleep } = require('node:timers/promises');
const { now } = require('./history');
const { Place } = require('./place');

/** A place with a server, which workers reach through a network that fails. */
class ServerPlace extends Place {
  #restarted = Promise.resolve();

  /**
   * @param {object} server of `scripts/services/`
   * @param {import('./network').Network} network in front of it
   * @param {object} store of whoever looks after the sessions, without the port
   * @param {object} workersStore what differs in that of the workers
   */
  constructor({ server, network, store, workersStore, ...options }) {
    const near = { ...store, port: server.port };
    const far = { ...store, port: network.port, ...workersStore };
    super({ store: near, workersStore: far, ...options });
    /** Stores without the network that fails, and behind it. */
    Object.assign(this, { near, far, server, network });
  }

  /** Kills the server, and starts it again; several do so one after the other. Without its data, it is given new sessions. */
  restart({ keepData = true, pauseMs = 0 } = {}) {
    this.#restarted = this.#restarted.then(async () => {
      const since = now();
      await this.server.kill();
      await sleep(pauseMs);
      await this.server.restart({ keepData });
      if (keepData) return;
      this.history.note('forgot', { since });
      await this.fill();
    });
    return this.#restarted;
  }

  async end() {
    await super.end();
    await this.network.stop();
    await this.server.stop();
  }
}

/** Faults of a server that is killed: of any. */
const RESTARTS = {
  async 'the server is killed, and comes back with its data'(place, random) {
    await place.restart({ pauseMs: (place.leaseMs / 2) * random.next() });
  },

  async 'the server is killed, and comes back without its data'(place) {
    await place.restart({ keepData: false });
  },
};

module.exports = { RESTARTS, ServerPlace };
