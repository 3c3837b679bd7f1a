'use strict';

const { launch } = require('../../demo/chromium');

/** Starts browsers with empty profiles for a test file, and closes all of them at its end. */
function visitors({ hosts = [] } = {}) {
  const browsers = [];
  return {
    /** A new browser with a page that has not navigated yet. */
    async open() {
      const browser = await launch({ hosts });
      browsers.push(browser);
      return { browser, page: await browser.newPage() };
    },
    close: () => Promise.all(browsers.splice(0).map((browser) => browser.close())),
  };
}

module.exports = { visitors };
