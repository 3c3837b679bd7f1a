'use strict';

// Promises: J5

const { Cookie, CookieJar, MemoryCookieStore, ParameterError, Store } = require('../..');
const theirs = require('tough-cookie');

// There is no store but the jar: MemoryCookieStore says so where tough-cookie wants one, and each member says what to call instead.

const URL_ = 'https://www.shop.example/cart/add';

function filled(options) {
  const jar = new CookieJar(new MemoryCookieStore(), options);
  jar.setCookieSync('a=1; Path=/', URL_);
  return jar;
}

describe('MemoryCookieStore', () => {
  test('is what the constructor of a jar takes before its options', () => {
    expect(filled({ looseMode: true }).enableLooseMode).toBe(true);
    expect(new CookieJar(new MemoryCookieStore(), false).rejectPublicSuffixes).toBe(false);
    expect(filled().getCookieStringSync(URL_)).toBe('a=1');
  });

  test('is what clones and deserialized jars are made with', async () => {
    const jar = filled();
    const json = jar.toJSON();
    const store = () => new MemoryCookieStore();
    const made = [];
    jar.clone(store(), (error, clone) => made.push(error ?? clone));
    CookieJar.deserialize(json, store(), (error, read) => made.push(error ?? read));
    made.push(jar.cloneSync(store()), await jar.clone(store()), CookieJar.deserializeSync(json, store()));
    made.push(CookieJar.fromJSON(JSON.stringify(json), store()), await CookieJar.deserialize(json, store()));
    expect(made).toHaveLength(7);
    for (const one of made) {
      expect(one.getCookieStringSync(URL_)).toBe('a=1');
      one.removeAllCookiesSync();
    }
    expect(jar.getCookieStringSync(URL_)).toBe('a=1');
  });

  test('makes no jar share its cookies with another', () => {
    const store = new MemoryCookieStore();
    const [one, other] = [new CookieJar(store), new CookieJar(store)];
    one.setCookieSync('a=1', URL_);
    expect(other.getCookieStringSync(URL_)).toBe('');
    new CookieJar(one.store).setCookieSync('b=1', URL_);
    expect(one.getCookieStringSync(URL_)).toBe('a=1');
  });

  test('is what jar.store is, as in tough-cookie', () => {
    for (const { CookieJar: Jar, MemoryCookieStore: Memory, Store: Base } of [theirs, require('../..')]) {
      const { store } = new Jar();
      expect(store).toBeInstanceOf(Memory);
      expect(store).toBeInstanceOf(Base);
      expect(store.synchronous).toBe(true);
      expect(store.constructor.name).toBe(new Jar().toJSON().storeType);
      expect(Object.keys(Memory)).toEqual([]);
      expect(new Jar().store).toEqual(store);
    }
  });
});

const INSTEAD = [
  ['findCookie', ['shop.example', '/', 'a'], 'jar.getCookies(url)'],
  ['findCookies', ['shop.example', '/'], 'jar.getCookies(url)'],
  ['putCookie', [new Cookie()], 'jar.setCookie(cookie, url)'],
  ['updateCookie', [new Cookie(), new Cookie()], 'jar.setCookie(cookie, url)'],
  ['removeCookie', ['shop.example', '/', 'a'], 'jar.deleteCookies({ name, domain, path })'],
  ['removeCookies', ['shop.example', null], 'jar.deleteCookies({ domain, path })'],
  ['removeAllCookies', [], 'jar.removeAllCookies()'],
  ['getAllCookies', [], 'jar.toJSON().cookies'],
];

describe('what tough-cookie has in a store', () => {
  test('is there whole', () => {
    const names = Object.getOwnPropertyNames(theirs.Store.prototype).filter((name) => name !== 'constructor');
    expect(INSTEAD.map(([name]) => name).sort()).toEqual(names.sort());
  });

  test.each(INSTEAD)('%s throws an error that says what to call instead, in every form', (name, args, instead) => {
    const jar = filled();
    const callback = jest.fn();
    const { [name]: alone } = jar.store;
    const calls = [
      () => jar.store[name](...args),
      () => jar.store[name](...args, callback),
      () => new MemoryCookieStore()[name](...args),
      // As `promisify` calls it.
      () => alone(...args, callback),
    ];
    for (const call of calls) {
      expect(call).toThrow(ParameterError);
      expect(call).toThrow(expect.objectContaining({ name: 'TypeError', code: 'ERR_STORE_NOT_SUPPORTED' }));
      expect(call).toThrow(`CookieJar keeps its cookies itself: its store has no ${name}, use ${instead} instead`);
    }
    expect(callback).not.toHaveBeenCalled();
    expect(jar.getCookieStringSync(URL_)).toBe('a=1');
  });

  test('idx throws one too, read or written', () => {
    const { store } = filled();
    const calls = [
      () => store.idx['shop.example'],
      () => {
        store.idx = {};
      },
    ];
    for (const call of calls) expect(call).toThrow(expect.objectContaining({ code: 'ERR_STORE_NOT_SUPPORTED' }));
    expect(calls[0]).toThrow('its store has no idx, use jar.toJSON().cookies instead');
  });

  test('what is named exists', () => {
    const jar = filled();
    const methods = INSTEAD.map(([, , instead]) => /^jar\.(\w+)\(/.exec(instead)[1]);
    for (const method of methods) expect(jar[method]).toBeInstanceOf(Function);
  });
});

describe('a custom store is refused', () => {
  class Overriding extends MemoryCookieStore {
    putCookie(cookie, callback) {
      callback(null, cookie);
    }
  }
  class Asynchronous extends MemoryCookieStore {
    constructor() {
      super();
      this.synchronous = false;
    }
  }
  class Custom extends Store {
    constructor() {
      super();
      this.synchronous = true;
    }
  }

  test.each([
    ['a subclass of MemoryCookieStore that overrides a method', () => new Overriding()],
    ['one that is not synchronous', () => new Asynchronous()],
    ['an empty subclass', () => new (class extends MemoryCookieStore {})()],
    ['a subclass of Store', () => new Custom()],
    ['a Store', () => new Store()],
    ['what has the prototype alone', () => Object.create(MemoryCookieStore.prototype)],
    ['a proxy, which may answer anything', () => new Proxy(new MemoryCookieStore(), {})],
    ["tough-cookie's own, which may hold cookies", () => new theirs.MemoryCookieStore()],
  ])('%s', (_what, make) => {
    const store = make();
    for (const call of [() => new CookieJar(store), () => filled().cloneSync(store)]) {
      expect(call).toThrow(expect.objectContaining({ code: 'ERR_STORE_NOT_SUPPORTED' }));
      expect(call).toThrow('a custom store is not supported');
    }
  });

  test('a method that is put in place of another is an error where it is put, since no jar would call it', () => {
    const store = new MemoryCookieStore();
    const put = () => {
      store.putCookie = () => {};
    };
    expect(put).toThrow(TypeError);
    expect(() => {
      store.synchronous = false;
    }).toThrow(TypeError);
  });
});
