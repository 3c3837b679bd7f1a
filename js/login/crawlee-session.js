'use strict';

require('./session');

module.exports = require('../session/crawlee-session');
