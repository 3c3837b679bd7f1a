'use strict';

const { once } = require('node:events');
const net = require('node:net');
const { setTimeout: sleep } = require('node:timers/promises');

const HOST = '127.0.0.1';

/** A network between clients and a server, on loopback, that fails as it is told. */
class Network {
  #target;
  #listener;
  #links = new Set();
  #refuses = false;
  #stalled = { up: false, down: false };
  #delayMs = 0;
  /** How many more replies are delivered twice. */
  #doubles = 0;
  /** What has gone through: `up` to the server, `down` to the clients. A turn is bytes up after bytes down, which a round trip begins with. */
  counts = { up: 0, down: 0, turns: 0, links: 0 };

  /** Starts one in front of a port of this machine. */
  static async start(target) {
    const network = new Network();
    network.#target = target;
    network.#listener = net.createServer({ allowHalfOpen: true, noDelay: true }, (client) => network.#connect(client));
    network.#listener.listen(0, HOST);
    await once(network.#listener, 'listening');
    return network;
  }

  get port() {
    return this.#listener.address().port;
  }

  /** How many connections there are. */
  get size() {
    return this.#links.size;
  }

  /**
   * From now on, bytes in these directions are held. Connections stay open.
   *
   * @param {'up' | 'down' | 'both'} [direction] `up`: to the server
   */
  stall(direction = 'both') {
    for (const way of waysOf(direction)) this.#stalled[way] = true;
  }

  /** Bytes are forwarded again, first those that were held. */
  flow() {
    this.#stalled = { up: false, down: false };
    for (const { up, down } of this.#links) for (const pipe of [up, down]) pipe.pump();
  }

  /** Each piece of bytes takes this long. */
  delay(ms) {
    this.#delayMs = ms;
  }

  /** The next replies, so many, are delivered twice. */
  twice(count = 1) {
    this.#doubles = count;
  }

  /** Ends all connections for the clients. What they have sent is on its way until it arrives; new connections are not in its way. */
  leave() {
    for (const link of this.#links) {
      link.isLate = true;
      link.client.destroy();
    }
  }

  /** What was sent before clients left their connections arrives. */
  arrive() {
    for (const link of this.#links) {
      link.isLate = false;
      link.up.pump();
    }
  }

  /** Ends all connections at once; what is on its way is lost. */
  cut() {
    for (const link of this.#links) link.end();
  }

  /** New connections are ended at once. */
  refuse() {
    this.#refuses = true;
  }

  accept() {
    this.#refuses = false;
  }

  async stop() {
    this.refuse();
    this.cut();
    const closed = once(this.#listener, 'close');
    this.#listener.close();
    await closed;
  }

  #connect(client) {
    if (this.#refuses) {
      client.on('error', () => {}).resetAndDestroy();
      return;
    }
    this.counts.links++;
    const server = net.connect({ port: this.#target, host: HOST, allowHalfOpen: true, noDelay: true });
    const link = {
      client,
      up: new Pipe(client, server, {
        holds: () => this.#stalled.up || link.isLate,
        delayMs: () => this.#delayMs,
        pass: (bytes) => this.#passUp(link, bytes),
      }),
      down: new Pipe(server, client, {
        holds: () => this.#stalled.down,
        delayMs: () => this.#delayMs,
        pass: (bytes) => this.#passDown(link, bytes),
      }),
      end: () => {
        this.#links.delete(link);
        for (const socket of [client, server]) socket.resetAndDestroy();
      },
    };
    this.#links.add(link);
    const forget = () => {
      if (client.destroyed && server.destroyed) this.#links.delete(link);
    };
    for (const socket of [client, server]) socket.on('close', forget);
    // What a server has left, its clients leave; what a client has left goes on to the server first.
    server.on('close', () => client.destroy());
  }

  #passUp(link, bytes) {
    this.counts.up += bytes.length;
    if (!link.isAsking) this.counts.turns++;
    link.isAsking = true;
    return [bytes];
  }

  #passDown(link, bytes) {
    this.counts.down += bytes.length;
    link.isAsking = false;
    if (this.#doubles === 0) return [bytes];
    this.#doubles--;
    return [bytes, bytes];
  }
}

/** One direction of a connection: pieces of bytes in their order, then its end. */
class Pipe {
  #queue = [];
  #to;
  #rules;
  #isPumping = false;

  /** @param {object} rules whether it `holds()` what it has, for how long each piece is on its way, what of a piece is to `pass()` */
  constructor(from, to, rules) {
    this.#to = to;
    this.#rules = rules;
    from.on('data', (bytes) => this.#add({ bytes, at: performance.now() + rules.delayMs() }));
    from.on('error', () => {});
    from.once('close', () => this.#add({ at: 0 }));
    from.once('end', () => this.#add({ at: 0 }));
  }

  #add(piece) {
    this.#queue.push(piece);
    this.pump();
  }

  async pump() {
    if (this.#isPumping) return;
    this.#isPumping = true;
    while (this.#queue.length > 0 && !this.#rules.holds()) {
      const [{ at }] = this.#queue;
      if (at > performance.now()) {
        await sleep(at - performance.now());
        continue;
      }
      const { bytes } = this.#queue.shift();
      if (bytes === undefined) this.#to.end();
      else if (!this.#to.destroyed) for (const part of this.#rules.pass(bytes)) this.#to.write(part);
    }
    this.#isPumping = false;
  }
}

function waysOf(direction) {
  return direction === 'both' ? ['up', 'down'] : [direction];
}

module.exports = { Network };
