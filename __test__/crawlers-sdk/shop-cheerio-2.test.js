'use strict';

// Promises: A10

const { Session, createSessionFunction } = require('../../crawlee');
const { loadApify } = require('../helpers/storage');
const { testCheerioAtShop } = require('./shop-cheerio');

testCheerioAtShop(loadApify('apify-2'), { Ours: Session, create: createSessionFunction });
