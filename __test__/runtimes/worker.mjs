// What the workers of `checks/workers.mjs` do.

import { parentPort, workerData } from 'node:worker_threads';
import { Session } from 'crawler-session';

const HOME = 'https://example.com/';

/** What a busy worker shares with who started it. */
const ROUND = 0;
const STOP = 1;

const tasks = {
  own({ n }) {
    const session = new Session();
    session.setCookie(`n=${n}`, HOME);
    parentPort.postMessage({ header: session.getCookieString(HOME) });
  },

  state({ state }) {
    const session = new Session(state);
    session.setCookie('worker=1', HOME);
    parentPort.postMessage(session.getState());
  },

  full() {
    const cookies = Array.from({ length: 50 }, (_, n) => ({
      name: `n${n}`,
      value: 'x'.repeat(400),
      domain: 's.example',
    }));
    globalThis.kept = Array.from({ length: 200 }, () => {
      const session = new Session();
      session.putPuppeteerCookies(cookies);
      return session;
    });
    parentPort.on('message', () => {});
    parentPort.postMessage('full');
  },

  /** Goes on until it is terminated; for a runtime that doesn't do that, it looks whether it should stop by itself. */
  busy({ shared }) {
    const sessions = Array.from({ length: 100 }, () => new Session({ sessionPool: { emit() {} } }));
    const state = new Int32Array(shared);
    for (let round = 1; Atomics.load(state, STOP) === 0; round++) {
      const session = sessions[round % sessions.length];
      session.putPuppeteerCookies([{ name: 'a', value: 'x'.repeat(500), domain: 'example.com' }]);
      session.cookieJar.setCookieSync(`b=${round}`, HOME);
      session.getState();
      Atomics.store(state, ROUND, round);
      if (round === 10) parentPort.postMessage('busy');
    }
  },
};

tasks[workerData.task](workerData);
