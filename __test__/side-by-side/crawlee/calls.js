'use strict';

const { Cookie } = require('tough-cookie');

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
  setCookie: (session, { line, url, asObject }) => session.setCookie(asObject ? Cookie.parse(line) : line, url),
  getCookies: (session, { url }) => session.getCookies(url).map(({ value }) => value),
  getCookieString: (session, { url }) => session.getCookieString(url),
};

/** A response that holds its lines in one of the shapes. */
function responseOf({ lines, shape, url, urlAs }) {
  const place = { text: url, URL: new URL(url), function: () => url }[urlAs];
  return { headers: SHAPES[shape](lines), url: place };
}

const texts = (lines) => lines.filter((line) => typeof line === 'string');

const headersOf = (lines) => {
  const headers = new Headers({ 'content-type': 'text/html' });
  for (const line of texts(lines)) headers.append('set-cookie', line);
  return headers;
};

const SHAPES = {
  array: (lines) => ({ 'set-cookie': lines, date: 'today' }),
  text: ([line]) => ({ 'set-cookie': line }),
  function: (lines) => () => ({ 'set-cookie': lines }),
  joined: (lines) => ({ 'set-cookie': texts(lines).join('\n') }),
  capital: (lines) => ({ 'Set-Cookie': lines }),
  fetch: headersOf,
  get: (lines) => ({ get: (name) => (name === 'set-cookie' ? texts(lines).join('\n') : null) }),
  none: () => ({ date: 'today' }),
};

/**
 * The step with something else in the place of each `@`. `given` gets what each value was given as: a browser's cookie or a line, and
 * its index among those of the step.
 */
function stamped(step, given) {
  const made = { ...step };
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
    note(own.split(';')[0].split('=').slice(1).join('='), { line: own, index });
    return own;
  };
  if (step.line !== undefined) made.line = noteLine(step.line, 0);
  if (step.lines !== undefined) made.lines = step.lines.map(noteLine);
  if (step.count !== undefined) {
    made.lines = Array.from({ length: step.count }, (_, index) => noteLine(`f${index}=@`, index));
  }
  return made;
}

module.exports = { CALLS, stamped };
