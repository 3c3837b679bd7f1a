'use strict';

// Values of cookies are secrets: no error about a cookie shows one, whoever passed it, and no session that is printed. What logs are told is the
// subject of refusal-log.test.js, what errors about whole jars say of foreign-jars.test.js.
// Promises: E8

const { inspect } = require('node:util');
const { Cookie, CookieJar, Session } = require('../..');
const { Session: CrawleeSession } = require('../../crawlee');
const { thrownBy } = require('./fixtures/bad-input');

const SECRET = 'topsecret';
const HOME = 'https://www.example.com/shop';

/** What is wrong with a line whose value is the secret. */
const LINES = [
  `a=${SECRET}; Domain=com`,
  `a=${SECRET}; Domain=x.example`,
  `a=${SECRET}; Partitioned`,
  `a=${SECRET}; SameSite=None`,
  `a=${SECRET}\x01`,
  `a=${SECRET}\ud800`,
  `a=${SECRET.repeat(600)}`,
  `__Host-a=${SECRET}; Path=/a`,
  `__Secure-${SECRET}`,
  `=${SECRET}=`,
];

/** What is wrong with a browser's cookie whose value is the secret. */
const FIELDS = [
  { expires: SECRET },
  { hostOnly: SECRET },
  { name: '__Host-a' },
  { value: `${SECRET};` },
  { value: `${SECRET}\n` },
  { value: SECRET.repeat(600) },
  { value: { SECRET } },
  { sameSite: 'weird' },
  { partitionKeyOpaque: true },
];

/** All that an error has to show. */
const shown = (error) => `${inspect(error)} ${JSON.stringify(error)} ${inspect(error.errors)} ${inspect(error.cause)}`;

test.each(LINES)('an error about the line %# says nothing of its value', (line) => {
  const calls = [
    () => new Session().setCookie(line, HOME),
    () => new Session().setCookies(['good=1', line], HOME),
    () => new CookieJar(null, { rules: 'chrome', prefixSecurity: 'strict' }).setCookieSync(line, HOME),
  ];
  for (const call of calls) expect(shown(thrownBy(call))).not.toContain(SECRET);
});

test.each(FIELDS)('an error about a browser’s cookie %# says nothing of its value', (fields) => {
  const cookie = { name: 'a', value: SECRET, domain: 'www.example.com', path: '/', ...fields };
  expect(shown(thrownBy(() => new Session().setCookies([cookie], HOME)))).not.toContain(SECRET);
});

test('an error about a text where a list belongs says nothing of it', () => {
  const text = JSON.stringify([{ name: 'a', value: SECRET }]);
  for (const Class of [Session, CrawleeSession]) {
    const session = new Class();
    for (const call of [() => session.putPuppeteerCookies(text), () => session.setCookies(`a=${SECRET}`, HOME)]) {
      expect(shown(thrownBy(call))).not.toContain(SECRET);
    }
  }
  expect(() => new Session().putPuppeteerCookies(text)).toThrow(
    'puppeteerCookies must be an array, got a string (of JSON, JSON.parse makes one)',
  );
});

test('an error about a Cookie object says nothing of its value', () => {
  for (const fields of [{ domain: 'com' }, { domain: 'x.example' }, { value: `${SECRET};` }, { key: `a=${SECRET}` }]) {
    const cookie = new Cookie({ key: 'a', value: SECRET, ...fields });
    const calls = [() => new Session().setCookies([cookie], HOME), () => new CookieJar().setCookieSync(cookie, HOME)];
    for (const call of calls) expect(shown(thrownBy(call))).not.toContain(SECRET);
  }
});

test.each([
  ['main', Session],
  ['Crawlee', CrawleeSession],
])('a session that is printed shows no value: %s', (_name, Class) => {
  const session = new Class();
  session.putPuppeteerCookies([{ name: 'a', value: SECRET, domain: 'www.example.com', path: '/' }]);
  expect(inspect(session)).not.toContain(SECRET);
  expect(inspect({ session }, { depth: 10, showHidden: true })).not.toContain(SECRET);
});
