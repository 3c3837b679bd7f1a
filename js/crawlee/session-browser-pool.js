'use strict';

const { PageCookies } = require('./page-cookies');
const { Use } = require('./use');

/**
 * Around a browser pool of Crawlee 4: each page has a browser context of its own, the session's cookies go in and out without loss, and the
 * session is in use until the page has closed. Pages without a session of the shared pool are left to the pool itself.
 */
class SessionBrowserPool {
  #pool;
  /** By page. */
  #visits = new WeakMap();
  /** Whose cookies each browser context has. */
  #owners = new WeakMap();

  constructor(pool) {
    this.#pool = pool;
    // By default, Crawlee's own pool opens the pages of all sessions in one context.
    for (const plugin of pool.browserPlugins ?? []) plugin.useIncognitoPages = true;
  }

  async newPage(options) {
    const use = Use.of(options?.session);
    if (use === undefined) return this.#pool.newPage(options);
    use.enter();
    try {
      const page = await this.#pool.newPage(options);
      await this.#checkContext(page, use.session);
      this.#visits.set(page, { use, cookies: new PageCookies() });
      return page;
    } catch (error) {
      use.leave();
      throw error;
    }
  }

  async closePage(page, options) {
    try {
      await this.#pool.closePage(page, options);
    } finally {
      const visit = this.#visits.get(page);
      this.#visits.delete(page);
      await visit?.use.leave();
    }
  }

  /** Gives the session's cookies to a page, all of them; of those that the crawler has, the ones that are not the session's as well. */
  async injectPageState(page, state) {
    const visit = this.#visits.get(page);
    if (visit === undefined) return this.#pool.injectPageState(page, state);
    const others = state.cookies.filter(({ domain }) => !domain);
    const cookies = [...visit.use.session.getPuppeteerCookies(), ...others];
    await this.#pool.injectPageState(page, { ...state, cookies });
    const { cookies: given } = await this.#pool.extractPageState(page);
    visit.cookies.changesTo(given);
  }

  /** Tells the session what a page has done to its cookies; the crawler, which would lose half of it, has nothing more to store. */
  async extractPageState(page) {
    const state = await this.#pool.extractPageState(page);
    const visit = this.#visits.get(page);
    if (visit === undefined) return state;
    visit.use.session.putPuppeteerCookies(visit.cookies.changesTo(state.cookies));
    return { ...state, cookies: [] };
  }

  /** A context that has another session's cookies would send them. */
  async #checkContext(page, session) {
    const context = page.browserContext?.() ?? page.context?.();
    if (context === undefined) return;
    const owner = this.#owners.get(context) ?? session.id;
    this.#owners.set(context, owner);
    if (owner === session.id) return;
    await this.#pool.closePage(page).catch(() => {});
    throw new Error(
      `The browser pool opened pages of the sessions ${JSON.stringify(owner)} and ${JSON.stringify(session.id)} in one browser ` +
        'context, where they would share their cookies. Make the pool with launchContext: { useIncognitoPages: true }',
    );
  }
}

module.exports = { SessionBrowserPool };
