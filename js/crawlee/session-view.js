'use strict';

/**
 * A session of the shared pool as one crawler has it: some members are the crawler's own, all others are the session's. A proxy, because
 * the session itself may be in other hands at the same time, and has to stay what it is.
 *
 * @param {object} own the crawler's members: an object literal
 * @param {Function} Class what it claims to be an instance of
 */
function viewOf(session, own, Class) {
  return new Proxy(session, {
    get(target, name) {
      if (Object.hasOwn(own, name)) return own[name];
      if (name === 'constructor') return Class;
      const value = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
    set: (target, name, value) =>
      Object.hasOwn(own, name) ? Reflect.set(own, name, value) : Reflect.set(target, name, value, target),
    getPrototypeOf: () => Class.prototype,
  });
}

module.exports = { viewOf };
