'use strict';

// Objects of the caller whose own code runs while the session reads them: proxies, getters that call the session again or throw,
// logs and emitters that do so, and texts too long for one string. Each gives a clear error or costs the one cookie, and the
// session works on.
// Promises: E5

const { Cookie, CookieJar, Session } = require('../..');
const { HOME, belongings, pairs, prepared, preparedJar, thrownBy } = require('./fixtures/bad-input');

function names(session) {
  return session.getPuppeteerCookies().map((cookie) => cookie.name);
}

/** A good cookie, before whose name is read something else is done. */
function reentrant(name, action) {
  return {
    get name() {
      action();
      return name;
    },
    value: '1',
    domain: 'example.com',
  };
}

/** An object with a getter that throws. */
function failing(property, error, rest) {
  return Object.defineProperty({ ...rest }, property, {
    get() {
      throw error;
    },
  });
}

/** An array that lies about its length. */
function lying(length, ...items) {
  return new Proxy(items, { get: (target, key) => (key === 'length' ? length : target[key]) });
}

const COOKIE = Object.freeze({ name: 'new', value: '1', domain: 'example.com' });

describe('a getter that calls the session again', () => {
  const actions = {
    putPuppeteerCookies: (session) => session.putPuppeteerCookies([{ ...COOKIE, name: 'inner' }]),
    putResponse: (session) => session.putResponse({ headers: { 'set-cookie': 'inner=1' }, url: HOME }),
    setCookies: (session) => session.setCookies(['inner=1'], HOME),
    setCookie: (session) => session.setCookie('inner=1', HOME),
    'the jar of the session': (session) => session.cookieJar.setCookieSync('inner=1', HOME),
  };
  const outer = {
    putPuppeteerCookies: (session, action) =>
      session.putPuppeteerCookies([reentrant('outer', action), { ...COOKIE, name: 'last' }]),
    setCookies: (session, action) => session.setCookies([reentrant('outer', action), { ...COOKIE, name: 'last' }]),
    'setCookies with a tough-cookie object': (session, action) => {
      const cookie = Object.defineProperty({ value: '1' }, 'key', {
        get() {
          action();
          return 'outer';
        },
      });
      session.setCookies([cookie, 'last=1'], HOME);
    },
    'headers of putResponse': (session, action) => {
      const headers = Object.defineProperty({}, 'set-cookie', {
        get() {
          action();
          return ['outer=1', 'last=1'];
        },
      });
      session.putResponse({ headers, url: HOME });
    },
    'url of putResponse': (session, action) => {
      const url = () => {
        action();
        return HOME;
      };
      session.putResponse({ headers: { 'set-cookie': ['outer=1', 'last=1'] }, url });
    },
    'href of the URL': (session, action) => {
      const url = {
        get href() {
          action();
          return HOME;
        },
      };
      session.setCookies(['outer=1', 'last=1'], url);
    },
  };
  const table = Object.entries(outer).flatMap(([where, call]) =>
    Object.entries(actions).map(([what, action]) => [where, what, call, action]),
  );

  test.each(table)('%s calls %s', (_where, _what, call, action) => {
    const { session, logged } = prepared();
    call(session, () => action(session));
    expect(names(session).sort()).toEqual(['host', 'inner', 'last', 'outer', 'shared']);
    expect(logged).toEqual([]);
  });

  test.each(Object.entries(outer))('%s retires the session and reads it', (_where, call) => {
    const { session, events } = prepared();
    let seen;
    call(session, () => {
      if (session.retired) return;
      session.retire();
      session.markBad();
      seen = [session.isUsable(), session.getState().usageCount, session.getCookieString(HOME)];
    });
    expect(seen).toEqual([false, 5, 'host=1']);
    expect(events).toEqual(['sessionRetired']);
    expect(names(session).sort()).toEqual(['host', 'last', 'outer', 'shared']);
  });

  test('a log that stores cookies and one that retires: both are done, and once', () => {
    const { session } = prepared({
      log: {
        debug() {
          session.setCookie('logged=1', HOME);
          if (!session.retired) session.retire();
        },
      },
    });
    session.putPuppeteerCookies([{}, COOKIE]);
    session.putResponse({ headers: { 'set-cookie': '=' }, url: HOME });
    expect(names(session)).toEqual(['host', 'shared', 'new', 'logged']);
    expect([session.retired, session.usageCount]).toEqual([true, 4]);
  });

  test('a getter that lengthens or shortens the array it stands in does not end the call', () => {
    const { session } = prepared();
    const list = [reentrant('grow', () => list.push({ ...COOKIE, name: 'pushed' })), COOKIE];
    session.putPuppeteerCookies(list);
    expect(names(session)).toContain('new');
    const shrinking = [
      reentrant('shrink', () => {
        shrinking.length = 1;
      }),
      { ...COOKIE, name: 'gone' },
    ];
    session.putPuppeteerCookies(shrinking);
    expect(names(session)).toContain('shrink');
    expect(names(session)).not.toContain('gone');
  });
});

describe('a getter that throws', () => {
  const error = new Error('the getter');

  test.each([
    ['headers', () => failing('headers', error, { url: HOME })],
    ['headers, a function', () => ({ headers: () => failing('x', error).x, url: HOME })],
    ['set-cookie', () => ({ headers: failing('set-cookie', error), url: HOME })],
    ['getSetCookie', () => ({ headers: { getSetCookie: () => failing('x', error).x }, url: HOME })],
    ['get', () => ({ headers: { get: () => failing('x', error).x }, url: HOME })],
    ['url', () => failing('url', error, { headers: { 'set-cookie': 'new=1' } })],
    ['url, a function', () => ({ headers: { 'set-cookie': 'new=1' }, url: () => failing('x', error).x })],
    ['href', () => ({ headers: { 'set-cookie': 'new=1' }, url: failing('href', error) })],
  ])('of a response reaches the caller, and nothing is stored: %s', (_what, response) => {
    const { session, logged } = prepared();
    const before = belongings(session);
    expect(thrownBy(() => session.putResponse(response()))).toBe(error);
    expect(belongings(session)).toEqual(before);
    expect(logged).toEqual([]);
  });

  test.each(['putPuppeteerCookies', 'setCookies'])('of an element of the array costs that element: %s', (method) => {
    const { session, logged } = prepared();
    const list = [{ ...COOKIE, name: 'first' }, COOKIE, { ...COOKIE, name: 'last' }];
    Object.defineProperty(list, 1, {
      get() {
        throw error;
      },
    });
    let thrown;
    try {
      session[method](list);
    } catch (caught) {
      thrown = caught;
    }
    expect(names(session)).toEqual(['host', 'shared', 'first', 'last']);
    const messages = method === 'setCookies' ? thrown.errors.map(({ message }) => message) : logged[0][1].errorMessages;
    expect(messages).toEqual(['the getter']);
    expect(thrown?.code).toBe(method === 'setCookies' ? 'COOKIE_INVALID' : undefined);
  });

  test.each(['putPuppeteerCookies', 'setCookies', 'retireOnBlockedStatusCodes'])(
    'of the length of the array reaches the caller, and nothing changes: %s',
    (method) => {
      const { session, events } = prepared();
      const before = belongings(session);
      const list = new Proxy([COOKIE], {
        get(target, key) {
          if (key === 'length') throw error;
          return target[key];
        },
      });
      const args = method === 'retireOnBlockedStatusCodes' ? [503, list] : [list];
      expect(thrownBy(() => session[method](...args))).toBe(error);
      expect(belongings(session)).toEqual(before);
      expect(events).toEqual([]);
    },
  );

  test('of a log reaches the caller, after the good cookies are stored', () => {
    const log = {
      debug() {
        throw error;
      },
    };
    const { session } = prepared({ log });
    expect(thrownBy(() => session.putPuppeteerCookies([{}, COOKIE]))).toBe(error);
    expect(thrownBy(() => session.putResponse({ headers: { 'set-cookie': ['=', 'late=1'] }, url: HOME }))).toBe(error);
    expect(names(session)).toEqual(['host', 'shared', 'new', 'late']);
  });

  test('of a session pool reaches the caller of retire, and the session stays retired', () => {
    const sessionPool = { emit() {} };
    const { session } = prepared({ sessionPool });
    Object.defineProperty(sessionPool, 'emit', {
      get() {
        throw error;
      },
    });
    expect(thrownBy(() => session.retire())).toBe(error);
    expect(thrownBy(() => session.checkStatus(403))).toBe(error);
    expect([session.retired, session.usageCount, session.isUsable()]).toEqual([true, 5, false]);
    expect(names(session)).toEqual(['host', 'shared']);
  });

  test('of emit while the option is read reaches the caller of the constructor', () => {
    expect(thrownBy(() => new Session({ sessionPool: failing('emit', error) }))).toBe(error);
    const refused = thrownBy(() => {
      prepared().session.sessionPool = failing('emit', error);
    });
    expect(refused).toBe(error);
  });

  test('of a status code among the further ones reaches the caller, and the session is not retired', () => {
    const { session, events } = prepared();
    const codes = [1, 2];
    Object.defineProperty(codes, 1, {
      get() {
        throw error;
      },
    });
    expect(thrownBy(() => session.retireOnBlockedStatusCodes(503, codes))).toBe(error);
    expect([session.retired, events]).toEqual([false, []]);
  });
});

describe('a session pool with odd emit', () => {
  test('emit is read at each retirement, so a pool that loses it gives a TypeError and a retired session', () => {
    const sessionPool = { emit: jest.fn() };
    const { session } = prepared({ sessionPool });
    sessionPool.emit = undefined;
    expect(thrownBy(() => session.retire())).toBeInstanceOf(TypeError);
    expect([session.retired, session.usageCount]).toEqual([true, 4]);
  });

  test('a function with emit is a pool', () => {
    const pool = Object.assign(() => {}, { emit: jest.fn() });
    const { session } = prepared({ sessionPool: pool });
    session.retire();
    expect(pool.emit.mock.calls).toEqual([['sessionRetired', session]]);
  });
});

describe('an array that lies about its length', () => {
  test.each(['putPuppeteerCookies', 'setCookies'])('a length that is no number counts as none: %s', (method) => {
    for (const length of [0, -1, -Infinity, NaN, 'junk', undefined, null, {}]) {
      const { session, logged } = prepared();
      const before = belongings(session);
      session[method](lying(length, COOKIE));
      expect(belongings(session)).toEqual(before);
      expect(logged).toEqual([]);
    }
  });

  test.each(['putPuppeteerCookies', 'setCookies'])(
    'a length that is too small hides what is behind it: %s',
    (method) => {
      const { session } = prepared();
      session[method](lying(1, COOKIE, { ...COOKIE, name: 'hidden' }));
      expect(names(session)).toEqual(['host', 'shared', 'new']);
    },
  );

  test('a length that is too great adds what counts as undefined', () => {
    const { session, logged } = prepared();
    session.putPuppeteerCookies(lying(1000, COOKIE));
    expect([names(session), logged]).toEqual([['host', 'shared', 'new'], []]);
    expect(thrownBy(() => session.setCookies(lying(3, COOKIE))).errors.map(({ index }) => index)).toEqual([1, 2]);
  });

  test.each([
    ['2 ** 40', lying(2 ** 40, COOKIE)],
    ['Infinity', lying(Infinity, COOKIE)],
    ['that of a sparse array of 4,294,967,295', new Array(2 ** 32 - 1)],
  ])('a length that no array of cookies has gives an error that names the argument: %s', (_what, list) => {
    const { session, logged } = prepared();
    const before = belongings(session);
    const error = thrownBy(() => session.putPuppeteerCookies(list));
    expect(error).toBeInstanceOf(Error);
    expect(error.message).toMatch(/puppeteerCookies/);
    expect(belongings(session)).toEqual(before);
    expect(logged).toEqual([]);
  });

  test.each([
    ['a BigInt', 1n, /BigInt/, ['putPuppeteerCookies']],
    ['a symbol', Symbol('s'), /Symbol/, ['putPuppeteerCookies', 'setCookies']],
  ])('a length that cannot be a number gives a TypeError that says so: %s', (_what, length, message, methods) => {
    for (const method of methods) {
      const { session } = prepared();
      const before = belongings(session);
      const error = thrownBy(() => session[method](lying(length, COOKIE)));
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toMatch(message);
      expect(belongings(session)).toEqual(before);
    }
  });

  test('a sparse array of a million holes is no trouble', () => {
    const { session, logged } = prepared();
    const list = new Array(1e6);
    list[999_999] = COOKIE;
    session.putPuppeteerCookies(list);
    expect([names(session), logged]).toEqual([['host', 'shared', 'new'], []]);
    expect(session.retireOnBlockedStatusCodes(503, new Array(2 ** 32 - 1))).toBe(false);
  });
});

describe('very long texts', () => {
  const huge = 'x'.repeat(100_000_000);

  test('of 100 MB as value, URL and jar: refused, and the session works on', () => {
    const { session, logged } = prepared();
    const before = belongings(session);
    session.putPuppeteerCookies([{ ...COOKIE, value: huge }]);
    expect(logged[0][1].errorMessages).toEqual([expect.stringMatching(/1000000\d\d bytes, \d+ are allowed/)]);
    expect(thrownBy(() => session.setCookie(`new=${huge}`, HOME)).code).toBe('COOKIE_TOO_LARGE');
    expect(session.getCookieString(`${HOME}${huge}`)).toBe('host=1');
    const error = thrownBy(() => CookieJar.fromJSON(huge));
    expect([error.code, error.message.length < 300]).toEqual(['ERR_INVALID_ARG_VALUE', true]);
    expect(belongings(session)).toEqual(before);
  });

  test('cookies that together are longer than a string can be: each is refused for itself, the good one is stored', () => {
    const { session, logged } = prepared();
    session.putPuppeteerCookies([...Array(6).fill({ ...COOKIE, value: huge }), COOKIE]);
    expect(names(session)).toEqual(['host', 'shared', 'new']);
    expect(logged[0][1].errorMessages).toHaveLength(6);
  });

  test('lines that together are longer than a string can be: putResponse does not throw, the good one is stored', () => {
    const { session } = prepared();
    session.putResponse({ headers: { 'set-cookie': [...Array(6).fill(`a=${huge}`), 'new=1'] }, url: HOME });
    expect(names(session)).toEqual(['host', 'shared', 'new']);
  });
});

describe('a cookie jar', () => {
  test('a jar whose caller throws inside a callback still works', () => {
    const jar = preparedJar();
    const error = new Error('the callback');
    const thrown = thrownBy(() =>
      jar.setCookie('new=1', HOME, () => {
        jar.setCookieSync('inner=1', HOME);
        throw error;
      }),
    );
    expect(thrown).toBe(error);
    expect(pairs(jar)).toEqual(['host=1', 'new=1', 'inner=1']);
  });

  test('options that throw or are of a wrong type store nothing that was not asked for', () => {
    const jar = preparedJar();
    const error = new Error('the getter of now');
    expect(thrownBy(() => jar.setCookieSync('new=1', HOME, failing('now', error)))).toBe(error);
    expect(thrownBy(() => jar.setCookieSync('new=1', HOME, { now: Symbol('s') }))).toBeInstanceOf(TypeError);
    expect(pairs(jar)).toEqual(['host=1']);
    for (const options of [null, 'x', 1, [], { now: undefined }]) jar.setCookieSync('new=1', HOME, options);
    expect(pairs(jar)).toEqual(['host=1', 'new=1']);
  });

  test('a cookie whose fields call the jar again', () => {
    const jar = preparedJar();
    const cookie = Object.defineProperty({ key: 'outer' }, 'value', {
      get() {
        jar.setCookieSync('inner=1', HOME);
        return '1';
      },
    });
    jar.setCookieSync(cookie, HOME);
    expect(pairs(jar)).toEqual(['host=1', 'inner=1', 'outer=1']);
  });

  test('a list of extensions that claims to be endless is none', () => {
    const jar = preparedJar();
    const cookie = { key: 'new', value: '1', extensions: new Array(4e9) };
    expect(jar.setCookieSync(cookie, HOME).extensions).toBeNull();
    expect(jar.setCookieSync({ ...cookie, extensions: new Array(9) }, HOME).extensions).toBeNull();
  });

  test('an object that only calls itself a date is no date', () => {
    const fake = { [Symbol.toStringTag]: 'Date' };
    const jar = preparedJar();
    expect(jar.setCookieSync({ key: 'new', value: '1', expires: fake }, HOME).expires).toBe('Infinity');
    const error = thrownBy(() => new Session({ createdAt: fake }));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toMatch(/createdAt/);
    const cookie = new Cookie({ key: 'a' });
    cookie.setExpires(fake);
    expect(cookie.toString()).toBe('a=');
  });
});
