'use strict';

const { checkHost } = require('../session/crawlee-session');
const { checkPool } = require('./check');
const { Share } = require('./share');

/** Nothing is ever saved under it, so that a crawler's pool restores nothing by itself. */
const PERSIST_STATE_KEY = 'CRAWLER_SESSION_POOL';

/** For the option `sessionPoolOptions` of a crawler of Crawlee 3 or the Apify SDK: its sessions are those of a shared pool. */
function sessionPoolOptions(pool) {
  checkPool(pool);
  const shares = new WeakMap();
  return {
    persistStateKey: PERSIST_STATE_KEY,
    async createSessionFunction(host, options) {
      checkHost(host);
      if (!shares.has(host)) shares.set(host, new Share(pool, host));
      return shares.get(host).take(options?.sessionOptions);
    },
  };
}

module.exports = { sessionPoolOptions };
