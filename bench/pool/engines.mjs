// The engines over a network: how each is started, and how a client of it makes a store, counts what it sends, and does the same writes by itself.

import { createRequire } from 'node:module';
import { newRecord } from './raw-record.mjs';

const require = createRequire(import.meta.url);

/** A client whose method of this name counts its calls. */
function counting(Client, name) {
  return class extends Client {
    sent = 0;
    [name](...args) {
      this.sent++;
      return super[name](...args);
    }
  };
}

export const ENGINES = {
  redis: {
    title: 'RedisStore, ioredis',
    start: () => require('../../scripts/services/redis.js').start(),
    async connect(url) {
      const Client = counting(require('ioredis'), 'call');
      const client = new Client(url);
      const { RedisStore } = require('../../redis.js');
      return {
        client,
        store: new RedisStore(client),
        prepare: async () => {},
        claim: (id) => client.call('HSET', `raw:${id}`, ...Object.entries(newRecord()).flat()),
        release: (id, state) => client.call('HSET', `raw:${id}`, 'leaseEnd', 0, 'usedAt', Date.now(), 'state', state),
        end: () => client.quit(),
      };
    },
  },
  postgres: {
    title: 'PostgresStore, pg',
    start: () => require('../../scripts/services/postgres.js').start(),
    async connect(url) {
      const Client = counting(require('pg').Pool, 'query');
      const client = new Client({ connectionString: url });
      const { PostgresStore } = require('../../postgres.js');
      return {
        client,
        store: new PostgresStore(client),
        prepare: () =>
          client.query(
            'CREATE TABLE IF NOT EXISTS raw (id text PRIMARY KEY, owner text, fence bigint, lease_end float8, used_at float8, state text)',
          ),
        claim(id) {
          const { owner, fence, leaseEnd, usedAt } = newRecord();
          const text =
            'INSERT INTO raw VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET owner = $2, fence = $3, lease_end = $4, used_at = $5 RETURNING id, fence';
          return client.query(text, [id, owner, fence, leaseEnd, usedAt]);
        },
        release: (id, state) =>
          client.query('UPDATE raw SET lease_end = 0, used_at = $2, state = $3 WHERE id = $1 RETURNING id', [
            id,
            Date.now(),
            state,
          ]),
        end: () => client.end(),
      };
    },
  },
};
