// For blocks about stores: the store that the page itself has, two objects on the records of one, and a PostgreSQL.

import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { after as afterTests } from 'node:test';
import postgres from '../../../scripts/services/postgres.js';

const page = readFileSync(new URL('../../../docs/stores.md', import.meta.url), 'utf8');
const [, code] = /^```js\n(.*?)^```$/ms.exec(page);
const module = await import(`data:text/javascript,${encodeURIComponent(code)}`);

/** Types of its results are made of what it returns, and are wider than those of a store. */
export const MapStore = /** @type {any} */ (module.MapStore);

let connected = 0;

export const connect = () => {
  const [one, other] = [new MapStore(), new MapStore()];
  other.pools = one.pools;
  connected++;
  return [one, other];
};

export const disconnect = (..._stores) => {
  connected--;
};

const server = process.argv.includes('connectionString') ? await postgres.start() : undefined;

export const connectionString = server?.url;

/** Tests of node:test begin after the block, and their failures only show in the exit code. */
export async function after(_block, used) {
  await server?.stop();
  if (!used.includes('connect')) return;
  await new Promise((resolve) => afterTests(resolve));
  assert.equal(process.exitCode ?? 0, 0);
  assert.equal(connected, 0);
}
