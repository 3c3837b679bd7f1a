'use strict';

const native = require('./load-binding');

/**
 * Whether a native method refuses a foreign receiver with a `TypeError` of this realm. Node.js does, at no cost: V8 knows the class of each
 * method. Bun and Deno pass any native object to the method, which would read foreign memory. In a vm context, such as Jest's, the error is
 * one of another realm.
 */
function refusesForeignReceivers() {
  try {
    native.Session.prototype.isRetired.call({});
  } catch (error) {
    return error instanceof TypeError;
  }
  return false;
}

/** Wraps a native class so that its methods check that they are called on an object made by its constructor. */
function guarded(Native) {
  function construct(...args) {
    return Reflect.construct(Native, args, new.target);
  }

  let isMade;

  /** Does not extend the native class, so that its unchecked methods are not on the prototype chain. */
  class Guarded extends construct {
    static {
      isMade = (value) => value !== null && typeof value === 'object' && #made in value;
    }

    #made;
  }

  Object.defineProperty(Guarded, 'name', { value: Native.name, configurable: true });
  for (const name of Object.getOwnPropertyNames(Native.prototype)) {
    if (name === 'constructor') continue;
    const { value: method } = Object.getOwnPropertyDescriptor(Native.prototype, name);
    const checked = {
      [name](...args) {
        if (!isMade(this)) throw new TypeError(`Illegal invocation: ${name} was called on another object`);
        return Reflect.apply(method, this, args);
      },
    };
    Object.defineProperty(Guarded.prototype, name, Object.getOwnPropertyDescriptor(checked, name));
  }
  return Guarded;
}

/** The classes of the addon as the rest of the package may use them. */
const { CookieFileReader, CookieJar, Session, SqliteDatabase } = refusesForeignReceivers()
  ? native
  : {
      CookieFileReader: guarded(native.CookieFileReader),
      CookieJar: guarded(native.CookieJar),
      Session: guarded(native.Session),
      SqliteDatabase: guarded(native.SqliteDatabase),
    };

module.exports = {
  CookieFileReader,
  CookieJar,
  Session,
  SqliteDatabase,
  formatCookieFile: native.formatCookieFile,
  isUrl: native.isUrl,
};
