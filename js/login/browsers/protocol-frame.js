'use strict';

const { callText } = require('../page/script');

/** Names the world of our scripts, for somebody who debugs; pages don't see it. */
const WORLD = 'crawler-session';

/**
 * Evaluates a text that makes a promise of JSON, in a world of our own: scripts of the page neither see it nor have changed what it calls.
 * `Runtime.enable`, which pages can notice, is not needed for that.
 */
async function evaluateApart(protocol, frameId, expression) {
  const { executionContextId } = await protocol.send('Page.createIsolatedWorld', { frameId, worldName: WORLD });
  const { result, exceptionDetails } = await protocol.send('Runtime.evaluate', {
    expression,
    contextId: executionContextId,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails !== undefined) {
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  }
  return JSON.parse(result.value);
}

/** Tells who waits for an answer of a document that it is gone: Chromium does not always. */
class Departures {
  /** By the id of a frame, what rejects the calls that its document has not answered yet. */
  #waiting = new Map();

  static async of(protocol) {
    const departures = new Departures();
    protocol.on('Page.frameNavigated', ({ frame }) => departures.#left(frame.id));
    protocol.on('Page.frameDetached', ({ frameId }) => departures.#left(frameId));
    await protocol.send('Page.enable');
    return departures;
  }

  /** What the call is fulfilled with, unless the document goes before. */
  async orGone(frameId, call) {
    let reject;
    const gone = new Promise((_, rejectIt) => {
      reject = rejectIt;
    });
    const waiting = this.#waiting.get(frameId) ?? new Set();
    this.#waiting.set(frameId, waiting.add(reject));
    try {
      return await Promise.race([call, gone]);
    } finally {
      waiting.delete(reject);
    }
  }

  #left(frameId) {
    for (const reject of this.#waiting.get(frameId) ?? []) reject(new Error('the page went elsewhere meanwhile'));
  }
}

/** A document that is reached by Chromium's protocol. */
class ProtocolFrame {
  #protocol;
  #departures;
  #frame;

  /** @param {object} [page] the one that it belongs to, if that is known */
  constructor(page, protocol, departures, frame) {
    this.#protocol = protocol;
    this.#departures = departures;
    this.#frame = frame;
    this.page = page;
    this.isTop = page !== undefined && frame.parentId === undefined;
  }

  get url() {
    return this.#frame.url;
  }

  call(name, request) {
    const { id } = this.#frame;
    return this.#departures.orGone(id, evaluateApart(this.#protocol, id, callText(name, request)));
  }

  /** Ends the connection, with that of all frames of the same process. */
  async release() {
    await this.#protocol.detach().catch(() => {});
  }
}

/** All documents that a connection reaches. */
async function framesOf(page, protocol) {
  const departures = await Departures.of(protocol);
  const { frameTree } = await protocol.send('Page.getFrameTree');
  const withChildren = ({ frame, childFrames = [] }) => [frame, ...childFrames.flatMap(withChildren)];
  return withChildren(frameTree).map((frame) => new ProtocolFrame(page, protocol, departures, frame));
}

module.exports = { evaluateApart, framesOf };
