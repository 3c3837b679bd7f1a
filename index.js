'use strict';

const { Cookie } = require('./js/cookie');
const { CookieJar } = require('./js/cookie-jar');
const { CookieError } = require('./js/errors');
const { PrefixSecurityEnum } = require('./js/jar-options');
const rules = require('./js/rules');
const { Session } = require('./js/session');

module.exports = {
  Cookie,
  CookieError,
  CookieJar,
  PrefixSecurityEnum,
  Session,
  canonicalDomain: rules.canonicalDomain,
  cookieCompare: rules.cookieCompare,
  defaultPath: rules.defaultPath,
  domainMatch: rules.domainMatch,
  formatDate: rules.formatDate,
  fromJSON: (json) => Cookie.fromJSON(json),
  getPublicSuffix: rules.getPublicSuffix,
  parse: (line, options) => Cookie.parse(line, options),
  parseDate: rules.parseDate,
  pathMatch: rules.pathMatch,
  permuteDomain: rules.permuteDomain,
  permutePath: rules.permutePath,
};
