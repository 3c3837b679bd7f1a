'use strict';

const { PATIENCE_SECS, giveUpOnSlowPage } = require('../helpers/slow-page');
const { crawl } = require('./crawl');

/** A crawl with an SDK's CheerioCrawler; `onPage` is what its handler does before it notes the page. */
function crawlByCheerio({ onPage, ...job }) {
  return crawl({
    ...job,
    make(options, notes) {
      const crawler = new job.sdk.Apify.CheerioCrawler({
        ...options,
        requestTimeoutSecs: PATIENCE_SECS,
        handlePageFunction: async ({ request, response, $, session }) => {
          await onPage?.(request, session);
          notes.page(request, response.statusCode, $('h1').text(), session);
        },
      });
      giveUpOnSlowPage(crawler);
      return crawler;
    },
  });
}

module.exports = { crawlByCheerio };
