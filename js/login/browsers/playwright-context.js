'use strict';

const { PlainFrame } = require('./plain-frame');
const { framesOf } = require('./protocol-frame');

/** A browser context of Playwright, as capture and apply use it. */
class PlaywrightContext {
  #context;

  /** @param {object} [page] the only one whose `sessionStorage` counts */
  constructor(context, page) {
    this.#context = context;
    this.page = page;
  }

  get isGone() {
    return this.page?.isClosed() === true || this.#context.browser()?.isConnected() === false;
  }

  async pages() {
    return this.#context.pages();
  }

  async newPage() {
    try {
      return await this.#context.newPage();
    } catch (error) {
      // Contexts that `browser.newPage()` has made, as Crawlee does, have one page for their users.
      const [page] = this.#context.pages();
      if (page === undefined || this.isGone) throw error;
      return this.#newPageBeside(page).catch(() => {
        throw error;
      });
    }
  }

  cookies() {
    return this.#context.cookies();
  }

  addCookies(cookies) {
    return this.#context.addCookies(cookies);
  }

  /** A connection to a page by Chromium's protocol; `undefined` if it is another browser. */
  async protocolOf(page) {
    try {
      return await this.#context.newCDPSession(page);
    } catch (error) {
      if (this.isGone || page.isClosed()) throw error;
      return undefined;
    }
  }

  /** The documents of a page and of its frames. */
  async frames(page) {
    const protocol = await this.protocolOf(page);
    if (protocol === undefined) return page.frames().map((frame) => new PlainFrame(page, frame));
    // A frame without a process of its own refuses: it is seen with the one around it.
    const apart = page
      .frames()
      .filter((frame) => frame.parentFrame() !== null)
      .map((frame) => this.#context.newCDPSession(frame).catch(() => undefined));
    const protocols = [protocol, ...(await Promise.all(apart))].filter((each) => each !== undefined);
    const frames = protocols.map((each) => framesOf(each === protocol ? page : undefined, each));
    return (await Promise.all(frames)).flat();
  }

  async framesApart() {
    return [];
  }

  /** Opens a page in the context of another by Chromium's protocol. */
  async #newPageBeside(page) {
    const { browserContextId } = await this.#infoOf(page);
    const protocol = await this.#context.browser().newBrowserCDPSession();
    try {
      let created;
      const isIt = async (other) => (await this.#infoOf(other)).targetId === (await created).targetId;
      const opened = this.#context.waitForEvent('page', { predicate: isIt });
      created = protocol.send('Target.createTarget', { url: 'about:blank', browserContextId });
      const [beside] = await Promise.all([opened, created]);
      return beside;
    } finally {
      await protocol.detach();
    }
  }

  async #infoOf(page) {
    const protocol = await this.#context.newCDPSession(page);
    try {
      return (await protocol.send('Target.getTargetInfo')).targetInfo;
    } finally {
      await protocol.detach();
    }
  }

  /** Has every request of a page answered by `answer(url)`, a document or `undefined`. Returns what ends it. */
  async intercept(page, answer) {
    const handler = (route) => {
      const body = answer(route.request().url());
      const done = body === undefined ? route.abort() : route.fulfill({ body, contentType: 'text/html' });
      return done.catch(() => {});
    };
    await page.route(EVERYTHING, handler);
    return () => page.unroute(EVERYTHING, handler);
  }
}

const EVERYTHING = '**/*';

module.exports = { PlaywrightContext };
