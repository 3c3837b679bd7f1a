// The addon in worker threads: each has sessions of its own; states go from one to another.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Session } from 'crawler-session';

const HOME = 'https://example.com/';

/** What a busy worker shares with who started it. */
const ROUND = 0;
const STOP = 1;

const start = (workerData) => new Worker(new URL('../worker.mjs', import.meta.url), { workerData });

/** Starts a worker and waits for its first message. */
async function startAndHear(workerData) {
  const worker = start(workerData);
  const [message] = await once(worker, 'message');
  return { worker, message };
}

/** Terminates a worker in the middle of calls. Returns whether it stood still from then on. */
async function interrupted() {
  const shared = new SharedArrayBuffer(8);
  const state = new Int32Array(shared);
  const { worker } = await startAndHear({ task: 'busy', shared });
  await worker.terminate();
  const round = Atomics.load(state, ROUND);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const stands = Atomics.load(state, ROUND) === round;
  Atomics.store(state, STOP, 1);
  return stands;
}

export default {
  async 'workers at the same time have sessions of their own'() {
    const main = new Session({ id: 'main' });
    main.setCookie('main=1', HOME);
    const all = await Promise.all(
      Array.from({ length: 6 }, async (_, n) => {
        const { worker, message } = await startAndHear({ task: 'own', n });
        await worker.terminate();
        return message.header;
      }),
    );
    assert.deepEqual(all, ['n=0', 'n=1', 'n=2', 'n=3', 'n=4', 'n=5']);
    assert.equal(main.getCookieString(HOME), 'main=1');
  },

  async 'a state goes to a worker and comes back'() {
    const session = new Session();
    session.setCookie('a=1', HOME);
    const { worker, message } = await startAndHear({ task: 'state', state: session.getState() });
    await worker.terminate();
    assert.equal(message.id, session.id);
    const back = new Session(message);
    assert.equal(back.getCookieString(HOME), 'a=1; worker=1');
    assert.equal(session.getCookieString(HOME), 'a=1');
  },

  async 'workers are terminated in the middle of calls, with live sessions'() {
    const session = new Session();
    session.setCookie('a=1', HOME);
    for (let round = 0; round < 5; round++) await Promise.all([interrupted(), interrupted(), interrupted()]);
    assert.equal(session.getCookieString(HOME), 'a=1');
  },

  async 'terminate() stops a busy worker'() {
    assert.equal(await interrupted(), true);
  },

  async 'workers come to their own end'() {
    const worker = start({ task: 'own', n: 1 });
    const [code] = await once(worker, 'exit');
    assert.equal(code, 0);
  },

  async 'cookies of sessions that live when a worker ends are given back'() {
    const rounds = [];
    for (let round = 0; round < 30; round++) {
      const { worker } = await startAndHear({ task: 'full' });
      await worker.terminate();
      rounds.push(process.memoryUsage().rss / 2 ** 20);
    }
    // A worker stores 5 MB of cookies, so twenty that were kept would be 100 MB.
    const growth = rounds.at(-1) - Math.max(...rounds.slice(0, 10));
    assert.ok(growth < 32, `${growth.toFixed(1)} MB more: ${rounds.map((mb) => mb.toFixed(0)).join(', ')}`);
  },
};
