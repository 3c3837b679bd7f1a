'use strict';

// putResponse: every shape of a response, one refused cookie, no cookie.

const { Session } = require('../..');

const URL_TEXT = 'https://www.example.com/dir/page';

function stored(response, log) {
  const session = new Session({ log });
  session.putResponse(response);
  return session.getCookieString(URL_TEXT);
}

class OldHeaders {
  get(name) {
    return name === 'set-cookie' ? 'a=b; Expires=Fri, 01 Jan 2027 00:00:00 GMT; Path=/, c=d; Path=/,e=f; Path=/' : null;
  }
}

// Promises: C2
test.each([
  ['an array', { headers: { 'set-cookie': ['a=b; Path=/', 'c=d; Path=/'] }, url: URL_TEXT }, 'a=b; c=d'],
  ['a string', { headers: { 'set-cookie': 'a=b' }, url: URL_TEXT }, 'a=b'],
  ['lines joined by line feeds', { headers: { 'set-cookie': 'a=b\nc=d\r\ne=f' }, url: URL_TEXT }, 'a=b; c=d; e=f'],
  ['names in any letter case', { headers: { 'Set-Cookie': 'a=b', 'SET-COOKIE': ['c=d'] }, url: URL_TEXT }, 'a=b; c=d'],
  [
    'functions, as Puppeteer has them',
    { headers: () => ({ 'set-cookie': 'a=b\nc=d' }), url: () => URL_TEXT },
    'a=b; c=d',
  ],
  [
    'WHATWG Headers',
    {
      headers: new Headers([
        ['set-cookie', 'a=b'],
        ['Set-Cookie', 'c=d'],
      ]),
      url: URL_TEXT,
    },
    'a=b; c=d',
  ],
  ['an object with get, lines joined by commas', { headers: new OldHeaders(), url: URL_TEXT }, 'a=b; c=d; e=f'],
  ['a Map', { headers: new Map([['set-cookie', ['a=b', 'c=d']]]), url: URL_TEXT }, 'a=b; c=d'],
  ['a URL object', { headers: { 'set-cookie': 'a=b' }, url: new URL(URL_TEXT) }, 'a=b'],
  [
    'an array with gaps',
    { headers: { 'set-cookie': [null, 'a=b', undefined, 7, '', 'c=d'] }, url: URL_TEXT },
    'a=b; c=d',
  ],
])('headers and url: %s', (_name, response, expected) => {
  expect(stored(response)).toBe(expected);
});

// Promises: C2
test('methods of a response see the response as `this`', () => {
  class HTTPResponse {
    #headers = { 'set-cookie': 'a=b' };
    headers() {
      return this.#headers;
    }
    url() {
      return this.#headers && URL_TEXT;
    }
  }
  expect(stored(new HTTPResponse())).toBe('a=b');
});

// Promises: C2
test('a real fetch Response is a response', () => {
  const response = new Response('', { headers: [['set-cookie', 'a=b; Path=/']] });
  Object.defineProperty(response, 'url', { value: URL_TEXT });
  expect(stored(response)).toBe('a=b');
});

// Promises: C1
test.each([
  [{}],
  [{ headers: {} }],
  [{ headers: undefined }],
  [{ headers: null, url: 1 }],
  [{ headers: () => undefined }],
  [{ headers: 'x' }],
  [{ headers: { 'set-cookie': undefined }, url: URL_TEXT }],
  [{ headers: new Headers(), url: 'nonsense' }],
])('a response without set-cookie changes nothing: %j', (response) => {
  const log = { debug: jest.fn() };
  expect(stored(response, log)).toBe('');
  expect(log.debug).not.toHaveBeenCalled();
});

// Promises: E2
test('a forgotten await is said to be one', () => {
  const session = new Session();
  expect(() => session.putResponse(Promise.resolve({}))).toThrow(/got a Promise \(is an await missing\?\)/);
  expect(() => session.putPuppeteerCookies(Promise.resolve([]))).toThrow(/is an await missing/);
});

// Promises: C1, C21
test('one refused cookie never stops the others; the refusals are logged', () => {
  const log = { debug: jest.fn() };
  const lines = ['a=b', 'foreign=1; Domain=other.org', '=', 'suffix=1; Domain=com', '__Host-x=1', 'c=d'];
  expect(stored({ headers: { 'set-cookie': lines }, url: URL_TEXT }, log)).toBe('a=b; c=d');
  expect(log.debug.mock.calls).toEqual([
    [
      'Could not set cookies.',
      {
        errorMessages: [
          "Cookie not in this host's domain. Cookie:other.org Request:www.example.com",
          'Cookie failed to parse',
          'Cookie has domain set to a public suffix',
          "Cookie has __Host prefix but either Secure or HostOnly attribute is not set or Path is not '/'",
        ],
        refusals: [
          { name: 'foreign', domain: 'other.org', code: 'COOKIE_DOMAIN_MISMATCH' },
          { name: '', domain: 'www.example.com', code: 'COOKIE_PARSE_FAILED' },
          { name: 'suffix', domain: 'com', code: 'COOKIE_PUBLIC_SUFFIX' },
          { name: '__Host-x', domain: 'www.example.com', code: 'COOKIE_HOST_PREFIX' },
        ],
      },
    ],
  ]);
});

// Promises: C21
test('the log may be a child of the one given', () => {
  const child = { debug: jest.fn() };
  const log = { debug: jest.fn(), child: jest.fn(() => child) };
  stored({ headers: { 'set-cookie': '=' }, url: URL_TEXT }, log);
  expect(log.child).toHaveBeenCalledWith({ prefix: 'Session' });
  expect(child.debug).toHaveBeenCalledTimes(1);
  expect(log.debug).not.toHaveBeenCalled();
});

// Promises: C10
test('Secure cookies over plain http are refused, loopback excepted', () => {
  const session = new Session();
  for (const url of [
    'http://www.example.com/',
    'http://localhost:1/',
    'http://127.0.0.1/',
    'https://www.example.com/',
  ]) {
    session.putResponse({ headers: { 'set-cookie': `from${url.length}=1; Secure` }, url });
  }
  expect(session.getPuppeteerCookies().map(({ name, domain }) => `${name} ${domain}`)).toEqual([
    'from19 localhost',
    'from17 127.0.0.1',
    'from24 www.example.com',
  ]);
});

// Promises: C11
test('a partitioned cookie goes only where the request is of its own site', () => {
  const session = new Session();
  session.putResponse({ headers: { 'set-cookie': 'own=1; Secure; Partitioned; Path=/' }, url: URL_TEXT });
  session.putPuppeteerCookies([
    { name: 'other', value: '1', domain: 'www.example.com', path: '/', secure: true, partitionKey: 'https://top.org' },
  ]);
  expect(session.getCookieString(URL_TEXT)).toBe('own=1');
  expect(session.getPuppeteerCookies().map(({ name, partitionKey }) => [name, partitionKey])).toEqual([
    ['own', 'https://example.com'],
    ['other', 'https://top.org'],
  ]);
});
