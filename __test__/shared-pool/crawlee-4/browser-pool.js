'use strict';

const playwright = require('playwright');
const { executablePath, launch, ARGS } = require('../../../demo/chromium');
const { PATIENCE_MS } = require('../../helpers/patience');

/** How each library does what Crawlee's controllers ask of it. */
const LIBRARIES = {
  Puppeteer: {
    launch,
    newContext: (browser) => browser.createBrowserContext(),
    contextOf: (page) => page.browserContext(),
    cookiesOf: async (context) => {
      const cookies = await context.cookies();
      return cookies.map(({ sameSite, ...rest }) => ({
        ...rest,
        sameSite: sameSite === 'Default' ? undefined : sameSite,
      }));
    },
    setCookies: (context, cookies) => context.setCookie(...cookies),
  },
  Playwright: {
    launch: async () =>
      playwright.chromium.launch({ executablePath: await executablePath(), args: ARGS, timeout: PATIENCE_MS }),
    newContext: (browser) => browser.newContext(),
    contextOf: (page) => page.context(),
    cookiesOf: (context) => context.cookies(),
    setCookies: (context, cookies) => context.addCookies(cookies),
  },
};

/** What Crawlee 4's own BrowserPool does, in one browser (packages/browser-pool of apify/crawlee, August 2026). */
class BrowserPool {
  /** As there, pages share the browser's own context unless somebody says otherwise. */
  browserPlugins = [{ useIncognitoPages: false }];
  #library;
  #browser;
  #shared;

  constructor(library, browser) {
    this.#library = LIBRARIES[library];
    this.#browser = browser;
  }

  async newPage() {
    const { newContext } = this.#library;
    if (!this.browserPlugins[0].useIncognitoPages) {
      this.#shared ??= newContext(this.#browser);
      return (await this.#shared).newPage();
    }
    const context = await newContext(this.#browser);
    const page = await context.newPage();
    page.once('close', () => context.close().catch(() => {}));
    return page;
  }

  async closePage(page) {
    await page.close();
  }

  async extractPageState(page) {
    return { cookies: await this.#library.cookiesOf(this.#library.contextOf(page)) };
  }

  async injectPageState(page, { cookies }) {
    const placed = cookies.map((cookie) => (cookie.url || cookie.domain ? cookie : { ...cookie, url: page.url() }));
    await this.#library.setCookies(this.#library.contextOf(page), placed);
  }
}

module.exports = { BrowserPool, LIBRARIES };
