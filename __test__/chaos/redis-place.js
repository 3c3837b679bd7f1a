'use strict';

const { setTimeout: sleep } = require('node:timers/promises');
const { start } = require('../../scripts/services/redis');
const { Network } = require('./network');
const { RESTARTS, ServerPlace } = require('./server-place');

/** All that was answered is on the disk. */
const KEEPS_ALL = ['--appendonly', 'yes', '--appendfsync', 'always'];

/** A port on which nobody listens. */
const NOBODY = 1;

class RedisPlace extends ServerPlace {
  /** @param {{ client: string }} options the client of workers, one of `redis-clients.js` */
  static async open({ client, args = KEEPS_ALL, ...options }) {
    const server = await start({ args });
    const network = await Network.start(server.port);
    const store = { kind: 'redis', client: 'ioredis 5' };
    return new RedisPlace({ server, network, store, workersStore: { client }, ...options });
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
}

/** Faults of a server of Redis. */
const REDIS_FAULTS = {
  ...RESTARTS,

  async 'the server is busy'(place, random) {
    await place.command('CLIENT', 'PAUSE', Math.floor(place.leaseMs * random.next()));
  },

  async 'the server ends all connections'(place) {
    await place.command('CLIENT', 'KILL', 'TYPE', 'normal');
  },

  async 'the server forgets its scripts'(place) {
    await place.command('SCRIPT', 'FLUSH');
  },

  async 'the server has no memory left'(place, random) {
    await place.command('CONFIG', 'SET', 'maxmemory', 1);
    await sleep(place.leaseMs * random.next());
    await place.command('CONFIG', 'SET', 'maxmemory', 0);
  },

  async 'the server is a replica'(place, random) {
    await place.command('REPLICAOF', '127.0.0.1', NOBODY);
    await sleep(place.leaseMs * random.next());
    await place.command('REPLICAOF', 'NO', 'ONE');
  },
};

module.exports = { REDIS_FAULTS, RedisPlace };
