'use strict';

const { storeTests, testStore } = require('./js/stores/store-tests/tests');

module.exports = { storeTests, testStore };
