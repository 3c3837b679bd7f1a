'use strict';

const { Cookie } = require('./js/cookie');
const { CookieJar } = require('./js/cookie-jar');
const { CookieError, ParameterError } = require('./js/errors');
const { PrefixSecurityEnum } = require('./js/jar-options');
const {
  canonicalDomain,
  cookieCompare,
  defaultPath,
  domainMatch,
  formatDate,
  getPublicSuffix,
  parseDate,
  pathMatch,
  permuteDomain,
  permutePath,
} = require('./js/rules');
const { Session } = require('./js/session');
const { MemoryCookieStore, Store } = require('./js/store');

const parse = (line, options) => Cookie.parse(line, options);
const fromJSON = (json) => Cookie.fromJSON(json);

// Plain names only: Node.js finds the named exports for ES modules by reading this list.
module.exports = {
  Cookie,
  CookieError,
  CookieJar,
  MemoryCookieStore,
  ParameterError,
  PrefixSecurityEnum,
  Session,
  Store,
  canonicalDomain,
  cookieCompare,
  defaultPath,
  domainMatch,
  formatDate,
  fromJSON,
  getPublicSuffix,
  parse,
  parseDate,
  pathMatch,
  permuteDomain,
  permutePath,
};
