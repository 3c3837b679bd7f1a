'use strict';

const { invalidArgument } = require('../values/errors');
const { checkFunction, checkObject, checkPool, checkSeconds } = require('./check');
const { SessionBrowserPool } = require('./session-browser-pool');
const { Use } = require('./use');

/** What a crawler calls of a browser pool. */
const BROWSER_POOL = ['newPage', 'closePage', 'extractPageState', 'injectPageState'];

/** Options of a crawler of Crawlee 4, whose sessions are then those of a shared pool. */
function crawlerOptions(pool, options = {}) {
  checkPool(pool);
  if (options === null || typeof options !== 'object') throw invalidArgument('options', 'an object', options);
  const { timeoutSecs = 40, useTimeoutSecs = 300, extendContext, browserPool } = options;
  checkSeconds(timeoutSecs, 'timeoutSecs');
  checkSeconds(useTimeoutSecs, 'useTimeoutSecs');
  checkFunction(extendContext, 'extendContext');
  checkObject(browserPool, 'browserPool', BROWSER_POOL);
  const crawler = {
    sessionPool: {
      async getSession(id) {
        return Use.begin(await pool.acquire({ id, timeoutSecs }), useTimeoutSecs * 1000);
      },
    },
    async extendContext(context) {
      const use = Use.of(context.session);
      if (use !== undefined) {
        use.announceEnd();
        context.registerDeferredCleanup(async () => use.endAttempt());
      }
      return (await extendContext?.(context)) ?? {};
    },
  };
  if (browserPool !== undefined) crawler.browserPool = new SessionBrowserPool(browserPool);
  return crawler;
}

module.exports = { crawlerOptions };
