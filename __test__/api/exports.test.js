'use strict';

// Exports of browsers' extensions and of Selenium, wherever a browser's cookie is taken.
// Promises: C9

const { Session } = require('../..');
const { Session: CrawleeSession } = require('../../crawlee');

const IN_AN_HOUR = Math.floor(Date.now() / 1000) + 3600;

/** As EditThisCookie and Cookie-Editor write `chrome.cookies`; `id` and `storeId` are of the browser. */
const EXPORT = [
  {
    domain: '.example.com',
    expirationDate: IN_AN_HOUR + 0.123456,
    hostOnly: false,
    httpOnly: true,
    name: 'login',
    path: '/',
    sameSite: 'no_restriction',
    secure: true,
    session: false,
    storeId: '0',
    value: 'secret',
    id: 1,
  },
  {
    domain: 'www.example.com',
    hostOnly: true,
    httpOnly: false,
    name: 'cart',
    path: '/',
    sameSite: 'unspecified',
    secure: false,
    session: true,
    storeId: '0',
    value: '1',
    id: 2,
  },
  {
    domain: '.example.com',
    expirationDate: IN_AN_HOUR,
    firstPartyDomain: '',
    hostOnly: false,
    httpOnly: false,
    name: 'theme',
    partitionKey: null,
    path: '/',
    sameSite: null,
    secure: false,
    session: false,
    storeId: 'firefox-default',
    value: 'dark',
  },
];

const CLASSES = { 'the main class': Session, 'the class for Crawlee': CrawleeSession };

/** Every call that takes a browser's cookies. */
const CALLS = Object.entries(CLASSES).flatMap(([name, Class]) =>
  ['putPuppeteerCookies', 'setPuppeteerCookies', 'setCookies'].map((method) => [method, name, Class]),
);

describe.each(CALLS)('%s of %s', (method, _name, Class) => {
  /** What comes out again of cookies that lack nothing but these fields. */
  function stored(...cookies) {
    const session = new Class();
    session[method](cookies.map((fields) => ({ name: 'a', value: 'b', domain: 'example.com', path: '/', ...fields })));
    return session.getPuppeteerCookies();
  }

  test('takes an export as it is', () => {
    const session = new Class();
    session[method](JSON.parse(JSON.stringify(EXPORT)));
    expect(session.getPuppeteerCookies()).toStrictEqual([
      {
        name: 'login',
        value: 'secret',
        domain: '.example.com',
        path: '/',
        expires: IN_AN_HOUR + 0.123456,
        httpOnly: true,
        secure: true,
        sameSite: 'None',
      },
      { name: 'cart', value: '1', domain: 'www.example.com', path: '/', expires: -1, httpOnly: false, secure: false },
      {
        name: 'theme',
        value: 'dark',
        domain: '.example.com',
        path: '/',
        expires: IN_AN_HOUR,
        httpOnly: false,
        secure: false,
      },
    ]);
  });

  test.each([
    [{ expires: IN_AN_HOUR }, IN_AN_HOUR],
    [{ expirationDate: IN_AN_HOUR }, IN_AN_HOUR],
    [{ expiry: IN_AN_HOUR }, IN_AN_HOUR],
    [{ expires: null, expirationDate: undefined, expiry: IN_AN_HOUR }, IN_AN_HOUR],
    // The first of them counts.
    [{ expires: IN_AN_HOUR, expirationDate: IN_AN_HOUR + 1, expiry: IN_AN_HOUR + 2 }, IN_AN_HOUR],
    [{ expires: -1, expirationDate: IN_AN_HOUR }, -1],
    [{ expirationDate: IN_AN_HOUR, expiry: IN_AN_HOUR + 1 }, IN_AN_HOUR],
    [{ expirationDate: NaN }, -1],
    [{ expiry: 0 }, -1],
    [{}, -1],
  ])('the expiry of %j is %d', (fields, expires) => {
    expect(stored(fields)).toMatchObject([{ expires }]);
  });

  test.each([
    [{ domain: '.example.com', hostOnly: true }, 'example.com'],
    [{ domain: 'example.com', hostOnly: true }, 'example.com'],
    [{ domain: '.example.com', hostOnly: false }, '.example.com'],
    [{ domain: 'example.com', hostOnly: false }, '.example.com'],
    [{ domain: 'example.com', hostOnly: null }, 'example.com'],
    [{ domain: '.example.com', hostOnly: undefined }, '.example.com'],
    [{ domain: undefined, url: 'https://example.com/', path: undefined, hostOnly: false }, '.example.com'],
    [{ domain: undefined, url: 'https://example.com/', path: undefined }, 'example.com'],
  ])('the domain of %j is %s', (fields, domain) => {
    expect(stored(fields)).toMatchObject([{ domain }]);
  });

  test('session, storeId and id say nothing', () => {
    expect(stored({ session: true, storeId: 7, id: {}, expires: IN_AN_HOUR })).toMatchObject([{ expires: IN_AN_HOUR }]);
  });
});

describe.each(Object.entries(CLASSES))('an export in %s', (_name, Class) => {
  test('of thousands of entries loses none but the broken ones, and each of those is told', () => {
    const debug = jest.fn();
    const session = new Class({ log: { debug } });
    const broken = (index) => [{ expirationDate: '2027-01-01' }, { value: undefined }, { domain: 'a b' }][index % 3];
    const cookies = Array.from({ length: 6000 }, (_, index) => ({
      ...EXPORT[0],
      name: `c${index}`,
      domain: `.site${index % 500}.example`,
      ...(index % 100 === 7 ? broken(index) : {}),
    }));
    session.putPuppeteerCookies(cookies);
    const names = cookies.map(({ name }) => name);
    const lost = names.filter((_, index) => index % 100 === 7);
    expect(lost).toHaveLength(60);
    expect(session.getPuppeteerCookies().map(({ name }) => name)).toEqual(names.filter((name) => !lost.includes(name)));
    const [[, { refusals }]] = debug.mock.calls;
    expect(debug).toHaveBeenCalledTimes(1);
    expect(refusals.map(({ name }) => name)).toEqual(lost);
  });
});

test('the main class says which cookie of a setCookies call was refused, and stores the others', () => {
  const session = new Session();
  const refused = { ...EXPORT[0], name: 'dated', expirationDate: new Date() };
  expect(() => session.setCookies([EXPORT[0], refused, EXPORT[1]])).toThrow(
    expect.objectContaining({
      code: 'COOKIE_INVALID',
      index: 1,
      message: 'Cookie expirationDate must be a number of seconds, got a Date',
    }),
  );
  expect(session.getPuppeteerCookies().map(({ name }) => name)).toEqual(['login', 'cart']);
});

// As Chromium reports it: without the key itself, and of a credentialless frame's with false (__test__/browser/opaque-partition.test.js).
// Promises: C11
describe.each([true, false])(
  'a cookie in an opaque partition (docs/chrome.md, row 16), told by %s',
  (partitionKeyOpaque) => {
    test.each(CALLS)('is refused by %s of %s and does not become a first-party cookie', (method, _name, Class) => {
      const debug = jest.fn();
      const session = new Class({ log: { debug } });
      const named = { ...EXPORT[1], secure: true, partitionKey: 'https://top.example', partitionKeyOpaque: false };
      const cookies = [{ ...EXPORT[0], name: 'opaque', partitionKeyOpaque }, named];
      if (method === 'setCookies' && Class === Session) {
        expect(() => session.setCookies(cookies)).toThrow(
          expect.objectContaining({ code: 'COOKIE_OPAQUE_PARTITION', index: 0 }),
        );
      } else {
        session[method](cookies);
        expect(debug.mock.calls[0][1].refusals).toEqual([
          { name: 'opaque', domain: '.example.com', code: 'COOKIE_OPAQUE_PARTITION' },
        ]);
      }
      expect(session.getPuppeteerCookies().map(({ name }) => name)).toEqual(['cart']);
    });
  },
);

// Promises: S3
describe('a persisted limit', () => {
  test.each(['maxAgeSecs', 'maxErrorScore', 'maxUsageCount'])('%s of null, as JSON has Infinity, is none', (name) => {
    for (const Class of Object.values(CLASSES)) {
      const options = JSON.parse(JSON.stringify({ [name]: Infinity }));
      expect(options).toEqual({ [name]: null });
      expect(new Class(options)[name]).toBe(Infinity);
    }
  });

  test.each(['errorScoreDecrement', 'usageCount', 'errorScore', 'errorCount'])('%s of null is an error', (name) => {
    expect(() => new Session({ [name]: null })).toThrow(TypeError);
  });

  test('a property is not set to null', () => {
    const session = new Session();
    expect(() => {
      session.maxUsageCount = null;
    }).toThrow(TypeError);
    expect(session.maxUsageCount).toBe(50);
  });
});
