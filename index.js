'use strict';

const { formatCookies, parseCookies } = require('./js/files/cookie-file');
const { Cookie } = require('./js/jar/cookie');
const { CookieJar } = require('./js/jar/cookie-jar');
const { CookieError, ParameterError } = require('./js/values/errors');
const { LoginError } = require('./js/values/login-error');
const { PrefixSecurityEnum } = require('./js/jar/jar-options');
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
} = require('./js/jar/rules');
const { Session } = require('./js/login/session');
const { MemoryCookieStore, Store } = require('./js/jar/store');

const parse = (line, options) => Cookie.parse(line, options);
const fromJSON = (json) => Cookie.fromJSON(json);

// Plain names only: Node.js finds the named exports for ES modules by reading this list.
module.exports = {
  Cookie,
  CookieError,
  CookieJar,
  LoginError,
  MemoryCookieStore,
  ParameterError,
  PrefixSecurityEnum,
  Session,
  Store,
  canonicalDomain,
  cookieCompare,
  defaultPath,
  domainMatch,
  formatCookies,
  formatDate,
  fromJSON,
  getPublicSuffix,
  parse,
  parseCookies,
  parseDate,
  pathMatch,
  permuteDomain,
  permutePath,
};
