'use strict';

const { callText } = require('../page/script');

/** A document that is reached by its library alone: in the world of the page, whose scripts may have replaced what is called there. */
class PlainFrame {
  #frame;

  /** @param {object} page the one that it belongs to */
  constructor(page, frame) {
    this.#frame = frame;
    this.page = page;
    this.isTop = frame.parentFrame() === null;
  }

  get url() {
    return this.#frame.url();
  }

  async call(name, request) {
    const answer = JSON.parse(await this.#frame.evaluate(callText(name, request)));
    // Firefox has not always had `location.ancestorOrigins`.
    if (answer.ancestors.length === 0 && !this.isTop) answer.ancestors = this.#ancestors();
    return answer;
  }

  async release() {}

  #ancestors() {
    const origins = [];
    for (let frame = this.#frame.parentFrame(); frame !== null; frame = frame.parentFrame()) {
      origins.push(new URL(frame.url()).origin);
    }
    return origins;
  }
}

module.exports = { PlainFrame };
