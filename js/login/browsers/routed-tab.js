'use strict';

const { TITLE, callText, framedCallText } = require('../page/script');

const BLANK = 'about:blank';

/** A tab whose every request is answered on this machine, by what its library has for that: for browsers other than Chromium. */
class RoutedTab {
  #page;
  #answer = () => undefined;
  #stop;

  static async open(context, page) {
    const tab = new RoutedTab();
    tab.#page = page;
    tab.#stop = await context.intercept(page, (url) => tab.#answer(url));
    return tab;
  }

  /** Goes to an address, which and all others are answered by `answer(url)`, a document or `undefined`. */
  async visit(url, answer) {
    this.#answer = answer;
    // In place of the document before it: a site would see a longer history.
    const replace = `location.replace(${JSON.stringify(url)})`;
    await Promise.all([this.#page.waitForNavigation(), this.#page.evaluate(replace)]);
    if (url !== BLANK && (await this.#page.title()) !== TITLE) {
      throw new Error('a service worker of the site has answered; only in Chromium it can be passed by');
    }
  }

  async call(name, request) {
    return JSON.parse(await this.#page.evaluate(callText(name, request)));
  }

  async callFramed(name, request) {
    return JSON.parse(await this.#page.evaluate(framedCallText(name, request)));
  }

  /** Leaves the page blank. */
  async leave() {
    await this.visit(BLANK, () => undefined);
    await this.#stop();
  }
}

module.exports = { RoutedTab };
