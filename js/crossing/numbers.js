'use strict';

/**
 * The other half of `src/crossing/numbers.rs`: the array into which Rust writes the numbers of its rows; the first one says how many there are.
 * It is used again in each call: what reads it runs no code of the user.
 */

/** Room for a hundred cookies or so. */
const USUAL = 1024;
/** An array that is larger is not kept. */
const MOST = 1 << 15;

let kept = new Float64Array(USUAL);

/**
 * Calls Rust until its numbers have room.
 *
 * @param {(numbers: Float64Array) => string | null} call
 * @param {(text: string, numbers: Float64Array) => object[]} read makes objects of text and numbers
 * @returns {object[] | null} `null` if Rust returned that
 */
function readRows(call, read) {
  let numbers = kept;
  // Rust writes it only where there are rows.
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
