'use strict';

/**
 * tough-cookie trims as JavaScript does; RFC 6265 section 5.2 takes away space and tab alone, and the last octet of `città` in UTF-8 is a
 * no-break space in Latin-1. What tough-cookie would make of a line without its trimming is found by giving it letters for such spaces.
 */

const SPACES = [
  ...'\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff',
];
const ODD_SPACE = new RegExp(`[${SPACES.join('')}]`, 'g');

const FIRST_LETTER = 0xe000;
const letterOf = (space) => String.fromCharCode(FIRST_LETTER + SPACES.indexOf(space));
const LETTER = new RegExp(`[${SPACES.map(letterOf).join('')}]`, 'g');
const spaceOf = (letter) => SPACES[letter.charCodeAt(0) - FIRST_LETTER];

/** The line with letters for its odd spaces; that of a line without any is the same. */
function withLetters(line) {
  const [pair, ...attributes] = line.split(';');
  // In both packages, line breaks end the pair, and other controls in its name or value refuse it.
  const ended = pair.replace(/[\n\r].*/s, ' ').replace(/[\v\f]/g, '\u0001');
  return [ended, ...attributes].join(';').replace(ODD_SPACE, letterOf);
}

/** Whether a text has such a letter itself. */
function hasLetters(text) {
  return text.search(LETTER) !== -1;
}

/** The same text or plain data with the spaces again. */
function withSpaces(value) {
  if (typeof value === 'string') return value.replace(LETTER, spaceOf);
  if (Array.isArray(value)) return value.map(withSpaces);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  for (const [field, one] of Object.entries(value)) value[field] = withSpaces(one);
  return value;
}

module.exports = { hasLetters, withLetters, withSpaces };
