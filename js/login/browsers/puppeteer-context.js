'use strict';

const { PlainFrame } = require('./plain-frame');
const { framesOf } = require('./protocol-frame');

/** A browser context of Puppeteer, as capture and apply use it. */
class PuppeteerContext {
  #context;

  /** @param {object} [page] the only one whose `sessionStorage` counts */
  constructor(context, page) {
    this.#context = context;
    this.page = page;
  }

  get isGone() {
    const browser = this.#context.browser();
    return this.page?.isClosed() === true || !(browser.connected ?? browser.isConnected());
  }

  pages() {
    return this.#context.pages();
  }

  newPage() {
    return this.#context.newPage();
  }

  cookies() {
    if (typeof this.#context.cookies === 'function') return this.#context.cookies();
    return this.#withAnyPage(async (protocol) => (await protocol.send('Network.getAllCookies')).cookies);
  }

  addCookies(cookies) {
    if (typeof this.#context.setCookie === 'function') return this.#context.setCookie(...cookies);
    return this.#withAnyPage((protocol) => protocol.send('Network.setCookies', { cookies }));
  }

  /** A connection to a page by Chromium's protocol; `undefined` if it is another browser. */
  async protocolOf(page) {
    try {
      return await (page.createCDPSession?.() ?? page.target().createCDPSession());
    } catch (error) {
      if (this.isGone || page.isClosed()) throw error;
      return undefined;
    }
  }

  /** The documents of a page and of its frames. */
  async frames(page) {
    const protocol = await this.protocolOf(page);
    if (protocol === undefined) return page.frames().map((frame) => new PlainFrame(page, frame));
    return framesOf(page, protocol);
  }

  /** The documents of all frames that have a process of their own: Puppeteer doesn't say of which page they are. */
  async framesApart() {
    const targets = this.#context.targets().filter((target) => target.type() === 'other' || target.type() === 'iframe');
    const frames = targets.map(async (target) => {
      try {
        return await framesOf(undefined, await target.createCDPSession());
      } catch {
        // It is no frame, or is gone.
        return [];
      }
    });
    return (await Promise.all(frames)).flat();
  }

  /** Has every request of a page answered by `answer(url)`, a document or `undefined`. Returns what ends it. */
  async intercept(page, answer) {
    const listener = (request) => {
      if (request.isInterceptResolutionHandled?.()) return;
      const body = answer(request.url());
      const done = body === undefined ? request.abort() : request.respond({ body, contentType: 'text/html' });
      done.catch(() => {});
    };
    await page.setRequestInterception(true);
    page.on('request', listener);
    return async () => {
      page.off('request', listener);
      await page.setRequestInterception(false);
    };
  }

  async #withAnyPage(step) {
    const pages = await this.pages();
    const page = pages[0] ?? (await this.newPage());
    const protocol = await this.protocolOf(page);
    try {
      return await step(protocol);
    } finally {
      await protocol.detach();
      if (pages.length === 0) await page.close();
    }
  }
}

module.exports = { PuppeteerContext };
