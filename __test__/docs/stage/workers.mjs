// For blocks about workers: one that makes a session of what it is sent, and answers with its header.

import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Session } from 'crawler-session';

const code = `
  const { parentPort } = require('node:worker_threads');
  const { Session } = require(${JSON.stringify(fileURLToPath(new URL('../../../index.js', import.meta.url)))});
  parentPort.on('message', (state) => parentPort.postMessage(new Session(state).getCookieString('https://example.com/')));
`;

export const worker = new Worker(code, { eval: true });
export const session = new Session();
session.setCookie('sid=1', 'https://example.com/');

export async function after() {
  assert.deepEqual(await once(worker, 'message'), ['sid=1']);
  await worker.terminate();
}
