'use strict';

const { isNoUtf8, protocolText } = require('./protocol-text');

/**
 * Each difference between a session and Chromium that remains: its name, and exactly when it explains that something differs.
 *
 * `explains` is given a difference (`compare.js`) and the line that it is about. `until` is the version from which Chromium does as a
 * session does; `as` is one that surely doesn't.
 */

/** What is sent is the same, what a browser is given or shows can't be. */
const OCTETS = [
  {
    name: 'octets that are no UTF-8, as the protocol shows them',
    explains: ({ of, browser, session }, { setCookie }) =>
      ['name', 'value', 'path'].includes(of) && isNoUtf8(setCookie) && protocolText(session) === browser,
  },
  {
    // A browser is not given what it would refuse: text of these octets is longer, and a path is escaped when it is given one.
    name: 'too large to be given to a browser',
    explains: ({ of, session }, { setCookie }) =>
      of === 'cookie' &&
      session === undefined &&
      (Buffer.byteLength(setCookie.split(';')[0]) > 4096 ||
        (attribute(setCookie, 'path') ?? '').replace(/[^!-~]/g, '%00').length > 1024),
  },
];

/** What Chromium reads in a `Date` header and a session doesn't: zones, and dates in ISO 8601. */
const OTHER_DATES = [/ ([+-](?!0000)\d{4}|[A-Z]ST)$/, /^\d{4}-\d\d-\d\dT/];

const DATE = {
  name: 'other zones and forms of the Date header',
  explains: (difference, { setCookie, headers }) =>
    concernsExpiry(difference) &&
    headers.length > 0 &&
    OTHER_DATES.some((form) => form.test(headers[0].replace('Date: ', ''))) &&
    attribute(setCookie, 'expires') !== undefined,
};

const OLDER = [
  {
    name: 'older Chromium: nameless cookies with a = or a prefix __Http-',
    until: 156,
    as: 143,
    explains: (difference, { setCookie }) => {
      const [pair] = setCookie.split(';').map(trimmed);
      const value = pair.includes('=') ? pair.replace(/^=/, '') : pair;
      const isNameless = value !== pair || !pair.includes('=');
      return isNameless && (value.includes('=') || /^[ \t]*__http-/i.test(value)) && isOnlyTheBrowsers(difference);
    },
  },
  {
    name: 'older Chromium: tails of numbers in dates',
    until: 156,
    as: 143,
    explains: (difference, { setCookie }) =>
      concernsExpiry(difference) && tokens(attribute(setCookie, 'expires')).some(hasTail),
  },
];

const LINES = [...OCTETS, DATE, ...OLDER];

/** What remains of sequences; `explains` is given the steps so far. */
const SEQUENCES = [
  {
    name: 'values of octets that are no UTF-8, as the protocol shows them',
    explains: ({ of, browser, session }) => of === 'value' && isNoUtf8(session) && protocolText(session) === browser,
  },
  {
    // A session's clock has milliseconds, Chromium's microseconds: of cookies that were used in the same one the older goes.
    name: 'a cookie that is set again beside new ones, among too many',
    explains: ({ of, browser, session }, steps) => {
      if (of !== 'header') return false;
      const [kept, also] = [browser.split('; '), session.split('; ')];
      const spared = kept.filter((pair) => !also.includes(pair));
      return kept.length === also.length && spared.length > 0 && spared.every((pair) => isSetAgain(pair, steps));
    },
  },
];

/** Whether a cookie of this name was set in more than one line. */
function isSetAgain(pair, steps) {
  const lines = steps.flatMap(({ hops }) => hops.flatMap(({ cookies }) => cookies));
  return lines.filter((line) => line.split('=', 1)[0] === pair.split('=', 1)[0]).length > 1;
}

/** Whether one of them has a cookie that the other hasn't, or has it for another time. */
function concernsExpiry({ of, browser, session }) {
  if (of === 'header') return browser === '' || session === '';
  return of === 'expires' || (of === 'cookie' && (browser === undefined || session === undefined));
}

function isOnlyTheBrowsers({ of, session }) {
  return (of === 'header' && session === '') || (of === 'cookie' && session === undefined);
}

const trimmed = (text) => text.replace(/^[ \t]+|[ \t]+$/g, '');

/** The value of the last attribute of a name that counts. */
function attribute(setCookie, name) {
  const [, ...parts] = setCookie.split(';');
  const pairs = parts.map((part) => [part.split('=', 1)[0], part.slice(part.indexOf('=') + 1)].map(trimmed));
  return pairs.findLast(([key, value]) => key.toLowerCase() === name && value.length <= 1024)?.[1];
}

/** The parts of a date (RFC 6265 section 5.1.1). */
const tokens = (date = '') => date.split(/[\t -/;-@[-`{-~]+/);

/** Whether a part begins like a number and is neither a number nor a time. */
const hasTail = (token) => /^\d/.test(token) && !/^(\d+|\d\d?:\d\d?:\d\d?)$/.test(token);

/** The name of what explains a difference in a browser of a version, if anything does; `context` is a line or steps. */
function nameOf(list, difference, context, major) {
  return list.find(({ until = Infinity, explains }) => major < until && explains(difference, context))?.name;
}

/** The names that browsers of these versions have to show. */
function namesFor(list, majors) {
  return list.filter(({ as = Infinity }) => majors.some((major) => major <= as)).map(({ name }) => name);
}

module.exports = { LINES, SEQUENCES, nameOf, namesFor };
