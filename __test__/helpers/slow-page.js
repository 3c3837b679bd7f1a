'use strict';

/** What the crawlers wait for any other page, in seconds. */
const PATIENCE_SECS = 120;

/**
 * Lets an SDK's CheerioCrawler give up on `/slow`, a page that is never answered, after a time in seconds. The SDK has two timers of the
 * same length for each request, and only the one of the request itself marks the session as bad. Which of them comes first is chance, so
 * that the other one gets the patience for all pages (the crawler's `requestTimeoutSecs`).
 */
function giveUpOnSlowPage(crawler, seconds) {
  const { _getRequestOptions: optionsOf } = crawler;
  crawler._getRequestOptions = (request, ...rest) => {
    const options = optionsOf.call(crawler, request, ...rest);
    if (!request.url.endsWith('/slow')) return options;
    // The SDK 0.18 has seconds here, later ones have an object with milliseconds.
    return 'timeoutSecs' in options
      ? { ...options, timeoutSecs: seconds }
      : { ...options, timeout: { request: seconds * 1000 } };
  };
}

module.exports = { PATIENCE_SECS, giveUpOnSlowPage };
