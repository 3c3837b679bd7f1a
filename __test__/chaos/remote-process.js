'use strict';

// A crawler in a process of its own, which does what it is told: `remote-process.js <JSON>`, with `store` and the `options` of its pool. Each
// message `[name, …args]` is answered by one of `{ result }` or `{ code }`.

const { openCrawler } = require('./crawler');
const { numberOf, putNumber } = require('./numbered');

const { store, options } = JSON.parse(process.argv[2]);
const opened = openCrawler(store, options);
let lease;

const CALLS = {
  async open() {
    await opened;
  },

  async acquire(timeoutSecs) {
    lease = await (await opened).pool.acquire({ timeoutSecs });
    return { fence: lease.fence, n: numberOf(lease.session) };
  },

  put: (n) => putNumber(lease.session, n),

  release: () => lease.release(),

  isAborted: () => lease.signal.aborted,

  async lost() {
    return (await opened).lost;
  },

  /** The hour of this process, in milliseconds. */
  hour: () => Date.now(),

  async close() {
    await (await opened).close();
  },
};

process.on('message', async ([name, ...args]) => {
  try {
    process.send({ result: await CALLS[name](...args) });
  } catch ({ code, message }) {
    process.send({ code, message });
  }
});
process.on('disconnect', () => process.exit());
