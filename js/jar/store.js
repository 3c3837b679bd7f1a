'use strict';

/**
 * tough-cookie's store classes, for code that names them. A jar keeps its cookies itself: a store is empty, and each of its methods throws
 * an error that says what to call on the jar instead. They throw even if there is a callback, since callbacks often ignore their error.
 */

const { describe, typeError } = require('../values/errors');

/** What to use instead of each member of a store. */
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

/** The base class of tough-cookie's custom stores. No jar of this package accepts one. */
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

/** Whether a value is a store that the constructor of a jar accepts: a subclass would never be called. */
let isMemoryCookieStore;

/** States that the jar keeps its cookies itself, as it always does. */
class MemoryCookieStore extends Store {
  #isPlain;

  constructor() {
    super();
    this.synchronous = true;
    this.#isPlain = new.target === MemoryCookieStore;
    // A method that replaces one of its own would not be called either.
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

/** Custom stores are the only feature of tough-cookie that is not supported. */
function checkStore(store) {
  if (store === undefined || store === null || isMemoryCookieStore(store)) return;
  throw typeError(
    'ERR_STORE_NOT_SUPPORTED',
    `CookieJar keeps its cookies itself: a custom store is not supported, got ${describe(store)}. ` +
      'Options are the second argument: new CookieJar(null, options)',
  );
}

module.exports = { MemoryCookieStore, Store, checkStore };
