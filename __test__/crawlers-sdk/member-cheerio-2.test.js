'use strict';

// Promises: A10

const { Session: Ours, createSessionFunction } = require('../../crawlee');
const { loadApify } = require('../helpers/storage');
const { testCheerioAtMemberSite } = require('./member-cheerio');

const sdk = loadApify('apify-2');
const { Session: BuiltIn } = require('apify-2/build/session_pool/session');

testCheerioAtMemberSite(sdk, {
  Ours,
  BuiltIn,
  create: createSessionFunction,
  restore: (state) => createSessionFunction(undefined, { sessionOptions: state }),
});
