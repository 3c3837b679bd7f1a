'use strict';

/** What Crawlee 4's own BrowserPool with its PuppeteerPlugin does, in one browser (packages/browser-pool of apify/crawlee, August 2026). */
class BrowserPool {
  /** As there, pages share the browser's own context unless somebody says otherwise. */
  browserPlugins = [{ useIncognitoPages: false }];
  #browser;

  constructor(browser) {
    this.#browser = browser;
  }

  async newPage() {
    const [{ useIncognitoPages }] = this.browserPlugins;
    if (!useIncognitoPages) return this.#browser.newPage();
    const context = await this.#browser.createBrowserContext();
    const page = await context.newPage();
    page.once('close', () => context.close().catch(() => {}));
    return page;
  }

  async closePage(page) {
    await page.close();
  }

  async extractPageState(page) {
    const cookies = await page.browserContext().cookies();
    return {
      cookies: cookies.map(({ sameSite, ...rest }) => ({
        ...rest,
        sameSite: sameSite === 'Default' ? undefined : sameSite,
      })),
    };
  }

  async injectPageState(page, { cookies }) {
    const placed = cookies.map((cookie) => (cookie.url || cookie.domain ? cookie : { ...cookie, url: page.url() }));
    await page.browserContext().setCookie(...placed);
  }
}

module.exports = { BrowserPool };
