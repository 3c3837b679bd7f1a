'use strict';

const { isPromise } = require('node:util').types;
const { invalidArgument } = require('../values/errors');

/** Where one `Set-Cookie` line ends and the next begins in lines joined by commas: before a token and a `=`. */
const JOINED_BY_COMMA = /,(?=\s*[!#$%&'*+\-.^_`|~0-9A-Za-z]+=)/;

/** The most lines of a response, characters of a line, and characters of all lines that are read. */
const MAX_LINES = 4096;
const MAX_LINE = 1 << 21;
const MAX_TEXT = 1 << 26;

/** Longer than any date, in characters. */
const LONGEST_DATE = 100;

/**
 * The `Set-Cookie` lines of a response, the URL they came from, and its date on the server's clock.
 *
 * @returns {{ lines: string, url: string, date?: string }} lines separated by line feeds, empty if there are none; the date as given in the
 * header
 */
function readResponse(response) {
  const isObject = response !== null && (typeof response === 'object' || typeof response === 'function');
  if (!isObject || isPromise(response)) {
    throw invalidArgument('response', 'an object with headers and url', response);
  }
  const { headers: given } = response;
  const headers = typeof given === 'function' ? response.headers() : given;
  const lines = setCookieLines(headers);
  if (lines === '') return { lines, url: '' };
  return { lines, url: responseUrl(response), date: dateOf(headers) };
}

/** The `Date` header, in any letter case. */
function dateOf(headers) {
  let date = headers.date ?? headers.Date;
  if (date === undefined) {
    if (typeof headers.get === 'function') {
      date = headers.get('date');
    } else {
      for (const name in headers) {
        if (name.length === 4 && name.toLowerCase() === 'date') date = headers[name];
      }
    }
  }
  if (Array.isArray(date)) [date] = date;
  return typeof date === 'string' && date.length <= LONGEST_DATE ? date : undefined;
}

function responseUrl(response) {
  let { url } = response;
  if (typeof url === 'function') url = response.url();
  if (url !== null && typeof url === 'object') url = url.href;
  return typeof url === 'string' ? url : '';
}

/** The lines of whatever has the headers: `Headers`, node-fetch's, a plain object in any letter case, an object with `get`. */
function setCookieLines(headers) {
  if (headers === null || typeof headers !== 'object') return '';
  if (typeof headers.getSetCookie === 'function') return joinLines(headers.getSetCookie());
  const direct = headers['set-cookie'];
  const capital = headers['Set-Cookie'];
  if (direct !== undefined && capital === undefined) return joinLines(direct);
  if (typeof headers.get === 'function') {
    const value = headers.get('set-cookie') ?? headers.get('Set-Cookie');
    return typeof value === 'string' ? value.split(JOINED_BY_COMMA).join('\n') : joinLines(value);
  }
  const lines = [];
  for (const name of Object.keys(headers)) {
    if (name.toLowerCase() === 'set-cookie') lines.push(joinLines(headers[name]));
  }
  return joinLines(lines);
}

/** The lines of a header's value as one text. More or longer lines than any server sends are cut off, so that the text fits. */
function joinLines(value) {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return '';
  let text = '';
  for (const line of value.slice(0, MAX_LINES)) {
    if (typeof line !== 'string') continue;
    const cut = line.length > MAX_LINE ? line.slice(0, MAX_LINE) : line;
    if (text.length + cut.length >= MAX_TEXT) break;
    text = text === '' ? cut : `${text}\n${cut}`;
  }
  return text;
}

module.exports = { readResponse };
