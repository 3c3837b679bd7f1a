'use strict';

const { RedisStore } = require('../../stores/redis-store');
const { Failure } = require('../failures');
const { requireDriver } = require('./driver');

/** Milliseconds to wait for the server. A command doesn't go on trying: whoever called it can. */
const CONNECT_MS = 10_000;

const OPENERS = {
  redis: async ({ createClient }, url) => {
    const socket = { connectTimeout: CONNECT_MS, reconnectStrategy: false };
    const client = createClient({ url, socket });
    client.on('error', () => {});
    await client.connect();
    return { client, end: async () => (client.destroy === undefined ? client.disconnect() : client.destroy()) };
  },
  ioredis: openIoredis,
  iovalkey: openIoredis,
};

async function openIoredis(driver, url) {
  const Client = driver.default ?? driver;
  const client = new Client(url, { lazyConnect: true, connectTimeout: CONNECT_MS, retryStrategy: () => null });
  let cause;
  client.on('error', (error) => {
    cause = error;
  });
  try {
    await client.connect();
  } catch (error) {
    // It only says that the connection is closed; why, the event has said.
    throw cause ?? error;
  }
  return { client, end: async () => client.disconnect() };
}

/** A store in Redis or Valkey. What is behind `#` is its prefix. */
async function openRedis(url) {
  const { name, driver } = requireDriver(Object.keys(OPENERS), 'A store in Redis');
  const { hash } = new URL(url);
  const options = hash === '' ? {} : { prefix: decodeURIComponent(hash.slice(1)) };
  try {
    const { client, end } = await OPENERS[name](driver, url.slice(0, url.length - hash.length));
    return { store: new RedisStore(client, options), end };
  } catch (error) {
    throw new Failure(`Redis can't be reached: ${error.message || error.code}`);
  }
}

module.exports = { openRedis };
