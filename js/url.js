'use strict';

const { invalidArgument } = require('./errors');

/**
 * The text of a URL argument: a string, or a `URL` object of any realm or library.
 * Whether it is a URL at all is the parser's to say, on the other side of the boundary.
 */
function urlText(url, name = 'url') {
  if (typeof url === 'string') return url;
  if (url !== null && typeof url === 'object') {
    const { href } = url;
    if (typeof href === 'string') return href;
  }
  throw invalidArgument(name, 'a string or a URL', url);
}

module.exports = { urlText };
