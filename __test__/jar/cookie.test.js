'use strict';

// Promises: J15

const { inspect } = require('node:util');
const { WRONG_TYPE, inBoth, ours } = require('./both');

// What the documentation of tough-cookie and RFC 6265 say of a Cookie, for both packages. `cookie-lines.test.js` is about `parse`,
// `cookie-life.test.js` about expiry; that all is the same for any cookie is the subject of `cookie-side-by-side.test.js`.

const NOW = new Date('2024-01-15T12:00:00.250Z');

beforeAll(() => jest.useFakeTimers({ now: NOW }));
afterAll(() => jest.useRealTimers());

const FULL = {
  key: 'SID',
  value: '31d4',
  expires: new Date('2027-06-09T10:18:14.500Z'),
  maxAge: 60,
  domain: 'example.com',
  path: '/docs',
  secure: true,
  httpOnly: true,
  extensions: ['Priority=High', 'Partitioned'],
  hostOnly: false,
  pathIsDefault: false,
  creation: new Date('2024-01-01T00:00:00.000Z'),
  lastAccessed: new Date('2024-01-02T00:00:00.000Z'),
  sameSite: 'lax',
};
const FULL_JSON = {
  ...FULL,
  expires: '2027-06-09T10:18:14.500Z',
  creation: '2024-01-01T00:00:00.000Z',
  lastAccessed: '2024-01-02T00:00:00.000Z',
};
const DEFAULTS = {
  key: '',
  value: '',
  expires: 'Infinity',
  maxAge: null,
  domain: null,
  path: null,
  secure: false,
  httpOnly: false,
  extensions: null,
  creation: NOW,
  hostOnly: null,
  pathIsDefault: null,
  lastAccessed: null,
  sameSite: undefined,
};
const NULLS = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, null]));

describe('the constructor', () => {
  inBoth(
    'what is not given has its default: %j',
    [[undefined], [{}], [NULLS], [{ unknown: 1 }], [7], ['a=b']],
    ({ Cookie }, options) => {
      expect({ ...new Cookie(options) }).toStrictEqual(DEFAULTS);
      expect(Object.keys(new Cookie(options))).toEqual(Object.keys(DEFAULTS));
    },
  );

  inBoth(
    'what is given is taken as it is',
    [[FULL], [{ ...FULL, value: '', secure: false, maxAge: 0 }]],
    ({ Cookie }, options) => {
      expect({ ...new Cookie(options) }).toStrictEqual(options);
    },
  );

  inBoth('cookies are numbered in the order of their making, and the number is no field', [[{}]], ({ Cookie }) => {
    const [first, second] = [new Cookie(), new Cookie()];
    expect(first.creationIndex).toBeGreaterThan(0);
    expect(second.creationIndex).toBe(first.creationIndex + 1);
    expect(Object.keys(first)).not.toContain('creationIndex');
    expect(first.toJSON()).not.toHaveProperty('creationIndex');
    expect(first.clone().creationIndex).toBeGreaterThan(second.creationIndex);
    first.creationIndex = 7;
    expect(first.creationIndex).toBe(7);
    expect(() => Cookie()).toThrow(TypeError);
  });

  inBoth('the tables of the class are there', [[{}]], ({ Cookie }) => {
    expect(Cookie.sameSiteLevel).toEqual({ strict: 3, lax: 2, none: 1 });
    expect(Cookie.sameSiteCanonical).toEqual({ strict: 'Strict', lax: 'Lax', none: 'None' });
    expect(Cookie.serializableProperties).toEqual([
      ...['key', 'value', 'expires', 'maxAge', 'domain', 'path', 'secure', 'httpOnly', 'extensions', 'hostOnly'],
      ...['pathIsDefault', 'creation', 'lastAccessed', 'sameSite'],
    ]);
  });

  test('null is no options: a TypeError has a code, where tough-cookie crashes', () => {
    expect(() => new ours.Cookie(null)).toThrow(WRONG_TYPE);
  });
});

describe('as text', () => {
  inBoth(
    'the Cookie header has name and value: %j %j',
    [
      [{ key: 'a', value: 'b' }, 'a=b'],
      [{ key: 'a' }, 'a='],
      [{ value: 'b' }, 'b'],
      [{}, ''],
      [{ key: 'a', value: 'b=c; d' }, 'a=b=c; d'],
      [{ key: 'a', value: 'b', path: '/', secure: true }, 'a=b'],
    ],
    ({ Cookie }, fields, header) => expect(new Cookie(fields).cookieString()).toBe(header),
  );

  inBoth(
    'the Set-Cookie line has all that is set: %j %j',
    [
      [{}, ''],
      [{ key: 'a', value: 'b' }, 'a=b'],
      [
        FULL,
        'SID=31d4; Expires=Wed, 09 Jun 2027 10:18:14 GMT; Max-Age=60; Domain=example.com; Path=/docs; Secure; HttpOnly; ' +
          'SameSite=Lax; Priority=High; Partitioned',
      ],
      [{ key: 'a', domain: 'example.com', hostOnly: true, path: '/' }, 'a=; Path=/'],
      [{ key: 'a', domain: '', path: '' }, 'a='],
      [{ key: 'a', maxAge: 0 }, 'a=; Max-Age=0'],
      [{ key: 'a', maxAge: -1 }, 'a=; Max-Age=-1'],
      [{ key: 'a', maxAge: Infinity }, 'a='],
      [{ key: 'a', maxAge: 'Infinity' }, 'a='],
      [{ key: 'a', maxAge: '-Infinity' }, 'a=; Max-Age=-Infinity'],
      [{ key: 'a', expires: 'Infinity' }, 'a='],
      [{ key: 'a', expires: new Date(NaN) }, 'a=; Expires=Invalid Date'],
      [{ key: 'a', sameSite: 'STRICT' }, 'a=; SameSite=Strict'],
      [{ key: 'a', sameSite: 'none' }, 'a=; SameSite=None'],
      [{ key: 'a', sameSite: 'other' }, 'a=; SameSite=other'],
      [{ key: 'a', sameSite: 'constructor' }, 'a=; SameSite=constructor'],
      [{ key: 'a', sameSite: '__proto__' }, 'a=; SameSite=__proto__'],
      [{ key: 'a', extensions: [] }, 'a='],
    ],
    ({ Cookie }, fields, line) => {
      expect(new Cookie(fields).toString()).toBe(line);
      expect(`${new Cookie(fields)}`).toBe(line);
    },
  );

  inBoth(
    'util.inspect shows the line and the ages: %j %j',
    [
      [{}, 'Cookie="; hostOnly=?; aAge=?; cAge=0ms"'],
      [
        { key: 'a', value: 'b', hostOnly: true, creation: new Date(NOW - 5), lastAccessed: new Date(NOW - 3) },
        'Cookie="a=b; hostOnly=true; aAge=3ms; cAge=5ms"',
      ],
      [
        { key: 'a', domain: 'example.com', hostOnly: false, creation: 'Infinity', lastAccessed: 'Infinity' },
        'Cookie="a=; Domain=example.com; hostOnly=false; aAge=?; cAge=?"',
      ],
    ],
    ({ Cookie }, fields, shown) => {
      expect(inspect(new Cookie(fields))).toBe(shown);
      expect(inspect([new Cookie(fields)])).toBe(`[ ${shown} ]`);
    },
  );
});

describe('as JSON', () => {
  inBoth(
    'toJSON leaves out defaults, and dates are ISO text: %j %j',
    [
      [{ creation: 'Infinity' }, { creation: 'Infinity' }],
      [{}, { creation: NOW.toISOString() }],
      [FULL, FULL_JSON],
      [
        { ...FULL, expires: null },
        { ...FULL_JSON, expires: null },
      ],
      [
        { ...FULL, maxAge: '-Infinity' },
        { ...FULL_JSON, maxAge: '-Infinity' },
      ],
      [
        { ...FULL, expires: Infinity },
        { ...FULL_JSON, expires: 'Infinity' },
      ],
    ],
    ({ Cookie }, fields, json) => {
      const cookie = Object.assign(new Cookie(fields), fields);
      expect(cookie.toJSON()).toStrictEqual(json);
      expect(JSON.parse(JSON.stringify(cookie))).toStrictEqual(json);
    },
  );

  inBoth('fields of wrong types and of other names are left out of JSON', [[{}]], ({ Cookie }) => {
    const cookie = Object.assign(new Cookie({ key: 'a' }), {
      ...{ value: 5, expires: true, maxAge: '60', domain: 1, path: {}, secure: 'yes', httpOnly: 1, extensions: 'x' },
      ...{ hostOnly: 0, pathIsDefault: 'no', creation: {}, lastAccessed: false, sameSite: null, other: 1 },
    });
    expect(cookie.toJSON()).toStrictEqual({ key: 'a' });
  });

  inBoth(
    'fromJSON reads what toJSON wrote, as object and as text: %j',
    [
      [FULL],
      [{}],
      [{ ...FULL, expires: 'Infinity', maxAge: 'Infinity', sameSite: undefined }],
      [{ lastAccessed: 'Infinity' }],
    ],
    ({ Cookie }, fields) => {
      const cookie = new Cookie(fields);
      const expected = { ...DEFAULTS, ...fields };
      expect({ ...Cookie.fromJSON(cookie.toJSON()) }).toStrictEqual(expected);
      expect({ ...Cookie.fromJSON(JSON.stringify(cookie)) }).toStrictEqual(expected);
      expect({ ...cookie.clone() }).toStrictEqual(expected);
      expect(cookie.clone()).toBeInstanceOf(Cookie);
      expect(cookie.clone()).not.toBe(cookie);
    },
  );

  inBoth(
    'fromJSON reads JSON of other programs: %j is %j',
    [
      // The example of tough-cookie's documentation.
      [
        '{"key":"alpha","value":"beta","domain":"example.com","path":"/foo","expires":"2038-01-19T03:14:07.000Z"}',
        { key: 'alpha', value: 'beta', domain: 'example.com', path: '/foo', expires: new Date(2147483647000) },
      ],
      ['{}', {}],
      ['[]', {}],
      [{ expires: 0 }, { expires: new Date(0) }],
      [{ expires: 'Wed, 09 Jun 2027 10:18:14 GMT' }, { expires: new Date('2027-06-09T10:18:14Z') }],
      [{ creation: null }, {}],
      [{ creation: 'Infinity' }, { creation: 'Infinity' }],
      [{ lastAccessed: Infinity, expires: Infinity }, { lastAccessed: 'Infinity' }],
      [{ expires: null }, { expires: null }],
      [
        { key: null, value: 5, secure: 'yes', maxAge: '60', extensions: 'x', hostOnly: 1, domain: 3, sameSite: null },
        {},
      ],
      [{ extensions: ['a', 1] }, {}],
      [{ extensions: [] }, { extensions: [] }],
      [
        { maxAge: -Infinity, hostOnly: false, path: null },
        { maxAge: -Infinity, hostOnly: false },
      ],
      [Object.create({ key: 'inherited' }), { key: 'inherited' }],
      [{ other: 1, creationIndex: 7 }, {}],
    ],
    ({ Cookie }, json, fields) => expect({ ...Cookie.fromJSON(json) }).toStrictEqual({ ...DEFAULTS, ...fields }),
  );

  inBoth(
    'fromJSON makes nothing of %j',
    [[undefined], [null], [''], [0], [false], ['{'], ['a=b'], ['undefined'], ["{'key':'a'}"]],
    ({ Cookie }, json) => expect(Cookie.fromJSON(json)).toBe(undefined),
  );

  test.each([[7], [true], ['7'], ['null'], ['"a=b"'], [Symbol('a')], [() => ({ key: 'a' })]])(
    'fromJSON makes nothing of %p, which is no object; tough-cookie makes an empty cookie of it',
    (json) => expect(ours.Cookie.fromJSON(json)).toBe(undefined),
  );

  test('a String object is an object, not text', () => {
    for (const text of [new String('{"key":"a"}'), new String('')])
      expect({ ...ours.Cookie.fromJSON(text) }).toStrictEqual(DEFAULTS);
  });

  test.each([['nonsense'], [''], [new Date(NaN)], [-Infinity], [NaN]])(
    'a date that is none, %p, counts as absent; tough-cookie keeps it and then its toJSON throws',
    (date) => {
      for (const name of ['expires', 'creation', 'lastAccessed']) {
        expect({ ...ours.Cookie.fromJSON({ [name]: date }) }).toStrictEqual(DEFAULTS);
        const cookie = Object.assign(new ours.Cookie({ creation: 'Infinity' }), { [name]: date });
        expect(cookie.toJSON()).not.toHaveProperty(name);
      }
    },
  );

  test('a clone shares nothing with its cookie; in tough-cookie both have one list of extensions', () => {
    const cookie = new ours.Cookie({ expires: new Date(5), extensions: ['a'] });
    const [clone, json] = [cookie.clone(), cookie.toJSON()];
    cookie.extensions.push('b');
    cookie.expires.setTime(0);
    expect([clone.extensions, json.extensions]).toEqual([['a'], ['a']]);
    expect(clone.expires).toEqual(new Date(5));
  });

  test('extensions with one that is no text are left out of JSON; tough-cookie writes them, but does not read them', () => {
    expect(new ours.Cookie({ creation: 'Infinity', extensions: ['a', 1] }).toJSON()).toEqual({ creation: 'Infinity' });
  });

  test('a name that is added to serializableProperties has no effect, as in tough-cookie; one that is taken out has none either', () => {
    const { Cookie } = ours;
    const names = [...Cookie.serializableProperties];
    try {
      Cookie.serializableProperties.splice(0, names.length, 'other', 'constructor');
      expect(Object.assign(new Cookie(FULL), { other: 1 }).toJSON()).toStrictEqual(FULL_JSON);
      expect({ ...Cookie.fromJSON({ ...FULL_JSON, other: 1 }) }).toStrictEqual(FULL);
    } finally {
      Cookie.serializableProperties.splice(0, 2, ...names);
    }
  });
});
