'use strict';

const { invalidArgument } = require('./errors');

/**
 * The text of a URL argument: a string, or a `URL` object of any realm or library; `undefined` for anything else. Whether it is a URL at
 * all is for the parser to decide, on the other side of the boundary.
 */
function readUrl(url) {
  if (typeof url === 'string') return url;
  if (url !== null && typeof url === 'object') {
    const { href } = url;
    if (typeof href === 'string') return href;
    // Any object with the parts that tough-cookie reads.
    const { protocol, hostname, pathname } = url;
    if (typeof protocol === 'string' && typeof hostname === 'string' && typeof pathname === 'string') {
      const host = hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname;
      return `${protocol}//${host}${pathname}`;
    }
  }
  return undefined;
}

/** The text of a URL argument that is required. */
function urlText(url) {
  const text = readUrl(url);
  if (text === undefined) throw invalidArgument('url', 'a string or a URL', url);
  return text;
}

module.exports = { readUrl, urlText };
