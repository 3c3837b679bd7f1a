'use strict';

// The network that the tests of this folder let fail.

const { once } = require('node:events');
const net = require('node:net');
const { setTimeout: sleep } = require('node:timers/promises');
const { until } = require('../helpers/patience');
const { Network } = require('./network');

/** A server that writes down what it gets, and answers each piece with the same in capitals. */
let server;
let network;
let heard;
const clients = [];

beforeEach(async () => {
  heard = '';
  server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      heard += bytes;
      socket.write(String(bytes).toUpperCase());
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  network = await Network.start(server.address().port);
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await network.stop();
  server.close();
});

/** A client that collects what it hears, and whether its connection has ended. */
async function connect() {
  const client = net.connect(network.port, '127.0.0.1');
  clients.push(client);
  client.heard = '';
  client.on('error', () => {});
  client.on('data', (bytes) => {
    client.heard += bytes;
  });
  client.on('close', () => {
    client.isOver = true;
  });
  await new Promise((resolve) => client.on('connect', resolve).on('close', resolve));
  return client;
}

const hears = (client, text) => until(() => client.heard === text);

test('it forwards in both directions, and counts', async () => {
  const client = await connect();
  for (const text of ['a', 'b', 'c']) {
    const before = client.heard;
    client.write(text);
    expect(await hears(client, before + text.toUpperCase())).toBe(true);
  }
  expect(network.counts).toEqual({ up: 3, down: 3, turns: 3, links: 1 });
});

test.each([
  ['up', ''],
  ['down', 'a'],
  ['both', ''],
])('what it holds comes when it flows again: %s', async (direction, during) => {
  const client = await connect();
  network.stall(direction);
  client.write('a');
  expect(await until(() => heard === during)).toBe(true);
  await sleep(20);
  expect([heard, client.heard, client.isOver]).toEqual([during, '', undefined]);
  network.flow();
  expect(await hears(client, 'A')).toBe(true);
});

test('what a client had sent before its connection ended arrives late', async () => {
  const client = await connect();
  network.stall();
  client.write('late');
  await sleep(20);
  network.leave();
  network.flow();
  expect(await until(() => client.isOver)).toBe(true);
  const next = await connect();
  next.write('early, ');
  expect(await hears(next, 'EARLY, ')).toBe(true);
  network.arrive();
  expect(await until(() => heard === 'early, late')).toBe(true);
  next.destroy();
  expect(await until(() => network.size === 0)).toBe(true);
});

test('it cuts connections, with what it holds, and takes new ones', async () => {
  const client = await connect();
  network.stall();
  client.write('lost');
  await sleep(20);
  network.cut();
  expect(await until(() => client.isOver)).toBe(true);
  network.flow();
  const next = await connect();
  next.write('a');
  expect(await hears(next, 'A')).toBe(true);
  expect(heard).toBe('a');
});

test('it refuses connections, and accepts them again', async () => {
  network.refuse();
  const refused = await connect();
  expect(await until(() => refused.isOver)).toBe(true);
  network.accept();
  const client = await connect();
  client.write('a');
  expect(await hears(client, 'A')).toBe(true);
});

test('it delays, in order', async () => {
  const client = await connect();
  network.delay(50);
  const since = performance.now();
  client.write('a');
  await sleep(5);
  client.write('b');
  expect(await hears(client, 'AB')).toBe(true);
  expect(performance.now() - since).toBeGreaterThanOrEqual(99);
});

test('it delivers a reply twice', async () => {
  const client = await connect();
  network.twice();
  client.write('a');
  expect(await hears(client, 'AA')).toBe(true);
  client.write('b');
  expect(await hears(client, 'AAB')).toBe(true);
});

test('a server that ends its connection ends that of the client', async () => {
  const accepted = once(server, 'connection');
  const client = await connect();
  const [socket] = await accepted;
  socket.destroy();
  expect(await until(() => client.isOver)).toBe(true);
  expect(await until(() => network.size === 0)).toBe(true);
});
