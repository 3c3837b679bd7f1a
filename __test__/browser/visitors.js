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

/** One browser for a whole test file, without cookies at the beginning of each test. Call it where hooks are set. */
function sharedVisitor() {
  const chromium = visitors();
  const visitor = {};
  beforeAll(async () => Object.assign(visitor, await chromium.open()));
  afterAll(() => chromium.close());
  beforeEach(async () => {
    const protocol = await visitor.page.createCDPSession();
    await protocol.send('Storage.clearCookies');
    await protocol.detach();
  });
  return visitor;
}

module.exports = { sharedVisitor, visitors };
