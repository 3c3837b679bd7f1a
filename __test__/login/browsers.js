'use strict';

const { chromium } = require('playwright');
const { ARGS, launch } = require('../../demo/chromium');
const { PATIENCE_MS } = require('../helpers/patience');

/** How each library starts Chromium, opens a context, and waits for a title. */
const LIBRARIES = {
  Puppeteer: {
    launch: () => launch(),
    openContext: (browser) => browser.createBrowserContext(),
    hasTitle: (page, title) =>
      page.waitForFunction((expected) => document.title === expected, { timeout: PATIENCE_MS }, title),
  },
  Playwright: {
    launch: () =>
      chromium.launch({ executablePath: process.env.PUPPETEER_EXECUTABLE_PATH, args: ARGS, timeout: PATIENCE_MS }),
    openContext: (browser) => browser.newContext(),
    hasTitle: (page, title) =>
      page.waitForFunction((expected) => document.title === expected, title, { timeout: PATIENCE_MS }),
  },
};

/** Browsers of a test file, one of each library, started when they are asked for. Call it where hooks are set. */
function browsers() {
  const launched = new Map();
  afterAll(() => Promise.all(Array.from(launched.values(), async (browser) => (await browser).close())));
  return {
    /** The browser of a library. */
    of(library) {
      if (!launched.has(library)) launched.set(library, LIBRARIES[library].launch());
      return launched.get(library);
    },
    /** A context with nothing in it, and a page that has been nowhere. */
    async fresh(library) {
      const context = await LIBRARIES[library].openContext(await this.of(library));
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      const hasTitle = (title) => LIBRARIES[library].hasTitle(page, title);
      return { context, page, hasTitle };
    },
  };
}

/** The title of a page once it has looked whether one is logged in. */
async function titleOf({ page }, url) {
  await page.goto(url);
  await page.waitForFunction(() => document.title !== '…');
  return page.title();
}

module.exports = { LIBRARIES, browsers, titleOf };
