'use strict';

/** The other half of `src/crossing/shared_text.rs`: a text that may be the same in many rows, which then crosses once. */

const { SAME } = require('./layout').sharedText;

class SharedText {
  /** That of the last row. */
  #last;

  /**
   * Appends the text of a row, if there is one, to the texts of the rows, unless the row before has the same.
   *
   * @param {{ texts: string }} rows
   * @returns {number} what stands in the row in place of its length
   */
  push(rows, text) {
    if (text === this.#last) return SAME;
    this.#last = text;
    if (text === undefined) return -1;
    rows.texts += text;
    return text.length;
  }
}

module.exports = { SharedText };
