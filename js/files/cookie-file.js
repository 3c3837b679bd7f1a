'use strict';

const { URL } = require('node:url'); // a vm context has none of its own
const native = require('../addon/native');
const { NO_URL, UNKNOWN, readCookieFile } = require('../crossing/cookie-files');
const { packBrowserCookies } = require('../crossing/browser-records');
const { allInOrder } = require('../crossing/refusals');
const { CookieError, checkArray, describe, invalidArgument, throwFirst, typeError } = require('../values/errors');
const { urlText } = require('../values/url');

/** The formats that are read, and how each is recognised. */
const LOOKED_FOR = {
  netscape: "cookies.txt (a line '# Netscape HTTP Cookie File', or lines of 7 fields with tabs between them)",
  extension: 'an array of cookies in JSON, as EditThisCookie and Cookie-Editor export them',
  puppeteer: 'an array or { cookies } of Puppeteer or the DevTools protocol',
  playwright: "Playwright's { cookies, origins }",
  selenium: 'an array of Selenium',
  'tough-cookie': "tough-cookie's { cookies } or an array of its cookies",
  state: 'the state of a session, { cookieJar }',
  header: "a Cookie header in one line, 'name=value; name=value'",
  har: 'a HAR, { log: { entries } }',
};
const FORMATS = Object.keys(LOOKED_FOR);
const WRITTEN = ['netscape', 'extension', 'puppeteer', 'playwright', 'tough-cookie', 'header'];

/** The most characters of a file. */
const MOST = 1 << 28;

function parseCookies(text, options = {}) {
  if (typeof text !== 'string') throw invalidArgument('text', 'a string', text);
  if (text.length > MOST) {
    throw typeError('ERR_INVALID_ARG_VALUE', `text must have at most ${MOST} characters, got ${text.length}`);
  }
  if (!text.isWellFormed()) {
    throw typeError('ERR_INVALID_ARG_VALUE', 'text must be Unicode, but has lone surrogates: it was cut or misread');
  }
  const { format, url } = readOptions(options);
  const file = readCookieFile(text, format ?? '', url);
  if (file.format === NO_URL) {
    throw typeError('ERR_INVALID_ARG_VALUE', "options.url is needed: a Cookie header doesn't say whose cookies it has");
  }
  if (file.format === UNKNOWN) throw unknownFile(text, format);
  const { cookies, origins, problems } = file;
  return origins === null
    ? { format: file.format, cookies, problems }
    : { format: file.format, cookies, origins, problems };
}

function formatCookies(cookies, format, options = {}) {
  const count = checkArray(cookies, 'cookies');
  checkFormat(format, WRITTEN, 'format');
  const origins = originsText(options, format);
  const { texts, numbers, indexes, refusals } = packBrowserCookies(cookies, count);
  const outcome = native.formatCookieFile(texts, numbers, format, origins, Date.now());
  const refused = outcome[0] === '!' ? JSON.parse(outcome.slice(1)) : [];
  const all = allInOrder(refusals, refused, indexes);
  throwFirst(all.map(({ code, message, index }) => new CookieError(code, message, index)));
  return outcome.slice(1);
}

function readOptions(options) {
  if (options === null || typeof options !== 'object') throw invalidArgument('options', 'an object', options);
  const { format, url } = options;
  if (format !== undefined) checkFormat(format, FORMATS, 'options.format');
  return { format, url: url === undefined ? undefined : httpUrl(url) };
}

function checkFormat(format, known, name) {
  if (known.includes(format)) return;
  const names = known.map((each) => `'${each}'`).join(', ');
  if (typeof format !== 'string') throw invalidArgument(name, `one of ${names}`, format);
  throw typeError('ERR_INVALID_ARG_VALUE', `${name} must be one of ${names}, got ${describe(format)}`);
}

/** A URL that cookies can be from. */
function httpUrl(url) {
  const text = urlText(url);
  if (URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)) return text;
  throw typeError('ERR_INVALID_URL', `options.url must be an http or https URL, got ${describe(text)}`);
}

function originsText(options, format) {
  if (options === null || typeof options !== 'object') throw invalidArgument('options', 'an object', options);
  const { origins } = options;
  if (origins === undefined) return undefined;
  if (!Array.isArray(origins)) throw invalidArgument('options.origins', 'an array', origins);
  if (format !== 'playwright') {
    throw typeError('ERR_INVALID_ARG_VALUE', `options.origins is for 'playwright' only, the format is '${format}'`);
  }
  return JSON.stringify(origins);
}

/** Says what was looked for, and nothing of what is in the file: it may be secret. */
function unknownFile(text, format) {
  const what =
    text.trim() === ''
      ? 'text is empty'
      : format === undefined
        ? `text is no cookie file that is known. It may be ${Object.values(LOOKED_FOR).join('; ')}`
        : `text is not in the format '${format}': ${LOOKED_FOR[format]}`;
  return typeError('ERR_UNKNOWN_COOKIE_FILE', what);
}

module.exports = { FORMATS, WRITTEN, formatCookies, parseCookies };
