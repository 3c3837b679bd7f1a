'use strict';

const { setTimeout: sleep } = require('node:timers/promises');

/** A port on which nobody listens. */
const NOBODY = 1;

/** Faults of a server of Redis. */
const REDIS_FAULTS = {
  async 'the server is killed, and comes back with its data'(place, random) {
    await place.restart({ pauseMs: (place.leaseMs / 2) * random.next() });
  },

  async 'the server is killed, and comes back without its data'(place) {
    await place.restart({ keepData: false });
  },

  async 'the server is busy'(place, random) {
    await place.command('CLIENT', 'PAUSE', String(Math.floor(place.leaseMs * random.next())));
  },

  async 'the server ends all connections'(place) {
    await place.command('CLIENT', 'KILL', 'TYPE', 'normal');
  },

  async 'the server forgets its scripts'(place) {
    await place.command('SCRIPT', 'FLUSH');
  },

  async 'the server has no memory left'(place, random) {
    await place.command('CONFIG', 'SET', 'maxmemory', '1');
    await sleep(place.leaseMs * random.next());
    await place.command('CONFIG', 'SET', 'maxmemory', '0');
  },

  async 'the server is a replica'(place, random) {
    await place.command('REPLICAOF', '127.0.0.1', NOBODY);
    await sleep(place.leaseMs * random.next());
    await place.command('REPLICAOF', 'NO', 'ONE');
  },
};

module.exports = { REDIS_FAULTS };
