'use strict';

// Promises: J15

const fc = require('fast-check');
const { expectSame } = require('./both');
const {
  hasCapitalsBeyondAscii,
  hasColonInName,
  hasControl,
  hasLoneSurrogate,
  isBeyondLatin1,
  isComparable,
  isRelative,
  isSpelledOtherwise,
  isUrlOrSpaced,
} = require('./exclusions');
const { date, domain, domains, moment, path, paths } = require('./odd-world');
const { property } = require('./search');

/** The helper functions give what tough-cookie 6.1's give. */

const host = domain.filter(
  (text) => ![hasControl, hasLoneSurrogate, isUrlOrSpaced, hasCapitalsBeyondAscii].some((left) => left(text)),
);
const isText = (text) => !hasLoneSurrogate(text);
const flag = fc.constantFrom(true, false, undefined);

property('canonicalDomain makes the same of a domain', [domain.filter(isComparable)], (text) => {
  expectSame(({ canonicalDomain }) => canonicalDomain(text));
});

property(
  'domainMatch says the same of two domains, canonical or not',
  [domains.filter((both) => both.every(isComparable) && !hasColonInName(both[0])), flag],
  ([text, cookieDomain], canonicalize) => {
    expectSame(({ domainMatch }) => domainMatch(text, cookieDomain, canonicalize));
  },
);

property(
  'getPublicSuffix finds the same or throws the same, whatever its options',
  [host, fc.option(fc.record({ allowSpecialUseDomain: flag, ignoreError: flag }, { requiredKeys: [] }))],
  (text, options) => {
    expectSame(({ getPublicSuffix }) => getPublicSuffix(text, options ?? undefined));
  },
);

property(
  'permuteDomain finds the same domains',
  [host.filter((text) => !isSpelledOtherwise(text)), flag],
  (text, allowSpecialUseDomain) => {
    expectSame(({ permuteDomain }) => permuteDomain(text, allowSpecialUseDomain));
  },
);

property('pathMatch says the same of two paths', [paths.filter((both) => both.every(isText))], ([text, cookiePath]) => {
  expectSame(({ pathMatch }) => pathMatch(text, cookiePath));
});

property('defaultPath makes the same of a path', [path.filter(isText)], (text) => {
  expectSame(({ defaultPath }) => defaultPath(text));
});

property('permutePath finds the same paths', [path.filter((text) => !isRelative(text))], (text) => {
  expectSame(({ permutePath }) => permutePath(text));
});

property(
  'parseDate finds the same date or none, and formatDate writes it in the same way',
  [date.filter((text) => !isBeyondLatin1(text))],
  (text) => {
    expectSame(({ formatDate, parseDate }) => {
      const found = parseDate(text);
      return [found, found && formatDate(found)];
    });
  },
);

property('formatDate writes any date in the same way, and parseDate reads that in the same way', [moment], (when) => {
  expectSame(({ formatDate, parseDate }) => [formatDate(when), parseDate(formatDate(when))]);
});

property(
  'cookieCompare sorts in the same way',
  [
    fc.array(
      fc.record(
        {
          path: fc.option(path),
          creation: fc.oneof(fc.constantFrom(new Date(0), new Date(1), 'Infinity', null), moment),
          creationIndex: fc.constantFrom(0, 1, 2, undefined),
        },
        { requiredKeys: [] },
      ),
      { minLength: 2, maxLength: 2 },
    ),
  ],
  ([a, b]) => {
    expectSame(({ cookieCompare }) => cookieCompare(a, b));
  },
);
