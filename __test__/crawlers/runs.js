'use strict';

const { inPlace } = require('./place');
const { firstCrawl, hasBrowser, secondCrawl } = require('./requests');

/** A restart in the midst of a session, so that its login has to come out of the session and not out of the browser. */
const PAGES_OF_BROWSER = 4;

const SESSION_OPTIONS = { userData: { from: 'options' } };

/** Runs both crawls with one class, in a place of its own. */
function twoCrawls(crawler, sessions) {
  const browserPoolOptions = { useFingerprints: false, retireBrowserAfterPageCount: PAGES_OF_BROWSER };
  const job = {
    crawler,
    sessions,
    options: hasBrowser(crawler) ? { browserPoolOptions } : {},
    sessionPoolOptions: { sessionOptions: SESSION_OPTIONS },
  };
  return inPlace(async (site, crawl) => ({
    first: await crawl({ ...job, requests: firstCrawl(site, crawler) }),
    second: await crawl({ ...job, requests: secondCrawl(site) }),
  }));
}

/** The same crawls with our class and with the built-in one, before the tests of a `describe`. */
function bothRuns(crawler) {
  const runs = {};
  beforeAll(async () => {
    [runs.ours, runs.builtIn] = await Promise.all([twoCrawls(crawler, 'ours'), twoCrawls(crawler, 'builtIn')]);
  });
  return runs;
}

/** What a crawl did: its events but for the retirements, without what only browsers report. */
function steps({ events }) {
  return events.filter(({ event }) => event !== 'retired').map(({ cookies, ...event }) => event);
}

/** The sessions that were retired, one number for each event. */
function retirements({ events }) {
  return events.filter(({ event }) => event === 'retired').map(({ session }) => session);
}

/** Path and status of each page that a crawl got. */
function pages({ events }) {
  return events
    .filter(({ event }) => event === 'page')
    .map(({ url, status, session }) => [new URL(url).hostname + new URL(url).pathname, status, session]);
}

module.exports = { SESSION_OPTIONS, bothRuns, pages, retirements, steps };
