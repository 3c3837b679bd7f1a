'use strict';

const main = require('../session/session');

/** Methods for whole logins. What they do is loaded on first use: most programs never need it. */
const METHODS = {
  capture(target, options) {
    return require('./capture').capture(this, target, options);
  },
  apply(target, options) {
    return require('./apply').apply(this, target, options);
  },
  storageState() {
    return require('./storage-state').storageState(this);
  },
  putStorageState(json, options) {
    require('./storage-state').putStorageState(this, json, options);
  },
};

for (const [name, value] of Object.entries(METHODS)) {
  Object.defineProperty(main.Session.prototype, name, { value, writable: true, configurable: true });
}

module.exports = main;
