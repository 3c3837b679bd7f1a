'use strict';

const { Session, createSessionFunction } = require('./js/login/crawlee-session');

module.exports = { Session, createSessionFunction };
