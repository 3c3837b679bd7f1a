'use strict';

const { Cookie } = require('tough-cookie');
const { textOfUtf8 } = require('../../helpers/persisted');

/** What each kind of step does with a session of either class. */

const CALLS = {
  markGood: (session) => session.markGood(),
  markBad: (session) => session.markBad(),
  retire: (session) => session.retire(),
  status: (session, { code, more }) => session.retireOnBlockedStatusCodes(code, ...more),
  // Its earlier name, which Crawlee's class has no more.
  check: (session, { code }) => (session.checkStatus ?? session.retireOnBlockedStatusCodes).call(session, code),
  blocked: (session, { isBlocked }) => {
    if (isBlocked) session.retire();
    return isBlocked;
  },
  setCookies: (session, { cookies, url }) => session.setCookies(cookies, url),
  response: (session, step) => session.setCookiesFromResponse(responseOf(step)),
  flood: (session, { lines, url }) => session.setCookiesFromResponse({ headers: { 'set-cookie': lines }, url }),
  setCookie: (session, { line, url, asObject }) => {
    session.setCookie(asObject && typeof line === 'string' ? Cookie.parse(line) : line, url);
  },
  // What the original does with a line of a response that it has parsed, with one that it refuses, and with one that is given to it alone.
  store: (session, { cookie, url }) => session._setCookies([cookie], url),
  tell: (session, { told }) => {
    if (told !== '') session.log.debug('Could not set cookies.', { errorMessages: [told] });
  },
  refuse: (_, { told }) => {
    if (told !== '') throw new Error(told);
  },
  getCookies: (session, { url }) => session.getCookies(url).map(({ value }) => value),
  getCookieString: (session, { url }) => session.getCookieString(url),
};

/** A response that holds its lines, and its date, in one of the shapes. */
function responseOf(step) {
  const { lines, shape, url, urlAs } = step;
  const place = { text: url, URL: new URL(url), function: () => url }[urlAs];
  return { headers: SHAPES[shape](lines, dateOf(step)), url: place };
}

/** The `Date` header of a response. */
function dateOf({ date, at }) {
  return typeof date === 'number' ? new Date(at + date).toUTCString() : date;
}

/** The lines that are in the response; not all shapes hold all. */
function linesOf({ lines, shape }) {
  if (shape === 'none') return [];
  if (shape === 'text') return lines.slice(0, 1);
  return ['joined', 'fetch', 'get'].includes(shape) ? texts(lines) : lines;
}

const texts = (lines) => lines.filter((line) => typeof line === 'string');

const headersOf = (lines, date) => {
  const headers = new Headers({ 'content-type': 'text/html' });
  if (date !== undefined) headers.set('date', date);
  for (const line of texts(lines)) headers.append('set-cookie', line);
  return headers;
};

const SHAPES = {
  array: (lines, date) => ({ 'set-cookie': lines, date }),
  text: ([line], date) => ({ date, 'set-cookie': line }),
  function: (lines, date) => () => ({ 'set-cookie': lines, date }),
  joined: (lines, date) => ({ 'set-cookie': texts(lines).join('\n'), date }),
  capital: (lines, date) => ({ 'Set-Cookie': lines, Date: date }),
  fetch: headersOf,
  get: (lines, date) => ({ get: (name) => ({ 'set-cookie': texts(lines).join('\n'), date })[name] ?? null }),
  none: (_, date) => () => ({ date }),
};

/**
 * The step with something else in the place of each `@`. `given` gets what each value was given as: a browser's cookie or a line, and
 * its index among those of the step.
 */
function stamped(step, given) {
  const made = { ...step, at: Date.now() };
  const stamp = (text) => text.replace('@', () => `#${given.size}`);
  const note = (value, origin) => given.set(value, { ...origin, step: made });
  if (step.call === 'setCookies') {
    made.cookies = step.cookies.map((cookie, index) => {
      if (typeof cookie?.value !== 'string') return cookie;
      const value = stamp(cookie.value);
      const own = { ...cookie, value };
      note(value, { cookie: own, index });
      return own;
    });
    return made;
  }
  const noteLine = (line, index) => {
    if (typeof line !== 'string') return line;
    const own = stamp(line);
    note(valueIn(own), { line: own, index });
    return own;
  };
  if (step.call === 'again') {
    // Octets that are no UTF-8 become a browser's text on the way through a state of the original, which is another value.
    const sent = [...given.values()].filter(({ line }) => line !== undefined && textOfUtf8(line) !== undefined);
    const { line = '', step: first = step } = sent.at(-1 - step.back) ?? {};
    // In the same way as the first time, or it might be another cookie.
    Object.assign(made, { call: 'setCookie', line, url: first.url, asObject: first.asObject });
    noteLine(line, 0);
  }
  if (step.line !== undefined) made.line = noteLine(step.line, 0);
  if (step.lines !== undefined) made.lines = step.lines.map(noteLine);
  if (step.count !== undefined) {
    made.lines = Array.from({ length: step.count }, (_, index) => {
      return noteLine(`f${index}=@${step.attributes[index % step.attributes.length]}`, index);
    });
  }
  return made;
}

/** The value in a line, without the spaces around it. */
function valueIn(line) {
  const [pair] = line.split(';');
  return pair.slice(pair.indexOf('=') + 1).replace(/^[ \t]+|[ \t]+$/g, '');
}

module.exports = { CALLS, dateOf, linesOf, stamped };
