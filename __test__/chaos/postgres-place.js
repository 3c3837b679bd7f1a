'use strict';

const { setTimeout: sleep } = require('node:timers/promises');
const { Client } = require('pg');
const { start } = require('../../scripts/services/postgres');
const { Network } = require('./network');
const { RESTARTS, ServerPlace } = require('./server-place');

class PostgresPlace extends ServerPlace {
  static async open({ settings, ...options } = {}) {
    const server = await start({ settings });
    const network = await Network.start(server.port);
    return new PostgresPlace({ server, network, store: { kind: 'postgres' }, ...options });
  }

  /** Says statements to the server, which may be away just now, in one connection. Resolves to the rows of the last. */
  async query(...statements) {
    for (;;) {
      const client = new Client(this.server.url);
      client.on('error', () => {});
      try {
        await client.connect();
        let rows;
        for (const statement of statements) ({ rows } = await client.query(statement));
        return rows;
      } catch (error) {
        // It is starting or ending, or ended this connection.
        if (/^[0-9A-Z]{5}$/.test(error.code) && !/^57P0/.test(error.code)) throw error;
        await sleep(20);
      } finally {
        await client.end().catch(() => {});
      }
    }
  }

  /** Has a setting of the server while something is done. */
  async withSetting(name, value, work) {
    await this.query(`ALTER SYSTEM SET ${name} = ${value}`, 'SELECT pg_reload_conf()');
    await work();
    await this.query(`ALTER SYSTEM RESET ${name}`, 'SELECT pg_reload_conf()');
  }
}

/** Faults of a server of PostgreSQL. */
const POSTGRES_FAULTS = {
  ...RESTARTS,

  async 'the server ends all connections'(place) {
    await place.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()');
  },

  async 'somebody locks the table'(place, random) {
    const seconds = (place.leaseMs / 1000) * random.next();
    const table = 'crawler_sessions IN ACCESS EXCLUSIVE MODE';
    await place.query('BEGIN', `LOCK TABLE ${table}`, `SELECT pg_sleep(${seconds})`, 'COMMIT').catch(() => {});
  },

  async 'the server takes no writes'(place, random) {
    const work = () => sleep(place.leaseMs * random.next());
    await place.withSetting('default_transaction_read_only', 'on', work);
  },

  async 'transactions are serializable'(place) {
    const work = () => place.crew.goesOn(5);
    await place.withSetting('default_transaction_isolation', 'serializable', work);
  },
};

module.exports = { POSTGRES_FAULTS, PostgresPlace };
