'use strict';

/** The other half of `src/crossing/cookie_files.rs`: the cookies of a file, and what is told of it besides. */

const native = require('../addon/native');
const { unpackBrowserCookies } = require('./packed-cookies');

/** Room for some hundred cookies: what is in one batch is kept as long as one of its cookies. */
const NUMBERS = 4096;

/** What stands for a text that can't be read. */
const UNKNOWN = '?';
const NO_URL = '@';

/**
 * Reads a cookie file.
 *
 * @param {string} format `''` for the one that the text has
 * @param {string} [url] where cookies are from that don't say so
 * @returns `format`: its name, or `UNKNOWN` or `NO_URL`
 */
function readCookieFile(text, format, url) {
  const reader = new native.CookieFileReader(text, format, url, Date.now());
  const numbers = new Float64Array(NUMBERS);
  const cookies = [];
  for (let rows = reader.read(numbers); rows !== null; rows = reader.read(numbers)) {
    for (const cookie of unpackBrowserCookies(rows, numbers)) cookies.push(cookie);
  }
  const name = reader.format();
  const [problems, origins] = JSON.parse(reader.finish());
  return { format: name, cookies, origins, problems: problems.map(problemOf) };
}

function problemOf([line, index, name, code, reason]) {
  const problem = {};
  if (line !== -1) problem.line = line;
  if (index !== -1) problem.index = index;
  if (name !== null) problem.name = name;
  problem.code = code;
  problem.reason = reason;
  return problem;
}

module.exports = { NO_URL, UNKNOWN, readCookieFile };
