'use strict';

const { PATIENCE_MS } = require('./patience');

/** What the crawlers wait for any other page, in seconds. */
const PATIENCE_SECS = PATIENCE_MS / 1000;

/** How long `/slow` is waited for, a page that is never answered. A busy machine has asked for it by then. */
const SLOW_MS = 5000;

/**
 * Lets an SDK's CheerioCrawler give up on `/slow`. The SDK has two timers of the same length for each request, and only the one of the
 * request itself marks the session as bad. Which of them comes first is chance, so that the other one gets the patience for all pages
 * (the crawler's `requestTimeoutSecs`).
 */
function giveUpOnSlowPage(crawler) {
  const { _getRequestOptions: optionsOf } = crawler;
  crawler._getRequestOptions = (request, ...rest) => {
    const options = optionsOf.call(crawler, request, ...rest);
    if (!request.url.endsWith('/slow')) return options;
    // The SDK 0.18 has seconds here, later ones have an object with milliseconds.
    return 'timeoutSecs' in options
      ? { ...options, timeoutSecs: SLOW_MS / 1000 }
      : { ...options, timeout: { request: SLOW_MS } };
  };
}

module.exports = { PATIENCE_SECS, SLOW_MS, giveUpOnSlowPage };
