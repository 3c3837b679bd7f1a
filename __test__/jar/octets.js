'use strict';

/** Octets of a text of an HTTP client: one for each character up to U+00FF, or those of its UTF-8 where a character is no octet. */
function octets(text) {
  return /[^\0-\xff]/.test(text) ? Buffer.byteLength(text) : text.length;
}

module.exports = { octets };
