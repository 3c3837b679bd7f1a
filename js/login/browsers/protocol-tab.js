'use strict';

const { callText, framedCallText } = require('../page/script');
const { evaluateApart } = require('./protocol-frame');

/** A tab whose every request is answered on this machine, by Chromium's protocol. */
class ProtocolTab {
  #protocol;
  #answer = () => undefined;
  #frameId;

  /** @param {object} protocol of a page that has not been anywhere yet */
  static async open(protocol) {
    const tab = new ProtocolTab(protocol);
    protocol.on('Fetch.requestPaused', (event) => tab.#respond(event));
    await Promise.all([
      protocol.send('Network.enable'),
      // One that the context has already would answer, or ask the site.
      protocol.send('Network.setBypassServiceWorker', { bypass: true }),
      protocol.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
    ]);
    return tab;
  }

  constructor(protocol) {
    this.#protocol = protocol;
  }

  /** Goes to an address, which and all others are answered by `answer(url)`, a document or `undefined`. */
  async visit(url, answer) {
    this.#answer = answer;
    const { errorText, frameId } = await this.#protocol.send('Page.navigate', { url });
    if (errorText) throw new Error(errorText);
    this.#frameId = frameId;
  }

  call(name, request) {
    return evaluateApart(this.#protocol, this.#frameId, callText(name, request));
  }

  callFramed(name, request) {
    return evaluateApart(this.#protocol, this.#frameId, framedCallText(name, request));
  }

  /** Leaves the page as one that has not been anywhere. */
  async leave() {
    await this.visit('about:blank', () => undefined);
    // Until the blank document is there, Chromium has none whose history it could reset.
    await this.call('place', {});
    await this.#protocol.send('Page.resetNavigationHistory');
    await this.#protocol.detach();
  }

  async #respond({ requestId, request }) {
    const body = this.#answer(request.url);
    const [method, more] =
      body === undefined
        ? ['Fetch.failRequest', { errorReason: 'BlockedByClient' }]
        : [
            'Fetch.fulfillRequest',
            {
              responseCode: 200,
              responseHeaders: [{ name: 'Content-Type', value: 'text/html; charset=utf-8' }],
              body: Buffer.from(body).toString('base64'),
            },
          ];
    // The tab may have been closed meanwhile.
    await this.#protocol.send(method, { requestId, ...more }).catch(() => {});
  }
}

module.exports = { ProtocolTab };
