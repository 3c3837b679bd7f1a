'use strict';

const { Session, createSessionFunction } = require('./js/crawlee-session');

module.exports = { Session, createSessionFunction };
