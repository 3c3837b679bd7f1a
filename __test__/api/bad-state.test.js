'use strict';

// Serialized jars and states with garbage in every field: refused with a TypeError, or the entry is left out, and what is good is
// restored (index.d.ts, CookieJar.fromJSON).
// Promises: P8

const { Cookie, CookieJar, Session } = require('../..');
const { HOME, expectTypeError, pairs, prepared, thrownBy } = require('./fixtures/bad-input');

const DEEP = 1_000_000;
const DATE = '2026-01-01T00:00:00.000Z';

/** An entry that is filed whatever else is wrong. */
const GOOD = {
  key: 'good',
  value: '1',
  domain: 'example.com',
  path: '/',
  hostOnly: true,
  creation: DATE,
  lastAccessed: DATE,
};

/** The ways to read a serialized jar. */
const READERS = [
  ['CookieJar.fromJSON of an object', (json) => CookieJar.fromJSON(json)],
  ['CookieJar.fromJSON of text', (json) => CookieJar.fromJSON(JSON.stringify(json))],
  ['a session with an object', (cookieJar) => new Session({ cookieJar }).cookieJar],
  ['a session with text', (json) => new Session({ cookieJar: JSON.stringify(json) }).cookieJar],
  ['a live jar', (json) => new Session({ cookieJar: { setCookie() {}, toJSON: () => json } }).cookieJar],
];

function nested(open, inner, close) {
  return open.repeat(DEEP) + inner + close.repeat(DEEP);
}

function deepObject() {
  const root = {};
  let at = root;
  for (let i = 0; i < DEEP; i++) {
    at.a = {};
    at = at.a;
  }
  return root;
}

describe.each(READERS)('%s', (_name, read) => {
  const garbage = [null, 1, -1, 1e300, '', 'junk', true, [], {}, [[1]], ['a', 1], { toJSON: 1 }];

  test.each([
    'value',
    'expires',
    'maxAge',
    'path',
    'secure',
    'httpOnly',
    'hostOnly',
    'pathIsDefault',
    'extensions',
    'creation',
  ])('garbage in %s costs that field at most', (field) => {
    for (const value of garbage) {
      // Ages and dates that lie in the past end the cookie, but it was restored.
      const entry = { key: 'odd', value: 'x', domain: 'example.com', path: '/', creation: DATE, [field]: value };
      const { cookies } = read({ cookies: [entry, GOOD] }).toJSON();
      expect(cookies.map((cookie) => [cookie.key, cookie.domain])).toEqual([
        ['odd', 'example.com'],
        ['good', 'example.com'],
      ]);
      expect(cookies[1]).toEqual(GOOD);
    }
  });

  test('garbage in lastAccessed and sameSite costs that field at most', () => {
    for (const field of ['lastAccessed', 'sameSite']) {
      for (const value of garbage) {
        const entry = { key: 'odd', value: 'x', domain: 'example.com', [field]: value };
        expect(pairs(read({ cookies: [entry, GOOD] }))).toEqual(['odd=x', 'good=1']);
      }
    }
  });

  test.each([null, 1, true, [], {}, '', ' ', 'exa mple.com', 'a/b', '\0', '..', 'https://example.com/'])(
    'an entry whose domain is %j is left out',
    (domain) => {
      expect(read({ cookies: [{ key: 'odd', value: 'x', domain }, GOOD] }).toJSON().cookies).toEqual([GOOD]);
    },
  );

  test.each([[null], [1], ['x'], [true], [[]], [{}], [[GOOD]], [{ key: 'odd', value: 'x' }]])(
    'an entry that is %j is left out',
    (entry) => {
      expect(read({ cookies: [entry, GOOD] }).toJSON().cookies).toEqual([GOOD]);
    },
  );

  test.each([
    ['a line break in the value', { key: 'odd', value: 'x\r\nX-Header: y' }],
    ['NUL in the value', { key: 'odd', value: '\0' }],
    ['a ; in the value', { key: 'odd', value: 'x; admin=1' }],
    ['a ; in the name', { key: 'odd;a', value: 'x' }],
    ['a line break in the name', { key: 'odd\n', value: 'x' }],
    ['a lone surrogate in the value', { key: 'odd', value: '\ud800' }],
  ])('an entry with %s, which no cookie can carry, does not reach the Cookie header', (_what, fields) => {
    const jar = read({ cookies: [{ ...fields, domain: 'example.com' }, GOOD] });
    expect(jar.getCookieStringSync(HOME)).toBe('good=1');
  });

  test('halves of a character at the edges of texts cost no other cookie, in an object as in its JSON', () => {
    const [lead, trail] = ['\ud83d', '\ude00'];
    const odd = { key: 'odd', value: 'x', domain: 'example.com' };
    for (const fields of [
      { key: `a${lead}`, value: `${trail}b` },
      { value: lead, domain: `${trail}.example.com` },
      { extensions: [`a${lead}`, `${trail}b`] },
    ]) {
      const jar = read({ cookies: [{ ...odd, ...fields }, GOOD] });
      expect(jar.toJSON().cookies.filter(({ key }) => key !== 'odd')).toEqual([GOOD]);
    }
  });

  test('a path that no cookie can have is left out with its cookie', () => {
    for (const path of ['/a\r\nSet-Cookie: x', `/${'p'.repeat(1 << 20)}`]) {
      expect(
        read({ cookies: [{ key: 'odd', value: 'x', domain: 'example.com', path }, GOOD] }).toJSON().cookies,
      ).toEqual([GOOD]);
    }
  });

  test.each([[{}], [{ cookies: null }], [{ cookies: {} }], [{ cookies: 'x' }], [{ cookies: 1 }]])(
    '%j is no serialized jar',
    (json) => {
      expectTypeError(
        thrownBy(() => read(json)),
        'ERR_INVALID_ARG_VALUE',
        /^(json|cookieJar) must be a .*: serialized jar has no cookies array$/,
      );
    },
  );

  test.each([[[1]], [[null]], [[{}]], [[[GOOD]]], [['a=b']], [[{ domain: 'a.example', path: '/' }]], [[{ key: 1 }]]])(
    'a list without any cookie is no jar: %j',
    (list) => {
      for (const json of [list, { cookies: list }]) {
        expectTypeError(
          thrownBy(() => read(json)),
          'ERR_INVALID_ARG_VALUE',
          /^(json|cookieJar) must be a .*serialized.* or an array of browser cookies: not one entry .* has a name/,
        );
      }
    },
  );

  test('an empty list is an empty jar, and a list of entries of a serialized jar is one', () => {
    expect(read([]).toJSON().cookies).toEqual([]);
    expect(read([GOOD]).toJSON().cookies).toEqual([GOOD]);
  });

  test('keys that name a prototype are data', () => {
    const entry = '{"__proto__":{"polluted":1},"key":"__proto__","value":"constructor","domain":"example.com"}';
    const json = JSON.parse(
      `{"__proto__":{"polluted":1},"cookies":[${entry}],"constructor":{"prototype":{"polluted":1}}}`,
    );
    const jar = read(json);
    expect({}.polluted).toBeUndefined();
    expect(jar.getCookieStringSync(HOME)).toBe('__proto__=constructor');
    const [cookie] = jar.getCookiesSync(HOME);
    expect([cookie.key, cookie.polluted, Object.getPrototypeOf(cookie)]).toEqual([
      '__proto__',
      undefined,
      Cookie.prototype,
    ]);
    expect(Object.getPrototypeOf(jar.toJSON().cookies[0])).toBe(Object.prototype);
  });
});

describe('values nested a million times', () => {
  const deep = [
    ['arrays', nested('[', '', ']')],
    ['objects', nested('{"a":', '1', '}')],
    ['unclosed arrays', '['.repeat(DEEP)],
  ];
  const places = [
    ['at the top', (value) => value],
    ['as version', (value) => `{"version":${value},"cookies":[]}`],
    ['as cookies', (value) => `{"cookies":${value}}`],
    ['as an entry', (value) => `{"cookies":[${value}]}`],
    ['as a field', (value) => `{"cookies":[{"domain":"example.com","key":${value}}]}`],
    ['as extensions', (value) => `{"cookies":[{"domain":"example.com","key":"a","extensions":${value}}]}`],
    ['as an unknown key', (value) => `{"unknown":${value},"cookies":[]}`],
  ];
  const table = deep.flatMap(([what, value]) => places.map(([where, text]) => [what, where, text(value)]));

  test.each(table)('%s %s in the text of a jar: taken or refused with a TypeError', (_what, _where, text) => {
    for (const read of [(json) => CookieJar.fromJSON(json), (cookieJar) => new Session({ cookieJar }).cookieJar]) {
      let jar;
      try {
        jar = read(text);
      } catch (error) {
        expectTypeError(error, 'ERR_INVALID_ARG_VALUE', /^(json|cookieJar) must be a .*serialized/);
        continue;
      }
      // What was taken names no cookie but the one of this text.
      expect(jar.toJSON().cookies.filter((cookie) => cookie.domain !== 'example.com')).toEqual([]);
      expect(jar.setCookieSync('after=1', HOME).key).toBe('after');
    }
  });

  test('an object in a jar or in a state is refused with a TypeError that names it', () => {
    const json = { cookies: [deepObject()] };
    expectTypeError(
      thrownBy(() => new Session({ cookieJar: json })),
      'ERR_INVALID_ARG_VALUE',
      /^cookieJar must be/,
    );
    expectTypeError(
      thrownBy(() => CookieJar.fromJSON(json)),
      'ERR_INVALID_ARG_VALUE',
      /^json must be/,
    );
  });

  test('userData is not looked at', () => {
    const userData = deepObject();
    const session = new Session({ userData });
    expect(session.getState().userData).toBe(userData);
  });
});

describe('cyclic data', () => {
  test('a cyclic jar is refused with a TypeError that names it', () => {
    const json = { cookies: [] };
    json.cookies.push(json);
    expectTypeError(
      thrownBy(() => new Session({ cookieJar: json })),
      'ERR_INVALID_ARG_VALUE',
      /^cookieJar must be/,
    );
    expectTypeError(
      thrownBy(() => CookieJar.fromJSON(json)),
      'ERR_INVALID_ARG_VALUE',
      /^json must be/,
    );
  });

  test('a cyclic userData comes back from getState as the same object', () => {
    const userData = {};
    userData.self = userData;
    const { session } = prepared({ userData });
    userData.session = session;
    expect(session.getState().userData).toBe(userData);
    expect(session.toJSON().userData).toBe(userData);
    expect(new Session(session.getState()).userData).toBe(userData);
    expect(thrownBy(() => JSON.stringify(session))).toBeInstanceOf(Error);
    expect(session.isUsable()).toBe(true);
  });

  test('a userData whose getters and traps throw is not read', () => {
    const trap = () => {
      throw new Error('userData was read');
    };
    const traps = { get: trap, has: trap, ownKeys: trap, getOwnPropertyDescriptor: trap, getPrototypeOf: trap };
    const userData = new Proxy({}, traps);
    const session = new Session({ userData });
    expect(session.getState().userData === userData).toBe(true);
    expect(session.userData === userData).toBe(true);
    session.retire();
    expect(session.retired).toBe(true);
  });
});

describe('a jar whose own code throws', () => {
  const error = new Error('toJSON of the jar');
  const fail = () => {
    throw error;
  };

  test.each([
    ['a live jar', { setCookie() {}, toJSON: fail }],
    ['a getter of a live jar', Object.defineProperty({ toJSON: fail }, 'setCookie', { get: fail })],
    ['an entry', { cookies: [{ toJSON: fail }] }],
    ['a getter of an entry', { cookies: [Object.defineProperty({}, 'key', { get: fail, enumerable: true })] }],
  ])('%s', (_what, cookieJar) => {
    const thrown = thrownBy(() => new Session({ cookieJar }));
    expectTypeError(thrown, 'ERR_INVALID_ARG_VALUE', /^cookieJar must be .*: toJSON of the jar$/);
    expect(thrown.cause).toBe(error);
  });

  test('a BigInt in a jar is refused', () => {
    const json = { cookies: [{ ...GOOD, maxAge: 1n }] };
    expectTypeError(
      thrownBy(() => new Session({ cookieJar: json })),
      'ERR_INVALID_ARG_VALUE',
      /^cookieJar must be/,
    );
    expectTypeError(
      thrownBy(() => CookieJar.fromJSON(json)),
      'ERR_INVALID_ARG_VALUE',
      /^json must be/,
    );
  });
});

describe('a state', () => {
  test('with keys that name a prototype pollutes nothing and sets no option', () => {
    const text = `{"__proto__":{"polluted":1,"usageCount":7},"constructor":{"prototype":{"polluted":1}},
      "userData":{"__proto__":{"polluted":1}},"cookieJar":{"cookies":[]}}`;
    const session = new Session(JSON.parse(text));
    expect({}.polluted).toBeUndefined();
    expect([session.usageCount, session.polluted, session.userData.polluted]).toEqual([0, undefined, undefined]);
    const again = new Session(JSON.parse(JSON.stringify(session)));
    expect(Object.keys(again.userData)).toEqual(['__proto__']);
    expect({}.polluted).toBeUndefined();
  });

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then'])(
    'keeps a cookie that is called %s',
    (name) => {
      const { session } = prepared();
      session.putPuppeteerCookies([{ name, value: name, domain: 'example.com' }]);
      const restored = new Session(JSON.parse(JSON.stringify(session.getState())));
      expect(restored.getPuppeteerCookies()).toEqual(session.getPuppeteerCookies());
      expect(restored.getCookieString(HOME)).toBe(`host=1; ${name}=${name}`);
    },
  );

  test('is written even after the user made a date of the session invalid in place', () => {
    for (const name of ['expiresAt', 'createdAt']) {
      const session = new Session({ [name]: DATE });
      session[name].setTime(NaN);
      expect(session.getState()[name]).toBe(DATE);
    }
  });

  test('is a copy: what is done to it does not reach the session', () => {
    const { session } = prepared();
    const state = session.getState();
    const before = JSON.stringify(session.getState());
    state.cookieJar.cookies.length = 0;
    Object.assign(state, { usageCount: NaN, id: null });
    expect(JSON.stringify(session.getState())).toBe(before);
  });
});

describe('Cookie.fromJSON', () => {
  test('takes no garbage into its fields', () => {
    const garbage = {
      key: 1,
      value: null,
      expires: 'junk',
      maxAge: 'x',
      domain: 1,
      path: [],
      secure: 1,
      httpOnly: 'x',
    };
    const cookie = Cookie.fromJSON({ ...garbage, extensions: [1], hostOnly: 1, creation: {}, sameSite: 1 });
    const empty = { key: '', value: '', expires: 'Infinity', maxAge: null, domain: null, path: null, secure: false };
    expect(cookie).toMatchObject({ ...empty, httpOnly: false, extensions: null, hostOnly: null, sameSite: undefined });
  });

  test('does not pollute', () => {
    const cookie = Cookie.fromJSON('{"__proto__":{"polluted":1},"key":"a"}');
    expect([cookie.polluted, {}.polluted, cookie.key]).toEqual([undefined, undefined, 'a']);
  });

  test('lets the error of a throwing getter through', () => {
    const error = new Error('the getter of key');
    const json = {
      get key() {
        throw error;
      },
    };
    expect(thrownBy(() => Cookie.fromJSON(json))).toBe(error);
  });
});
