'use strict';

// Promises: A10

const { Session } = require('../..');
const { loadApify } = require('../helpers/storage');
const { testCheerioAtShop } = require('./shop-cheerio');

const sdk = loadApify();
const { Session: BuiltIn } = require('apify-018/build/session_pool/session');

/** The built-in class throws for a response without `Set-Cookie` and for a refused cookie, and the crawl would end there. */
class Forgiving extends BuiltIn {
  putResponse(response) {
    if (response.headers['set-cookie'] === undefined) return;
    try {
      super.putResponse(response);
    } catch (error) {
      if (!error.message.startsWith("Cookie not in this host's domain")) throw error;
    }
  }
}

testCheerioAtShop(sdk, {
  Ours: Session,
  create: (pool) => new Session({ ...pool.sessionOptions, sessionPool: pool }),
  createBuiltIn: (pool) => new Forgiving({ ...pool.sessionOptions, sessionPool: pool }),
});
