'use strict';

const { Cookie } = require('./js/cookie');
const { CookieJar } = require('./js/cookie-jar');
const { CookieError } = require('./js/errors');
const { Session } = require('./js/session');

module.exports = { Cookie, CookieError, CookieJar, Session };
