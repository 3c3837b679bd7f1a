'use strict';

const { mkdirSync, mkdtempSync, writeFileSync } = require('node:fs');
const { rm } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { chromium } = require('playwright');
const { ARGS, launch } = require('../../demo/chromium');
const { PATIENCE_MS } = require('../helpers/patience');

/** Profiles of this test file, until its end. */
const profiles = [];

/**
 * Playwright's Chromium with third-party cookies allowed, as in Chrome and in Playwright's own builds. Debian's blocks them, and as Playwright
 * turns off the partitioning of storage, frames of other sites have no storage there at all. Only a profile's preferences change it.
 */
async function launchWithThirdParties(args = []) {
  const profile = mkdtempSync(join(tmpdir(), 'crawler-session-profile-'));
  profiles.push(profile);
  mkdirSync(join(profile, 'Default'));
  const allowed = { profile: { cookie_controls_mode: 0 } };
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(allowed));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.PUPPETEER_EXECUTABLE_PATH,
    args: [...ARGS, ...args],
    timeout: PATIENCE_MS,
  });
  return context.browser();
}

/** How each library starts Chromium, opens a context, and waits for a title. */
const LIBRARIES = {
  Puppeteer: {
    launch: (args = []) => launch({ args }),
    openContext: (browser) => browser.createBrowserContext(),
    hasTitle: (page, title) =>
      page.waitForFunction((expected) => document.title === expected, { timeout: PATIENCE_MS }, title),
  },
  Playwright: {
    launch: launchWithThirdParties,
    openContext: (browser) => browser.newContext(),
    hasTitle: (page, title) =>
      page.waitForFunction((expected) => document.title === expected, title, { timeout: PATIENCE_MS }),
  },
};

/** Browsers of a test file, one of each library, started when they are asked for. Call it where hooks are set. */
function browsers() {
  const launched = new Map();
  afterAll(async () => {
    await Promise.all(Array.from(launched.values(), async (browser) => (await browser).close()));
    // A browser's last processes write for a moment after it has closed.
    for (const profile of profiles) await rm(profile, { recursive: true, force: true, maxRetries: 100 });
  });
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
