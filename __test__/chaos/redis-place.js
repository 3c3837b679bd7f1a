'use strict';

const { setTimeout: sleep } = require('node:timers/promises');
const { start } = require('../../scripts/services/redis');
const { Network } = require('./network');
const { Place } = require('./place');

/** All that was answered is on the disk. */
const KEEPS_ALL = ['--appendonly', 'yes', '--appendfsync', 'always'];

/** A place with a server of Redis, which workers reach through a network that fails. */
class RedisPlace extends Place {
  /** @param {{ client: string }} options the client of workers, one of `redis-clients.js` */
  static async open({ client, args = KEEPS_ALL, ...options }) {
    const server = await start({ args });
    const network = await Network.start(server.port);
    const store = { kind: 'redis', client: 'ioredis 5', port: server.port };
    const workersStore = { ...store, client, port: network.port };
    return Object.assign(new RedisPlace({ store, workersStore, ...options }), { server, network });
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
