'use strict';

// Promises: J15

const { inBoth, ours } = require('./both');

// Cookies that were created in the same millisecond are ordered by their creation index (RFC 6265 section 5.4 step 2 leaves it open):
// what tough-cookie does with it, for both packages.

const URL_ = 'https://www.shop.example/cart/add';
const now = new Date(Date.UTC(2031, 0, 1));

const keys = (cookies) => cookies.map(({ key }) => key);

/** A jar with cookies of one millisecond. */
function filled({ CookieJar }, names = ['c', 'a', 'b']) {
  const jar = new CookieJar();
  for (const name of names) jar.setCookieSync(`${name}=1; Path=/`, URL_, { now });
  return jar;
}

describe('the creation index of a stored cookie', () => {
  inBoth('orders cookies of several calls as they were stored', [[0]], (both) => {
    const jar = filled(both);
    const named = (name) => jar.getCookiesSync(URL_).find(({ key }) => key === name);
    expect(keys([named('b'), named('a'), named('c')].sort(both.cookieCompare))).toEqual(['c', 'a', 'b']);
    const [first, second] = [jar.getCookiesSync(URL_), jar.getCookiesSync(URL_, { sort: true })];
    expect(first.map(({ creationIndex }) => creationIndex)).toEqual(second.map(({ creationIndex }) => creationIndex));
  });

  inBoth('is kept on update, as the creation is', [[0]], ({ CookieJar, cookieCompare }) => {
    const jar = filled({ CookieJar });
    const before = jar.getCookiesSync(URL_).map(({ creationIndex }) => creationIndex);
    const updated = jar.setCookieSync('c=2; Path=/', URL_, { now });
    expect(updated.creationIndex).toBe(before[0]);
    expect(jar.getCookiesSync(URL_).map(({ creationIndex }) => creationIndex)).toEqual(before);
    const other = jar.getCookiesSync(URL_).find(({ key }) => key === 'a');
    expect(keys([other, updated].sort(cookieCompare))).toEqual(['c', 'a']);
  });

  inBoth('of a line that is stored is that which a call gives later', [[0]], ({ CookieJar }) => {
    const jar = new CookieJar();
    const stored = ['c', 'a', 'b'].map((name) => jar.setCookieSync(`${name}=1`, URL_, { now }));
    expect(stored.map(({ creationIndex }) => creationIndex)).toEqual(
      jar.getCookiesSync(URL_).map(({ creationIndex }) => creationIndex),
    );
  });

  inBoth('is left alone in an object that is stored, if no other is later', [[0]], ({ Cookie, CookieJar }) => {
    const jar = new CookieJar();
    for (const key of ['c', 'a', 'b']) {
      const cookie = new Cookie({ key, value: '1' });
      const { creationIndex } = cookie;
      expect(jar.setCookieSync(cookie, URL_, { now })).toBe(cookie);
      expect(cookie.creationIndex).toBe(creationIndex);
      expect(jar.getCookiesSync(URL_).find((one) => one.key === key).creationIndex).toBe(creationIndex);
    }
    expect(keys(jar.getCookiesSync(URL_, { sort: true }))).toEqual(['c', 'a', 'b']);
  });

  inBoth('goes over to the object that updates a cookie', [[0]], ({ Cookie, CookieJar, cookieCompare }) => {
    const jar = new CookieJar();
    const make = (key, value) => new Cookie({ key, value, path: '/' });
    const [first, other] = ['a', 'b'].map((name) => jar.setCookieSync(make(name, '1'), URL_, { now }));
    const update = jar.setCookieSync(make('a', '2'), URL_, { now });
    expect(update.creationIndex).toBe(first.creationIndex);
    expect([other, update].sort(cookieCompare)).toEqual([update, other]);
  });

  inBoth('says nothing across jars but which were constructed first', [[0]], ({ Cookie, CookieJar }) => {
    const cookies = ['a', 'b'].map((key) => new Cookie({ key, value: '1' }));
    for (const cookie of cookies) new CookieJar().setCookieSync(cookie, URL_, { now });
    expect(cookies[0].creationIndex).toBeLessThan(cookies[1].creationIndex);
  });
});

describe('here alone', () => {
  const { Cookie, CookieJar, Session, cookieCompare } = ours;

  test('an object that is older than what the jar holds comes last all the same: it is the jar that orders', () => {
    const old = new Cookie({ key: 'old', value: '1', path: '/' });
    const jar = new CookieJar();
    jar.setCookieSync(new Cookie({ key: 'young', value: '1', path: '/' }), URL_, { now });
    jar.setCookieSync(old, URL_, { now });
    const cookies = jar.getCookiesSync(URL_);
    expect(keys(cookies)).toEqual(['young', 'old']);
    expect(keys([old, cookies[0]].sort(cookieCompare))).toEqual(['young', 'old']);
    expect(old.creationIndex).toBe(cookies[1].creationIndex);
  });

  test.each([[0], [-1], [1.5], [NaN], [Infinity], [2 ** 32], [2 ** 53], ['7'], [null], [{}]])(
    'an index that is no place in a jar, %p, is not asked for',
    (index) => {
      const jar = filled(ours, ['a']);
      const cookie = new Cookie({ key: 'b', value: '1', path: '/' });
      cookie.creationIndex = index;
      jar.setCookieSync(cookie, URL_, { now });
      expect(cookie.creationIndex).toBe(2);
      expect(jar.getCookieStringSync(URL_)).toBe('a=1; b=1');
    },
  );

  test('is the same in the cookies of a session, of its jar and of a restored one that lost none', () => {
    const session = new Session();
    session.setCookie('a=1', URL_);
    session.setCookie('b=1', URL_);
    const indexes = (cookies) => cookies.map(({ creationIndex }) => creationIndex);
    expect(indexes(session.getCookies(URL_))).toEqual([1, 2]);
    expect(indexes(session.cookieJar.getCookiesSync(URL_))).toEqual([1, 2]);
    expect(indexes(new Session(session.getState()).getCookies(URL_))).toEqual([1, 2]);
  });

  test('a clone of a cookie is another cookie', () => {
    const [cookie] = filled(ours).getCookiesSync(URL_);
    expect(cookie.clone().creationIndex).toBe(new Cookie().creationIndex - 1);
  });
});
