'use strict';

// Pieces of text as octets, one character for each, as they travel in a header.

const utf8 = (text) => Buffer.from(text, 'utf8').toString('latin1');

/** Text beyond ASCII, in UTF-8. */
const UTF8 = ['città', 'Zürich', '日本', '😀', 'ß', 'u\u0308', '\u0080', '\u0085', '\ufffd', '\uffff'].map(utf8);

/** Octets that are no UTF-8: Latin-1, cut off, overlong, surrogates, beyond Unicode. */
const OTHER = [
  '\xfc',
  'Z\xfcrich',
  '\x80',
  '\xe6\x97',
  '\xc0\x80',
  '\xed\xa0\x80',
  '\xf4\x90\x80\x80',
  '\xff\xfe',
  '\xc3\xbc\xfc',
];

/** What a reader of Unicode takes for a space and Chromium does not. */
const ODD_SPACES = ['\xa0', '\x85', ...['\u00a0', '\u3000', '\ufeff', '\u2028', '\u1680'].map(utf8)];

/** Controls that can stand in a header; line ends and NUL belong to HTTP. */
const CONTROLS = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code))
  .filter((one) => !'\0\r\n'.includes(one))
  .concat('\x7f');

module.exports = { CONTROLS, ODD_SPACES, OTHER, UTF8, utf8 };
