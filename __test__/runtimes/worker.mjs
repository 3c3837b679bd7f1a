// What the workers of `checks/workers.mjs` do.

import { parentPort, workerData } from 'node:worker_threads';
import { Session } from 'crawler-session';

const HOME = 'https://example.com/';

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

  busy() {
    const sessions = [];
    for (let i = 0; ; i++) {
      const session = new Session({ sessionPool: { emit() {} } });
      session.putPuppeteerCookies([{ name: 'a', value: 'x'.repeat(500), domain: 'example.com' }]);
      session.cookieJar.setCookieSync(`b=${i}`, HOME);
      session.getState();
      sessions[i % 500] = session;
      if (i === 10) parentPort.postMessage('busy');
    }
  },
};

tasks[workerData.task](workerData);
