'use strict';

const { PostgresStore } = require('../../stores/postgres-store');
const { Failure } = require('../failures');
const { requireDriver } = require('./driver');

/** Milliseconds to wait for the server. A command doesn't go on trying: whoever called it can. */
const CONNECT_MS = 10_000;

/** A store in PostgreSQL. What is behind `#` is its table. */
async function openPostgres(url) {
  const { driver } = requireDriver(['pg'], 'A store in PostgreSQL');
  const { hash } = new URL(url);
  const options = hash === '' ? {} : { table: decodeURIComponent(hash.slice(1)) };
  const connectionString = url.slice(0, url.length - hash.length);
  const pool = new driver.Pool({ connectionString, max: 1, connectionTimeoutMillis: CONNECT_MS });
  pool.on('error', () => {});
  const end = () => pool.end();
  try {
    await pool.query('SELECT 1');
  } catch (error) {
    await end();
    throw new Failure(`PostgreSQL can't be reached: ${error.message || error.code}`);
  }
  return { store: new PostgresStore(pool, options), end };
}

module.exports = { openPostgres };
