'use strict';

// Runs one crawl, told by a job in JSON as the argument, and prints in JSON what it saw. A crawl has a process of its own, as in life: its
// sessions reach the next crawl by the disk alone, and nothing may keep the process from ending. (Nor could it run in Jest, whose
// modules can't import got-scraping.)

const { programs, watchPrograms } = require('./programs');

watchPrograms();

const { RequestList, SessionError } = require('@crawlee/core');
const { createSessionFunction } = require('../../../crawlee');
const { PATIENCE_SECS, SLOW_MS } = require('../../helpers/slow-page');
const { Recorder } = require('./recorder');

/** Where the crawlers are; a browser's library is loaded only where it is needed. */
const CRAWLERS = {
  HttpCrawler: './http',
  CheerioCrawler: './http',
  PuppeteerCrawler: './browsers',
  PlaywrightCrawler: './browsers',
};

/** The option under test. Without it, the pool makes sessions of the built-in class. */
const SESSIONS = { ours: { createSessionFunction }, builtIn: {} };

/** What the handler of a page may do, by the name that the request has for it. */
const ACTS = {
  setEndlessCookie: ({ request, session }) => session.setCookie(`endless=1; Path=/; Max-Age=${1e15}`, request.url),
  retire: ({ session }) => session.retire(),
  die: () => process.kill(process.pid, 'SIGKILL'),
  throwSessionError: () => {
    throw new SessionError('You look like a robot');
  },
};

async function crawl({ crawler: name, sessions, requests, options, launchContext, sessionPoolOptions }) {
  const { Crawler, ...special } = require(CRAWLERS[name])[name];
  const recorder = new Recorder();
  let browsers;
  const failure = (event) => (context, error) => {
    const { url, retryCount } = context.request;
    recorder.note(event, context.session, { url, retryCount, message: error.message.split('\n')[0] });
  };
  const crawler = new Crawler({
    requestList: await RequestList.open(
      null,
      requests.map((request, index) => ({ ...request, uniqueKey: `${index}` })),
    ),
    maxConcurrency: 1,
    maxRequestRetries: 1,
    navigationTimeoutSecs: PATIENCE_SECS,
    requestHandlerTimeoutSecs: PATIENCE_SECS,
    ...special.optionsOf(options, launchContext),
    // A store of its own, which the next crawl doesn't purge.
    sessionPoolOptions: {
      maxPoolSize: 1,
      persistStateKeyValueStoreId: 'sessions',
      ...sessionPoolOptions,
      ...SESSIONS[sessions],
    },
    preNavigationHooks: [
      ({ request, session }, navigationOptions) => {
        recorder.watchPool(crawler.sessionPool);
        recorder.note('request', session, { url: request.url, retryCount: request.retryCount });
        special.beforeNavigation(navigationOptions, request.url.endsWith('/slow') ? SLOW_MS : undefined);
      },
    ],
    async requestHandler(context) {
      const { request, session } = context;
      const visit = await special.visit(context);
      recorder.note('page', session, { url: request.url, retryCount: request.retryCount, ...visit });
      ACTS[request.userData.act]?.(context);
      if (requests.at(-1).url === request.url) browsers = await recorder.browsersInUse();
    },
    errorHandler: failure('error'),
    failedRequestHandler: failure('failed'),
  });
  recorder.watchBrowsers(crawler.browserPool);
  const { requestsFinished, requestsFailed } = await crawler.run();
  return {
    requestsFinished,
    requestsFailed,
    events: recorder.events,
    sessions: recorder.sessions(),
    browsers,
    programs: await programs(),
  };
}

crawl(JSON.parse(process.argv[2])).then((report) => process.stdout.write(JSON.stringify(report)));
