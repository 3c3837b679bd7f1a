'use strict';

/** Delivers the outcome of a synchronous call as a promise or to a callback; tough-cookie offers both. */
function settle(call, callback) {
  if (typeof callback !== 'function') {
    try {
      return Promise.resolve(call());
    } catch (error) {
      return Promise.reject(error);
    }
  }
  let result;
  try {
    result = call();
  } catch (error) {
    callback(error);
    return undefined;
  }
  callback(null, result);
  return undefined;
}

module.exports = { settle };
