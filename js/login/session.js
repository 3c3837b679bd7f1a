'use strict';

const main = require('../session/session');

/** Methods for whole logins. What they do is loaded on first use: most programs never need it. */
const METHODS = {
  async capture(target, options) {
    return require('./capture').capture(checkSession(this, 'capture'), target, options);
  },
  async apply(target, options) {
    return require('./apply').apply(checkSession(this, 'apply'), target, options);
  },
  storageState() {
    return require('./storage-state').storageState(checkSession(this, 'storageState'));
  },
  putStorageState(json, options) {
    require('./storage-state').putStorageState(checkSession(this, 'putStorageState'), json, options);
  },
};

function checkSession(value, name) {
  if (!main.isSession(value)) throw new TypeError(`Illegal invocation: ${name} was called on another object`);
  return value;
}

for (const [name, value] of Object.entries(METHODS)) {
  Object.defineProperty(main.Session.prototype, name, { value, writable: true, configurable: true });
}

module.exports = main;
