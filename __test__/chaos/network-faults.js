'use strict';

const { setTimeout: sleep } = require('node:timers/promises');

/** Faults of the network between workers and a server. */
const NETWORK_FAULTS = {
  async 'the network stalls'({ network, leaseMs }, random) {
    network.stall(random.pick(['up', 'down', 'both']));
    await sleep(leaseMs * 1.5 * random.next());
    network.flow();
  },

  async 'the network stalls until clients give up'({ network, leaseMs }, random) {
    network.stall(random.pick(['up', 'down', 'both']));
    await sleep(leaseMs * random.next());
    network.cut();
    network.flow();
  },

  async 'requests come late'({ network, leaseMs }, random) {
    network.stall('up');
    await sleep((leaseMs / 2) * random.next());
    network.leave();
    network.flow();
    await sleep(leaseMs * random.next());
    network.arrive();
  },

  async 'connections are cut'({ network }) {
    network.cut();
  },

  async 'connections are cut and refused'({ network, leaseMs }, random) {
    network.refuse();
    network.cut();
    await sleep(leaseMs * random.next());
    network.accept();
  },

  async 'the network is slow'({ network, leaseMs }, random) {
    network.delay((leaseMs / 5) * random.next());
    await sleep(leaseMs);
    network.delay(0);
  },

  async 'replies come twice'({ network }, random) {
    network.twice(1 + random.below(3));
  },
};

module.exports = { NETWORK_FAULTS };
