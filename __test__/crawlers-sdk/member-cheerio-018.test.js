'use strict';

// Promises: A10

const { Session: Ours } = require('../..');
const { loadApify } = require('../helpers/storage');
const { testCheerioAtMemberSite } = require('./member-cheerio');

const sdk = loadApify();
const { Session: BuiltIn } = require('apify-018/build/session_pool/session');

testCheerioAtMemberSite(sdk, {
  Ours,
  BuiltIn,
  create: (sessionPool) => new Ours({ ...sessionPool.sessionOptions, sessionPool }),
  restore: (state, sessionPool) => new Ours({ ...state, sessionPool }),
  ownKeys: ['errorCount', 'maxUsageCount'],
});
