'use strict';

// Promises: E2

const { CookieError, CookieJar, MemoryCookieStore, ParameterError, Session, pathMatch } = require('../..');
const { inBoth, ours, theirs } = require('./both');

// Arguments of a wrong type: what callers of tough-cookie can tell by `instanceof` and by the message, for both packages.

const URL_ = 'https://www.shop.example/';

function thrownBy(call) {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const URL_CALLS = [
  ['setCookie', (jar, url, ...rest) => jar.setCookie('a=1', url, ...rest)],
  ['getCookies', (jar, url, ...rest) => jar.getCookies(url, ...rest)],
  ['getCookieString', (jar, url, ...rest) => jar.getCookieString(url, ...rest)],
  ['getSetCookieStrings', (jar, url, ...rest) => jar.getSetCookieStrings(url, ...rest)],
];
const SYNC_CALLS = [
  ['setCookieSync', (jar, url) => jar.setCookieSync('a=1', url)],
  ['getCookiesSync', (jar, url) => jar.getCookiesSync(url)],
  ['getCookieStringSync', (jar, url) => jar.getCookieStringSync(url)],
  ['getSetCookieStringsSync', (jar, url) => jar.getSetCookieStringsSync(url)],
];
const NO_URL = [[undefined], [null], [5], [true], [{}], [[]], [() => {}], [Symbol('a')], [new String(URL_)]];

describe('what is neither a text nor a URL', () => {
  const rows = SYNC_CALLS.flatMap(([name, call]) => NO_URL.map(([url]) => [name, url, call]));

  inBoth(
    'is a ParameterError of the same words: %s(%p)',
    rows,
    ({ CookieJar: Jar, ParameterError: Class }, _name, url, call) => {
      const error = thrownBy(() => call(new Jar(), url));
      expect(error).toBeInstanceOf(Class);
      expect(error.message).toBe('`url` argument is not a string or URL.');
    },
  );

  inBoth('comes by promise and callback too: %s', URL_CALLS, async (both, _name, call) => {
    const jar = new both.CookieJar();
    for (const url of [undefined, {}]) {
      const callback = jest.fn();
      call(jar, url, {}, callback);
      const errors = [callback.mock.calls[0][0], await call(jar, url).catch((error) => error)];
      for (const error of errors) {
        expect(error).toBeInstanceOf(both.ParameterError);
        expect(error).toMatchObject({ message: '`url` argument is not a string or URL.' });
      }
    }
  });
});

describe('a text that is no URL', () => {
  const rows = SYNC_CALLS.flatMap(([name, call]) =>
    ['nonsense', 'example.com', '//example.com/', 'http://', ' '].map((url) => [name, url, call]),
  );

  inBoth('is no ParameterError, but a TypeError of the URL parser: %s(%j)', rows, (both, _name, url, call) => {
    const error = thrownBy(() => call(new both.CookieJar(), url));
    expect(error).not.toBeInstanceOf(both.ParameterError);
    expect(error).toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_URL' });
    expect(error.message).toMatch(/^Invalid URL/);
  });

  inBoth('is one if it is empty: %s', URL_CALLS, async (both, _name, call) => {
    await expect(call(new both.CookieJar(), '')).rejects.toBeInstanceOf(both.ParameterError);
  });

  inBoth('is a TypeError even then, which tough-cookie has without promises: %s', SYNC_CALLS, (both, _name, call) => {
    expect(thrownBy(() => call(new both.CookieJar(), ''))).toMatchObject({
      name: 'TypeError',
      code: 'ERR_INVALID_URL',
    });
  });

  test('has its code here in each case', () => {
    for (const url of ['', 'nonsense']) {
      expect(() => new CookieJar().getCookiesSync(url)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_URL' }));
      expect(() => new Session().getCookies(url)).toThrow(TypeError);
    }
  });
});

inBoth('a refused cookie is no ParameterError: %p', [['a'], ['a=1; Domain=com'], [5], [null]], (both, cookie) => {
  const error = thrownBy(() => new both.CookieJar().setCookieSync(cookie, URL_));
  expect(error).not.toBeInstanceOf(both.ParameterError);
});

describe('every argument error of this package', () => {
  test.each([
    ['ERR_INVALID_ARG_TYPE', () => new Session({ maxAgeSecs: '1' })],
    ['ERR_INVALID_ARG_TYPE', () => new CookieJar(null, { prefixSecurity: 5 })],
    ['ERR_INVALID_ARG_TYPE', () => pathMatch(1, '/')],
    ['ERR_INVALID_ARG_TYPE', () => new Session().getCookies(5)],
    ['ERR_INVALID_ARG_TYPE', () => new CookieJar().getCookiesSync(URL_, 5)],
    ['ERR_INVALID_ARG_VALUE', () => new Session({ createdAt: 'x' })],
    ['ERR_INVALID_ARG_VALUE', () => CookieJar.fromJSON('{')],
    ['ERR_INVALID_ARG_VALUE', () => new CookieJar().getCookiesSync(URL_, { sameSiteContext: 'x' })],
    ['ERR_STORE_NOT_SUPPORTED', () => new CookieJar({})],
    ['ERR_STORE_NOT_SUPPORTED', () => new MemoryCookieStore().getAllCookies()],
  ])('is a ParameterError, and still a TypeError with the code %s: %s', (code, call) => {
    const error = thrownBy(call);
    expect(call).toThrow(TypeError);
    expect(error).toBeInstanceOf(ParameterError);
    expect(error).toMatchObject({ name: 'TypeError', code });
    expect(error).not.toBeInstanceOf(CookieError);
    expect(String(error)).toBe(`TypeError: ${error.message}`);
    expect(Object.keys(error)).toEqual(['code']);
    expect(error.stack).toContain(__filename);
  });
});

test('the class can be constructed as an error can', () => {
  for (const { ParameterError: Class } of [ours, theirs]) {
    const error = new Class('words');
    expect(error).toBeInstanceOf(Error);
    expect(error.message).toBe('words');
  }
});
