'use strict';

/**
 * tough-cookie's classes of stores, for code that names them. A jar keeps its cookies itself: there is nothing in a store, and each of its
 * methods says what to call on the jar instead. They throw in every form: the callback is often one that ignores its error.
 */

const { describe, typeError } = require('../values/errors');

/** What does the work of each member of a store. */
const INSTEAD = {
  findCookie: 'jar.getCookies(url)',
  findCookies: 'jar.getCookies(url)',
  putCookie: 'jar.setCookie(cookie, url)',
  updateCookie: 'jar.setCookie(cookie, url)',
  removeCookie: 'jar.deleteCookies({ name, domain, path })',
  removeCookies: 'jar.deleteCookies({ domain, path })',
  removeAllCookies: 'jar.removeAllCookies()',
  getAllCookies: 'jar.toJSON().cookies',
};

function notSupported(name, instead) {
  return typeError(
    'ERR_STORE_NOT_SUPPORTED',
    `CookieJar keeps its cookies itself: its store has no ${name}, use ${instead} instead`,
  );
}

/** What tough-cookie's custom stores extend. No jar of this package takes one. */
class Store {
  constructor() {
    this.synchronous = false;
  }
}

for (const [name, instead] of Object.entries(INSTEAD)) {
  const { [name]: method } = {
    [name]() {
      throw notSupported(name, instead);
    },
  };
  Object.defineProperty(Store.prototype, name, { value: method, writable: true, configurable: true });
}

/** Whether a value is a store that the constructor of a jar may be given: a subclass would never be asked for anything. */
let isMemoryCookieStore;

/** Says that the jar keeps its cookies itself, as it does in any case. */
class MemoryCookieStore extends Store {
  #isPlain;

  constructor() {
    super();
    this.synchronous = true;
    this.#isPlain = new.target === MemoryCookieStore;
    // A method that is put in place of another would not be called either.
    if (this.#isPlain) Object.freeze(this);
  }

  static {
    isMemoryCookieStore = (value) => value !== null && typeof value === 'object' && #isPlain in value && value.#isPlain;
  }

  get idx() {
    throw notSupported('idx', INSTEAD.getAllCookies);
  }

  set idx(_index) {
    throw notSupported('idx', INSTEAD.putCookie);
  }
}

/** Custom stores are the one thing of tough-cookie that is not supported. */
function checkStore(store) {
  if (store === undefined || store === null || isMemoryCookieStore(store)) return;
  throw typeError(
    'ERR_STORE_NOT_SUPPORTED',
    `CookieJar keeps its cookies itself: a custom store is not supported, got ${describe(store)}. ` +
      'Options are the second argument: new CookieJar(null, options)',
  );
}

module.exports = { MemoryCookieStore, Store, checkStore };
