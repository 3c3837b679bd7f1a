// Texts that look random and are the same in every run, and taking turns with them.

export const NAME_LENGTH = 15;
export const VALUE_LENGTH = 34;

/** Different inputs that a benchmark takes turns with, so that no call repeats the one before. */
const VARIANTS = 16;

const DAY = 24 * 60 * 60;
/** Seconds, whole ones, in a month from now: the original can only keep expiries of which it does not lose a part. */
export const EXPIRES = Math.floor(Date.now() / 1000) + 30 * DAY;
export const EXPIRES_TEXT = new Date(EXPIRES * 1000).toUTCString();

const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_';

/** Numbers that look random and are the same in every run. */
export function randomNumbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A text of one piece: one that was just put together would be flattened inside the first call that is timed. */
export function flat(text) {
  return Buffer.from(text).toString('latin1');
}

export function randomText(random, length) {
  let text = '';
  while (text.length < length) text += ALPHABET[random(ALPHABET.length)];
  return flat(text);
}

export function randomNames(count) {
  const random = randomNumbers(1);
  return Array.from({ length: count }, () => randomText(random, NAME_LENGTH));
}

/** What `make` makes of different random numbers. */
export function variants(make) {
  return Array.from({ length: VARIANTS }, (_, variant) => make(randomNumbers(variant + 2)));
}

/** Gives the items one after the other, over and over. */
export function turns(items) {
  let index = 0;
  return () => {
    const item = items[index];
    index = (index + 1) % items.length;
    return item;
  };
}
