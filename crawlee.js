'use strict';

const { Session, createSessionFunction } = require('./js/session/crawlee-session');

module.exports = { Session, createSessionFunction };
