'use strict';

const { Session, createSessionFunction } = require('./js/login/crawlee-session');
const { crawlerOptions } = require('./js/crawlee/crawler-options');
const { sessionPoolOptions } = require('./js/crawlee/session-pool-options');

module.exports = { Session, crawlerOptions, createSessionFunction, sessionPoolOptions };
