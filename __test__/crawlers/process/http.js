'use strict';

const { CheerioCrawler } = require('@crawlee/cheerio');
const { HttpCrawler } = require('@crawlee/http');
const { lookup } = require('../../../examples/site');

/** What is special to a crawler without a browser. */
function withoutBrowser(Crawler, titleOf) {
  return {
    Crawler,
    optionsOf: (options) => options,
    beforeNavigation(gotOptions, timeoutMs) {
      gotOptions.dnsLookup = lookup;
      // Sooner than the crawler's own timer, which would race with this one.
      if (timeoutMs !== undefined) gotOptions.timeout = { request: timeoutMs };
    },
    visit: (context) => ({ status: context.response.statusCode, title: titleOf(context) }),
  };
}

module.exports = {
  HttpCrawler: withoutBrowser(HttpCrawler, ({ body }) => /<title>(.*?)<\/title>/.exec(body.toString())[1]),
  CheerioCrawler: withoutBrowser(CheerioCrawler, ({ $ }) => $('title').text()),
};
