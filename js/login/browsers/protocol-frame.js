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

/** A document that is reached by Chromium's protocol. */
class ProtocolFrame {
  #protocol;
  #frame;

  /** @param {object} [page] the one that it belongs to, if that is known */
  constructor(page, protocol, frame) {
    this.#protocol = protocol;
    this.#frame = frame;
    this.page = page;
    this.isTop = page !== undefined && frame.parentId === undefined;
  }

  get url() {
    return this.#frame.url;
  }

  call(name, request) {
    return evaluateApart(this.#protocol, this.#frame.id, callText(name, request));
  }

  /** Ends the connection, with that of all frames of the same process. */
  async release() {
    await this.#protocol.detach().catch(() => {});
  }
}

/** All documents that a connection reaches. */
async function framesOf(page, protocol) {
  const { frameTree } = await protocol.send('Page.getFrameTree');
  const withChildren = ({ frame, childFrames = [] }) => [frame, ...childFrames.flatMap(withChildren)];
  return withChildren(frameTree).map((frame) => new ProtocolFrame(page, protocol, frame));
}

module.exports = { evaluateApart, framesOf };
