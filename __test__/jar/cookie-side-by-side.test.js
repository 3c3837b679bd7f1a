'use strict';

// Promises: J15

const fc = require('fast-check');
const { canonicalDomain } = require('tough-cookie');
const { expectSame, theirs } = require('./both');
const {
  hasDel,
  hasLoneSurrogate,
  hasLongAttribute,
  hasOwnAttribute,
  isComparable,
  isUrlOrSpaced,
} = require('./exclusions');
const { age, date, fields, json, moment } = require('./odd-world');
const { hasLetters, withLetters, withSpaces } = require('./odd-spaces');
const { portrait } = require('./portrait');
const { property } = require('./search');
const { HOSTS, lineOf } = require('./world');

/** All that a `Cookie` does is what one of tough-cookie 6.1 does. */

const NOW = Date.UTC(2024, 0, 15, 12, 0, 0, 250);

beforeAll(() => {
  jest.useFakeTimers({
    now: NOW,
    doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setTimeout'],
  });
});
afterAll(() => jest.useRealTimers());

const line = fc
  .oneof({ weight: 4, arbitrary: lineOf(HOSTS) }, { weight: 1, arbitrary: fc.string({ unit: 'binary' }) })
  .filter(
    (text) => ![hasDel, hasLongAttribute, hasOwnAttribute, hasLoneSurrogate, hasLetters].some((left) => left(text)),
  );
const hasComparableDomain = (cookie) =>
  typeof cookie?.domain !== 'string' || (isComparable(cookie.domain) && !isUrlOrSpaced(canonicalDomain(cookie.domain)));
const cookieFields = fields.filter(hasComparableDomain);

/** A line as tough-cookie reads it where it trims no more than space and tab. */
function parseUntrimmed(text, options) {
  const cookie = theirs.Cookie.parse(withLetters(text), options);
  return cookie && withSpaces(cookie);
}

property(
  'a Set-Cookie line is read as tough-cookie reads it, but that only space and tab are trimmed',
  [line, fc.boolean()],
  (text, loose) => {
    expectSame(({ Cookie }) => {
      const parse = Cookie === theirs.Cookie ? parseUntrimmed : Cookie.parse;
      const cookie = parse(text, { loose });
      return hasComparableDomain(cookie) ? portrait(cookie) : cookie.toJSON();
    });
  },
);

property('a new Cookie is the same in all that it does', [cookieFields], (cookie) => {
  expectSame(({ Cookie }) => portrait(new Cookie(cookie)));
});

property('fromJSON makes the same of an object and of text', [json.filter(hasComparableDomain)], (written) => {
  expectSame(({ Cookie }) => portrait(Cookie.fromJSON(written)));
  expectSame(({ fromJSON }) => portrait(fromJSON(JSON.stringify(written))));
});

property(
  'setExpires and setMaxAge change a cookie in the same way',
  [cookieFields, fc.oneof(date, moment), age],
  (start, expires, maxAge) => {
    expectSame(({ Cookie }) => {
      const cookie = new Cookie(start);
      cookie.setExpires(expires);
      cookie.setMaxAge(maxAge);
      return portrait(cookie);
    });
  },
);
