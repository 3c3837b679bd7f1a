'use strict';

const { setTimeout: sleep } = require('node:timers/promises');
const { start } = require('../../scripts/services/redis');
const { now } = require('./history');
const { Network } = require('./network');
const { Place } = require('./place');

/** All that was answered is on the disk. */
const KEEPS_ALL = ['--appendonly', 'yes', '--appendfsync', 'always'];

/** A place with a server of Redis, which workers reach through a network that fails. */
class RedisPlace extends Place {
  #restarted = Promise.resolve();

  /** @param {{ client: string }} options the client of workers, one of `redis-clients.js` */
  static async open({ client, args = KEEPS_ALL, ...options }) {
    const server = await start({ args });
    const network = await Network.start(server.port);
    const store = { kind: 'redis', client: 'ioredis 5', port: server.port };
    const workersStore = { ...store, client, port: network.port };
    return Object.assign(new RedisPlace({ store, workersStore, ...options }), { server, network });
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

  /** Sends a command to the server, which may be away just now. */
  async command(...words) {
    for (;;) {
      try {
        return await this.server.command(...words);
      } catch (error) {
        // What the server itself says begins with a word in capitals.
        if (/^[A-Z]+ /.test(error.message)) throw error;
        await sleep(20);
      }
    }
  }

  async end() {
    await super.end();
    await this.network.stop();
    await this.server.stop();
  }
}

module.exports = { RedisPlace };
