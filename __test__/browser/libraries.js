'use strict';

const { chromium: playwright } = require('playwright');
const { PATIENCE_MS } = require('../helpers/patience');
const { visitors } = require('./visitors');

/**
 * Lets Playwright drive a visitor's browser beside Puppeteer: `context` is the one that both see. Call `disconnect()` before the browser is
 * closed: Playwright does some work then.
 */
async function bothLibraries(visitor) {
  const connection = await playwright.connectOverCDP(visitor.browser.wsEndpoint(), { timeout: PATIENCE_MS });
  return { ...visitor, context: connection.contexts()[0], disconnect: () => connection.close() };
}

/** A browser for a whole test file that both libraries drive. Call it where hooks are set; `clear()` makes it as good as new. */
function visitorOfBoth(options) {
  const chromium = visitors(options);
  const visitor = {
    clear: async () => {
      await visitor.page.goto('about:blank');
      await visitor.context.clearCookies();
    },
  };
  beforeAll(async () => Object.assign(visitor, await bothLibraries(await chromium.open())));
  afterAll(async () => {
    try {
      await visitor.disconnect?.();
    } finally {
      await chromium.close();
    }
  });
  return visitor;
}

/** How each library reports the cookies of a whole browser. */
const REPORTERS = {
  Puppeteer: ({ browser }) => browser.cookies(),
  Playwright: ({ context }) => context.cookies(),
};

/** How each library takes cookies. */
const TAKERS = {
  'Puppeteer (page)': ({ page }, cookies) => page.setCookie(...cookies),
  'Puppeteer (browser)': ({ browser }, cookies) => browser.setCookie(...cookies),
  Playwright: ({ context }, cookies) => context.addCookies(cookies),
};

module.exports = { REPORTERS, TAKERS, visitorOfBoth };
