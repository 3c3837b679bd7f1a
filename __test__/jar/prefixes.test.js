'use strict';

// Names that promise something of their cookie (RFC 6265bis section 5.7 steps 20 to 22, and layered cookies).
// Promises: J10

const { CookieJar, Session } = require('../..');

const URL_ = 'https://www.shop.example/cart';

/** Each prefix: what keeps its promise, what breaks it, and the code of that. */
const PREFIXES = {
  '__Secure-': {
    kept: ['Secure', 'Secure; Path=/cart; Domain=shop.example'],
    broken: ['Path=/'],
    code: 'COOKIE_SECURE_PREFIX',
  },
  '__Host-': {
    kept: ['Secure; Path=/'],
    broken: ['Path=/', 'Secure; Path=/cart', 'Secure; Path=/; Domain=www.shop.example'],
    code: 'COOKIE_HOST_PREFIX',
  },
  '__Http-': {
    kept: ['Secure; HttpOnly', 'Secure; HttpOnly; Domain=shop.example'],
    broken: ['HttpOnly', 'Secure'],
    code: 'COOKIE_HTTP_PREFIX',
  },
  '__Host-Http-': {
    kept: ['Secure; HttpOnly; Path=/'],
    broken: ['Secure; Path=/', 'HttpOnly; Path=/', 'Secure; HttpOnly; Path=/cart'],
    code: /^COOKIE_(HOST|HTTP)_PREFIX$/,
  },
};
const LETTERS = [(name) => name, (name) => name.toLowerCase(), (name) => name.toUpperCase()];
const JARS = {
  'a CookieJar': () => new CookieJar(null, { prefixSecurity: 'strict' }),
  "a jar by Chrome's rules": () => new CookieJar(null, { prefixSecurity: 'strict', rules: 'chrome' }),
};

const table = Object.keys(JARS).flatMap((jar) =>
  Object.keys(PREFIXES).flatMap((prefix) => LETTERS.map((inLetters) => [jar, inLetters(prefix), prefix])),
);

describe.each(table)('in %s, %s', (jar, written, prefix) => {
  const { kept, broken, code } = PREFIXES[prefix];

  test.each(kept)('takes a cookie with %s', (attributes) => {
    const made = JARS[jar]();
    made.setCookieSync(`${written}a=1; ${attributes}`, URL_);
    expect(made.getCookieStringSync(URL_)).toBe(`${written}a=1`);
  });

  test.each(broken)('refuses one with %s', (attributes) => {
    const made = JARS[jar]();
    const call = () => made.setCookieSync(`${written}a=1; ${attributes}`, URL_);
    expect(call).toThrow(expect.objectContaining({ code: expect.stringMatching(code) }));
    expect(made.toJSON().cookies).toEqual([]);
  });
});

test('a value that begins like a prefix is refused without a name, since it is sent as a name would be', () => {
  const session = new Session();
  for (const prefix of Object.keys(PREFIXES)) {
    const call = () => session.setCookie(`=${prefix}a`, URL_);
    expect(call).toThrow(expect.objectContaining({ code: expect.stringMatching(/_PREFIX$/) }));
  }
  expect(session.getCookieString(URL_)).toBe('');
});
