'use strict';

const { launch } = require('../../demo/chromium');
const { PATIENCE_MS } = require('../helpers/patience');

/** Starts browsers with empty profiles for a test file, and closes all of them at its end. */
function visitors({ hosts = [] } = {}) {
  // The promises, so that a browser is closed too that was still starting when its test gave up.
  const launches = [];
  return {
    /** A new browser with a page that has not navigated yet. */
    async open() {
      launches.push(launch({ hosts }));
      const browser = await launches.at(-1);
      const page = await browser.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      return { browser, page };
    },
    close: () => Promise.all(launches.splice(0).map(async (launched) => (await launched).close())),
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
