'use strict';

/**
 * The other half of `src/crossing/numbers.rs`: the array into which Rust writes the numbers of its rows; the first one says how many there
 * are. It is reused in each call, since reading it runs no user code.
 */

/** Room for a hundred cookies or so. */
const USUAL = 1024;
/** A larger array is not kept. */
const MOST = 1 << 15;

let kept = new Float64Array(USUAL);

/**
 * Calls Rust, again with a larger array if the numbers don't fit.
 *
 * @param {(numbers: Float64Array) => string | null} call
 * @param {(text: string, numbers: Float64Array) => object[]} read makes objects of text and numbers
 * @returns {object[] | null} `null` if Rust returned that
 */
function readRows(call, read) {
  let numbers = kept;
  // Rust only writes it if there are rows.
  numbers[0] = 0;
  let text = call(numbers);
  if (text === null) return null;
  while (numbers[0] > numbers.length) {
    numbers = new Float64Array(numbers[0] * 2);
    text = call(numbers);
  }
  if (numbers !== kept && numbers.length <= MOST) kept = numbers;
  return read(text, numbers);
}

module.exports = { readRows };
